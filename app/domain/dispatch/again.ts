/**
 * Lines that lose their pickup event and are planned again together: what is asked, and where each line can go.
 * Invariant: the order of orders, goods, lots, lines and events in a request changes nothing.
 */
import { type CivilDate, civilDateOf, daysBetween } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { divisionDistance, type Place } from './division-distance.ts'
import { isOverlapping } from './event-choice.ts'

/** A pickup event that takes lines still: open, and before its cut-off. */
export type AgainEvent = {
  number: number
  villageCode: string
  supervisionAreaKey: string | null
  startsAtMs: number
  endsAtMs: number
  /** How many more orders it can take. */
  roomsLeft: number
  /** How many seconds of its desks' time are left; null where they have no limit. */
  deskSecondsLeft: number | null
}

/** An order with lines to be planned again. */
export type AgainOrder = {
  key: string
  buyer: string
  /** An event has to start on this day at the latest; null for no limit. */
  latestDate: CivilDate | null
  /** The town or village its buyer would like to be near. */
  place: Place | null
  /** Numbers of the events at which it has its room already. */
  roomsAt: readonly number[]
  /** Numbers of the events at which its agency has orders. */
  colleaguesAt: readonly number[]
  /** Numbers of the events that it can't go to, whatever else. */
  notAt?: readonly number[]
}

/** Where a buyer goes anyway, for whatever isn't planned again. */
export type HeldVisit = { number: number; startsAtMs: number; endsAtMs: number }

/** What there is of an offer, what the lines hold of it included. */
export type AgainGoods = {
  key: string
  /** A lot's quantity, and the numbers of the events that it is brought to and whose start its dates hold. */
  lots: readonly { lotId: number; quantity: number; events: readonly number[] }[]
}

/** `deskSeconds`: how long the line keeps a desk busy. */
export type AgainLine = { key: string; order: string; goods: string; quantity: number; deskSeconds: number }

export type AgainRequest = {
  today: CivilDate
  /** How long an order keeps a desk busy beside its lines, where it has no room yet. */
  deskSecondsOfOrder: number
  events: readonly AgainEvent[]
  orders: readonly AgainOrder[]
  /** By the buyer's key; a buyer without an entry goes nowhere else. */
  visits: Readonly<Record<string, readonly HeldVisit[]>>
  goods: readonly AgainGoods[]
  lines: readonly AgainLine[]
}

/** An event that can take a line, and what that costs. */
export type AgainChoice = {
  event: AgainEvent
  /** The buyer has nothing there yet. */
  isTrip: boolean
  /** The order has no room there yet. */
  needsRoom: boolean
  /** None of the agency's other orders is there. */
  missesColleagues: boolean
  days: number
  distance: number
}

export type ReadAgainLine = AgainLine & { buyer: string; choices: AgainChoice[] }

/** Lots of an offer that the same events can have. */
export type LotGroup = { lotIds: number[]; quantity: number; events: number[] }

export type AgainProblem = {
  deskSecondsOfOrder: number
  events: AgainEvent[]
  lines: ReadAgainLine[]
  /** Lot groups by goods. */
  groups: Map<string, LotGroup[]>
}

/** Reads a request in one order, whatever order it came in; a fault in it throws. */
export function readAgain(request: AgainRequest): AgainProblem {
  const events = [...request.events].sort((a, b) => a.number - b.number)
  const orders = new Map(request.orders.map((order) => [order.key, order]))
  const goods = new Map(request.goods.map((one) => [one.key, one]))
  invariant(new Set(events.map(({ number }) => number)).size === events.length, 'event numbers repeat')
  invariant(orders.size === request.orders.length, 'order keys repeat')
  invariant(goods.size === request.goods.length, 'goods keys repeat')
  const lines = [...request.lines]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((line): ReadAgainLine => {
      const order = orders.get(line.order)
      const own = goods.get(line.goods)
      invariant(order && own, `line ${line.key} is of no known order or goods`)
      invariant(Number.isSafeInteger(line.quantity) && line.quantity > 0, `line ${line.key} has no quantity`)
      const visits = request.visits[order.buyer] ?? []
      const choices = events
        .filter((event) => hasEnough(own, event, line.quantity))
        .flatMap((event) => choiceOf(event, order, visits, request.today))
        .filter((choice) => hasDeskTime(choice, line, request.deskSecondsOfOrder))
      return { ...line, buyer: order.buyer, choices }
    })
  invariant(new Set(lines.map(({ key }) => key)).size === lines.length, 'line keys repeat')
  const keys = [...goods.keys()].sort()
  const groups = keys.map((key) => [key, groupsOf(key, goods.get(key)?.lots ?? [], lines)] as const)
  const { deskSecondsOfOrder } = request
  return { deskSecondsOfOrder, events, lines, groups: new Map(groups) }
}

function hasEnough({ lots }: AgainGoods, { number }: AgainEvent, quantity: number): boolean {
  return lots.reduce((sum, lot) => sum + (lot.events.includes(number) ? lot.quantity : 0), 0) >= quantity
}

function hasDeskTime(
  { event, needsRoom }: AgainChoice,
  line: AgainLine,
  deskSecondsOfOrder: number,
): boolean {
  const seconds = line.deskSeconds + (needsRoom ? deskSecondsOfOrder : 0)
  return event.deskSecondsLeft === null || seconds <= event.deskSecondsLeft
}

function choiceOf(
  event: AgainEvent,
  order: AgainOrder,
  visits: readonly HeldVisit[],
  today: CivilDate,
): AgainChoice[] {
  const startsOn = civilDateOf(new Date(event.startsAtMs))
  const goesAnyway = visits.some(({ number }) => number === event.number)
  const needsRoom = !order.roomsAt.includes(event.number)
  const isTooLate = order.latestDate !== null && startsOn > order.latestDate
  const isFull = needsRoom && event.roomsLeft < 1
  const isElsewhere = !goesAnyway && visits.some((visit) => isOverlapping(visit, event))
  if (isTooLate || isFull || isElsewhere || order.notAt?.includes(event.number)) return []
  const { villageCode: divisionCode, supervisionAreaKey } = event
  return [
    {
      event,
      isTrip: !goesAnyway,
      needsRoom,
      missesColleagues: !order.colleaguesAt.includes(event.number),
      days: daysBetween(today, startsOn),
      distance:
        order.place === null ? 0 : divisionDistance({ divisionCode, supervisionAreaKey }, order.place),
    },
  ]
}

/** The lots of goods together by which of the lines' events they can be brought to. */
function groupsOf(key: string, lots: AgainGoods['lots'], lines: readonly ReadAgainLine[]): LotGroup[] {
  const asked = new Set(
    lines
      .filter(({ goods }) => goods === key)
      .flatMap(({ choices }) => choices.map(({ event }) => event.number)),
  )
  const groups = new Map<string, LotGroup>()
  for (const { lotId, quantity, events } of [...lots].sort((a, b) => a.lotId - b.lotId)) {
    invariant(Number.isSafeInteger(quantity) && quantity >= 0, 'stock must be a whole number')
    const own = [...new Set(events)].filter((number) => asked.has(number)).sort((a, b) => a - b)
    if (own.length === 0) continue
    const group = groups.get(own.join(' ')) ?? { lotIds: [], quantity: 0, events: own }
    group.lotIds.push(lotId)
    group.quantity += quantity
    groups.set(own.join(' '), group)
  }
  return [...groups.values()]
}
