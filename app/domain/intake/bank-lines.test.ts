import { describe, expect, test } from 'vitest'
import { type CheckedStatement, checkStatement } from './bank-lines.ts'
import type { Sheet } from './sheet.ts'

function sheetOf(rows: (string | number)[][]): Sheet {
  return {
    name: null,
    otherSheets: [],
    rows: rows.map((cells, i) => ({ row: i + 1, cells: cells.map(String) })),
  }
}

function checked(rows: (string | number)[][]): CheckedStatement {
  const verdict = checkStatement(sheetOf(rows))
  if (!verdict.ok) throw new Error(`${verdict.code} ${JSON.stringify(verdict.facts)}`)
  return verdict.value
}

const moved = ({ lines }: CheckedStatement) => lines.map((line) => [line.day, line.inFen, line.outFen])

/** What banks hand over, each in its own way; all say the same three movements. */
const FORMS: Record<string, (string | number)[][]> = {
  'two columns of money, titles above and totals below': [
    ['账户明细查询'],
    ['账号：6000 0000 0000 0001', '', '户名：射洪市某中心', '', '', '', '币种：人民币'],
    [
      '交易日期',
      '交易时间',
      '收入金额',
      '支出金额',
      '账户余额',
      '交易流水号',
      '摘要',
      '对方户名',
      '对方账号',
      '附言',
    ],
    ['2026-11-03', '09:12:01', '8,765.40', '', '10,000.00', 'A001', '转账', '张三', '6217', 'YG102387'],
    ['2026-11-04', '', '', '12.50', '9,987.50', 'A002', '手续费', '', '', ''],
    ['2026年11月5日', '', '0.01', '0.00', '9,987.51', 'A003', '结息', '', '', ''],
    ['合计', '', '8,765.41', '12.50', '', '', '', '', '', ''],
    ['打印时间：2026-11-06', '', '', '', '', '', '', '', '', ''],
  ],
  'debit and credit as the bank sees them, in full-width figures': [
    ['记账日期', '借方发生额', '贷方发生额', '余额', '凭证号', '用途'],
    ['20261103', '', '８７６５．４０', '10000.00', '1', 'YG102387'],
    ['20261104', '12.5', '', '9987.5', '2', ''],
    ['20261105', '', '.01', '9987.51', '3', '利息'].map((cell) => (cell === '.01' ? '0.01' : cell)),
    ['期末余额', '', '', '9987.51', '', ''],
  ],
  'one amount and a mark': [
    ['日期', '借/贷', '交易金额（元）', '备注'],
    ['2026/11/3', '贷', '8765.40', 'YG102387'],
    ['2026/11/4', '借', '12.50', '手续费'],
    ['2026/11/5', '贷', '0.01', ''],
  ],
  'one signed amount and an instant': [
    ['交易时间', '交易金额', '余额', '摘要'],
    ['2026-11-03 09:12:01', '+8,765.40', '10000', 'YG102387'],
    ['2026-11-04 10:00:00', '-12.50', '9987.5', ''],
    ['2026-11-05 10:00', '0.01', '9987.51', ''],
  ],
}

describe('a statement', () => {
  test.each(Object.entries(FORMS))('with %s', (_name, rows) => {
    const found = checked(rows)
    expect(moved(found)).toEqual([
      ['2026-11-03', 876_540, 0],
      ['2026-11-04', 0, 1_250],
      ['2026-11-05', 1, 0],
    ])
    expect(found.refused).toEqual([])
    expect(found.lines[0]?.remark).toContain('YG102387')
  })

  test('gives a line all that tells it from another, and the account its titles name', () => {
    const found = checked(FORMS['two columns of money, titles above and totals below'] ?? [])
    expect(found.lines[0]).toEqual({
      row: 4,
      day: '2026-11-03',
      time: '09:12:01',
      inFen: 876_540,
      outFen: 0,
      balanceFen: 1_000_000,
      serial: 'A001',
      remark: '转账 YG102387',
      payer: '张三',
      payerAccount: '6217',
    })
    expect(found.accountEnd).toBe('0001')
    expect([found.rows, found.leftOut]).toEqual([5, 2])
  })

  test('accounts for every row: a line, refused, or left out', () => {
    const found = checked([
      ['交易日期', '收入金额', '支出金额', '币种', '摘要'],
      ['2026-11-03', '5', '5', '', '两边都有'],
      ['不是日期', '5', '', '', ''],
      ['2026-11-03', '五元', '', '', ''],
      ['2026-11-03', '1.234', '', '', ''],
      ['2026-11-03', '5', '', 'USD', ''],
      ['2026-11-03', '', '', '', '没有动钱'],
      ['2026-11-03', '7', '', 'CNY', ''],
    ])
    expect(found.refused.map(({ row, code }) => [row, code])).toEqual([
      [2, 'bank-both-ways'],
      [3, 'date-unreadable'],
      [4, 'money-unreadable'],
      [5, 'money-below-fen'],
      [6, 'bank-currency-foreign'],
    ])
    expect(found.lines.length + found.refused.length + found.leftOut).toBe(found.rows)
    expect([found.rows, found.leftOut]).toEqual([7, 1])
  })

  test('takes what the bank took back as having gone the other way', () => {
    const found = checked([
      ['交易日期', '收入金额', '支出金额'],
      ['2026-11-03', '-5.00', ''],
      ['2026-11-03', '', '-6.00'],
    ])
    expect(moved(found)).toEqual([
      ['2026-11-03', 0, 500],
      ['2026-11-03', 600, 0],
    ])
  })

  test('without a word for which way money went is refused as a whole, not guessed', () => {
    const bare = [
      ['日期', '金额', '摘要'],
      ['2026-11-03', '5', ''],
    ]
    expect(checkStatement(sheetOf(bare))).toMatchObject({ ok: false, code: 'column-missing' })
    expect(
      checkStatement(
        sheetOf([
          ['日期', '摘要'],
          ['2026-11-03', 'x'],
        ]),
      ),
    ).toMatchObject({
      ok: false,
      code: 'column-missing',
    })
    const odd = checked([
      ['日期', '金额', '借贷标志'],
      ['2026-11-03', '5', '其他'],
    ])
    expect(odd.refused.map(({ code }) => code)).toEqual(['bank-direction-unknown'])
  })

  test('counts in the unit its header states', () => {
    const found = checked([
      ['日期', '收入金额（万元）', '支出金额（元）'],
      ['2026-11-03', '0.000001', ''],
      ['2026-11-03', '1.25', ''],
      ['2026-11-03', '', '3'],
    ])
    expect(moved(found).map(([, came, went]) => [came, went])).toEqual([
      [1, 0],
      [1_250_000, 0],
      [0, 300],
    ])
  })

  test('whose serial numbers a spreadsheet has spoiled has none', () => {
    const found = checked([
      ['日期', '收入金额', '支出金额', '流水号'],
      ['2026-11-03', '5', '', '2.02611E+17'],
      ['2026-11-03', '5', '', '000000'],
      ['2026-11-03', '5', '', '00 0123'],
    ])
    expect(found.lines.map(({ serial }) => serial)).toEqual(['', '', '000123'])
  })
})
