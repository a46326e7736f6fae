import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { noShowShareFen, splitNoShowShare } from './no-show-share.ts'

const line = { heldAmountFen: 12_345, quantity: 3, noShowQuantity: 3, percent: 20 }

describe('the share of goods nobody came for', () => {
  test('is of what the line is held at, rounded half up, once', () => {
    expect(noShowShareFen(line, 100_000)).toBe(2_469)
    expect(noShowShareFen({ ...line, heldAmountFen: 5, percent: 50 }, 5)).toBe(3)
    expect(noShowShareFen({ ...line, noShowQuantity: 1 }, 100_000)).toBe(823)
  })

  test('is nothing where the county set none, or nothing would go back', () => {
    expect(noShowShareFen({ ...line, percent: 0 }, 100_000)).toBe(0)
    expect(noShowShareFen(line, 0)).toBe(0)
    expect(noShowShareFen(line, 1_000)).toBe(1_000)
  })
})

describe('whose it is', () => {
  test('goes by what was reserved, whatever order that comes in, ties to the lower lot', () => {
    const reserved = [
      { lotId: 9, householdId: 1, amountFen: 100 },
      { lotId: 4, householdId: 2, amountFen: 100 },
    ]
    const expected = [
      { householdId: 2, amountFen: 4 },
      { householdId: 1, amountFen: 3 },
    ]
    expect(splitNoShowShare(7, reserved)).toEqual(expected)
    expect(splitNoShowShare(7, [...reserved].reverse())).toEqual(expected)
  })

  test('adds up, and names a household once', () => {
    const parts = fc.uniqueArray(
      fc.record({
        lotId: fc.integer({ min: 1, max: 50 }),
        householdId: fc.integer({ min: 1, max: 4 }),
        amountFen: fc.integer({ min: 1, max: 1_000_000 }),
      }),
      { selector: (part) => part.lotId, minLength: 1, maxLength: 8 },
    )
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 1_000_000 }), (reserved, shareFen) => {
        const split = splitNoShowShare(shareFen, reserved)
        expect(split.reduce((sum, part) => sum + part.amountFen, 0)).toBe(shareFen)
        expect(new Set(split.map((part) => part.householdId)).size).toBe(split.length)
        expect(split.every((part) => part.amountFen > 0)).toBe(true)
      }),
    )
  })
})
