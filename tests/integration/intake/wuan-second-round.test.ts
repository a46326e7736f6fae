/** The real town's roster comes a second time with what happens in a year: exactly those differences are shown. */
import exceljs from 'exceljs'
import { beforeAll, expect, test } from 'vitest'
import { seedDivisions } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { divisionsFile, importQuickly, NOW, wuanFile } from './files.ts'
import { applyRound, look, named, type Office, piecesOf, seedOffice } from './rounds.ts'

const LATER = new Date('2026-12-20T02:00:00Z')
const FIRST_ROW = 4
const COLUMN = { village: 5, grid: 6, number: 7, name: 9, idNumber: 11, headcount: 12, kinship: 13, card: 19 }

useDatabase({ per: 'file' })
let by: Office
beforeAll(async () => {
  await seedDivisions()
  await importQuickly('divisions', divisionsFile())
  await importQuickly('households', wuanFile('households'))
  by = await seedOffice()
}, 300_000)

type Row = Record<keyof typeof COLUMN, string>

/** The office's own file, its rows changed by `edit`; a row for which it gives null is taken out. */
async function edited(edit: (row: Row) => Partial<Row> | null): Promise<Buffer> {
  const workbook = new exceljs.Workbook()
  const file = wuanFile('households')
  await workbook.xlsx.load(file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer)
  const [sheet] = workbook.worksheets
  if (!sheet) throw new Error('the roster has no sheet')
  const gone: number[] = []
  for (let at = FIRST_ROW; at <= sheet.rowCount; at++) {
    const row = sheet.getRow(at)
    const said = Object.fromEntries(
      Object.entries(COLUMN).map(([key, column]) => [key, row.getCell(column).text]),
    ) as Row
    const change = edit(said)
    if (change === null) gone.push(at)
    for (const [key, value] of Object.entries(change ?? {})) {
      row.getCell(COLUMN[key as keyof Row]).value = key === 'headcount' ? Number(value) : value
    }
  }
  for (const at of gone.reverse()) sheet.spliceRows(at, 1)
  return Buffer.from(await workbook.xlsx.writeBuffer())
}

/** 郭大勇's household: its head has died and 许小红 follows. 许志远 has died in the next one. */
const [WIDOWED, BEREFT, MOVED, MERGED] = ['5109810000001', '5109810000002', '5109810000003', '5109810000004']

test('the same file a second time shows nothing', async () => {
  const roundId = await look(by, await edited(() => ({})), LATER)
  expect(await piecesOf(roundId)).toEqual([])
})

test('a move, two deaths, a merge, a changed head and a changed card show as exactly that', async () => {
  const merged: Row[] = []
  await edited((row) => {
    if (row.number === MERGED) merged.push(row)
    return {}
  })
  const mergedNames = merged.map(({ name }) => name)
  const bytes = await edited((row) => {
    if (row.number === WIDOWED) {
      if (row.name === '郭大勇') return null
      return row.name === '许小红' ? { kinship: '户主', headcount: '4' } : { headcount: '4' }
    }
    if (row.number === BEREFT) {
      if (row.name === '许志远') return null
      return { headcount: '2', ...(row.card === '' ? {} : { card: '6217001234567890122' }) }
    }
    if (row.number === MOVED)
      return { village: '白鹿垭村', grid: '第3网格', headcount: `${3 + merged.length}` }
    // The other household's people are listed in this one now.
    if (row.number === MERGED) {
      return {
        number: MOVED,
        village: '白鹿垭村',
        grid: '第3网格',
        headcount: `${3 + merged.length}`,
        card: '',
        ...(row.kinship === '户主' ? { kinship: '其他' } : {}),
      }
    }
    return {}
  })
  const roundId = await look(by, bytes, LATER)
  const pieces = await piecesOf(roundId)
  expect(pieces.map((piece) => `${piece.isTicked ? 'x' : '-'} ${named(piece)}`).sort()).toEqual(
    [
      `x changed head ${WIDOWED} 郭大勇`,
      `x changed headcount ${WIDOWED} 郭大勇`,
      `x changed headcount ${BEREFT} 郑素芳`,
      `x changed card ${BEREFT} 郑素芳`,
      `- removed left ${BEREFT} 许志远`,
      `x changed place ${MOVED} 吕强`,
      `x changed headcount ${MOVED} 吕强`,
      ...mergedNames.map((name) => `- duplicate joined ${MOVED} ${name}`),
      `- removed unlisted ${MERGED} ${merged.find(({ kinship }) => kinship === '户主')?.name}`,
    ].sort(),
  )
  await applyRound(by, roundId, LATER)
  const again = (await piecesOf(await look(by, bytes, LATER))).map(named).sort()
  expect(again).toEqual(
    pieces
      .filter(({ isTicked }) => !isTicked)
      .map(named)
      .sort(),
  )
  expect(NOW < LATER).toBe(true)
}, 300_000)
