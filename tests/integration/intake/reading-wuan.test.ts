/** The files of one town's office as they are: what reading gives, and which rows are refused, where and why. */
import { readFileSync } from 'node:fs'
import { readSheet as readWithPeer } from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ContextOf, checkSheet, type IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { readSheet } from '#app/files/read-sheet.server.ts'

const FOLDER = 'prisma/seed/data/wuan'

async function check<Kind extends IntakeKind>(file: string, kind: Kind, context: ContextOf[Kind]) {
  const read = await readSheet(file)
  if (!read.ok) throw new Error(read.code)
  const checked = checkSheet(read.value, kind, context)
  if (!checked.ok) throw new Error(`${checked.code} ${JSON.stringify(checked.facts)}`)
  return checked.value
}

let places: Pick<ContextOf['households'], 'villages' | 'towns' | 'today'>
beforeAll(async () => {
  const divisions = await check('prisma/seed/data/divisions.csv', 'divisions', { divisions: [] })
  expect([divisions.rows, divisions.acceptedRows]).toEqual([1386, 1386])
  const inCounty = (level: string) =>
    divisions.accepted.filter((division) => division.level === level && division.code.startsWith('510981'))
  places = { villages: inCounty('village'), towns: inCounty('town'), today: '2026-11-22' }
})

/** Rows of a fault list that the file shows to be spoiled. Row 657 is listed and is not: its check digit is right. */
function planted(kind: 'roster' | 'goods'): number[] {
  const faults: { row: number }[] = JSON.parse(readFileSync(`${FOLDER}/${kind}-faults.json`, 'utf8'))
  return faults.map(({ row }) => row).filter((row) => kind === 'goods' || row !== 657)
}

test('the number in row 657, listed as wrong, is right by the standard’s own sum', () => {
  const sum = [...'510981195001011239'].reduce(
    (total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11),
    0,
  )
  expect(sum % 11).toBe(1)
})

test('the roster', async () => {
  const checked = await check(`${FOLDER}/花名册.xlsx`, 'households', { ...places, households: [] })
  expect(checked.refused.map((fault) => [fault.row, fault.column, fault.code])).toEqual([
    [658, '证件号码', 'id-of-another-household'],
    [659, '行政村', 'village-unknown'],
    [660, '与户主关系', 'head-missing'],
    [661, '家庭人口数', 'headcount-differs'],
    [662, '户类型', 'category-unknown'],
    [663, '年人均纯收入', 'income-unreadable'],
    [664, '姓名', 'person-name-missing'],
    [665, '银行卡号', 'bank-card-checksum'],
  ])
  expect(checked.refused.map((fault) => fault.row)).toEqual(planted('roster'))
  expect([checked.rows, checked.acceptedRows, checked.accepted.length]).toEqual([663, 655, 219])
  expect(checked.accepted.at(-1)).toMatchObject({
    row: 666,
    perHeadIncomeFen: 876_540,
    members: [{ name: '何素芳', idNumber: '510981196104140003' }],
  })
  const kinds = new Set(checked.warnings.map((fault) => fault.code))
  expect([...kinds]).toEqual(['row-left-out', 'sex-differs-from-id'])
})

describe('what names households', () => {
  let households: ContextOf['goods']['households'] = []
  beforeAll(async () => {
    const roster = await check(`${FOLDER}/花名册.xlsx`, 'households', { ...places, households: [] })
    households = roster.accepted
  })

  test('goods', async () => {
    const byWeight = ['大葱', '莴笋', '鲶鱼', '核桃', '菜籽油', '大米', '冬尖', '血橙', '大蒜', '红薯'].map(
      (name) => ({
        key: name,
        names: [name],
        orderedBy: 'weight' as const,
        pricedBy: 'jin' as const,
        pieceUnit: null,
      }),
    )
    const byPiece = [
      ['土鸡', '只'],
      ['大白鹅', '只'],
      ['土鸡蛋', '个'],
    ].map(([name = '', pieceUnit = '']) => ({
      key: name,
      names: [name],
      orderedBy: 'piece' as const,
      pricedBy: 'piece' as const,
      pieceUnit,
    }))
    const context = { ...places, households, products: [...byWeight, ...byPiece], premiumCapPercent: 30 }
    const checked = await check(`${FOLDER}/农产品供应清单.csv`, 'goods', context)
    expect(checked.refused.map((fault) => [fault.row, fault.column, fault.code, fault.also])).toEqual([
      [322, '数量', 'quantity-not-positive', []],
      [323, '单价(元)', 'price-below-floor', []],
      [324, '单位', 'unit-unknown', []],
      [325, '户编号', 'household-unknown', []],
      [326, '可供开始', 'dates-reversed', []],
      [327, '农户意愿确认方式', 'agreement-missing', []],
      [328, '单价(元)', 'premium-above-cap', []],
    ])
    expect(checked.refused.map((fault) => fault.row)).toEqual(planted('goods'))
    expect([checked.rows, checked.acceptedRows]).toEqual([327, 320])
  })

  test('pairings', async () => {
    const checked = await check(`${FOLDER}/结对帮扶台账.xlsx`, 'pairings', { ...places, households })
    expect([checked.rows, checked.acceptedRows, checked.refused]).toEqual([217, 217, []])
    expect(checked.accepted[0]?.startsOn).toBe('2025-03-08')
  })
})

test('events, with a village whose name another town has too', async () => {
  const checked = await check(`${FOLDER}/活动安排.csv`, 'events', places)
  expect([checked.rows, checked.acceptedRows, checked.refused]).toEqual([12, 12, []])
  expect(checked.accepted[8]).toMatchObject({ title: '文武村“以购助扶”活动', villageCode: '510981100210' })
})

test.each(['花名册.xlsx', '结对帮扶台账.xlsx'])(
  '%s: another reader sees the same cells in the same rows',
  async (file) => {
    const read = await readSheet(`${FOLDER}/${file}`)
    if (!read.ok) throw new Error(read.code)
    const shown = (value: unknown) =>
      value instanceof Date ? value.toISOString().slice(0, 10) : value === null ? '' : String(value)
    const peer = (await readWithPeer(`${FOLDER}/${file}`, { trim: false })).map((cells) => cells.map(shown))
    const ours = new Map(read.value.rows.map((row) => [row.row, row.cells]))
    for (const [i, cells] of peer.entries()) {
      expect(cells.map((_, column) => ours.get(i + 1)?.[column] ?? '')).toEqual(cells)
    }
    expect(Math.max(...ours.keys())).toBe(peer.length)
  },
)
