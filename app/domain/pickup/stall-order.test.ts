import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type StallHousehold, stallOrder, stallsOnFrom } from './stall-order.ts'

const at = (id: number, villageCode: string, gridCode: string | null, number: string): StallHousehold => ({
  id,
  villageCode,
  gridCode,
  number,
})

test('households stand by village, grid and number, those of no grid first', () => {
  const stalls = stallOrder([
    at(7, '510981100212', '510981100212-02', '0003'),
    at(5, '510981100213', '510981100213-01', '0001'),
    at(9, '510981100212', '510981100212-01', '0009'),
    at(4, '510981100212', null, '0099'),
    at(8, '510981100212', '510981100212-02', '0001'),
  ])
  expect(stalls).toEqual([
    { householdId: 4, stall: 1 },
    { householdId: 9, stall: 2 },
    { householdId: 8, stall: 3 },
    { householdId: 7, stall: 4 },
    { householdId: 5, stall: 5 },
  ])
})

test('a stall that was given stands, and who has none yet comes after the last', () => {
  const all = [
    at(4, '510981100212', null, '1'),
    at(5, '510981100212', null, '2'),
    at(6, '510981100212', null, '3'),
  ]
  const given = new Map([
    [6, 1],
    [99, 2],
  ])
  expect(stallsOnFrom(given, all)).toEqual([
    { householdId: 6, stall: 1 },
    { householdId: 4, stall: 3 },
    { householdId: 5, stall: 4 },
  ])
  expect(stallsOnFrom(new Map(), all)).toEqual(stallOrder(all))
})

test('in any order and however often named the same households get the same stalls, 1 to n', () => {
  const household = fc.record({
    id: fc.integer({ min: 1, max: 30 }),
    village: fc.integer({ min: 1, max: 3 }),
    grid: fc.option(fc.integer({ min: 1, max: 3 })),
    number: fc.integer({ min: 1, max: 5 }),
  })
  fc.assert(
    fc.property(fc.uniqueArray(household, { selector: (one) => one.id }), fc.nat(), (drawn, cut) => {
      const all = drawn.map(({ id, village, grid, number }) =>
        at(
          id,
          `51098110021${village}`,
          grid === null ? null : `51098110021${village}-0${grid}`,
          `000${number}`,
        ),
      )
      const stalls = stallOrder(all)
      const turned = [...all.slice(cut % (all.length + 1)), ...all, ...all.slice(0, cut % (all.length + 1))]
      expect(stallOrder(turned.reverse())).toEqual(stalls)
      expect(stalls.map(({ stall }) => stall)).toEqual(all.map((_, index) => index + 1))
      expect(new Set(stalls.map(({ householdId }) => householdId)).size).toBe(all.length)
    }),
  )
})
