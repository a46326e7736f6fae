import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CardKey, readCardKey, writeCardKey } from './card-key.ts'

const keys: fc.Arbitrary<CardKey> = fc.record({
  isSoldOut: fc.boolean(),
  rank: fc.integer({ min: 0, max: 9 }),
  villageNextAtMs: fc.option(fc.integer({ min: 0, max: 32_503_680_000_000 })),
  villageCode: fc.stringMatching(/^\d{12}$/),
  productId: fc.integer({ min: 1, max: 999_999_999 }),
})

describe('card keys', () => {
  it('are read as they were written', () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(readCardKey(writeCardKey(key))).toEqual(key)
      }),
    )
  })

  it('are read from a link', () => {
    expect(readCardKey('0_2_1_510981100212_7')).toEqual({
      isSoldOut: false,
      rank: 2,
      villageNextAtMs: 1,
      villageCode: '510981100212',
      productId: 7,
    })
  })

  it.each([
    '',
    '0',
    '2_0_1_510981100212_1',
    '0_x_1_510981100212_1',
    '0_1_510981100212_1',
    '0_0_1_51098110021_1',
    '0_0_-1_510981100212_1',
    '0_0_1_510981100212_0',
    "0_0_1_510981100212_1'",
    ' 0_0_1_510981100212_1',
  ])('are not read from %j', (text) => {
    expect(readCardKey(text)).toBeNull()
  })
})
