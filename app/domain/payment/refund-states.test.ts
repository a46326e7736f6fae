import { expect, test } from 'vitest'
import { nextRefundState, refundStates, retryAfterSeconds } from './refund-states.ts'

test.each([
  ['due', 'pending', 'sending'],
  ['due', 'sent', 'sent'],
  ['due', 'failed', 'failed'],
  ['sending', 'sent', 'sent'],
  ['sending', 'failed', 'failed'],
  ['failed', 'sent', 'sent'],
] as const)('%s, %s: %s', (before, said, after) => {
  expect(nextRefundState(before, said)).toBe(after)
})

test('what is sent stays sent', () => {
  for (const said of ['pending', 'sent', 'failed'] as const)
    expect(nextRefundState('sent', said)).toBe('sent')
  expect(refundStates).toContain('sent')
})

test('waits grow, up to an hour', () => {
  expect([0, 1, 2, 3].map(retryAfterSeconds)).toEqual([20, 40, 80, 160])
  expect(retryAfterSeconds(50)).toBe(3_600)
})
