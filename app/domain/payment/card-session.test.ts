import { describe, expect, test } from 'vitest'
import { cardSessionStates, isCardInTime, isLive, nextSessionState, sessionTimes } from './card-session.ts'

const NOON = new Date('2026-12-04T04:00:00Z')

test('goods are held longer than their page takes money', () => {
  const { expiresAt, heldUntil } = sessionTimes(NOON)
  expect(expiresAt.toISOString()).toBe('2026-12-04T04:31:00.000Z')
  expect(heldUntil.toISOString()).toBe('2026-12-04T04:35:00.000Z')
})

test('a card is in time when the hold ends by the first cut-off, to the millisecond', () => {
  expect(isCardInTime(NOON, new Date('2026-12-04T04:35:00.000Z'))).toBe(true)
  expect(isCardInTime(NOON, new Date('2026-12-04T04:34:59.999Z'))).toBe(false)
})

describe('a page becomes what the provider says', () => {
  const paid = { state: 'paid', paymentId: 'pi_1', amountFen: 5 } as const
  test.each([
    ['opening', { state: 'open' }, 'open'],
    ['opening', { state: 'expired' }, 'expired'],
    ['open', { state: 'open' }, 'open'],
    ['open', { state: 'pending' }, 'open'],
    ['open', { state: 'expired' }, 'expired'],
    ['expired', { state: 'open' }, 'expired'],
    ['expired', { state: 'pending' }, 'expired'],
    ['refused', { state: 'expired' }, 'refused'],
    ['paid', { state: 'open' }, 'paid'],
    ['paid', { state: 'expired' }, 'paid'],
  ] as const)('%s, %j: %s', (before, said, after) => {
    expect(nextSessionState(before, said)).toBe(after)
  })

  test('money is never turned away', () => {
    for (const state of cardSessionStates) expect(nextSessionState(state, paid)).toBe('paid')
  })

  test('only what may still bring money is live', () => {
    expect(cardSessionStates.filter(isLive)).toEqual(['opening', 'open'])
  })
})
