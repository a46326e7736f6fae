import fc from 'fast-check'
import { expect, test } from 'vitest'
import { crossTable, goodsTotals, groupParts, type PromisedPart, packingOrder } from './pick-lists.ts'

const part = fc.record({
  orderId: fc.constantFrom('a', 'b', 'c', 'd'),
  householdId: fc.integer({ min: 1, max: 5 }),
  goods: fc.constantFrom('goose', 'egg', 'greens'),
  quantity: fc.integer({ min: 1, max: 90 }),
})
const sortedTotals = (parts: Pick<PromisedPart, 'goods' | 'quantity'>[]) =>
  goodsTotals(parts).sort((a, b) => a.goods.localeCompare(b.goods))

test('by household, by order, by product and as a table of either kind, all add up to the same', () => {
  fc.assert(
    fc.property(fc.array(part), (parts) => {
      const totals = sortedTotals(parts)
      for (const keyOf of [(one: PromisedPart) => one.householdId, (one: PromisedPart) => one.orderId]) {
        const groups = [...groupParts<PromisedPart, string | number>(parts, keyOf).values()]
        expect(sortedTotals(groups.flatMap((group) => goodsTotals(group)))).toEqual(totals)
      }
      for (const rows of ['product', 'household'] as const) {
        const table = crossTable(parts, rows)
        expect(sortedTotals(table.map(({ goods, total }) => ({ goods, quantity: total })))).toEqual(totals)
        for (const { total, cells } of table) {
          expect([...cells.values()].reduce((sum, quantity) => sum + quantity, 0)).toBe(total)
        }
        const cells = table.flatMap(({ goods, cells }) =>
          [...cells].map(([orderId, quantity]) => ({ orderId, goods, quantity })),
        )
        for (const orderId of ['a', 'b', 'c', 'd']) {
          expect(sortedTotals(cells.filter((cell) => cell.orderId === orderId))).toEqual(
            sortedTotals(parts.filter((one) => one.orderId === orderId)),
          )
        }
      }
    }),
  )
})

test('a table by household keeps what is counted otherwise apart', () => {
  const parts = [
    { orderId: 'a', householdId: 1, goods: 'goose', quantity: 2 },
    { orderId: 'b', householdId: 1, goods: 'goose', quantity: 1 },
    { orderId: 'a', householdId: 1, goods: 'greens', quantity: 1_500 },
    { orderId: 'a', householdId: 2, goods: 'goose', quantity: 4 },
  ]
  expect(
    crossTable(parts, 'household').map(({ householdId, goods, total }) => [householdId, goods, total]),
  ).toEqual([
    [1, 'goose', 3],
    [1, 'greens', 1_500],
    [2, 'goose', 4],
  ])
  expect(
    crossTable(parts, 'product').map(({ householdId, goods, total }) => [householdId, goods, total]),
  ).toEqual([
    [null, 'goose', 7],
    [null, 'greens', 1_500],
  ])
})

test('orders are packed along the stalls, whatever order they come in', () => {
  const orders = [
    { id: 'a', number: 1 },
    { id: 'b', number: 2 },
    { id: 'c', number: 3 },
    { id: 'd', number: 4 },
  ]
  const parts = [
    { orderId: 'a', householdId: 30 },
    { orderId: 'b', householdId: 10 },
    { orderId: 'b', householdId: 30 },
    { orderId: 'c', householdId: 10 },
    { orderId: 'd', householdId: 10 },
  ]
  const stalls = new Map([
    [10, 1],
    [30, 2],
  ])
  const packed = ['c', 'd', 'b', 'a']
  expect(packingOrder(orders, parts, stalls).map(({ id }) => id)).toEqual(packed)
  expect(packingOrder(orders.toReversed(), parts.toReversed(), stalls).map(({ id }) => id)).toEqual(packed)
})
