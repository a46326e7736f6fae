import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  exactUnits,
  gramsPerUnit,
  incomeFen,
  isPieceUnit,
  parseCount,
  parseDecimal,
  parseMoneyCell,
  parseMoneyUnit,
  priceFen,
} from './figures.ts'

const decimal = (text: string) => {
  const value = parseDecimal(text)
  if (value === null) throw new Error(`no figure: ${text}`)
  return value
}

describe('figures', () => {
  test.each(['约八千', '', '1,23', '1,2345', '1.2.3', '--1', '1e3', '八', '１２人'])('%j is none', (text) => {
    expect(parseDecimal(text)).toBeNull()
  })

  test.each([
    ['8,765.40', 87654n, 1],
    ['８７６５．４', 87654n, 1],
    ['-2', -2n, 0],
    ['12,345,678', 12345678n, 0],
    ['2.', 2n, 0],
    ['0.00', 0n, 0],
  ])('%j is read exactly', (text, digits, scale) => {
    expect(parseDecimal(text)).toEqual({ digits, scale })
  })

  test('every amount of fen comes back from any way of writing it', () => {
    const fen = fc.integer({ min: 1, max: 2_000_000_000 })
    fc.assert(
      fc.property(fen, fc.boolean(), fc.boolean(), (amount, grouped, fullWidth) => {
        const whole = String(Math.floor(amount / 100))
        const shown = grouped ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole
        const text = `${shown}.${String(amount % 100).padStart(2, '0')}`
        const written = fullWidth
          ? text.replace(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '')
          : text
        expect(priceFen(decimal(written), 100)).toEqual({ ok: true, value: amount })
      }),
    )
  })
})

describe('prices', () => {
  test.each([
    ['2.4', 100, 1, 240],
    ['2.40', 100, 1, 240],
    ['0.0024', 1_000_000, 1, 2400],
    ['24', 10, 1, 240],
    ['4.8', 100 * 500, 1000, 240],
  ])('%s at %i fen each, over %i, is %i fen', (text, fenPerOne, divisor, fen) => {
    expect(priceFen(decimal(text), fenPerOne, divisor)).toEqual({ ok: true, value: fen })
  })

  test.each([
    ['0', 'money-not-positive'],
    ['-1', 'money-not-positive'],
    ['2.405', 'money-below-fen'],
    ['99999999', 'figure-too-large'],
  ])('%s is refused: %s', (text, code) => {
    expect(priceFen(decimal(text), 100)).toEqual({ ok: false, code })
  })

  test('a price per 公斤 that is no whole fen per 斤 is refused, not rounded', () => {
    expect(priceFen(decimal('7.55'), 100 * 500, 1000)).toEqual({ ok: false, code: 'money-below-fen' })
  })

  test.each([
    ['2.4', 24n, null],
    ['¥2.40', 24n, null],
    ['2.4元', 24n, { fenPerOne: 100, per: null }],
    ['2.4元/斤', 24n, { fenPerOne: 100, per: '斤' }],
    ['2.4/斤', 24n, { fenPerOne: 100, per: '斤' }],
    ['８，７６５．４０元', 87654n, { fenPerOne: 100, per: null }],
  ])('the cell %j', (text, digits, unit) => {
    const cell = parseMoneyCell(text)
    expect(cell?.value.digits).toBe(digits)
    expect(cell?.unit).toEqual(unit)
  })

  test.each(['2.4美元', '面议', '2-3', '2.4元/斤/天', '$2.4'])('%j is no amount', (text) => {
    expect(parseMoneyCell(text)).toBeNull()
  })

  test('units of money', () => {
    expect(parseMoneyUnit('元/公斤')).toEqual({ fenPerOne: 100, per: '公斤' })
    expect(parseMoneyUnit('万元')).toEqual({ fenPerOne: 1_000_000, per: null })
    expect(parseMoneyUnit('每斤元')).toEqual({ fenPerOne: 100, per: '斤' })
    expect(parseMoneyUnit('美元')).toBeNull()
  })
})

test('an income with many decimals is rounded half up to the fen, a negative one is none', () => {
  expect(incomeFen(decimal('2733.335'), 100)).toBe(273_334)
  expect(incomeFen(decimal('2733.3349'), 100)).toBe(273_333)
  expect(incomeFen(decimal('0.87654'), 1_000_000)).toBe(876_540)
  expect(incomeFen(decimal('-1'), 100)).toBeNull()
})

test('weights are exact to the gram', () => {
  expect(exactUnits(decimal('8.94'), 500)).toBe(4470)
  expect(exactUnits(decimal('0.001'), 500)).toBeNull()
  expect(['斤', '市斤', '公斤', 'KG', '两', '克', '筐'].map(gramsPerUnit)).toEqual([
    500,
    500,
    1000,
    1000,
    50,
    1,
    null,
  ])
})

test('pieces are counted in the product’s own word or one that means the same', () => {
  expect(isPieceUnit('羽', '只')).toBe(true)
  expect(isPieceUnit('枚', '个')).toBe(true)
  expect(isPieceUnit('pcs', '只')).toBe(true)
  expect(isPieceUnit('筐', '只')).toBe(false)
  expect(isPieceUnit('个', '只')).toBe(false)
})

test('counts are whole and not below the least', () => {
  expect(['5', '５', '5人', '0', '5.5', '五', ''].map((text) => parseCount(text, 1))).toEqual([
    5,
    5,
    5,
    null,
    null,
    null,
    null,
  ])
})
