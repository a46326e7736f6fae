/**
 * What dispatch is told of a basket, and what follows of it for each event and line: which events can take
 * the line, how good an event is, and what it rules out.
 * Invariant: nothing here depends on the order of events or lots.
 */
import { type CivilDate, civilDateOf, daysBetween } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { divisionDistance, FARTHEST, type Place } from './division-distance.ts'
import { type EventChoice, isOverlapping } from './event-choice.ts'

/** A pickup event. Those at which the buyer has an order are all to be given, open to more or not. */
export type DispatchEvent = {
  number: number
  villageCode: string
  supervisionAreaKey: string | null
  startsAtMs: number
  endsAtMs: number
  /** Open, before its cut-off, and with capacity left or the buyer already there. */
  hasRoom: boolean
  buyerHasOrder: boolean
  agencyHasOrders: boolean
}

/** A lot's quantity, and the numbers of the events that it is brought to and whose start its dates hold. */
export type DispatchLot = { quantity: number; events: number[] }

/** A basket line: some quantity of one offer. No two lines of a basket are of the same offer. */
export type DispatchLine = {
  key: string
  quantity: number
  /** The least quantity that can be ordered, and the multiple. */
  step: number
  pinnedEvent: number | null
  lots: DispatchLot[]
}

export type DispatchRequest = {
  today: CivilDate
  /** An event has to start on this day at the latest; null for no limit. */
  latestDate: CivilDate | null
  /** The town or village the buyer would like to be near. */
  place: Place | null
  lines: DispatchLine[]
  events: DispatchEvent[]
}

/** An event with what the request makes of it. */
export type BasketEvent = DispatchEvent & {
  days: number
  distance: number
  /** Terms 3 to 5 of the list as one figure: colleagues missed, then days, then distance. */
  weight: number
  isTooLate: boolean
  /** The smallest number of an event the buyer goes to anyway and this one overlaps; null if it overlaps none. */
  overlapsHeld: number | null
}

/** A line with what the events have for it. */
export type BasketLine = DispatchLine & {
  /** By event number: how much the lots brought there have together; absent for none. */
  available: Map<number, number>
  /** Events that can take the line, were it not for overlaps: by number. A pin allows no other. */
  enoughAt: BasketEvent[]
  /** Of these, the ones that overlap no event the buyer goes to anyway. */
  candidates: BasketEvent[]
}

export type Basket = { events: Map<number, BasketEvent>; lines: BasketLine[] }

/** Reads a request; a fault in it (a repeated number or key, an empty window, a quantity below one) throws. */
export function readBasket(request: DispatchRequest): Basket {
  const events = readEvents(request)
  const lines = request.lines.map((line) => readLine(line, events))
  invariant(new Set(lines.map((line) => line.key)).size === lines.length, 'line keys repeat')
  return { events, lines }
}

function readEvents(request: DispatchRequest): Map<number, BasketEvent> {
  const sorted = [...request.events].sort((a, b) => a.number - b.number)
  const held = sorted.filter((event) => event.buyerHasOrder)
  const read = sorted.map((event) => {
    invariant(event.startsAtMs < event.endsAtMs, `event ${event.number} has no duration`)
    const startsOn = civilDateOf(new Date(event.startsAtMs))
    const overlapped = event.buyerHasOrder ? undefined : held.find((other) => isOverlapping(other, event))
    return {
      ...event,
      days: daysBetween(request.today, startsOn),
      distance: distanceTo(event, request.place),
      weight: 0,
      isTooLate: request.latestDate !== null && startsOn > request.latestDate,
      overlapsHeld: overlapped?.number ?? null,
    }
  })
  weigh(read, request.lines.length)
  const byNumber = new Map(read.map((event) => [event.number, event]))
  invariant(byNumber.size === read.length, 'event numbers repeat')
  return byNumber
}

function distanceTo(event: DispatchEvent, place: Place | null): number {
  if (place === null) return 0
  return divisionDistance(
    { divisionCode: event.villageCode, supervisionAreaKey: event.supervisionAreaKey },
    place,
  )
}

/** Sets the weights so that over any choice of lines a later term never outweighs one step of an earlier. */
function weigh(events: BasketEvent[], lineCount: number): void {
  // A line offered in two counts as two.
  const mostLines = lineCount + 1
  const firstDay = Math.min(...events.map((event) => event.days))
  const lastDay = Math.max(...events.map((event) => event.days))
  const perDay = mostLines * FARTHEST + 1
  const perMiss = (mostLines * (lastDay - firstDay) + 1) * perDay
  for (const event of events) {
    event.weight = (event.agencyHasOrders ? 0 : perMiss) + (event.days - firstDay) * perDay + event.distance
    invariant(
      Number.isSafeInteger(event.weight * mostLines),
      'too many lines or days to compare plans exactly',
    )
  }
}

function readLine(line: DispatchLine, events: Map<number, BasketEvent>): BasketLine {
  invariant(Number.isSafeInteger(line.quantity) && line.quantity > 0, `line ${line.key} has no quantity`)
  const available = new Map<number, number>()
  for (const lot of line.lots) {
    for (const event of lot.events) available.set(event, (available.get(event) ?? 0) + lot.quantity)
  }
  const enoughAt: BasketEvent[] = []
  for (const event of events.values()) {
    if (line.pinnedEvent !== null && event.number !== line.pinnedEvent) continue
    if (isOpenTo(event) && (available.get(event.number) ?? 0) >= line.quantity) enoughAt.push(event)
  }
  const candidates = enoughAt.filter((event) => event.overlapsHeld === null)
  return { ...line, available, enoughAt, candidates }
}

/** Whether the event takes anything more from this buyer. */
export function isOpenTo(event: BasketEvent): boolean {
  return event.hasRoom && !event.isTooLate
}

/** The events that can take some line, as choices for chooseEvents. */
export function choicesOf(basket: Basket): EventChoice[] {
  const linesOf = new Map<BasketEvent, number[]>()
  basket.lines.forEach((line, index) => {
    for (const event of line.candidates) linesOf.set(event, [...(linesOf.get(event) ?? []), index])
  })
  return [...linesOf].map(([event, lines]) => ({
    number: event.number,
    weight: event.weight,
    isTrip: !event.buyerHasOrder,
    startsAtMs: event.startsAtMs,
    endsAtMs: event.endsAtMs,
    lines,
  }))
}
