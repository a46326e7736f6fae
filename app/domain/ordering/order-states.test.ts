import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canLineTransition, isHandedOver, isSettled, orderLineStates, orderStateOf } from './order-states.ts'

test.each([
  [['placed', 'placed'], 'placed'],
  [['placed', 'cancelled'], 'placed'],
  [['placed', 'handed-over'], 'part-settled'],
  [['placed', 'no-show'], 'part-settled'],
  [['handed-over', 'short'], 'handed-over'],
  [['part-handed-over', 'cancelled'], 'handed-over'],
  [['short', 'refused', 'no-show'], 'not-handed-over'],
  [['cancelled', 'cancelled'], 'cancelled'],
] as const)('%j is an order that is %s', (lines, state) => {
  expect(orderStateOf(lines)).toBe(state)
})

test('the order of the lines does not matter', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...orderLineStates), { minLength: 1 }), (lines) => {
      expect(orderStateOf([...lines].reverse())).toBe(orderStateOf(lines))
    }),
  )
})

test('a line is settled or cancelled once, from placed', () => {
  for (const from of orderLineStates) {
    for (const to of orderLineStates) {
      expect(canLineTransition(from, to)).toBe(from === 'placed' && to !== 'placed')
    }
  }
  expect(orderLineStates.filter(isSettled)).toEqual([
    'handed-over',
    'part-handed-over',
    'short',
    'refused',
    'no-show',
  ])
  expect(orderLineStates.filter(isHandedOver)).toEqual(['handed-over', 'part-handed-over'])
})

test('an order without lines is a fault of ours', () => {
  expect(() => orderStateOf([])).toThrow('at least one line')
})
