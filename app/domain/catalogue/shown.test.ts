import { describe, expect, test } from 'vitest'
import { shownAvailability } from './availability.ts'
import { highestWithinCap, priceStanding } from './price.ts'
import { isInSeason, seasonSpans } from './season.ts'

describe('where a price stands', () => {
  const prices = { unitPriceFen: 1300, referencePriceFen: 1000, floorPriceFen: 900, capPercent: 30 }

  test.each([
    [1300, 'within'],
    [1301, 'above-cap'],
    [900, 'within'],
    [899, 'below-floor'],
    [0, 'below-floor'],
  ] as const)('%d fen, reference 1,000, cap 30 %%, floor 900: %s', (unitPriceFen, standing) => {
    expect(priceStanding({ ...prices, unitPriceFen })).toBe(standing)
  })

  test('a cap that is no whole fen is not rounded up', () => {
    const odd = { referencePriceFen: 333, floorPriceFen: 1, capPercent: 10 }
    expect(priceStanding({ ...odd, unitPriceFen: 366 })).toBe('within')
    expect(priceStanding({ ...odd, unitPriceFen: 367 })).toBe('above-cap')
  })

  test('a cap of nothing allows the reference itself', () => {
    expect(priceStanding({ ...prices, unitPriceFen: 1000, capPercent: 0 })).toBe('within')
    expect(priceStanding({ ...prices, unitPriceFen: 1001, capPercent: 0 })).toBe('above-cap')
  })

  test('below the floor comes first: nobody can approve that', () => {
    expect(priceStanding({ ...prices, unitPriceFen: 2000, floorPriceFen: 2001 })).toBe('below-floor')
  })

  test.each([-1, 1.5, Number.NaN])('%d is no price', (unitPriceFen) => {
    expect(() => priceStanding({ ...prices, unitPriceFen })).toThrow('whole numbers')
  })
})

test.each([
  [1_000, 30],
  [333, 10],
  [1_500, 15],
  [777, 0],
  [1, 99],
])(
  'the highest price within the cap of %d fen and %d %% is within, and one fen more is above',
  (reference, cap) => {
    const prices = { referencePriceFen: reference, floorPriceFen: 1, capPercent: cap }
    const unitPriceFen = highestWithinCap(reference, cap)
    expect(priceStanding({ ...prices, unitPriceFen })).toBe('within')
    expect(priceStanding({ ...prices, unitPriceFen: unitPriceFen + 1 })).toBe('above-cap')
  },
)

describe('what a visitor sees of the stock', () => {
  test.each([
    ['piece', 0, 9, { kind: 'sold-out' }],
    ['piece', 9, 1, { kind: 'exact', quantity: 9 }],
    ['piece', 10, 1, { kind: 'plenty' }],
    ['piece', 10, 4, { kind: 'plenty' }],
    ['piece', 10, 5, { kind: 'exact', quantity: 10 }],
    ['weight', 4999, 1, { kind: 'exact', quantity: 4999 }],
    ['weight', 5000, 4, { kind: 'plenty' }],
    ['weight', 123_456, 5, { kind: 'exact', quantity: 123_456 }],
  ] as const)('by %s, %d left at %d households', (orderedBy, available, householdCount, shown) => {
    expect(shownAvailability({ orderedBy, available, householdCount })).toEqual(shown)
  })
})

describe('seasons', () => {
  test.each([
    [[], []],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], []],
    [[5], [{ from: 5, to: 5 }]],
    [[4, 3, 5], [{ from: 3, to: 5 }]],
    [[11, 12, 1, 2], [{ from: 11, to: 2 }]],
    [
      [1, 12, 5, 6],
      [
        { from: 5, to: 6 },
        { from: 12, to: 1 },
      ],
    ],
    [[2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [{ from: 2, to: 12 }]],
  ])('%j', (months, spans) => {
    expect(seasonSpans(months)).toEqual(spans)
  })

  test('no months are all of them', () => {
    expect(isInSeason([], 7)).toBe(true)
    expect(isInSeason([11, 12, 1], 1)).toBe(true)
    expect(isInSeason([11, 12, 1], 2)).toBe(false)
  })

  test('there is no thirteenth month', () => {
    expect(() => seasonSpans([13])).toThrow('not a month')
  })
})
