import { expect, test } from 'vitest'
import { hasFewOrders } from './few-orders.ts'

const NOW = new Date('2026-12-04T10:00:00Z')
const at = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)

test('an event has few orders within three days of its cut-off with less than a fifth of its room taken', () => {
  const few = (ordersTaken: number, hours: number) =>
    hasFewOrders({ ordersTaken, capacityOrders: 50, cutOffAt: at(hours) }, NOW)
  expect([few(9, 72), few(9, 1), few(0, 0.01)]).toEqual([true, true, true])
  expect([few(10, 72), few(9, 72.01), few(0, 0), few(0, -1)]).toEqual([false, false, false, false])
})
