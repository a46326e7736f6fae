/** One order at the desk: its lines by household, what was given, and what is due. */

import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { isUuid } from '#app/db/handover/desk-operation.server.ts'
import { readCashStep, readOrderBalance } from '#app/db/handover/order-balance.server.ts'
import { STANDING } from '#app/db/handover/standing.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type PaymentParts, paymentNow } from '#app/domain/handover/payment-due.ts'
import type { ShortfallKind } from '#app/domain/handover/settle-line.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { readBuyers } from './buyers.server.ts'
import {
  type Desk,
  type DeskBar,
  type DeskHousehold,
  readDesk,
  readDeskHouseholds,
} from './desk-bar.server.ts'

/** A share of a line: what a household's lot was to give, or gave. Quantities are pieces or grams. */
export type DeskPart = { lotId: number; household: DeskHousehold; quantity: number }

export type DeskLine = {
  id: string
  offerId: number
  productId: number
  nameZh: string
  nameEn: string
  drawing: string
  kind: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
  usualPieceGrams: { least: number; most: number } | null
  state: OrderLineState
  quantity: number
  unitPriceFen: number
  referencePriceFen: number
  heldAmountFen: number
  planned: DeskPart[]
  given: (DeskPart & { weightGrams: number | null; amountFen: number })[]
  shortfalls: { kind: ShortfallKind; quantity: number; reason: string }[]
  /** The act that settled it, by which it is taken back; null while it is placed. */
  settledBy: string | null
  /** Other households' lots of the same offer that still have goods on this day. */
  standIns: DeskPart[]
}

export type DeskMoney = {
  handedOverFen: number
  settledFen: number
  isComplete: boolean
  cash: PaymentParts
  qr: PaymentParts
}

/** Money taken at this desk's event, or given back: below zero. */
export type DeskPayment = { operationId: string; method: 'cash' | 'qr'; paidFen: number; takenAt: string }

export type DeskOrder = {
  bar: DeskBar
  id: string
  number: number
  pickupCode: string
  /** The buyer's place in the queue, if they were checked in. */
  queueNumber: number | null
  buyer: string
  agency: string | null
  capacity: 'personal' | 'union' | 'canteen'
  isOnAccount: boolean
  lines: DeskLine[]
  money: DeskMoney
  /** What stands of them, oldest first. */
  payments: DeskPayment[]
}

/** The order of an event in scope; null where there is none, or it has no line at this event. */
export async function readDeskOrder(
  actor: Actor,
  scope: Scope,
  eventId: number,
  orderId: string,
): Promise<DeskOrder | null> {
  const desk = await readDesk(scope, eventId)
  const row = desk && isUuid(orderId) ? await readOrder(eventId, orderId) : null
  if (!desk || !row || row.lines.length === 0) return null
  const [buyers, lines, money, payments] = await Promise.all([
    readBuyers([row.accountId]),
    readLines(actor, desk, row.lines),
    readMoney(desk, orderId),
    readPayments(eventId, orderId),
  ])
  return {
    bar: desk.bar,
    id: row.id,
    number: row.number,
    pickupCode: row.rooms[0]?.pickupCode ?? '',
    queueNumber: row.queuePlaces[0]?.number ?? null,
    buyer: buyers.get(row.accountId ?? 0)?.shownName ?? '',
    agency: row.agency?.name ?? null,
    capacity: row.capacity as DeskOrder['capacity'],
    isOnAccount: row.payBy === 'agency-account',
    lines,
    money,
    payments,
  }
}

const PART = { lotId: true, householdId: true, quantity: true } as const

const LINE = {
  id: true,
  offerId: true,
  productId: true,
  state: true,
  quantity: true,
  orderedBy: true,
  pricedBy: true,
  pieceUnit: true,
  usualPieceGramsLeast: true,
  usualPieceGramsMost: true,
  unitPriceFen: true,
  referencePriceFen: true,
  heldAmountFen: true,
  allocations: { orderBy: { lotId: 'asc' }, select: { ...PART, state: true } },
  handovers: {
    where: STANDING,
    orderBy: { lotId: 'asc' },
    select: { ...PART, weightGrams: true, amountFen: true, operationId: true },
  },
  shortfalls: {
    where: STANDING,
    orderBy: { kind: 'asc' },
    select: { kind: true, quantity: true, reason: true, operationId: true },
  },
} satisfies Prisma.OrderLineSelect

type LineRow = Prisma.OrderLineGetPayload<{ select: typeof LINE }>

async function readOrder(eventId: number, orderId: string) {
  return readDatabase().order.findUnique({
    where: { id: orderId },
    select: {
      id: true,
      number: true,
      accountId: true,
      capacity: true,
      payBy: true,
      agency: { select: { name: true } },
      rooms: { where: { eventId }, select: { pickupCode: true } },
      queuePlaces: { where: { eventId }, select: { number: true } },
      lines: {
        where: { eventId, state: { not: 'cancelled' } },
        orderBy: { lineNumber: 'asc' },
        select: LINE,
      },
    },
  })
}

async function readMoney(desk: Desk, orderId: string): Promise<DeskMoney> {
  const db = readDatabase()
  const [balance, cashStepFen] = await Promise.all([
    readOrderBalance(db, desk.bar.eventId, orderId),
    readCashStep(db, desk.countyCode),
  ])
  return {
    ...balance,
    cash: paymentNow(balance, 'cash', cashStepFen),
    qr: paymentNow(balance, 'qr', cashStepFen),
  }
}

async function readPayments(eventId: number, orderId: string): Promise<DeskPayment[]> {
  const rows = await readDatabase().payment.findMany({
    where: { eventId, orderId, method: { in: ['cash', 'qr'] }, ...STANDING },
    orderBy: [{ takenAt: 'asc' }, { id: 'asc' }],
    select: { operationId: true, method: true, paidFen: true, takenAt: true },
  })
  return rows.map(({ operationId, method, paidFen, takenAt }) => ({
    operationId,
    method: method === 'qr' ? 'qr' : 'cash',
    paidFen: safeFen(paidFen),
    takenAt: takenAt.toISOString(),
  }))
}

async function readLines(actor: Actor, desk: Desk, rows: readonly LineRow[]): Promise<DeskLine[]> {
  const waiting = rows.filter((row) => row.state === 'placed')
  const [products, spare] = await Promise.all([
    readDatabase().product.findMany({
      where: { id: { in: rows.map((row) => row.productId) } },
      select: { id: true, nameZh: true, nameEn: true, drawing: true, kind: true },
    }),
    readSpareLots(
      desk,
      waiting.map((row) => row.offerId),
    ),
  ])
  const households = await readDeskHouseholds(
    actor,
    desk,
    [...rows.flatMap((row) => [...row.allocations, ...row.handovers]), ...spare].map(
      (part) => part.householdId,
    ),
  )
  const productOf = new Map(products.map(({ id, ...product }) => [id, product]))
  const withHousehold = (part: { lotId: number; householdId: number; quantity: number }): DeskPart[] => {
    const household = households.get(part.householdId)
    return household ? [{ lotId: part.lotId, household, quantity: part.quantity }] : []
  }
  return rows.map((row) => {
    const product = productOf.get(row.productId)
    const planned = row.allocations.filter((part) => row.state !== 'placed' || part.state === 'reserved')
    const plannedLots = new Set(planned.map((part) => part.lotId))
    return {
      id: row.id,
      productId: row.productId,
      ...(product ?? { nameZh: '', nameEn: '', drawing: 'basket', kind: '' }),
      ...lineFacts(row),
      planned: planned.flatMap(withHousehold),
      given: row.handovers.flatMap((part) =>
        withHousehold(part).map((shown) => ({
          ...shown,
          weightGrams: part.weightGrams,
          amountFen: safeFen(part.amountFen),
        })),
      ),
      shortfalls: row.shortfalls.map(({ kind, quantity, reason }) => ({
        kind: kind as ShortfallKind,
        quantity,
        reason,
      })),
      settledBy: [...row.handovers, ...row.shortfalls][0]?.operationId ?? null,
      standIns:
        row.state === 'placed'
          ? spare
              .filter((lot) => lot.offerId === row.offerId && !plannedLots.has(lot.lotId))
              .flatMap(withHousehold)
          : [],
    }
  })
}

function lineFacts(row: LineRow) {
  const most = row.usualPieceGramsMost
  return {
    offerId: row.offerId,
    orderedBy: row.orderedBy as OrderedBy,
    pricedBy: row.pricedBy as PricedBy,
    pieceUnit: row.pieceUnit,
    usualPieceGrams: most === null ? null : { least: row.usualPieceGramsLeast ?? 1, most },
    state: row.state as OrderLineState,
    quantity: row.quantity,
    unitPriceFen: row.unitPriceFen,
    referencePriceFen: row.referencePriceFen,
    heldAmountFen: safeFen(row.heldAmountFen),
  }
}

async function readSpareLots(desk: Desk, offerIds: readonly number[]) {
  const day = toDateColumn(civilDateOf(new Date(desk.bar.startsAt)))
  const lots = await readDatabase().lot.findMany({
    where: {
      offerId: { in: [...new Set(offerIds)] },
      state: 'approved',
      available: { gt: 0 },
      availableFrom: { lte: day },
      availableTo: { gte: day },
    },
    orderBy: { id: 'asc' },
    select: { id: true, offerId: true, householdId: true, available: true },
  })
  return lots.map(({ id, available, ...lot }) => ({ ...lot, lotId: id, quantity: available }))
}
