import { expect, test } from 'vitest'
import { type BringTick, isTicked, type TickedList } from './bring-ticks.ts'

const list = (number: number, ...quantities: [number, number][]): TickedList => ({
  id: number * 10,
  number,
  lines: quantities.map(([householdId, quantity]) => ({ householdId, offerId: 1, quantity })),
})
const tick = (listId: number, householdId: number, isDone = true): BringTick => ({
  listId,
  householdId,
  kind: 'told',
  isDone,
})

test('a tick stands until a later list says something else of the household', () => {
  const lists = [list(1, [1, 2], [2, 5]), list(2, [1, 3], [2, 5])]
  const ticks = [tick(10, 1), tick(10, 2)]
  const told = (household: number, of = lists, by = ticks) =>
    isTicked('told', household, { lists: of, ticks: by })
  expect([told(1, lists.slice(0, 1)), told(2, lists.slice(0, 1))]).toEqual([true, true])
  expect([told(1), told(2)]).toEqual([false, true])
  expect(told(1, lists, [...ticks, tick(20, 1)])).toBe(true)
  expect(told(1, [...lists, list(3, [1, 2], [2, 5])])).toBe(true)
})

test('the last tick counts, of its kind and of these lists; who is off the list is told so once', () => {
  const lists = [list(1, [1, 2]), list(2)]
  const told = (ticks: BringTick[]) => isTicked('told', 1, { lists, ticks })
  expect(told([])).toBe(false)
  expect(told([tick(10, 1)])).toBe(false)
  expect(told([tick(10, 1), tick(20, 1)])).toBe(true)
  expect(told([tick(20, 1), tick(20, 1, false)])).toBe(false)
  expect(told([{ ...tick(20, 1), kind: 'fetched' }])).toBe(false)
  expect(told([tick(99, 1)])).toBe(false)
})
