import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocateByWeights, type GroupLot } from './allocate-by-weights.ts'

function lot(lotId: number, householdNumber: string, weight: number, available: number): GroupLot {
  return { lotId, householdNumber, weight, available }
}

function sharesOf(quantity: number, lots: readonly GroupLot[]): Record<number, number> {
  const verdict = allocateByWeights({ quantity, lots })
  if (!verdict.ok) throw new Error(verdict.code)
  return Object.fromEntries(verdict.value.shares.map((share) => [share.lotId, share.quantity]))
}

const anyGroup = fc
  .array(fc.record({ weight: fc.integer({ min: 1, max: 12 }), available: fc.integer({ min: 0, max: 30 }) }), {
    minLength: 1,
    maxLength: 10,
  })
  .map((members) => members.map((m, i) => lot(i + 1, `H${i}`, m.weight, m.available)))
  .filter((lots) => lots.some((l) => l.available > 0))
  .chain((lots) =>
    fc.record({
      lots: fc.constant(lots),
      quantity: fc.integer({ min: 1, max: lots.reduce((sum, l) => sum + l.available, 0) }),
    }),
  )

describe('group-weights', () => {
  test('splits by weight with the largest remainder, ties to the lower number', () => {
    const lots = [lot(1, 'A', 5, 99), lot(2, 'B', 3, 99), lot(3, 'C', 2, 99)]
    // 7 x 5/10 = 3.5, 2.1, 1.4: the seventh is A's.
    expect(sharesOf(7, lots)).toEqual({ 1: 4, 2: 2, 3: 1 })
    expect(sharesOf(1, [lot(9, 'B', 1, 5), lot(8, 'A', 1, 5)])).toEqual({ 8: 1 })
  })

  test('what a member cannot give is split over the others by their weights', () => {
    const lots = [lot(1, 'A', 6, 2), lot(2, 'B', 3, 99), lot(3, 'C', 1, 99)]
    expect(sharesOf(10, lots)).toEqual({ 1: 2, 2: 6, 3: 2 })
  })

  test("takes a member's part from its lots, lowest id first", () => {
    expect(sharesOf(6, [lot(7, 'A', 2, 9), lot(3, 'A', 2, 1), lot(5, 'B', 1, 9)])).toEqual({
      3: 1,
      5: 2,
      7: 3,
    })
  })

  test('more than there is is refused', () => {
    expect(allocateByWeights({ quantity: 3, lots: [lot(1, 'A', 1, 2)] })).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { quantity: 3, available: 2 },
    })
  })

  test('two weights of one household are a fault of ours', () => {
    expect(() => sharesOf(1, [lot(1, 'A', 1, 2), lot(2, 'A', 2, 2)])).toThrow('two weights')
  })

  test('adds up, stays within stock, in any order', () => {
    fc.assert(
      fc.property(anyGroup, ({ lots, quantity }) => {
        const shares = sharesOf(quantity, lots)
        expect(Object.values(shares).reduce((sum, q) => sum + q, 0)).toBe(quantity)
        for (const l of lots) expect(shares[l.lotId] ?? 0).toBeLessThanOrEqual(l.available)
        expect(sharesOf(quantity, [...lots].reverse())).toEqual(shares)
      }),
      { numRuns: 2000 },
    )
  })

  test('nobody with goods left is a whole unit per weight behind another', () => {
    fc.assert(
      fc.property(anyGroup, ({ lots, quantity }) => {
        const shares = sharesOf(quantity, lots)
        for (const behind of lots) {
          const has = shares[behind.lotId] ?? 0
          if (has === behind.available) continue
          for (const ahead of lots) {
            const other = shares[ahead.lotId] ?? 0
            // Both are rounded, each by less than one, from a common quantity per weight.
            expect((other - 1) * behind.weight).toBeLessThan((has + 1) * ahead.weight)
          }
        }
      }),
      { numRuns: 2000 },
    )
  })
})
