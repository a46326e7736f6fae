import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canBeAttended,
  canTake,
  dispatchRequests,
  propertyRuns,
  propertyTimeoutMs,
} from '#tests/oracles/dispatch.ts'
import { type DispatchLine, type DispatchRequest, planBasket } from './plan-basket.ts'

type Refusal = ReturnType<typeof planBasket>['unassigned'][number]

function splitOf(refusal: Refusal | undefined) {
  if (refusal?.code !== 'too-much-for-one-event') throw new Error(`not refused as too much: ${refusal?.code}`)
  return refusal.split
}

/** The pairs of events, by number, at which the line could be fetched in two beside the plan. */
function pairsFor(request: DispatchRequest, line: DispatchLine): string[] {
  const { eventNumbers } = planBasket(request).cost
  const sends = request.events.filter((event) => eventNumbers.includes(event.number))
  const some = { ...line, quantity: 1 }
  return request.events.flatMap((a) =>
    request.events
      .filter((b) => {
        const isBrought = (lot: DispatchLine['lots'][number]) =>
          [a, b].some((e) => lot.events.includes(e.number))
        const quantity = line.lots.filter(isBrought).reduce((sum, lot) => sum + lot.quantity, 0)
        const isOpen = [a, b].every((event) => canTake(request, some, event))
        return a !== b && isOpen && quantity >= line.quantity && canBeAttended(request, [...sends, a, b])
      })
      .map((b) => `${a.number}+${b.number}`),
  )
}

describe('the offer of a line in two', () => {
  it('is made whenever two events can meet it together, and then adds up', {
    timeout: propertyTimeoutMs,
  }, () => {
    const made = { offers: 0, none: 0 }
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        for (const refusal of planBasket(request).unassigned) {
          const line = request.lines.find((other) => other.key === refusal.line)
          if (line === undefined || refusal.code !== 'too-much-for-one-event') continue
          const pairs = pairsFor(request, line)
          const { split } = refusal
          made[split === null ? 'none' : 'offers']++
          expect(split !== null).toBe(pairs.length > 0)
          if (split === null) continue
          expect(pairs).toContain(split.map((part) => part.event).join('+'))
          expect(split.reduce((sum, part) => sum + part.quantity, 0)).toBe(line.quantity)
          for (const { event, quantity } of split) {
            expect(quantity).toBeGreaterThan(0)
            const isMet = request.events.some(
              (e) => e.number === event && canTake(request, { ...line, quantity }, e),
            )
            expect(isMet).toBe(true)
          }
        }
      }),
      { numRuns: propertyRuns },
    )
    expect(Math.min(made.offers, made.none)).toBeGreaterThan(0)
  })

  const eventOn = (number: number, day: number, facts: { buyerHasOrder?: boolean } = {}) => ({
    number,
    villageCode: '510981100201',
    supervisionAreaKey: null,
    startsAtMs: Date.parse(`2026-12-0${day}T09:00:00+08:00`),
    endsAtMs: Date.parse(`2026-12-0${day}T11:00:00+08:00`),
    hasRoom: true,
    buyerHasOrder: false,
    agencyHasOrders: false,
    ...facts,
  })

  const requestFor = (events: DispatchRequest['events'], line: Partial<DispatchLine>): DispatchRequest => ({
    today: '2026-11-23',
    latestDate: null,
    place: null,
    events,
    lines: [{ key: 'greens', quantity: 3000, step: 500, pinnedEvent: null, lots: [], ...line }],
  })

  it('takes most at the event preferred, in whole steps', () => {
    const lots = [
      { quantity: 2200, events: [1] },
      { quantity: 1000, events: [2] },
    ]
    const events = [eventOn(1, 1), eventOn(2, 2)]
    expect(splitOf(planBasket(requestFor(events, { lots })).unassigned[0])).toEqual([
      { event: 1, quantity: 2000 },
      { event: 2, quantity: 1000 },
    ])
  })

  it('does not count a lot brought to both events twice', () => {
    const lots = [
      { quantity: 2000, events: [1, 2] },
      { quantity: 500, events: [2] },
    ]
    const events = [eventOn(1, 1), eventOn(2, 2)]
    expect(splitOf(planBasket(requestFor(events, { lots })).unassigned[0])).toBeNull()
  })

  it('is not made where only broken steps would add up', () => {
    const lots = [
      { quantity: 2200, events: [1] },
      { quantity: 800, events: [2] },
    ]
    const events = [eventOn(1, 1), eventOn(2, 2)]
    expect(splitOf(planBasket(requestFor(events, { lots })).unassigned[0])).toBeNull()
  })

  it('may be at two overlapping events only where the buyer goes to both anyway', () => {
    const lots = [1, 2].map((number) => ({ quantity: 2000, events: [number] }))
    const splitWith = (buyerHasOrder: boolean) => {
      const events = [eventOn(1, 1, { buyerHasOrder }), eventOn(2, 1, { buyerHasOrder })]
      return splitOf(planBasket(requestFor(events, { lots })).unassigned[0])?.map((part) => part.event)
    }
    expect(splitWith(true)).toEqual([1, 2])
    expect(splitWith(false)).toBeUndefined()
  })

  it('prefers events that need no new trip to sooner ones', () => {
    const lots = [1, 2, 3].map((number) => ({ quantity: 2000, events: [number] }))
    const events = [eventOn(1, 1), eventOn(2, 2), eventOn(3, 3, { buyerHasOrder: true })]
    expect(splitOf(planBasket(requestFor(events, { lots })).unassigned[0])).toEqual([
      { event: 1, quantity: 2000 },
      { event: 3, quantity: 1000 },
    ])
  })

  it('holds when the parts are pinned as two lines', () => {
    const lots = [1, 2].map((number) => ({ quantity: 2000, events: [number] }))
    const request = requestFor([eventOn(1, 1), eventOn(2, 2)], { lots })
    const split = splitOf(planBasket(request).unassigned[0]) ?? []
    const lines = split.map(({ event, quantity }) => ({
      key: `greens at ${event}`,
      quantity,
      step: 500,
      pinnedEvent: event,
      lots,
    }))
    expect(planBasket({ ...request, lines }).assignments).toEqual([
      { line: 'greens at 1', event: 1, reason: 'pinned' },
      { line: 'greens at 2', event: 2, reason: 'pinned' },
    ])
  })
})
