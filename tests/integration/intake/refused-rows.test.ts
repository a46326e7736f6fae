/** Refused rows come back as a file with a reason, and that file, corrected, is taken. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkHouseholds } from '#app/domain/intake/households.ts'
import type { Sheet } from '#app/domain/intake/sheet.ts'
import { readSheet } from '#app/files/read-sheet.server.ts'
import { sheetRowsInChild } from '#app/files/read-sheet-in-child.server.ts'
import { refusedRows } from '#app/files/refused-rows.ts'
import { writeTable } from '#app/files/write-table.server.ts'
import { idNumber } from '#scripts/driving/roster.ts'

const CONTEXT = {
  today: '2026-11-22',
  villages: [{ code: '510981100200', name: '金鱼垭村' }],
  towns: [],
  households: [],
}

const LINES = [
  ['武安镇花名册 单位：万元'],
  ['村', '户编号', '姓名', '证件号码', '与户主关系', '户类型', '人均收入', '备注'],
  ['金鱼垭村', '0001', '甲', idNumber(1), '户主', '脱贫户', '0.8', '=1+1'],
  ['金鱼垭村', '0001', '乙', idNumber(2), '配偶', '脱贫户', '0.8', ''],
  ['金鱼垭村', '0002', '丙', idNumber(3), '户主', '脱贫户', '0.8', ''],
  ['金鱼垭村', '0002', '', idNumber(4), '之子', '脱贫户', '0.8', '', '旁注'],
  ['金鱼垭村', '0003', '丁', idNumber(5), '户主', '富裕户', '0.8', '-'],
]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'yigou-refused-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function check(sheet: Sheet) {
  const checked = checkHouseholds(sheet, CONTEXT)
  if (!checked.ok) throw new Error(checked.code)
  return checked.value
}

async function sheetOf(bytes: Uint8Array): Promise<Sheet> {
  const read = await readSheet(bytes)
  if (!read.ok) throw new Error(read.code)
  return read.value
}

describe.each(['xlsx', 'csv'] as const)('as %s', (format) => {
  async function exported(): Promise<Sheet> {
    const file = path.join(folder, 'upload.csv')
    await writeFile(file, LINES.map((line) => line.join(',')).join('\n'))
    const { refused, headerRow } = check(
      await sheetOf(Buffer.from(LINES.map((line) => line.join(',')).join('\n'))),
    )
    const reasons = new Map(refused.map((fault) => [fault.row, `第${fault.row}行:${fault.code}`]))
    for (const fault of refused) for (const row of fault.heldRows) reasons.set(row, '')
    const lines = refusedRows(sheetRowsInChild(file), { headerRow, reasonHeader: '退回原因', reasons })
    return sheetOf(await buffer(writeTable(format, lines, '退回', { isText: true })))
  }

  test('it has titles, header, the refused rows and those of their households, and why', async () => {
    const { rows } = await exported()
    expect(rows.map((row) => row.cells)).toEqual([
      LINES[0],
      [...(LINES[1] ?? []), '退回原因'],
      LINES[4]?.slice(0, 7),
      [...(LINES[5]?.slice(0, 8) ?? []), '第6行:person-name-missing', '旁注'],
      [...(LINES[6]?.slice(0, 7) ?? []), format === 'csv' ? "'-" : '-', '第7行:category-unknown'],
    ])
  })

  test('corrected by hand it is taken whole, in the unit its title says', async () => {
    const { rows, ...head } = await exported()
    const corrected = rows.map(({ row, cells }) => ({
      row,
      cells: cells.map((cell, i) => (i === 2 && cell === '' ? '戊' : cell === '富裕户' ? '一般户' : cell)),
    }))
    const checked = check({ ...head, rows: corrected })
    expect(checked.refused).toEqual([])
    expect(checked.accepted.map((fact) => [fact.number, fact.members.length, fact.perHeadIncomeFen])).toEqual(
      [
        ['0002', 2, 800_000],
        ['0003', 1, 800_000],
      ],
    )
    expect(checked.warnings.filter((fault) => fault.column === '退回原因')).toEqual([])
  })
})

test('no cell of the file is a formula', async () => {
  const lines = refusedRows(rowsOf(LINES), {
    headerRow: 2,
    reasonHeader: '退回原因',
    reasons: new Map([[3, '']]),
  })
  const csv = (await buffer(writeTable('csv', lines, 'x'))).toString('utf8')
  expect(csv).toContain(",'=1+1,")
})

async function* rowsOf(lines: readonly (readonly string[])[]) {
  yield lines.map((cells, i) => ({ row: i + 1, cells }))
}
