/** One order of the actor's own: where to collect what, under which code, and what can still be changed. */
import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { toMeasure } from '#app/db/ordering/read-basket.server.ts'
import { readPrepaid } from '#app/db/payment/prepaid-order.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { isWeighedPiece, type OrderedBy, type PricedBy } from '#app/domain/kernel/quantity.ts'
import type { Capacity, PayBy } from '#app/domain/ordering/basket-content.ts'
import { mostOrderable } from '#app/domain/ordering/order-lines.ts'
import {
  isHandedOver,
  type OrderLineState,
  type OrderState,
  orderStateOf,
} from '#app/domain/ordering/order-states.ts'
import {
  type ChargeRequestState,
  isChargeable,
  type ShownChargeRequest,
  shownChargeRequest,
} from '#app/domain/payment/charge-request.ts'
import { paymentReference } from '#app/domain/payment/payment-reference.ts'
import { unpaidFen } from '#app/domain/payment/prepaid.ts'
import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import { isTakingOrders, type PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { EventView, GoodsView } from './basket-view.server.ts'
import {
  type CollectingByColleagues,
  type CollectingOf,
  readOrderCollecting,
} from './order-collecting.server.ts'
import { type GoodsLoss, type LossesOf, readOrderLosses } from './order-losses.server.ts'
import { type OrderNotes, readOrderNotes } from './order-notes.server.ts'
import { readOtherEvents } from './other-events.server.ts'

/** What of one offer is in one state at one event; weighed animals are counted together. */
export type OrderedGoodsView = {
  key: string
  goods: GoodsView
  state: OrderLineState
  quantity: number
  mostQuantity: number
  /** Held until the desk has settled it, then billed. */
  amountFen: number
  premiumFen: number
  isEstimate: boolean
  /** What the scale said, where it spoke. */
  weightGrams: number | null
  /** The buyer's note of which colleagues it is for; empty for none. */
  forWhom: string
  /** What of it was gone before the desk, and why. */
  losses: GoodsLoss[]
  /** Events that could take it instead, until the cut-off of its own. */
  others: EventView[]
}

export type OrderTripView = {
  event: EventView & { state: PickupEventState }
  /** The buyer may still change or cancel what is to be collected here. */
  isOpen: boolean
  goods: OrderedGoodsView[]
  /** Whether a colleague may collect it here; null where that is not to be decided. */
  colleagues: CollectingByColleagues | null
}

export type OrderPage = {
  id: string
  number: number
  placedAt: string
  /** When more was added to it, oldest first. */
  addedAt: string[]
  state: OrderState
  pickupCode: string
  capacity: Capacity
  payBy: PayBy
  agency: string | null
  /** Soonest first. */
  trips: OrderTripView[]
  amountFen: number
  premiumFen: number
  isEstimate: boolean
  paidFen: number
  payment: OrderPayment
  /** Where the agency's managers were, or can be, asked to take it on its account; null where they can't. */
  charge: ShownChargeRequest | 'can-ask' | null
}

/** What is and was paid ahead. Amounts in fen. */
export type OrderPayment = {
  receivedFen: number
  /** What of it households got for goods nobody came for. */
  noShowShareFen: number
  /** What they would get of what is to come, in percent; 0 where nothing is paid ahead. */
  noShowSharePercent: number
  /** What is still to be paid for what is to come, where it is paid ahead. */
  unpaidFen: number
  /** Until when the goods wait for a card; null where they need not. */
  heldUntil: string | null
  /** Where a transfer goes, and what is written on it; null for every other way. */
  transfer: { payee: string; bank: string; account: string; reference: string } | null
  refunds: { id: string; amountFen: number; cause: RefundCause; state: RefundState; at: string }[]
}

/** Null where there is no such order, or it is not the actor's. */
export async function readOrderPage(actor: Actor, scope: Scope, orderId: string): Promise<OrderPage | null> {
  const db = readDatabase()
  const order = await db.order.findFirst({
    where: { ...ownOrders(actor, scope), id: orderId },
    select: ORDER,
  })
  if (!order) return null
  const [clock] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
  const [goodsOf, payment] = await Promise.all([readGoods(order.lines), readPayment(order)])
  const events = [...new Map(order.lines.map((line) => [line.event.id, line.event])).values()]
  const [villages, notes, lossesOf, othersOf, collectingOf] = await Promise.all([
    readVillageNames(events.map((event) => event.villageCode)),
    readOrderNotes(order.lines),
    readOrderLosses(order.id),
    readOtherEvents(order.id),
    readOrderCollecting(scope, order),
  ])
  const now = clock?.now ?? new Date()
  const trips = events
    .sort((a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id)
    .map((event) =>
      toTrip(event, villages, order.lines, { goodsOf, notes, lossesOf, othersOf, collectingOf }, now),
    )
  const all = trips.flatMap((trip) => trip.goods)
  return {
    id: order.id,
    number: order.number,
    placedAt: order.placedAt.toISOString(),
    addedAt: notes.addedAt,
    state: orderStateOf(order.lines.map((line) => line.state as OrderLineState)),
    pickupCode: order.pickupCode ?? '',
    capacity: order.capacity as Capacity,
    payBy: order.payBy as PayBy,
    agency: order.agency?.name ?? null,
    trips,
    amountFen: sum(all.map((goods) => goods.amountFen)),
    premiumFen: sum(all.map((goods) => goods.premiumFen)),
    isEstimate: all.some((goods) => goods.isEstimate),
    paidFen: sum(order.payments.map((part) => safeFen(part.paidFen))),
    payment,
    charge: chargeOf(order, trips, payment.receivedFen),
  }
}

function chargeOf(
  order: Pick<OrderRow, 'payBy' | 'agencyId' | 'chargeRequest' | 'cardSessions'>,
  trips: readonly OrderTripView[],
  receivedFen: number,
): OrderPage['charge'] {
  const lines = trips.flatMap((trip) =>
    trip.goods
      .filter((goods) => goods.state !== 'cancelled')
      .map((goods) => ({ isPlaced: goods.state === 'placed', isOpen: trip.isOpen })),
  )
  // Once nothing is to come there is nothing to say of it any more.
  if (!lines.some((line) => line.isPlaced)) return null
  const hasLivePage = order.cardSessions.length > 0
  const isOpen = isChargeable({ ...order, lines, receivedFen, hasLivePage })
  const state = order.chargeRequest?.state as ChargeRequestState | undefined
  if (state !== undefined) return shownChargeRequest(state, isOpen)
  return isOpen ? 'can-ask' : null
}

const EVENT = {
  id: true,
  villageCode: true,
  place: true,
  startsAt: true,
  endsAt: true,
  cutOffAt: true,
  state: true,
} satisfies Prisma.PickupEventSelect

const LINE = {
  lineNumber: true,
  id: true,
  offerId: true,
  placementId: true,
  productId: true,
  villageCode: true,
  state: true,
  cancelReason: true,
  quantity: true,
  unitPriceFen: true,
  heldAmountFen: true,
  heldBaseFen: true,
  noShowSharePercent: true,
  event: { select: EVENT },
  handovers: { select: { amountFen: true, premiumFen: true, weightGrams: true } },
} satisfies Prisma.OrderLineSelect

const ORDER = {
  id: true,
  number: true,
  placedAt: true,
  pickupCode: true,
  capacity: true,
  payBy: true,
  agencyId: true,
  agency: { select: { name: true } },
  chargeRequest: { select: { state: true } },
  cardSessions: { where: { state: { in: ['opening', 'open'] } }, select: { id: true } },
  lines: { orderBy: { lineNumber: 'asc' }, select: LINE },
  countyCode: true,
  heldUntil: true,
  payments: { select: { paidFen: true } },
  refunds: {
    where: { state: { not: 'undone' } },
    orderBy: { decidedAt: 'asc' },
    select: { id: true, amountFen: true, cause: true, state: true, decidedAt: true, sentAt: true },
  },
} satisfies Prisma.OrderSelect

async function readPayment(
  order: Pick<OrderRow, 'id' | 'number' | 'countyCode' | 'payBy' | 'heldUntil' | 'refunds' | 'lines'>,
): Promise<OrderPayment> {
  const db = readDatabase()
  const isTransfer = order.payBy === 'transfer'
  const isAhead = isTransfer || order.payBy === 'card'
  const placed = order.lines.filter((line) => line.state === 'placed')
  const [prepaid, county] = await Promise.all([
    readPrepaid(db, order.id),
    isTransfer ? db.countySetting.findUnique({ where: { countyCode: order.countyCode } }) : null,
  ])
  return {
    receivedFen: prepaid.receivedFen,
    noShowShareFen: prepaid.noShowShareFen,
    noShowSharePercent: isAhead ? Math.max(0, ...placed.map((line) => line.noShowSharePercent)) : 0,
    unpaidFen: isAhead ? unpaidFen(prepaid, prepaid.heldFen) : 0,
    heldUntil: order.heldUntil?.toISOString() ?? null,
    transfer: county && {
      payee: county.transferPayee,
      bank: county.transferBank,
      account: county.transferAccount,
      reference: paymentReference('order', order.number),
    },
    refunds: order.refunds.map((refund) => ({
      id: refund.id,
      amountFen: safeFen(refund.amountFen),
      cause: refund.cause as RefundCause,
      state: refund.state as RefundState,
      at: (refund.sentAt ?? refund.decidedAt).toISOString(),
    })),
  }
}

type OrderRow = Prisma.OrderGetPayload<{ select: typeof ORDER }>
type LineRow = Prisma.OrderLineGetPayload<{ select: typeof LINE }>
type EventRow = LineRow['event']

function toTrip(
  event: EventRow,
  villages: Map<string, string>,
  lines: readonly LineRow[],
  {
    goodsOf,
    notes,
    lossesOf,
    othersOf,
    collectingOf,
  }: {
    goodsOf: (line: LineRow) => GoodsView
    notes: OrderNotes
    lossesOf: LossesOf
    othersOf: (offerId: number, eventId: number) => EventView[]
    collectingOf: CollectingOf
  },
  now: Date,
): OrderTripView {
  const state = event.state as PickupEventState
  const here = lines.filter((line) => line.event.id === event.id)
  const keys = [...new Set(here.map(goodsKey))]
  return {
    event: {
      id: event.id,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      cutOffAt: event.cutOffAt.toISOString(),
      village: villages.get(event.villageCode) ?? '',
      place: event.place,
      state,
    },
    isOpen: isTakingOrders(state, event.cutOffAt, now) && here.some((line) => line.state === 'placed'),
    goods: keys.map((key) => {
      const own = here.filter((line) => goodsKey(line) === key)
      const goods = toOrderedGoods(own, goodsOf)
      const others = goods.state === 'placed' ? othersOf(goods.goods.offerId, event.id) : []
      return { ...goods, forWhom: notes.forWhomOf(own), losses: lossesOf(own), others }
    }),
    colleagues: collectingOf(
      event.id,
      here.map((line) => line.state as OrderLineState),
    ),
  }
}

function goodsKey(line: LineRow): string {
  return `${line.offerId}-${line.state}`
}

/** Lines of one offer in one state. */
function toOrderedGoods(
  lines: readonly LineRow[],
  goodsOf: (line: LineRow) => GoodsView,
): Omit<OrderedGoodsView, 'forWhom' | 'losses' | 'others'> {
  const [first] = lines
  if (!first) throw new Error('a group has at least one line')
  const goods = goodsOf(first)
  const state = first.state as OrderLineState
  const handovers = lines.flatMap((line) => line.handovers)
  const held = { amountFen: 0, premiumFen: 0 }
  if (state === 'placed') {
    held.amountFen = sum(lines.map((line) => safeFen(line.heldAmountFen)))
    held.premiumFen = sum(lines.map((line) => safeFen(line.heldAmountFen - line.heldBaseFen)))
  }
  const billed = {
    amountFen: sum(handovers.map((handover) => safeFen(handover.amountFen))),
    premiumFen: sum(handovers.map((handover) => safeFen(handover.premiumFen))),
  }
  const isWeighed = isWeighedPiece(goods.measure) && isHandedOver(state)
  return {
    key: goodsKey(first),
    goods,
    state,
    quantity: sum(lines.map((line) => line.quantity)),
    mostQuantity: mostOrderable(goods.measure),
    ...(state === 'placed' ? held : billed),
    isEstimate: state === 'placed' && goods.measure.pricedBy === 'jin',
    weightGrams: isWeighed ? sum(handovers.map((handover) => handover.weightGrams ?? 0)) : null,
  }
}

type GoodsOf = Pick<LineRow, 'offerId' | 'productId' | 'villageCode' | 'unitPriceFen'>

/** What the lines are of, by their own copied price. */
export async function readGoods(lines: readonly GoodsOf[]): Promise<(line: GoodsOf) => GoodsView> {
  const products = await readDatabase().product.findMany({
    where: { id: { in: lines.map((line) => line.productId) } },
  })
  const villages = await readVillageNames(lines.map((line) => line.villageCode))
  return (line) => {
    const product = products.find((one) => one.id === line.productId)
    if (!product) throw new Error(`there is no product ${line.productId}`)
    return {
      offerId: line.offerId,
      nameZh: product.nameZh,
      nameEn: product.nameEn,
      village: villages.get(line.villageCode) ?? '',
      drawing: product.drawing,
      kind: product.kind,
      pieceUnit: product.pieceUnit,
      measure: toMeasure({
        ...product,
        orderedBy: product.orderedBy as OrderedBy,
        pricedBy: product.pricedBy as PricedBy,
      }),
      unitPriceFen: line.unitPriceFen,
    }
  }
}

export async function readVillageNames(codes: readonly string[]): Promise<Map<string, string>> {
  const villages = await readDatabase().division.findMany({
    where: { code: { in: [...codes] } },
    select: { code: true, shortName: true },
  })
  return new Map(villages.map((village) => [village.code, village.shortName]))
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
