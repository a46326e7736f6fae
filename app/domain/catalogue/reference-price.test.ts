import { expect, test } from 'vitest'
import { isFarFrom, oldestOffered, type PriceEntry, priceEntryFaults } from './reference-price.ts'

test.each([
  [1_000, 1_000, false],
  [1_000, 1_250, false],
  [1_000, 1_251, true],
  [1_000, 750, false],
  [1_000, 749, true],
  [333, 416, false],
  [333, 417, true],
  [1, 2, true],
])('against a reference of %d fen, %d is far: %s', (reference, figure, isFar) => {
  expect(isFarFrom(reference, figure)).toBe(isFar)
})

test('a reference is offered for sixty days', () => {
  expect(oldestOffered('2026-11-25')).toBe('2026-09-26')
})

test.each<[string, Partial<PriceEntry>, string[]]>([
  ['as it is', {}, []],
  ['of today', { pricedOn: '2026-11-25' }, []],
  ['for nothing', { priceFen: 0 }, ['price-out-of-range']],
  ['out of range', { priceFen: 10_000_001 }, ['price-out-of-range']],
  ['from nowhere', { source: '  ' }, ['reference-source-missing']],
  ['from a long way off', { source: '市'.repeat(61) }, ['text-too-long']],
  [
    'of tomorrow, and for half a fen',
    { pricedOn: '2026-11-26', priceFen: 0.5 },
    ['price-out-of-range', 'priced-in-future'],
  ],
])('a price %s', (_case, change, codes) => {
  const entry = {
    productKey: 'goose',
    priceFen: 11_000,
    source: '农贸市场',
    pricedOn: '2026-11-20',
    ...change,
  }
  expect(priceEntryFaults(entry, '2026-11-25').map(({ refusal }) => refusal.code)).toEqual(codes)
})
