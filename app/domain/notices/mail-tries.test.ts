import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { NoticeFacts } from './kinds.ts'
import { isPastUse, waitSeconds } from './mail-tries.ts'

describe('waitSeconds', () => {
  it('doubles from a minute to an hour', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(waitSeconds)).toEqual([60, 120, 240, 480, 960, 1920, 3600, 3600])
  })

  it('never grows shorter, nor longer than an hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (tries) => {
        expect(waitSeconds(tries + 1)).toBeGreaterThanOrEqual(waitSeconds(tries))
        expect(waitSeconds(tries)).toBeLessThanOrEqual(3600)
      }),
    )
  })
})

describe('isPastUse', () => {
  const createdAt = new Date('2026-12-01T00:00:00Z')
  const refunded: NoticeFacts = { kind: 'refunded', amountFen: 100, way: 'as-paid' }
  const reminder: NoticeFacts = {
    kind: 'reminder',
    event: { eventId: 1, startsAt: '2026-12-01T10:00:00Z', endsAt: '2026-12-01T12:00:00Z' },
    goods: [],
    amountFen: 0,
    isEstimate: false,
    payBy: 'desk',
  }
  const at = (facts: NoticeFacts, now: string) => isPastUse({ facts, createdAt }, new Date(now))

  it('is so after three days, and for a reminder once its event begins', () => {
    expect(at(refunded, '2026-12-04T00:00:00Z')).toBe(false)
    expect(at(refunded, '2026-12-04T00:00:01Z')).toBe(true)
    expect(at(reminder, '2026-12-01T09:59:59Z')).toBe(false)
    expect(at(reminder, '2026-12-01T10:00:00Z')).toBe(true)
    const { event } = reminder as Extract<NoticeFacts, { kind: 'reminder' }>
    const cutOff = { cutOffAt: '2026-12-01T04:00:00Z', isOpen: true, ordersTaken: 0, capacityOrders: 1 }
    const near: NoticeFacts = { kind: 'cut-off-near', event, ...cutOff }
    expect(at(near, '2026-12-01T03:59:59Z')).toBe(false)
    expect(at(near, '2026-12-01T04:00:00Z')).toBe(true)
    expect(at({ kind: 'event-today', event, ordersTaken: 0 }, '2026-12-01T10:00:00Z')).toBe(true)
  })
})
