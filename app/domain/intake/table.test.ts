import { describe, expect, test } from 'vitest'
import { moneyUnitOfTitles, readTable, type TableSpec } from './table.ts'

const SPEC: TableSpec<'village' | 'number' | 'name' | 'unit'> = {
  background: ['village'],
  ignored: ['序号'],
  columns: [
    { key: 'village', names: ['行政村', 'village'] },
    { key: 'number', names: ['户编号'], required: true },
    { key: 'name', names: ['姓名'], required: true },
    { key: 'unit', names: ['单位'] },
  ],
}

function read(...rows: string[][]) {
  return readTable(
    { name: null, otherSheets: [], rows: rows.map((cells, i) => ({ row: i + 1, cells })) },
    SPEC,
  )
}

const HEADER = ['序号', '行政村', '户编号', '姓名', '单位']

describe('rows that are none', () => {
  test.each([
    ['blank', ['', ' ', '', '', ''], []],
    ['numbered beforehand', ['7', '', '', '', ''], []],
    ['filled in beforehand', ['7', '金鱼垭村', '', '', ''], []],
    ['the header again', HEADER, []],
    ['a signature', ['填表人：', '', '审核人：', '', '负责人：'], ['row-left-out']],
    ['a total', ['', '合计', '3', '', ''], ['row-left-out']],
    ['a note', ['注：以上数据截至年底', '', '', '', ''], []],
  ])('%s', (_, row, warnings) => {
    const table = read(HEADER, ['1', '金鱼垭村', 'H1', '甲', '只'], row)
    if (!table.ok) throw new Error(table.code)
    expect(table.value.rows.map((one) => one.row)).toEqual([2])
    expect(table.value.warnings.map((fault) => fault.code)).toEqual(warnings)
  })

  test('the columns numbered, as forms do below their header', () => {
    const table = read(HEADER, ['甲', '1', '2', '3', '4'], ['1', '金鱼垭村', 'H1', '甲', '只'])
    expect(table).toMatchObject({ ok: true, value: { rows: [{ row: 3 }] } })
  })

  test('but a row that only lacks things is one', () => {
    const table = read(HEADER, ['1', '金鱼垭村', '', '甲', ''])
    expect(table).toMatchObject({ ok: true, value: { rows: [{ row: 2 }] } })
  })
})

test('cells are read by meaning, as cleaned and as written', () => {
  const table = read(['标题'], HEADER, ['１', '金鱼垭村', 'Ｈ１', ' 甲 ', '（只）'])
  if (!table.ok) throw new Error(table.code)
  const [row] = table.value.rows
  if (row === undefined) throw new Error('no row')
  expect(table.value.text(row, 'number')).toBe('H1')
  expect(table.value.text(row, 'unit')).toBe('(只)')
  expect(table.value.written(row, 'unit')).toBe('（只）')
  expect([table.value.headerRow, table.value.titles]).toEqual([2, ['标题']])
})

test('why a file as a whole is none', () => {
  expect(read(['', ''])).toMatchObject({ code: 'file-empty' })
  expect(read(['a'], ['b'])).toMatchObject({ code: 'header-not-found' })
  expect(read(['户编号', '行政村'], ['1', '2'])).toMatchObject({
    code: 'column-missing',
    facts: { columns: '姓名', row: 1 },
  })
  expect(read(HEADER)).toMatchObject({ code: 'file-without-rows' })
})

test('the unit of money of a whole table', () => {
  expect(moneyUnitOfTitles(['填报时间:2026年1月10日          单位：万元'])).toEqual({
    fenPerOne: 1_000_000,
    per: null,
  })
  expect(moneyUnitOfTitles(['填报单位：武安镇'])).toBeNull()
})
