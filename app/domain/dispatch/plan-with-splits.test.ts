import { describe, expect, it } from 'vitest'
import type { DispatchEvent, DispatchRequest } from './basket.ts'
import { planBasket } from './plan-basket.ts'
import { planWithSplits } from './plan-with-splits.ts'

const NINE = Date.parse('2026-12-07T01:00:00Z')
const DAY = 86_400_000

function event(number: number, dayOffset: number): DispatchEvent {
  const startsAtMs = NINE + dayOffset * DAY
  return {
    number,
    villageCode: '510981100212',
    supervisionAreaKey: null,
    startsAtMs,
    endsAtMs: startsAtMs + 3_600_000,
    hasRoom: true,
    buyerHasOrder: false,
    agencyHasOrders: false,
  }
}

/** Six geese until the 7th, four from the 21st on; ten are asked for. */
const REQUEST: DispatchRequest = {
  today: '2026-12-01',
  latestDate: null,
  place: null,
  lines: [
    {
      key: '12',
      quantity: 10,
      step: 1,
      pinnedEvent: null,
      lots: [
        { quantity: 6, events: [1] },
        { quantity: 4, events: [2] },
      ],
    },
    { key: '13', quantity: 1, step: 1, pinnedEvent: null, lots: [{ quantity: 5, events: [1, 2] }] },
  ],
  events: [event(1, 0), event(2, 14)],
}

describe('planWithSplits', () => {
  it('never splits a line that the buyer did not agree to have in two', () => {
    const answered = planWithSplits(REQUEST, new Set(['13']))
    expect(answered.request).toBe(REQUEST)
    expect(answered.plan).toEqual(planBasket(REQUEST))
    expect(answered.plan.unassigned).toEqual([
      {
        line: '12',
        code: 'too-much-for-one-event',
        most: 6,
        split: [
          { event: 1, quantity: 6 },
          { event: 2, quantity: 4 },
        ],
      },
    ])
  })

  it('puts an agreed line in as its two parts, each at its event', () => {
    const { request, plan } = planWithSplits(REQUEST, new Set(['12']))
    expect(plan.unassigned).toEqual([])
    expect(plan.assignments).toEqual([
      { line: '12/1', event: 1, reason: 'pinned' },
      { line: '12/2', event: 2, reason: 'pinned' },
      { line: '13', event: 1, reason: 'soonest' },
    ])
    expect(request.lines.map((line) => [line.key, line.quantity])).toEqual([
      ['12/1', 6],
      ['12/2', 4],
      ['13', 1],
    ])
    expect(planBasket(request)).toEqual(plan)
  })

  it('leaves an agreed line whole as soon as one event has enough', () => {
    const lines = REQUEST.lines.map((line) => ({ ...line, quantity: Math.min(line.quantity, 6) }))
    const { plan } = planWithSplits({ ...REQUEST, lines }, new Set(['12']))
    expect(plan.assignments.map((assignment) => [assignment.line, assignment.event])).toEqual([
      ['12', 1],
      ['13', 1],
    ])
  })
})
