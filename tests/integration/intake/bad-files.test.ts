/** What people and attackers upload instead of a table: each ends in a refusal of its own, or in the right rows. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkHouseholds } from '#app/domain/intake/households.ts'
import { readSheet } from '#app/files/read-sheet.server.ts'
import { readSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { rowXml, sheetXml, workbookOf, workbookParts, zipOf } from './zip-file.ts'

const MEGABYTE = 1024 * 1024

async function codeOf(bytes: Uint8Array | string): Promise<string> {
  const read = await readSheet(Buffer.from(bytes))
  return read.ok ? `read ${read.value.rows.length} rows` : read.code
}

async function rowsOf(bytes: Uint8Array | string) {
  const read = await readSheet(Buffer.from(bytes))
  if (!read.ok) throw new Error(read.code)
  return read.value
}

const utf16 = (text: string) => Buffer.from(text, 'utf16le')
const PNG = Buffer.from('89504e470d0a1a0a', 'hex')
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

describe('files that are no table', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['nothing', '', 'file-empty'],
    ['a picture', Buffer.concat([PNG, Buffer.alloc(2000, 7)]), 'not-a-sheet'],
    ['a photo', Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(2000, 9)]), 'not-a-sheet'],
    [
      'a picture that is a page as well',
      Buffer.concat([PNG, Buffer.from('<html><script>alert(1)</script>')]),
      'not-a-sheet',
    ],
    ['a PDF', '%PDF-1.7\n%âãÏÓ\n1 0 obj', 'not-a-sheet'],
    [
      'a drawing with a script',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
      'not-a-sheet',
    ],
    ['bytes', Buffer.from([1, 2, 3, 0, 0, 4, 5, 6]), 'not-a-sheet'],
    ['a web page named .xls', '\ufeff<html><table><tr><td>户编号</td></tr></table></html>', 'web-page'],
    [
      'a table of 2003 in XML',
      '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
      'old-excel',
    ],
    ['an old .xls', Buffer.concat([OLE, Buffer.alloc(4000)]), 'old-excel'],
    [
      'a workbook with a password',
      Buffer.concat([OLE, Buffer.alloc(70_000), utf16('EncryptedPackage'), Buffer.alloc(500)]),
      'sheet-encrypted',
    ],
    ['a zip with a password', zipOf([{ name: 'xl/workbook.xml', bytes: 'x', flags: 1 }]), 'sheet-encrypted'],
    ['a document', zipOf([{ name: 'word/document.xml', bytes: '<w/>' }]), 'not-a-sheet'],
    [
      'an .ods',
      zipOf([{ name: 'mimetype', bytes: 'application/vnd.oasis.opendocument.spreadsheet' }]),
      'open-document',
    ],
    ['an .xlsb', zipOf([{ name: 'xl/workbook.bin', bytes: 'x' }]), 'binary-excel'],
    ['an empty zip', zipOf([]), 'not-a-sheet'],
    ['an empty workbook', workbookOf({ name: 'A', xml: '<sheetData/>' }), 'file-empty'],
    [
      'a workbook of empty rows',
      workbookOf({ name: 'A', xml: '<sheetData><row r="1"><c r="A1" s="1"/></row></sheetData>' }),
      'file-empty',
    ],
    ['blank lines', '\n\n,,,\n', 'file-empty'],
    ['an encoding of no kind', Buffer.from([0xd6, 0xd0, 0x2c, 0xff, 0xff, 0x0a]), 'encoding-unknown'],
    ['a quote that never ends', '户编号,姓名\n"1,甲\n2,乙\n', 'sheet-damaged'],
    ['61 columns', Array.from({ length: 61 }, (_, i) => `列${i}`).join(','), 'too-many-columns'],
    ['more than 30 MB', Buffer.alloc(30 * MEGABYTE + 1, 'a,'), 'file-too-large'],
    ['200,001 rows', 'a\n'.repeat(200_001), 'too-many-rows'],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code)
  })
})

describe('workbooks that are damaged or mean harm', () => {
  const good = workbookOf({ name: 'A', xml: sheetXml([['户编号'], ['1']]) })

  test.each<[string, () => Uint8Array, string]>([
    ['cut in the middle', () => good.subarray(0, good.length / 2), 'sheet-damaged'],
    [
      'with bytes overwritten',
      () => Buffer.concat([good.subarray(0, 80), Buffer.alloc(60, 255), good.subarray(140)]),
      'sheet-damaged',
    ],
    [
      'with tags that do not close',
      () => workbookOf({ name: 'A', xml: '<sheetData><row r="1"><c' }),
      'sheet-damaged',
    ],
    [
      'with an external entity',
      () =>
        workbookOf({
          name: 'A',
          xml: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><sheetData>&e;</sheetData>',
        }),
      'sheet-damaged',
    ],
    [
      'with entities that grow',
      () =>
        workbookOf({ name: 'A', xml: `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(99)}"><!ENTITY b "&a;&a;">]>` }),
      'sheet-damaged',
    ],
    [
      'with a text of 10 MB and no end',
      () =>
        workbookOf({
          name: 'A',
          xml: `<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>${'x'.repeat(10 * MEGABYTE)}`,
        }),
      'sheet-damaged',
    ],
    [
      'with a shared string that is not there',
      () =>
        workbookOf({
          name: 'A',
          xml: '<sheetData><row r="1"><c r="A1" t="s"><v>9</v></c></row></sheetData>',
        }),
      'sheet-damaged',
    ],
    [
      'with rows out of order',
      () => workbookOf({ name: 'A', xml: `<sheetData>${rowXml(2, ['b'])}${rowXml(1, ['a'])}</sheetData>` }),
      'sheet-damaged',
    ],
    [
      'with a row beyond the last',
      () => workbookOf({ name: 'A', xml: `<sheetData>${rowXml(99_999_999, ['a'])}</sheetData>` }),
      'sheet-damaged',
    ],
    [
      'with 61 columns',
      () =>
        workbookOf({
          name: 'A',
          xml: '<sheetData><row r="1"><c r="BI1" t="inlineStr"><is><t>x</t></is></c></row></sheetData>',
        }),
      'too-many-columns',
    ],
    ['of 65,535 entries', () => zipOf([{ name: 'a', bytes: 'x' }], 65_535), 'too-large'],
    [
      'of 1,001 entries',
      () => zipOf(Array.from({ length: 1001 }, (_, i) => ({ name: `${i}`, bytes: '' }))),
      'too-large',
    ],
    [
      'that says it unpacks to 4 GB',
      () => zipOf([{ name: 'xl/workbook.xml', bytes: 'x', claimedBytes: 4_000_000_000 }]),
      'too-large',
    ],
  ])('%s', async (_, bytes, code) => {
    expect(await codeOf(bytes())).toBe(code)
  })

  test('that unpack a thousandfold, and say they do not, stop at the limit', async () => {
    const parts = workbookParts([{ name: 'A', xml: '' }]).map((part) =>
      part.name === 'xl/sharedStrings.xml'
        ? { ...part, bytes: Buffer.alloc(320 * MEGABYTE, '<a/>'), claimedBytes: 100 }
        : part,
    )
    const bomb = zipOf(parts)
    expect(bomb.length).toBeLessThan(MEGABYTE)
    expect(await codeOf(bomb)).toBe('too-large')
  }, 240_000)

  test('with a path that climbs out are read, and nothing is written anywhere', async () => {
    const parts = [
      ...workbookParts([{ name: 'A', xml: sheetXml([['户编号'], ['1']]) }]),
      { name: '../../../tmp/evil.xml', bytes: 'x' },
    ]
    expect(await codeOf(zipOf(parts))).toBe('read 2 rows')
  })
})

describe('tables as offices make them', () => {
  test('with rows missing and blank keep the numbers Excel shows', async () => {
    const { rows } = await rowsOf(
      workbookOf({
        name: 'A',
        xml: `<sheetData>${rowXml(3, ['表头'])}<row r="5"/>${rowXml(1_048_576, ['末行'])}</sheetData>`,
      }),
    )
    expect(rows).toEqual([
      { row: 3, cells: ['表头'] },
      { row: 1_048_576, cells: ['末行'] },
    ])
    const csv = await rowsOf('表头\r\n\r\n"两\n行"\n末行\r')
    expect(csv.rows.map((row) => row.row)).toEqual([1, 3, 4])
  })

  test('with cells merged down have the value in every row, titles merged across in the first cell', async () => {
    const xml = `${sheetXml([
      ['花名册', '', ''],
      ['村', '姓名', '人口'],
      ['金鱼垭', '甲', '2'],
      ['', '乙', ''],
      ['', '丙', ''],
      ['瓦窑', '丁', '1'],
    ])}<mergeCells count="3"><mergeCell ref="A1:C1"/><mergeCell ref="A3:A5"/><mergeCell ref="C3:C4"/></mergeCells>`
    const { rows } = await rowsOf(workbookOf({ name: 'A', xml }))
    expect(rows.map((row) => row.cells)).toEqual([
      ['花名册'],
      ['村', '姓名', '人口'],
      ['金鱼垭', '甲', '2'],
      ['金鱼垭', '乙', '2'],
      ['金鱼垭', '丙'],
      ['瓦窑', '丁', '1'],
    ])
  })

  test('with hidden and further sheets: the first visible one with content is read, the others are named', async () => {
    const { name, otherSheets, rows } = await rowsOf(
      workbookOf(
        { name: '选项', state: 'hidden', xml: sheetXml([['脱贫户']]) },
        { name: '空白', xml: '<sheetData/>' },
        { name: '花名册', xml: sheetXml([['户编号']]) },
        { name: '说明', xml: sheetXml([['请勿改动']]) },
      ),
    )
    expect([name, otherSheets, rows.length]).toEqual(['花名册', ['说明'], 1])
  })

  test('with formulas give what Excel stored, and say where it stored nothing or a fault', async () => {
    const cells = [
      '<c r="A1"><f>1+1</f><v>2</v></c>',
      '<c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>',
      '<c r="C1"><f>A1</f></c>',
      '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
      '<c r="E1" t="b"><v>1</v></c>',
      '<c r="F1" s="1"><v>45724</v></c>',
      '<c r="G1" t="inlineStr"><is><r><t>何</t></r><rPh><t>he</t></rPh><r><t>素芳</t></r></is></c>',
    ]
    const { rows } = await rowsOf(
      workbookOf({ name: 'A', xml: `<sheetData><row r="1">${cells.join('')}</row></sheetData>` }),
    )
    expect(rows[0]?.cells).toEqual(['2', '2x', '=FORMULA()', '#DIV/0!', 'TRUE', '2025-03-08', '何素芳'])
  })

  test('with prefixes before every tag, and without numbers on rows and cells', async () => {
    const xml =
      '<x:sheetData xmlns:x="y"><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>'
    expect((await rowsOf(workbookOf({ name: 'A', xml }))).rows).toEqual([{ row: 1, cells: ['a', '7'] }])
  })

  test('with 100,000 shared strings', async () => {
    const strings = Array.from({ length: 100_000 }, (_, i) => `<si><t>户${i}</t></si>`).join('')
    const xml = '<sheetData><row r="1"><c r="A1" t="s"><v>99999</v></c></row></sheetData>'
    expect((await rowsOf(zipOf(workbookParts([{ name: 'A', xml }], strings)))).rows[0]?.cells).toEqual([
      '户99999',
    ])
  })

  test.each<[string, Uint8Array | string]>([
    ['UTF-8', '户编号,姓名\n1,何素芳\n'],
    ['UTF-8 with a mark', '\ufeff户编号,姓名\r\n1,何素芳\r\n'],
    [
      'UTF-16 with tabs, as Excel’s Unicode text',
      Buffer.concat([Buffer.from([0xff, 0xfe]), utf16('户编号\t姓名\r\n1\t何素芳\r\n')]),
    ],
    ['GB18030', Buffer.from('bba7b1e0bac52cd0d5c3fb0a312cbacecbd8b7bc0a', 'hex')],
    ['semicolons', '户编号;姓名\n1;何素芳'],
    ['the delimiter on a line of its own', 'sep=;\r\n户编号;姓名\r\n1;何素芳'],
    ['quotes', '"户编号","姓名"\n"1","何素芳"'],
  ])('CSV: %s', async (_, bytes) => {
    expect((await rowsOf(bytes)).rows).toEqual([
      { row: 1, cells: ['户编号', '姓名'] },
      { row: 2, cells: ['1', '何素芳'] },
    ])
  })

  test('with ID numbers that a spreadsheet has shortened: the row says what happened to them', async () => {
    const header = ['行政村', '户编号', '姓名', '证件号码', '与户主关系', '户类型']
    const number = '<c r="D2"><v>5.1098119490708E+17</v></c>'
    const row = rowXml(2, ['金鱼垭村', 'H1', '甲', '', '户主', '脱贫户']).replace(/<c r="D2".*?<\/c>/, number)
    const sheet = await rowsOf(
      workbookOf({ name: 'A', xml: `<sheetData>${rowXml(1, header)}${row}</sheetData>` }),
    )
    const checked = checkHouseholds(sheet, {
      today: '2026-11-22',
      villages: [{ code: '510981100200', name: '金鱼垭村' }],
      towns: [],
      households: [],
    })
    expect(checked).toMatchObject({
      value: { refused: [{ row: 2, column: '证件号码', code: 'long-number-lost' }] },
    })
  })
})

describe('in the child', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'yigou-bad-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  async function inChild(bytes: Uint8Array | string, options: Parameters<typeof readSheetInChild>[2] = {}) {
    const file = path.join(folder, 'upload')
    await writeFile(file, bytes)
    const read = await readSheetInChild(file, () => {}, options)
    return read.ok ? 'read' : read.code
  }

  test('a refusal is the same refusal', async () => {
    expect(await inChild(Buffer.concat([PNG, Buffer.alloc(100)]))).toBe('not-a-sheet')
    expect(await inChild('户编号\n1\n')).toBe('read')
  })

  test('a file that takes all its memory is refused, and so is one that takes too long', async () => {
    const strings = Array.from({ length: 400_000 }, (_, i) => `<si><t>${String(i).repeat(12)}</t></si>`).join(
      '',
    )
    const large = zipOf(workbookParts([{ name: 'A', xml: sheetXml([['户编号']]) }], strings))
    expect(await inChild(large, { heapMegabytes: 32 })).toBe('too-large')
    expect(await inChild(large, { mostSeconds: 0.2 })).toBe('took-too-long')
  })

  test('a child that breaks for a reason of ours is a fault, not a refusal', async () => {
    await expect(readSheetInChild(path.join(folder, 'is-not-there'), () => {})).rejects.toThrow(
      'the sheet reader ended',
    )
  })
})
