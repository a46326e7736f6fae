/**
 * The rows of a workbook's first visible sheet with content, one after the other, numbered as Excel numbers them.
 * Invariant: rows come in order, each number once; a cell merged down stands in every row it covers.
 */
import type { SheetRow } from '#app/domain/intake/sheet.ts'
import { type SheetLimits, UnreadableSheet } from './unreadable-sheet.server.ts'
import { type CellFormat, columnOf, numberText, PLAIN, rowOf, unescapeCell } from './xlsx-cells.ts'
import { readWorkbook, type Workbook, type WorkbookSheet } from './xlsx-workbook.server.ts'
import { readXml, type XmlReader } from './xml-stream.server.ts'
import type { ZipArchive } from './zip-archive.server.ts'

export type OpenSheet = {
  name: string | null
  otherSheets: string[]
  rows: AsyncIterable<SheetRow[]>
}

/** The last row and column a workbook of Excel can have. */
const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_383

export async function openXlsx(zip: ZipArchive, limits: SheetLimits): Promise<OpenSheet> {
  const workbook = await readWorkbook(zip)
  const filled: WorkbookSheet[] = []
  for (const sheet of workbook.sheets) if (await hasContent(zip, sheet)) filled.push(sheet)
  const [first, ...others] = filled
  if (first === undefined) throw new UnreadableSheet('file-empty')
  return {
    name: first.name,
    otherSheets: others.map((sheet) => sheet.name),
    rows: sheetRows(zip, first, workbook, limits),
  }
}

/** Whether any cell of a sheet holds a value; stops at the first. */
async function hasContent(zip: ZipArchive, sheet: WorkbookSheet): Promise<boolean> {
  let found = false
  const reader: XmlReader = {
    open: (name) => {
      if (name === 'v' || name === 't') found = true
    },
  }
  for await (const _ of readXml(zip.unpack(sheet.path), reader)) if (found) return true
  return found
}

async function* sheetRows(
  zip: ZipArchive,
  sheet: WorkbookSheet,
  workbook: Workbook,
  limits: SheetLimits,
): AsyncGenerator<SheetRow[]> {
  const merges = await mergesDown(zip.unpack(sheet.path))
  const pending: SheetRow[] = []
  const reader = rowReader(workbook, (row) => pending.push(row))
  let rowCount = 0
  for await (const _ of readXml(zip.unpack(sheet.path), reader)) {
    const rows = pending.splice(0).map((row) => fillMerged(row, merges))
    const kept = rows.filter((row) => row.cells.length > 0)
    rowCount += kept.length
    if (rowCount > limits.rows) throw new UnreadableSheet('too-many-rows', { most: limits.rows })
    if (kept.some((row) => row.cells.length > limits.columns)) {
      throw new UnreadableSheet('too-many-columns', { most: limits.columns })
    }
    if (kept.length > 0) yield kept
  }
}

/** A cell while it is read: its text comes from `v`, or from the `t` of an inline string. */
type OpenCell = {
  column: number
  type: string
  format: CellFormat
  text: string
  hasFormula: boolean
  hasValue: boolean
}

/** Turns the tags of a sheet into rows. Cells after the last with text are dropped. */
function rowReader(workbook: Workbook, emit: (row: SheetRow) => void): XmlReader {
  let row = 0
  let cells: string[] = []
  let column = -1
  let cell: OpenCell | null = null
  let isText = false
  let isReading = false
  return {
    open: (name, attribute) => {
      if (name === 'row') {
        const next = attribute('r') === undefined ? row + 1 : Number(attribute('r'))
        if (!(next > row && next <= LAST_ROW)) throw new UnreadableSheet('sheet-damaged')
        row = next
        cells = []
        column = -1
      } else if (name === 'c') {
        const reference = attribute('r')
        column = reference === undefined ? column + 1 : columnOf(reference)
        if (!(column >= 0 && column <= LAST_COLUMN)) throw new UnreadableSheet('sheet-damaged')
        const format = workbook.formats[Number(attribute('s') ?? 0)] ?? PLAIN
        cell = { column, type: attribute('t') ?? 'n', format, text: '', hasFormula: false, hasValue: false }
      } else if (name === 'f' && cell !== null) cell.hasFormula = true
      else if (name === 'rPh') isReading = true
      else if ((name === 'v' || name === 't') && cell !== null) {
        isText = !isReading
        cell.hasValue = true
      }
    },
    text: (text) => {
      if (isText && cell !== null) cell.text += text
    },
    close: (name) => {
      if (name === 'v' || name === 't') isText = false
      else if (name === 'rPh') isReading = false
      else if (name === 'c' && cell !== null) {
        const text = cellText(cell, workbook)
        if (text !== '') {
          while (cells.length < cell.column) cells.push('')
          cells[cell.column] = text
        }
        cell = null
      } else if (name === 'row') emit({ row, cells })
    },
  }
}

/** A formula without a stored result is shown as one, so that its row is refused and not read as empty. */
function cellText(cell: OpenCell, workbook: Workbook): string {
  if (cell.hasFormula && !cell.hasValue) return '=FORMULA()'
  switch (cell.type) {
    case 's': {
      const shared = cell.text === '' ? '' : workbook.sharedStrings[Number(cell.text)]
      if (shared === undefined) throw new UnreadableSheet('sheet-damaged')
      return shared
    }
    case 'n':
      return cell.text === '' ? '' : numberText(cell.text, cell.format, workbook.is1904)
    case 'b':
      return cell.text === '1' ? 'TRUE' : 'FALSE'
    case 'd':
      return cell.text.replace(/T00:00:00(\.0+)?Z?$/, '').replace('T', ' ')
    default:
      return unescapeCell(cell.text)
  }
}

/** A merge of one column over several rows. */
type MergeDown = { from: number; to: number; text: string }

/** The merges of one column in order, and the first that is not behind the row being read. */
type ColumnMerges = { list: MergeDown[]; next: number }

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)"[^>]*>/g

/** The merges that reach over rows, by column. They stand behind the cells, so they are looked for first. */
async function mergesDown(chunks: AsyncIterable<Buffer>): Promise<Map<number, ColumnMerges>> {
  const byColumn = new Map<number, ColumnMerges>()
  let torn = ''
  for await (const chunk of chunks) {
    const text = torn + chunk.toString('latin1')
    for (const [, first = '', last = ''] of text.matchAll(MERGE)) {
      const merge = { from: rowOf(first), to: rowOf(last), text: '' }
      if (merge.to <= merge.from) continue
      const merges = byColumn.get(columnOf(first)) ?? { list: [], next: 0 }
      merges.list.push(merge)
      byColumn.set(columnOf(first), merges)
    }
    const open = text.lastIndexOf('<')
    const isTorn = open > text.lastIndexOf('>') && text.length - open < 300
    torn = isTorn ? text.slice(open) : ''
  }
  for (const merges of byColumn.values()) merges.list.sort((a, b) => a.from - b.from)
  return byColumn
}

/** Puts the text of a merged cell into the later rows it covers. A row with nothing of its own stays empty. */
function fillMerged(row: SheetRow, byColumn: ReadonlyMap<number, ColumnMerges>): SheetRow {
  if (byColumn.size === 0 || row.cells.length === 0) return row
  const cells = [...row.cells]
  for (const [column, merges] of byColumn) {
    while ((merges.list[merges.next]?.to ?? LAST_ROW) < row.row) merges.next += 1
    const merge = merges.list[merges.next]
    if (merge === undefined || merge.from > row.row) continue
    if (merge.from === row.row) merge.text = cells[column] ?? ''
    else if ((cells[column] ?? '') === '' && merge.text !== '') {
      while (cells.length < column) cells.push('')
      cells[column] = merge.text
    }
  }
  return { row: row.row, cells }
}
