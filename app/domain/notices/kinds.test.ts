import { expect, it } from 'vitest'
import { goodsOf, namedIn } from './kinds.ts'

const event = (eventId: number) => ({
  eventId,
  startsAt: '2026-12-07T01:00:00Z',
  endsAt: '2026-12-07T03:30:00Z',
})

it('adds up the lines of an offer, in the order they come', () => {
  expect(
    goodsOf([
      { offerId: 7, quantity: 1 },
      { offerId: 3, quantity: 2500 },
      { offerId: 7, quantity: 1 },
    ]),
  ).toEqual([
    { offerId: 7, quantity: 2 },
    { offerId: 3, quantity: 2500 },
  ])
})

it('names every event and offer that facts speak of, once', () => {
  const goods = [{ offerId: 7, quantity: 1 }]
  expect(namedIn({ kind: 'order-moved', from: event(1), to: event(2), goods })).toEqual({
    eventIds: [1, 2],
    offerIds: [7],
  })
  expect(
    namedIn({
      kind: 'order-placed',
      events: [event(1), event(4)],
      totalFen: 1,
      isEstimate: false,
      payBy: 'desk',
    }),
  ).toEqual({ eventIds: [1, 4], offerIds: [] })
  expect(
    namedIn({ kind: 'order-changed', eventId: 5, offerId: 6, before: 1, after: 2, totalFen: 1 }),
  ).toEqual({ eventIds: [5], offerIds: [6] })
  expect(namedIn({ kind: 'refunded', amountFen: 1, way: 'cash' })).toEqual({ eventIds: [], offerIds: [] })
})
