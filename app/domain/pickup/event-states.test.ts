import { expect, test } from 'vitest'
import { canTransition, isFinal, isTakingOrders, nextStates, pickupEventStates } from './event-states.ts'

test('the whole table', () => {
  const allowed = pickupEventStates.flatMap((from) =>
    pickupEventStates.filter((to) => canTransition(from, to)).map((to) => `${from} > ${to}`),
  )
  expect(allowed).toEqual([
    'draft > open',
    'draft > cancelled',
    'open > cut-off',
    'open > cancelled',
    'cut-off > running',
    'cut-off > cancelled',
    'running > closing',
    'closing > running',
    'closing > closed',
  ])
})

test('next states are those that can be gone to; closed and cancelled are final', () => {
  for (const from of pickupEventStates) {
    expect([...nextStates(from)].sort()).toEqual(
      pickupEventStates.filter((to) => canTransition(from, to)).sort(),
    )
  }
  expect(pickupEventStates.filter(isFinal)).toEqual(['closed', 'cancelled'])
})

test('every state is reached from draft', () => {
  const reached = new Set<string>(['draft'])
  for (const _ of pickupEventStates) {
    for (const state of pickupEventStates)
      if (reached.has(state)) for (const to of nextStates(state)) reached.add(to)
  }
  expect([...reached].sort()).toEqual([...pickupEventStates].sort())
})

test('orders are taken while open and strictly before the cut-off, by the clock', () => {
  const cutOffAt = new Date('2026-11-20T10:00:00.000Z')
  const before = new Date('2026-11-20T09:59:59.999Z')
  expect(isTakingOrders('open', cutOffAt, before)).toBe(true)
  expect(isTakingOrders('open', cutOffAt, cutOffAt)).toBe(false)
  for (const state of pickupEventStates.filter((s) => s !== 'open')) {
    expect(isTakingOrders(state, cutOffAt, before)).toBe(false)
  }
})
