/** What a workbook says before its cells: which sheets there are, how numbers are shown, which strings are shared. */

import { UnreadableSheet } from './unreadable-sheet.server.ts'
import { builtInFormat, type CellFormat, formatOfCode, PLAIN, unescapeCell } from './xlsx-cells.ts'
import { readWholeXml } from './xml-stream.server.ts'
import type { ZipArchive } from './zip-archive.server.ts'

export type WorkbookSheet = { name: string; path: string }

export type Workbook = {
  /** Sheets that are not hidden, in order. */
  sheets: WorkbookSheet[]
  is1904: boolean
  formats: readonly CellFormat[]
  sharedStrings: readonly string[]
}

type Relations = { byId: Map<string, string>; byType: Map<string, string> }

/** Reads the parts around the cells. Throws UnreadableSheet for a zip that is no workbook of ours. */
export async function readWorkbook(zip: ZipArchive): Promise<Workbook> {
  const path = await workbookPath(zip)
  const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const relations = await readRelations(zip, `${folder}_rels/${path.slice(folder.length)}.rels`, folder)
  const { sheets, is1904 } = await readSheetList(zip, path, relations)
  return {
    sheets,
    is1904,
    formats: await readFormats(zip, relations.byType.get('styles')),
    sharedStrings: await readSharedStrings(zip, relations.byType.get('sharedStrings')),
  }
}

async function workbookPath(zip: ZipArchive): Promise<string> {
  if (zip.entries.has('EncryptedPackage')) throw new UnreadableSheet('sheet-encrypted')
  if (zip.entries.has('xl/workbook.bin')) throw new UnreadableSheet('binary-excel')
  if (zip.entries.has('mimetype')) throw new UnreadableSheet('open-document')
  const root = await readRelations(zip, '_rels/.rels', '')
  const path = root.byType.get('officeDocument') ?? 'xl/workbook.xml'
  if (!zip.entries.has(path)) throw new UnreadableSheet('not-a-sheet')
  return path
}

async function readRelations(zip: ZipArchive, path: string, folder: string): Promise<Relations> {
  const relations: Relations = { byId: new Map(), byType: new Map() }
  await readWholeXml(zip.unpack(path), {
    open: (name, attribute) => {
      const target = attribute('Target')
      if (name !== 'Relationship' || target === undefined) return
      const full = target.startsWith('/') ? target.slice(1) : normalPath(folder + target)
      const type = attribute('Type') ?? ''
      relations.byId.set(attribute('Id') ?? '', full)
      relations.byType.set(type.slice(type.lastIndexOf('/') + 1), full)
    },
  })
  return relations
}

/** Resolves `xl/../xl/worksheets/sheet1.xml`. It is only a key into the archive, never a path on disk. */
function normalPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

async function readSheetList(zip: ZipArchive, path: string, relations: Relations) {
  const sheets: WorkbookSheet[] = []
  let is1904 = false
  await readWholeXml(zip.unpack(path), {
    open: (name, attribute) => {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
      const target = relations.byId.get(attribute('id') ?? '')
      if (name !== 'sheet' || target === undefined || !zip.entries.has(target)) return
      if ((attribute('state') ?? 'visible') === 'visible')
        sheets.push({ name: attribute('name') ?? '', path: target })
    },
  })
  if (sheets.length === 0) throw new UnreadableSheet('not-a-sheet')
  return { sheets, is1904 }
}

async function readFormats(zip: ZipArchive, path: string | undefined): Promise<CellFormat[]> {
  const codes = new Map<number, CellFormat>()
  const formats: CellFormat[] = []
  let isInCellFormats = false
  await readWholeXml(zip.unpack(path ?? 'xl/styles.xml'), {
    open: (name, attribute) => {
      if (name === 'numFmt')
        codes.set(Number(attribute('numFmtId')), formatOfCode(attribute('formatCode') ?? ''))
      else if (name === 'cellXfs') isInCellFormats = true
      else if (name === 'xf' && isInCellFormats) {
        const id = Number(attribute('numFmtId') ?? 0)
        formats.push(codes.get(id) ?? builtInFormat(id))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') isInCellFormats = false
    },
  })
  return formats.length === 0 ? [PLAIN] : formats
}

async function readSharedStrings(zip: ZipArchive, path: string | undefined): Promise<string[]> {
  const strings: string[] = []
  let text = ''
  let isText = false
  let isReading = false
  await readWholeXml(zip.unpack(path ?? 'xl/sharedStrings.xml'), {
    open: (name) => {
      if (name === 'si') text = ''
      // Phonetic runs repeat how a text is read; they are not part of it.
      else if (name === 'rPh') isReading = true
      else if (name === 't') isText = !isReading
    },
    close: (name) => {
      if (name === 'si') strings.push(unescapeCell(text))
      else if (name === 'rPh') isReading = false
      else if (name === 't') isText = false
    },
    text: (part) => {
      if (isText) text += part
    },
  })
  return strings
}
