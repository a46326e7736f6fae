import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  heldUnits,
  isOrderable,
  isWeighedPiece,
  type Measure,
  parseJin,
  parseYuan,
  priceLine,
} from './quantity.ts'

const GOOSE: Measure = {
  orderedBy: 'piece',
  pricedBy: 'jin',
  step: 1,
  usualPieceGrams: { least: 3000, most: 4500 },
}
const GREENS: Measure = { orderedBy: 'weight', pricedBy: 'jin', step: 500, usualPieceGrams: null }
const EGGS: Measure = { orderedBy: 'piece', pricedBy: 'piece', step: 10, usualPieceGrams: null }

describe('priceLine', () => {
  test.each([
    ['piece', 30, 140, 120, { amountFen: 4200, baseFen: 3600, premiumFen: 600 }],
    ['jin', 4321, 1680, 1500, { amountFen: 14_519, baseFen: 12_963, premiumFen: 1556 }],
    ['jin', 250, 241, 240, { amountFen: 121, baseFen: 120, premiumFen: 1 }],
    ['jin', 1, 240, 240, { amountFen: 0, baseFen: 0, premiumFen: 0 }],
    ['piece', 3, 100, 120, { amountFen: 300, baseFen: 300, premiumFen: 0 }],
  ] as const)(
    'by %s, %d units at %d against %d',
    (pricedBy, units, unitPriceFen, referencePriceFen, parts) => {
      expect(priceLine({ pricedBy, units, unitPriceFen, referencePriceFen })).toEqual(parts)
    },
  )

  const anyLine = fc.record({
    pricedBy: fc.constantFrom('piece' as const, 'jin' as const),
    units: fc.nat(200_000),
    unitPriceFen: fc.integer({ min: 1, max: 100_000 }),
    referencePriceFen: fc.integer({ min: 1, max: 100_000 }),
  })

  test('base and premium add up to the amount; at or under the reference there is no premium', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const { amountFen, baseFen, premiumFen } = priceLine(line)
        expect(baseFen + premiumFen).toBe(amountFen)
        expect(Math.min(baseFen, premiumFen)).toBeGreaterThanOrEqual(0)
        if (line.unitPriceFen <= line.referencePriceFen) expect(premiumFen).toBe(0)
      }),
      { numRuns: 1000 },
    )
  })

  test('one unit more never costs less', () => {
    fc.assert(
      fc.property(anyLine, (line) => {
        const more = priceLine({ ...line, units: line.units + 1 })
        expect(more.amountFen).toBeGreaterThanOrEqual(priceLine(line).amountFen)
      }),
    )
  })
})

describe('measures', () => {
  test('a goose is weighed one by one and held at the top of its range; greens and eggs are as ordered', () => {
    expect([GOOSE, GREENS, EGGS].map(isWeighedPiece)).toEqual([true, false, false])
    expect([heldUnits(GOOSE, 2), heldUnits(GREENS, 1500), heldUnits(EGGS, 30)]).toEqual([9000, 1500, 30])
    expect(() => heldUnits({ ...GOOSE, usualPieceGrams: null }, 1)).toThrow('usual range')
  })

  test.each([
    [500, true],
    [1500, true],
    [0, false],
    [-500, false],
    [750, false],
    [500.5, false],
    [Number.NaN, false],
  ])('%d grams in steps of 500: %s', (quantity, is) => {
    expect(isOrderable(GREENS, quantity)).toBe(is)
  })
})

describe('figures as they are written', () => {
  test.each([
    ['8.94', 4470],
    ['8', 4000],
    [' 0.5 ', 250],
    ['0.001', 1],
    ['0.002', 1],
    ['123456.789', 61_728_395],
    ['8.9444', null],
    ['8,9', null],
    ['-1', null],
    ['', null],
    ['1e3', null],
    ['.5', null],
  ])('%j jin is %j grams', (text, grams) => expect(parseJin(text)).toBe(grams))

  test.each([
    ['16.80', 1680],
    ['16.8', 1680],
    ['16', 1600],
    ['0.01', 1],
    ['16.805', null],
    ['1,600', null],
    ['-1', null],
    ['', null],
  ])('%j yuan is %j fen', (text, fen) => expect(parseYuan(text)).toBe(fen))

  test('every amount under ten million yuan is read as it is printed', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000), (fen) => {
        const [yuan, rest] = [Math.floor(fen / 100), fen % 100]
        expect(parseYuan(`${yuan}.${String(rest).padStart(2, '0')}`)).toBe(fen)
      }),
    )
  })
})
