/** A planned basket as its pages show it: plain values, trips in the order of their start. */
import type { PlannedBasket, PlannedGoods } from '#app/db/ordering/planned-basket.server.ts'
import { isPart, wholeKey } from '#app/db/ordering/planned-basket.server.ts'
import { openForWhom } from '#app/db/ordering/put-goods.server.ts'
import type { BasketGoods } from '#app/db/ordering/read-basket.server.ts'
import { eventDay, isBroughtTo, type SupplyEvent } from '#app/db/ordering/read-supply.server.ts'
import { planOneTrip } from '#app/domain/dispatch/one-trip.ts'
import type { AssignmentReason, Unassigned } from '#app/domain/dispatch/plan-basket.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { heldUnits, isWeighedPiece, type Measure, type PriceParts } from '#app/domain/kernel/quantity.ts'
import type { ShownBasket } from '#app/domain/ordering/basket-content.ts'
import { mostOrderable, sumParts } from '#app/domain/ordering/order-lines.ts'

export type GoodsView = {
  offerId: number
  nameZh: string
  nameEn: string
  village: string
  drawing: string
  kind: string
  pieceUnit: string | null
  measure: Measure
  unitPriceFen: number
}

export type EventView = {
  id: number
  startsAt: string
  endsAt: string
  cutOffAt: string
  village: string
  place: string
}

export type LineView = {
  key: string
  goods: GoodsView
  quantity: number
  /** All of the offer that is in the basket: more than `quantity` where the buyer has it in two. */
  wholeQuantity: number
  mostQuantity: number
  amountFen: number
  /** The scale decides: true until it has spoken. */
  isEstimate: boolean
  /** What weighed pieces are held at; null for others. */
  heldGrams: number | null
  pinnedEventId: number | null
  /** Where else it could be collected, by the buyer's own choice. */
  choices: EventView[]
  /** The buyer's note of which colleagues it is for; empty for none. */
  forWhom: string
}

/** Why goods are collected at an event: dispatch's reason, or that the buyer has them in two. */
export type TripReason = AssignmentReason | 'in-two'

export type TripView = {
  event: EventView
  /** The buyer has an order there already. */
  isGoingAnyway: boolean
  /** What is collected there of this basket. */
  sum: { amountFen: number; isEstimate: boolean }
  why: { reason: TripReason; goods: GoodsView[] }[]
  lines: LineView[]
}

export type UnplacedView = {
  goods: GoodsView
  quantity: number
  mostQuantity: number
  pinnedEventId: number | null
  /** Nothing of the offer is left, so there's nothing to wait for. */
  isSoldOut: boolean
  code: Unassigned['code']
  /** What one event has at most; null where that isn't the reason. */
  most: number | null
  split: { event: EventView; quantity: number }[] | null
  cause: 'closed' | 'too-late' | 'too-much' | 'overlap' | null
  /** The event that stands in the way, by overlapping. */
  overlaps: EventView | null
}

export type BasketView = {
  basketId: string
  version: number
  /** In Shanghai. */
  today: CivilDate
  latestDate: CivilDate | null
  preferredTownCode: string | null
  trips: TripView[]
  unplaced: UnplacedView[]
  lineCount: number
  totals: PriceParts & { estimatedFen: number }
  /** The one trip that would do most, and what it leaves to wait for another; null where one trip does all. */
  oneTrip: { event: EventView; leftOut: { goods: GoodsView; event: EventView }[] } | null
  /** What is sent back with the order. */
  shown: ShownBasket
}

export function toBasketView(planned: PlannedBasket): BasketView {
  const { basket, supply, placed } = planned
  const going = supply.events.filter((event) => placed.some((part) => part.event === event))
  const held = placed.flatMap((part) => part.held)
  const estimated = placed.filter((part) => isEstimate(part.goods)).flatMap((part) => part.held)
  return {
    basketId: basket.id,
    version: basket.version,
    today: basket.today,
    latestDate: basket.latestDate,
    preferredTownCode: basket.preferredTownCode,
    trips: going
      .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id)
      .map((event) => toTrip(planned, event)),
    unplaced: planned.plan.unassigned.map((refusal) => toUnplaced(planned, refusal)),
    lineCount: basket.goods.length,
    totals: { ...sumParts(held), estimatedFen: sumParts(estimated).amountFen },
    oneTrip: toOneTrip(planned),
    shown: planned.shown,
  }
}

function toTrip(planned: PlannedBasket, event: SupplyEvent): TripView {
  const parts = planned.placed.filter((part) => part.event === event)
  const reasonOf = (part: PlannedGoods): TripReason => (isPart(part) ? 'in-two' : part.reason)
  const reasons = [...new Set(parts.map(reasonOf))]
  return {
    event: toEventView(event),
    isGoingAnyway: event.buyerHasOrder,
    sum: {
      amountFen: sumParts(parts.flatMap((part) => part.held)).amountFen,
      isEstimate: parts.some((part) => isEstimate(part.goods)),
    },
    why: reasons.map((reason) => ({
      reason,
      goods: parts.filter((part) => reasonOf(part) === reason).map((part) => toGoodsView(part.goods)),
    })),
    lines: parts.map((part) => toLine(planned, part)),
  }
}

function toLine(planned: PlannedBasket, { key, goods, quantity, held }: PlannedGoods): LineView {
  return {
    key,
    goods: toGoodsView(goods),
    quantity,
    wholeQuantity: goods.quantity,
    mostQuantity: mostOrderable(goods.measure),
    amountFen: sumParts(held).amountFen,
    isEstimate: isEstimate(goods),
    heldGrams: isWeighedPiece(goods.measure) ? heldUnits(goods.measure, quantity) : null,
    pinnedEventId: goods.pinnedEventId,
    choices: choicesFor(planned, goods).map(toEventView),
    forWhom: openForWhom(goods.forWhomSealed),
  }
}

/** Where the whole of it could be collected within the buyer's wishes, soonest first. */
function choicesFor({ basket, supply }: PlannedBasket, goods: BasketGoods): SupplyEvent[] {
  const lots = supply.lots.filter((lot) => lot.offerId === goods.offerId)
  return supply.events
    .filter((event) => {
      const available = lots.reduce(
        (sum, lot) => sum + (isBroughtTo(lot, goods.villageCode, event) ? lot.available : 0),
        0,
      )
      const isInTime = basket.latestDate === null || eventDay(event) <= basket.latestDate
      return event.hasRoom && isInTime && available >= goods.quantity
    })
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id)
}

function toUnplaced(planned: PlannedBasket, refusal: Unassigned): UnplacedView {
  const goods = goodsOf(planned, refusal.line)
  const line = planned.request.lines.find((one) => one.key === refusal.line)
  const view: UnplacedView = {
    goods: toGoodsView(goods),
    quantity: line?.quantity ?? goods.quantity,
    mostQuantity: mostOrderable(goods.measure),
    pinnedEventId: goods.pinnedEventId,
    isSoldOut: planned.supply.lots.every((lot) => lot.offerId !== goods.offerId),
    code: refusal.code,
    most: null,
    split: null,
    cause: null,
    overlaps: null,
  }
  switch (refusal.code) {
    case 'no-event':
      return view
    case 'overlap':
      return { ...view, overlaps: eventOrNull(planned, refusal.overlaps[0]?.overlaps) }
    case 'too-much-for-one-event': {
      const split = refusal.split?.map(({ event, quantity }) => ({
        event: eventOf(planned, event),
        quantity,
      }))
      return { ...view, most: refusal.most, split: split ?? null }
    }
    case 'pin-not-met': {
      const { cause, available } = refusal
      const overlaps = eventOrNull(planned, refusal.overlaps)
      return { ...view, cause, overlaps, most: cause === 'too-much' ? available : null }
    }
  }
}

function toOneTrip(planned: PlannedBasket): BasketView['oneTrip'] {
  const trip = planOneTrip(planned.request, planned.plan)
  if (trip === null) return null
  return {
    event: eventOf(planned, trip.event),
    leftOut: trip.leftOut.map(({ line, event }) => ({
      goods: toGoodsView(goodsOf(planned, line)),
      event: eventOf(planned, event),
    })),
  }
}

function goodsOf(planned: PlannedBasket, key: string): BasketGoods {
  const goods = planned.basket.goods.find((one) => String(one.offerId) === wholeKey(key))
  invariant(goods, `line ${key} is not of this basket`)
  return goods
}

function eventOf(planned: PlannedBasket, id: number): EventView {
  const event = planned.supply.events.find((one) => one.id === id)
  invariant(event, `event ${id} was not read`)
  return toEventView(event)
}

function eventOrNull(planned: PlannedBasket, id: number | null | undefined): EventView | null {
  return typeof id === 'number' ? eventOf(planned, id) : null
}

/** Priced by weight: what is held is not yet what is owed. */
function isEstimate(goods: BasketGoods): boolean {
  return goods.measure.pricedBy === 'jin'
}

export function toGoodsView(goods: BasketGoods): GoodsView {
  return {
    offerId: goods.offerId,
    nameZh: goods.nameZh,
    nameEn: goods.nameEn,
    village: goods.villageName,
    drawing: goods.drawing,
    kind: goods.kind,
    pieceUnit: goods.pieceUnit,
    measure: goods.measure,
    unitPriceFen: goods.unitPriceFen,
  }
}

export function toEventView(event: SupplyEvent): EventView {
  return {
    id: event.id,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    cutOffAt: event.cutOffAt.toISOString(),
    village: event.villageName,
    place: event.place,
  }
}
