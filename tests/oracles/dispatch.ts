/**
 * Dispatch by trying every assignment of every line, written anew from design.md 3: it shares no code with
 * app/domain/dispatch, only the types of its outside. And baskets small enough for it, made at random.
 */
import fc from 'fast-check'
import type { DispatchEvent, DispatchLine, DispatchRequest } from '#app/domain/dispatch/plan-basket.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Where each line is sent, and the six terms so that smaller is better, the sixth as one figure a line. */
export type OracleAnswer = { sends: (DispatchEvent | null)[]; terms: number[] }

export function tryEveryAssignment(request: DispatchRequest): OracleAnswer {
  let best: OracleAnswer | null = null
  const visit = (sends: (DispatchEvent | null)[]): void => {
    const line = request.lines[sends.length]
    if (line === undefined) {
      if (!canBeAttended(request, sends)) return
      const terms = termsOf(request, sends)
      if (best === null || isSmaller(terms, best.terms)) best = { sends, terms }
      return
    }
    visit([...sends, null])
    for (const event of request.events) if (canTake(request, line, event)) visit([...sends, event])
  }
  visit([])
  return best ?? { sends: [], terms: [] }
}

/** Whether the event, taken alone, can take the line. */
export function canTake(request: DispatchRequest, line: DispatchLine, event: DispatchEvent): boolean {
  if (!event.hasRoom) return false
  if (request.latestDate !== null && event.startsAtMs >= midnightMs(request.latestDate) + DAY_MS) return false
  if (line.pinnedEvent !== null && line.pinnedEvent !== event.number) return false
  let quantity = 0
  for (const lot of line.lots) if (lot.events.includes(event.number)) quantity += lot.quantity
  return quantity >= line.quantity
}

/** Whether no event overlaps another, of those sent to and those with orders; two with orders may. */
export function canBeAttended(request: DispatchRequest, sends: (DispatchEvent | null)[]): boolean {
  const attended = new Set(request.events.filter((event) => event.buyerHasOrder))
  for (const event of sends) if (event) attended.add(event)
  for (const a of attended) {
    for (const b of attended) {
      if (a === b || (a.buyerHasOrder && b.buyerHasOrder)) continue
      if (Math.max(a.startsAtMs, b.startsAtMs) < Math.min(a.endsAtMs, b.endsAtMs)) return false
    }
  }
  return true
}

/** Whether `a` comes before `b` in dictionary order. */
export function isSmaller(a: number[], b: number[]): boolean {
  const at = a.findIndex((term, index) => term !== b[index])
  return at >= 0 && (a[at] ?? 0) < (b[at] ?? 0)
}

export const NOWHERE = 1_000_000

function termsOf(request: DispatchRequest, sends: (DispatchEvent | null)[]): number[] {
  const used = sends.filter((event) => event !== null)
  let days = 0
  let distance = 0
  for (const event of used) {
    days += Math.floor((event.startsAtMs - midnightMs(request.today)) / DAY_MS)
    distance += stepsApart(event, request.place)
  }
  return [
    0 - used.length,
    new Set(used.filter((event) => !event.buyerHasOrder).map((event) => event.number)).size,
    0 - used.filter((event) => event.agencyHasOrders).length,
    days,
    distance,
    ...sends.map((event) => event?.number ?? NOWHERE),
  ]
}

function midnightMs(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`)
}

function stepsApart(event: DispatchEvent, place: DispatchRequest['place']): number {
  if (place === null) return 0
  const isShared = (digits: number) =>
    event.villageCode.slice(0, digits) === place.divisionCode.slice(0, digits)
  if (isShared(12)) return 0
  if (isShared(9)) return 1
  if (event.supervisionAreaKey !== null && event.supervisionAreaKey === place.supervisionAreaKey) return 2
  return isShared(6) ? 3 : isShared(4) ? 4 : 5
}

const VILLAGES = [
  '510981100201',
  '510981100202',
  '510981101201',
  '510981102201',
  '510904100201',
  '511025100201',
]

/** An event's number, or a pin, by its place in a list of numbers longer than the list of events. */
const SLOTS = 7

const eventFacts = fc.record({
  villageCode: fc.constantFrom(...VILLAGES),
  supervisionAreaKey: fc.constantFrom(null, 'east', 'west'),
  startsAtHour: fc.integer({ min: 0, max: 60 }),
  hours: fc.integer({ min: 1, max: 14 }),
  hasRoom: fc.nat(9).map((n) => n > 0),
  buyerHasOrder: fc.nat(9).map((n) => n === 0),
  agencyHasOrders: fc.boolean(),
})

const lotFacts = fc.record({
  quantity: fc.integer({ min: 1, max: 4 }),
  isBroughtTo: fc.array(fc.boolean(), { minLength: SLOTS, maxLength: SLOTS }),
})

const lineFacts = fc.record({
  quantity: fc.integer({ min: 1, max: 3 }),
  pin: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat(SLOTS - 1) }),
  lots: fc.array(lotFacts, { minLength: 1, maxLength: 3 }),
})

/** Requests of up to 5 lines and 5 events; some pins and lots name events that are not among these. */
export const dispatchRequests: fc.Arbitrary<DispatchRequest> = fc
  .record({
    numbers: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: SLOTS, maxLength: SLOTS }),
    events: fc.array(eventFacts, { minLength: 1, maxLength: 5 }),
    lines: fc.array(lineFacts, { minLength: 1, maxLength: 5 }),
    latestDate: fc.constantFrom(null, null, '2026-11-24'),
    place: fc.constantFrom(
      null,
      { divisionCode: '510981100201', supervisionAreaKey: 'east' },
      { divisionCode: '510981101000', supervisionAreaKey: null },
      { divisionCode: '510981102000', supervisionAreaKey: 'west' },
    ),
  })
  .map(({ numbers, events, lines, latestDate, place }) => ({
    today: '2026-11-23',
    latestDate,
    place,
    events: events.map(({ startsAtHour, hours, ...facts }, index) => ({
      ...facts,
      number: numbers[index] ?? 0,
      startsAtMs: midnightMs('2026-11-23') + startsAtHour * HOUR_MS,
      endsAtMs: midnightMs('2026-11-23') + (startsAtHour + hours) * HOUR_MS,
    })),
    lines: lines.map(({ quantity, pin, lots }, index) => ({
      key: `line-${index}`,
      quantity,
      step: 1,
      pinnedEvent: pin === null ? null : (numbers[pin] ?? 0),
      lots: lots.map((lot) => ({
        quantity: lot.quantity,
        events: numbers.filter((_, slot) => lot.isBroughtTo[slot]),
      })),
    })),
  }))

/** Property runs: LONG=1 asks for the long version. */
export const propertyRuns = process.env.LONG === '1' ? 10_000 : 500
export const propertyTimeoutMs = process.env.LONG === '1' ? 600_000 : 120_000
