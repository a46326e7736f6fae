/** The receipt of one order of the actor's own: what was handed over of it, what came and went, and what is still owed. */

import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { readOrderOwed } from '#app/db/handover/order-balance.server.ts'
import { STANDING } from '#app/db/handover/standing.ts'
import { readGoodsNet } from '#app/db/ledger/goods-net.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { readPrepaid } from '#app/db/payment/prepaid-order.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { Capacity, PayBy } from '#app/domain/ordering/basket-content.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { keptFen, unpaidFen } from '#app/domain/payment/prepaid.ts'
import type { RefundCause, RefundState } from '#app/domain/payment/refund-states.ts'
import type { EventView, GoodsView } from '../ordering/basket-view.server.ts'
import { readGoods, readVillageNames } from '../ordering/order-page.server.ts'

/** One line, of which no household is named. Quantities are pieces or grams. */
export type ReceiptLine = {
  id: string
  goods: GoodsView
  state: OrderLineState
  ordered: number
  given: number
  /** What the scale said of what is ordered by the piece. */
  weightGrams: number | null
  amountFen: number
}

export type ReceiptMoneyWay = 'cash' | 'qr' | 'card' | 'transfer' | 'agency-account'

/** Money that came, or was charged to the agency, at an instant. */
export type ReceiptPayment = { id: string; way: ReceiptMoneyWay; amountFen: number; at: string }

export type ReceiptRefund = {
  id: string
  amountFen: number
  cause: RefundCause
  state: RefundState
  decidedAt: string
  sentAt: string | null
  /** The day the bank sent it, where somebody said so. */
  sentOn: CivilDate | null
}

/**
 * In fen. goods = received + charged + rounded off - refunded - shared - kept + owed: what is kept was paid ahead, for
 * goods still to come or to go back.
 */
export type ReceiptSum = {
  goodsFen: number
  receivedFen: number
  chargedFen: number
  roundedOffFen: number
  refundedFen: number
  /** What households got for goods nobody came for. */
  noShowShareFen: number
  keptFen: number
  owedFen: number
  /** Still to be paid ahead for goods to come. */
  unpaidAheadFen: number
}

export type ReceiptPage = {
  id: string
  number: number
  pickupCode: string
  placedAt: string
  capacity: Capacity
  payBy: PayBy
  agency: string | null
  /** The county's short name, and the account holder it named for transfers; empty where it named none. */
  county: string
  payee: string
  /** Soonest first; cancelled lines are left out. */
  trips: { event: EventView; lines: ReceiptLine[] }[]
  payments: ReceiptPayment[]
  refunds: ReceiptRefund[]
  sum: ReceiptSum
  /** Something was handed over, paid or charged; before that there is nothing to confirm. */
  isReceipt: boolean
}

/** Null where there is no such order, or it is not the actor's. */
export async function readReceiptPage(
  actor: Actor,
  scope: Scope,
  orderId: string,
): Promise<ReceiptPage | null> {
  const read = await readFigures(actor, scope, orderId)
  if (!read) return null
  const { order, lines, taken, ahead, refunds, prepaid, goodsFen, owedFen } = read
  const payments = toPayments(taken, ahead)
  const sumOf = (isCharge: boolean) =>
    sum(payments.filter(({ way }) => (way === 'agency-account') === isCharge).map((each) => each.amountFen))
  const isAhead = order.payBy === 'transfer' || order.payBy === 'card'
  const trips = await readTrips(lines)
  return {
    id: order.id,
    number: order.number,
    pickupCode: order.pickupCode ?? '',
    placedAt: order.placedAt.toISOString(),
    capacity: order.capacity as Capacity,
    payBy: order.payBy as PayBy,
    agency: order.agency?.name ?? null,
    ...(await readReceiver(order.countyCode)),
    trips,
    payments,
    refunds: refunds.map(toRefund),
    sum: {
      goodsFen,
      receivedFen: sumOf(false),
      chargedFen: sumOf(true),
      roundedOffFen: sum(taken.map((each) => safeFen(each.roundedOffFen))),
      refundedFen: prepaid.refundedFen,
      noShowShareFen: prepaid.noShowShareFen,
      keptFen: keptFen(prepaid),
      owedFen,
      unpaidAheadFen: isAhead ? unpaidFen(prepaid, prepaid.heldFen) : 0,
    },
    isReceipt: payments.length > 0 || trips.some((trip) => trip.lines.some((line) => line.given > 0)),
  }
}

/** What the figures are made of, all of one instant. One after another: a transaction is one connection. */
function readFigures(actor: Actor, scope: Scope, orderId: string) {
  return readDatabase().$transaction(
    async (tx) => {
      const order = await tx.order.findFirst({
        where: { ...ownOrders(actor, scope), id: orderId },
        select: ORDER,
      })
      if (!order) return null
      const lines = await tx.orderLine.findMany({
        where: { orderId, state: { not: 'cancelled' } },
        orderBy: { lineNumber: 'asc' },
        select: LINE,
      })
      const taken = await tx.payment.findMany({
        where: { orderId, method: { not: 'prepaid' }, ...STANDING },
        select: PAYMENT,
      })
      const ahead = await tx.prepayment.findMany({ where: { orderId }, select: PREPAYMENT })
      const refunds = await tx.refund.findMany({
        where: { orderId, state: { not: 'undone' } },
        orderBy: [{ decidedAt: 'asc' }, { id: 'asc' }],
        select: REFUND,
      })
      const prepaid = await readPrepaid(tx, orderId)
      const goodsFen = await readGoodsNet(tx, orderId)
      const owedFen = await readOrderOwed(tx, orderId)
      return { order, lines, taken, ahead, refunds, prepaid, goodsFen, owedFen }
    },
    { isolationLevel: 'RepeatableRead' },
  )
}

const ORDER = {
  id: true,
  number: true,
  countyCode: true,
  pickupCode: true,
  placedAt: true,
  capacity: true,
  payBy: true,
  agency: { select: { name: true } },
} satisfies Prisma.OrderSelect

const LINE = {
  id: true,
  offerId: true,
  productId: true,
  villageCode: true,
  eventId: true,
  state: true,
  quantity: true,
  unitPriceFen: true,
  handovers: {
    where: STANDING,
    select: { quantity: true, weightGrams: true, amountFen: true },
  },
} satisfies Prisma.OrderLineSelect

const PAYMENT = {
  id: true,
  method: true,
  paidFen: true,
  roundedOffFen: true,
  takenAt: true,
} satisfies Prisma.PaymentSelect
const PREPAYMENT = {
  id: true,
  method: true,
  amountFen: true,
  receivedAt: true,
} satisfies Prisma.PrepaymentSelect
const REFUND = {
  id: true,
  amountFen: true,
  cause: true,
  state: true,
  decidedAt: true,
  sentAt: true,
  sentOn: true,
} satisfies Prisma.RefundSelect

type LineRow = Prisma.OrderLineGetPayload<{ select: typeof LINE }>
type PaymentRow = Prisma.PaymentGetPayload<{ select: typeof PAYMENT }>
type PrepaymentRow = Prisma.PrepaymentGetPayload<{ select: typeof PREPAYMENT }>
type RefundRow = Prisma.RefundGetPayload<{ select: typeof REFUND }>

/** Oldest first. What was drawn of money paid ahead came before and is not money that came again. */
function toPayments(takenRows: readonly PaymentRow[], aheadRows: readonly PrepaymentRow[]): ReceiptPayment[] {
  const taken = takenRows.map(({ id, method, paidFen, takenAt }) => ({
    id,
    way: method as ReceiptMoneyWay,
    amountFen: safeFen(paidFen),
    at: takenAt.toISOString(),
  }))
  const ahead = aheadRows.map(({ id, method, amountFen, receivedAt }) => ({
    id,
    way: method as ReceiptMoneyWay,
    amountFen: safeFen(amountFen),
    at: receivedAt.toISOString(),
  }))
  return [...taken, ...ahead].sort((a, b) => (a.at === b.at ? (a.id < b.id ? -1 : 1) : a.at < b.at ? -1 : 1))
}

function toRefund(refund: RefundRow): ReceiptRefund {
  return {
    id: refund.id,
    amountFen: safeFen(refund.amountFen),
    cause: refund.cause as RefundCause,
    state: refund.state as RefundState,
    decidedAt: refund.decidedAt.toISOString(),
    sentAt: refund.sentAt?.toISOString() ?? null,
    sentOn: refund.sentOn && fromDateColumn(refund.sentOn),
  }
}

async function readReceiver(countyCode: string): Promise<{ county: string; payee: string }> {
  const db = readDatabase()
  const [names, setting] = await Promise.all([
    readVillageNames([countyCode]),
    db.countySetting.findUnique({ where: { countyCode }, select: { transferPayee: true } }),
  ])
  return { county: names.get(countyCode) ?? '', payee: setting?.transferPayee ?? '' }
}

async function readTrips(lines: readonly LineRow[]): Promise<ReceiptPage['trips']> {
  const events = await readDatabase().pickupEvent.findMany({
    where: { id: { in: lines.map(({ eventId }) => eventId) } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: { id: true, villageCode: true, place: true, startsAt: true, endsAt: true, cutOffAt: true },
  })
  const [goodsOf, villages] = await Promise.all([
    readGoods(lines),
    readVillageNames(events.map(({ villageCode }) => villageCode)),
  ])
  return events.map((event) => ({
    event: {
      id: event.id,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      cutOffAt: event.cutOffAt.toISOString(),
      village: villages.get(event.villageCode) ?? '',
      place: event.place,
    },
    lines: lines.filter((line) => line.eventId === event.id).map((line) => toLine(line, goodsOf(line))),
  }))
}

function toLine(line: LineRow, goods: GoodsView): ReceiptLine {
  const { handovers } = line
  const isWeighed = handovers.some(({ weightGrams }) => weightGrams !== null)
  return {
    id: line.id,
    goods,
    state: line.state as OrderLineState,
    ordered: line.quantity,
    given: sum(handovers.map(({ quantity }) => quantity)),
    weightGrams: isWeighed ? sum(handovers.map(({ weightGrams }) => weightGrams ?? 0)) : null,
    amountFen: sum(handovers.map(({ amountFen }) => safeFen(amountFen))),
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0)
}
