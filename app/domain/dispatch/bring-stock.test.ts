import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bringStock } from './bring-stock.ts'

const EVENTS = [1, 2, 3, 4]
const anyStock = fc.record({
  groups: fc.array(fc.record({ quantity: fc.integer({ min: 0, max: 6 }), events: fc.subarray(EVENTS) }), {
    maxLength: 5,
  }),
  asked: fc
    .array(fc.tuple(fc.constantFrom(...EVENTS), fc.integer({ min: 0, max: 6 })))
    .map((entries) => new Map(entries)),
})

/** Any events together can have what the groups that reach any of them have: then, and only then, can all be had. */
function isThere(
  groups: readonly { quantity: number; events: readonly number[] }[],
  asked: Map<number, number>,
): boolean {
  for (let subset = 1; subset < 2 ** EVENTS.length; subset += 1) {
    const chosen = EVENTS.filter((_, i) => (subset >> i) % 2 === 1)
    const wanted = chosen.reduce((sum, event) => sum + (asked.get(event) ?? 0), 0)
    const had = groups.reduce(
      (sum, { quantity, events }) => sum + (events.some((event) => chosen.includes(event)) ? quantity : 0),
      0,
    )
    if (wanted > had) return false
  }
  return true
}

describe('bringStock', () => {
  it('finds who brings what wherever it can be brought, and keeps to what there is', () => {
    fc.assert(
      fc.property(anyStock, ({ groups, asked }) => {
        const brought = bringStock(groups, asked)
        expect(brought !== null).toBe(isThere(groups, asked))
        if (brought === null) return
        for (const [event, quantity] of asked) {
          const there = brought.filter((one) => one.event === event)
          expect(there.reduce((sum, one) => sum + one.quantity, 0)).toBe(quantity)
        }
        for (const [index, { quantity, events }] of groups.entries()) {
          const own = brought.filter((one) => one.group === index)
          expect(own.reduce((sum, one) => sum + one.quantity, 0)).toBeLessThanOrEqual(quantity)
          for (const one of own) expect(events).toContain(one.event)
        }
      }),
      { numRuns: 3000 },
    )
  })
})
