import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  dispatchRequests,
  isSmaller,
  propertyRuns,
  propertyTimeoutMs,
  tryEveryAssignment,
} from '#tests/oracles/dispatch.ts'
import { planOneTrip } from './one-trip.ts'
import { type DispatchRequest, planBasket } from './plan-basket.ts'

/** The best of all assignments that go to at most one new event. */
function tryEveryEvent(request: DispatchRequest): (number | null)[] {
  const answers = request.events
    .filter((event) => !event.buyerHasOrder)
    .map((event) => {
      const events = request.events.filter((other) => other === event || other.buyerHasOrder)
      return tryEveryAssignment({ ...request, events })
    })
  const best = answers.reduce((a, b) => (isSmaller(b.terms, a.terms) ? b : a))
  return best.sends.map((event) => event?.number ?? null)
}

describe('planOneTrip', () => {
  it('is the best plan with one new event, and nothing where no trip can be saved', {
    timeout: propertyTimeoutMs,
  }, () => {
    let found = 0
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        const plan = planBasket(request)
        const oneTrip = planOneTrip(request, plan)
        expect(oneTrip === null).toBe(plan.cost.newEvents <= 1)
        if (oneTrip === null) return
        found++
        const eventOf = new Map(oneTrip.assignments.map(({ line, event }) => [line, event]))
        const eventNumbers = tryEveryEvent(request)
        expect(request.lines.map((line) => eventOf.get(line.key) ?? null)).toEqual(eventNumbers)
        expect(eventNumbers).toContain(oneTrip.event)
      }),
      { numRuns: propertyRuns },
    )
    expect(found).toBeGreaterThan(0)
  })

  const eventOn = (number: number, day: number, buyerHasOrder = false) => ({
    number,
    villageCode: '510981100201',
    supervisionAreaKey: null,
    startsAtMs: Date.parse(`2026-12-0${day}T09:00:00+08:00`),
    endsAtMs: Date.parse(`2026-12-0${day}T11:00:00+08:00`),
    hasRoom: true,
    buyerHasOrder,
    agencyHasOrders: false,
  })
  const lineAt = (key: string, events: number[]) => ({
    key,
    quantity: 2,
    step: 1,
    pinnedEvent: null,
    lots: [{ quantity: 2, events }],
  })

  it('names the lines to give up or to fetch later, with the event they have in the plan', () => {
    const request: DispatchRequest = {
      today: '2026-11-23',
      latestDate: null,
      place: null,
      events: [eventOn(1, 1), eventOn(2, 2)],
      lines: [lineAt('goose', [1]), lineAt('eggs', [2]), lineAt('greens', [1, 2]), lineAt('rice', [2])],
    }
    expect(planOneTrip(request, planBasket(request))).toEqual({
      event: 2,
      assignments: [
        { line: 'eggs', event: 2 },
        { line: 'greens', event: 2 },
        { line: 'rice', event: 2 },
      ],
      leftOut: [{ line: 'goose', event: 1 }],
    })
  })

  it('still counts on the events the buyer goes to anyway', () => {
    const request: DispatchRequest = {
      today: '2026-11-23',
      latestDate: null,
      place: null,
      events: [eventOn(1, 1), eventOn(2, 2), eventOn(3, 3, true)],
      lines: [lineAt('goose', [1]), lineAt('eggs', [2]), lineAt('greens', [3])],
    }
    expect(planOneTrip(request, planBasket(request))).toEqual({
      event: 1,
      assignments: [
        { line: 'goose', event: 1 },
        { line: 'greens', event: 3 },
      ],
      leftOut: [{ line: 'eggs', event: 2 }],
    })
  })
})
