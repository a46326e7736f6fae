import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canBeAttended,
  canTake,
  dispatchRequests,
  NOWHERE,
  propertyRuns,
  propertyTimeoutMs,
  tryEveryAssignment,
} from '#tests/oracles/dispatch.ts'
import {
  type DispatchEvent,
  type DispatchLine,
  type DispatchPlan,
  type DispatchRequest,
  planBasket,
} from './plan-basket.ts'

function sentTo(request: DispatchRequest, plan: DispatchPlan): (number | null)[] {
  return request.lines.map((line) => plan.assignments.find((a) => a.line === line.key)?.event ?? null)
}

/** Whether these are the event numbers of the best of all assignments. */
function isBest(request: DispatchRequest, eventNumbers: (number | null)[]): boolean {
  const { sends } = tryEveryAssignment(request)
  return sends.every((event, index) => (event?.number ?? null) === eventNumbers[index])
}

/** A plausible planner: line by line, the soonest event that can take it and overlaps none chosen before. */
function planGreedily(request: DispatchRequest): (number | null)[] {
  const soonest = request.events.toSorted((a, b) => a.startsAtMs - b.startsAtMs || a.number - b.number)
  const sends: (DispatchEvent | null)[] = []
  for (const line of request.lines) {
    const event = soonest.find((e) => canTake(request, line, e) && canBeAttended(request, [...sends, e]))
    sends.push(event ?? null)
  }
  return sends.map((event) => event?.number ?? null)
}

describe('planBasket, against every assignment of every line', () => {
  it('sends each line where the best assignment does', { timeout: propertyTimeoutMs }, () => {
    fc.assert(
      fc.property(dispatchRequests, (request) => isBest(request, sentTo(request, planBasket(request)))),
      { numRuns: propertyRuns },
    )
  })

  it('states the six terms of that assignment', { timeout: propertyTimeoutMs }, () => {
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        const { cost } = planBasket(request)
        expect([
          0 - cost.linesPlaced,
          cost.newEvents,
          0 - cost.linesWithColleagues,
          cost.daysTotal,
          cost.distanceTotal,
          ...cost.eventNumbers.map((number) => number ?? NOWHERE),
        ]).toEqual(tryEveryAssignment(request).terms)
      }),
      { numRuns: propertyRuns },
    )
  })

  it('fails the same check when it plans greedily', () => {
    const verdicts = fc
      .sample(dispatchRequests, { numRuns: 300, seed: 20261123 })
      .map((request) => isBest(request, planGreedily(request)))
    expect(verdicts.filter((isRight) => !isRight).length).toBeGreaterThan(30)
    expect(verdicts).toContain(true)
  })
})

describe('planBasket, for any request', () => {
  it('assigns or refuses each line once, in line order', { timeout: propertyTimeoutMs }, () => {
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        const plan = planBasket(request)
        const keys = request.lines.map((line) => line.key)
        const assigned = new Set(plan.assignments.map((assignment) => assignment.line))
        expect(plan.assignments.map((a) => a.line)).toEqual(keys.filter((key) => assigned.has(key)))
        expect(plan.unassigned.map((u) => u.line)).toEqual(keys.filter((key) => !assigned.has(key)))
      }),
      { numRuns: propertyRuns },
    )
  })

  it('never sends the buyer to overlapping events, nor a pinned line elsewhere', {
    timeout: propertyTimeoutMs,
  }, () => {
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        const numbers = sentTo(request, planBasket(request))
        const sends = numbers.map((number) => request.events.find((event) => event.number === number) ?? null)
        expect(canBeAttended(request, sends)).toBe(true)
        request.lines.forEach((line, index) => {
          if (line.pinnedEvent !== null) expect([line.pinnedEvent, null]).toContain(numbers[index])
        })
      }),
      { numRuns: propertyRuns },
    )
  })

  it('refuses with a code that is true', { timeout: propertyTimeoutMs }, () => {
    fc.assert(
      fc.property(dispatchRequests, (request) => {
        const plan = planBasket(request)
        for (const refusal of plan.unassigned) {
          const line = request.lines.find((other) => other.key === refusal.line)
          if (line === undefined) throw new Error(`no line ${refusal.line}`)
          expectTrue(request, line, refusal)
        }
      }),
      { numRuns: propertyRuns },
    )
  })

  it('has met every refusal and every reason here', () => {
    const seen = new Set<string>()
    for (const request of fc.sample(dispatchRequests, { numRuns: 3000, seed: 20261123 })) {
      const { assignments, unassigned } = planBasket(request)
      for (const { reason } of assignments) seen.add(reason)
      for (const refusal of unassigned) {
        seen.add(refusal.code === 'pin-not-met' ? `pin ${refusal.cause}` : refusal.code)
      }
    }
    const pins = ['pin closed', 'pin overlap', 'pin too-late', 'pin too-much', 'pinned']
    const reasons = [
      'avoids-overlap',
      'buyer-goes-anyway',
      'colleagues',
      'nearest',
      'only-event',
      'same-trip',
    ]
    const refusals = ['no-event', 'overlap', 'too-much-for-one-event']
    expect([...seen].sort()).toEqual([...pins, ...reasons, ...refusals, 'smallest-number', 'soonest'].sort())
  })

  it('plans the same whatever the order of events, lots and their events', {
    timeout: propertyTimeoutMs,
  }, () => {
    const shuffled = dispatchRequests.chain((request) =>
      fc.tuple(
        fc.constant(request),
        fc.shuffledSubarray(request.events, { minLength: request.events.length }),
        fc.integer({ min: 0, max: 2 }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([request, events, turn]) => {
        const lines = request.lines.map((line) => ({
          ...line,
          lots: [...line.lots.slice(turn), ...line.lots.slice(0, turn)].map((lot) => ({
            ...lot,
            events: lot.events.toReversed(),
          })),
        }))
        expect(planBasket({ ...request, events, lines })).toEqual(planBasket(request))
      }),
      { numRuns: propertyRuns },
    )
  })

  it('costs the same in terms 1 to 5 whatever the order of lines', { timeout: propertyTimeoutMs }, () => {
    const shuffled = dispatchRequests.chain((request) =>
      fc.tuple(fc.constant(request), fc.shuffledSubarray(request.lines, { minLength: request.lines.length })),
    )
    const firstFive = ({ cost: { eventNumbers: _, ...terms } }: DispatchPlan) => terms
    fc.assert(
      fc.property(shuffled, ([request, lines]) => {
        expect(firstFive(planBasket({ ...request, lines }))).toEqual(firstFive(planBasket(request)))
      }),
      { numRuns: propertyRuns },
    )
  })
})

function expectTrue(
  request: DispatchRequest,
  line: DispatchLine,
  refusal: DispatchPlan['unassigned'][number],
): void {
  const takers = request.events.filter((event) => canTake(request, line, event)).map((event) => event.number)
  const isOfferedSome = request.events.some((event) => canTake(request, { ...line, quantity: 1 }, event))
  switch (refusal.code) {
    case 'no-event':
      expect(isOfferedSome).toBe(false)
      break
    case 'too-much-for-one-event':
      expect(takers).toEqual([])
      expect(isOfferedSome).toBe(true)
      expect(refusal.most).toBeLessThan(line.quantity)
      break
    case 'overlap':
      expect(refusal.overlaps.map((overlap) => overlap.event)).toEqual(takers.toSorted((a, b) => a - b))
      break
    case 'pin-not-met':
      expect(refusal.event).toBe(line.pinnedEvent)
      expect(takers).toEqual(refusal.cause === 'overlap' ? [line.pinnedEvent] : [])
      expect(refusal.overlaps !== null).toBe(refusal.cause === 'overlap')
      break
  }
}

// Requests by hand: events of an hour at nine o'clock on the given days, lines of one piece.

const NINE_MS = Date.parse('2026-11-23T09:00:00+08:00')

function eventOn(day: number, facts: Partial<DispatchEvent> & { number: number }): DispatchEvent {
  return {
    villageCode: '510981100201',
    supervisionAreaKey: null,
    startsAtMs: NINE_MS + day * 86_400_000,
    endsAtMs: NINE_MS + day * 86_400_000 + 3_600_000,
    hasRoom: true,
    buyerHasOrder: false,
    agencyHasOrders: false,
    ...facts,
  }
}

function lineAt(key: string, events: number[], facts: Partial<DispatchLine> = {}): DispatchLine {
  return { key, quantity: 1, step: 1, pinnedEvent: null, lots: [{ quantity: 1, events }], ...facts }
}

function requestOf(events: DispatchEvent[], lines: DispatchLine[]): DispatchRequest {
  return { today: '2026-11-23', latestDate: null, place: null, events, lines }
}

function reasonsOf(request: DispatchRequest): string[] {
  return planBasket(request).assignments.map(({ line, event, reason }) => `${line} ${event} ${reason}`)
}

describe('planBasket, by example', () => {
  it('says why a line goes where it goes', () => {
    const soon = eventOn(1, { number: 7 })
    const late = eventOn(5, { number: 3 })
    const reasons = (events: DispatchEvent[], lines = [lineAt('goose', [3, 7])]) =>
      reasonsOf(requestOf(events, lines))
    expect(reasons([soon, late])).toEqual(['goose 7 soonest'])
    expect(reasons([soon])).toEqual(['goose 7 only-event'])
    expect(reasons([soon, late], [lineAt('goose', [3, 7], { pinnedEvent: 3 })])).toEqual(['goose 3 pinned'])
    expect(reasons([soon, { ...late, buyerHasOrder: true }])).toEqual(['goose 3 buyer-goes-anyway'])
    expect(reasons([soon, { ...late, agencyHasOrders: true }])).toEqual(['goose 3 colleagues'])
    expect(reasons([soon, eventOn(1, { number: 3 })])).toEqual(['goose 3 smallest-number'])
    expect(reasons([soon, late], [lineAt('goose', [3, 7]), lineAt('eggs', [3])])).toEqual([
      'goose 3 same-trip',
      'eggs 3 only-event',
    ])
    // Eggs keep the buyer at event 9 while event 7 is held.
    const meanwhile = eventOn(1, { number: 9 })
    expect(reasons([soon, late, meanwhile], [lineAt('goose', [3, 7]), lineAt('eggs', [9])])).toEqual([
      'goose 3 avoids-overlap',
      'eggs 9 only-event',
    ])
  })

  it('goes to the nearer of two events on one day', () => {
    const request = requestOf(
      [eventOn(1, { number: 1, villageCode: '510981105201' }), eventOn(1, { number: 2 })],
      [lineAt('goose', [1, 2])],
    )
    const place = { divisionCode: '510981100000', supervisionAreaKey: null }
    expect(reasonsOf({ ...request, place })).toEqual(['goose 2 nearest'])
  })

  it('takes an event that starts late on the latest date, and none of the day after', () => {
    const evening = eventOn(0, {
      number: 1,
      startsAtMs: NINE_MS + 14 * 3_600_000,
      endsAtMs: NINE_MS + 16 * 3_600_000,
    })
    const request = requestOf([evening], [lineAt('goose', [1])])
    expect(planBasket({ ...request, latestDate: '2026-11-23' }).assignments).toHaveLength(1)
    expect(planBasket({ ...request, latestDate: '2026-11-22' }).unassigned).toEqual([
      { line: 'goose', code: 'no-event' },
    ])
  })

  it('keeps clear of an event with an order, though it takes no more', () => {
    const held = eventOn(1, { number: 5, buyerHasOrder: true, hasRoom: false })
    const request = requestOf([held, eventOn(1, { number: 6 })], [lineAt('goose', [5, 6])])
    expect(planBasket(request).unassigned).toEqual([
      { line: 'goose', code: 'overlap', overlaps: [{ event: 6, overlaps: 5 }] },
    ])
  })

  it('uses two events the buyer goes to anyway, though they overlap each other', () => {
    const held = [1, 2].map((number) => eventOn(1, { number, buyerHasOrder: true }))
    const request = requestOf(held, [lineAt('goose', [1]), lineAt('eggs', [2])])
    expect(reasonsOf(request)).toEqual(['goose 1 only-event', 'eggs 2 only-event'])
  })

  it('lets the buyer be at two events where one ends as the other starts', () => {
    const next = eventOn(1, { number: 2, startsAtMs: NINE_MS + 90_000_000, endsAtMs: NINE_MS + 93_600_000 })
    const request = requestOf([eventOn(1, { number: 1 }), next], [lineAt('goose', [1]), lineAt('eggs', [2])])
    expect(planBasket(request).assignments).toHaveLength(2)
  })

  it('plans an empty basket, and one without events', () => {
    expect(planBasket(requestOf([], []))).toMatchObject({
      assignments: [],
      unassigned: [],
      cost: { newEvents: 0 },
    })
    expect(planBasket(requestOf([], [lineAt('goose', [1])])).unassigned).toEqual([
      { line: 'goose', code: 'no-event' },
    ])
  })
})
