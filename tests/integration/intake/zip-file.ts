/** Zips and workbooks made byte by byte, so that a test can make the ones no program would write. */
import { crc32, deflateRawSync } from 'node:zlib'

export type ZipPart = { name: string; bytes: Buffer | string; flags?: number; claimedBytes?: number }

/** A zip of the parts. `entryCount` is what its end says, true or not. */
export function zipOf(parts: readonly ZipPart[], entryCount = parts.length): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const part of parts) {
    const bytes = Buffer.from(part.bytes)
    const packed = deflateRawSync(bytes)
    const name = Buffer.from(part.name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(part.flags ?? 0, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(bytes), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(part.claimedBytes ?? bytes.length, 18)
    head.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), head, name, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), head, tail, name]))
    files.push(local)
    at += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entryCount, 8)
  end.writeUInt16LE(entryCount, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, central, end])
}

export type SheetPart = { name: string; state?: string; xml: string }

/** The parts of a workbook whose sheets are given as the XML inside `sheetData`, and what follows it. */
export function workbookParts(sheets: readonly SheetPart[], sharedStrings = '', styles = ''): ZipPart[] {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`
  const relations = (inner: string) =>
    `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const list = sheets.map(
    (sheet, i) =>
      `<sheet name="${sheet.name}" sheetId="${i + 1}" state="${sheet.state ?? 'visible'}" r:id="rId${i + 1}"/>`,
  )
  return [
    { name: '_rels/.rels', bytes: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      bytes: `<?xml version="1.0"?><workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${list.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: relations(
        sheets.map((_, i) => relation(`rId${i + 1}`, 'worksheet', `worksheets/sheet${i + 1}.xml`)).join('') +
          relation('rId901', 'styles', 'styles.xml') +
          relation('rId902', 'sharedStrings', '/xl/sharedStrings.xml'),
      ),
    },
    {
      name: 'xl/styles.xml',
      bytes: `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>${styles}</cellXfs></styleSheet>`,
    },
    { name: 'xl/sharedStrings.xml', bytes: `<sst>${sharedStrings}</sst>` },
    ...sheets.map((sheet, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      bytes: `<?xml version="1.0" encoding="UTF-8"?><worksheet>${sheet.xml}</worksheet>`,
    })),
  ]
}

export function workbookOf(...sheets: SheetPart[]): Buffer {
  return zipOf(workbookParts(sheets))
}

/** A row of inline strings. */
export function rowXml(row: number, cells: readonly string[]): string {
  const cell = (text: string, i: number) =>
    `<c r="${String.fromCharCode(65 + i)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`
  return `<row r="${row}">${cells.map(cell).join('')}</row>`
}

export function sheetXml(rows: readonly (readonly string[])[]): string {
  return `<sheetData>${rows.map((cells, i) => rowXml(i + 1, cells)).join('')}</sheetData>`
}
