import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import type { Prisma, Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/** A line still to be handed over, with the goods reserved for it. */
export type PlacedLine = {
  id: string
  lineNumber: number
  offerId: number
  eventId: number
  quantity: number
  orderedBy: OrderedBy
  pricedBy: PricedBy
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
  unitPriceFen: number
  referencePriceFen: number
  heldAmountFen: number
  allocations: { lotId: number; householdId: number; quantity: number; amountFen: number }[]
}

/** An order held until the transaction ends. Its settled and cancelled lines are left out. */
export type OwnOrder = {
  id: string
  countyCode: string
  agencyId: number | null
  capacity: BuyerCapacity
  payBy: PayBy
  lines: PlacedLine[]
  /** The events at which the buyer may still change something, by the database's clock. */
  openEventIds: Set<number>
}

/**
 * The orders a person has as a buyer: those to be paid by himself for good, those on an agency's account for as
 * long as he is in the agency.
 */
export function ownOrders(actor: Actor, scope: Scope): Prisma.OrderWhereInput {
  return {
    accountId: actor.accountId,
    kind: 'ahead',
    OR: [{ payBy: { not: 'agency-account' } }, { agencyId: { in: [...scope.agencyIds] } }],
  }
}

/** Holds an order of the actor's, its events first as every writer does. Null if he has no such order. */
export async function lockOwnOrder(
  tx: Transaction,
  actor: Actor,
  scope: Scope,
  orderId: string,
): Promise<OwnOrder | null> {
  const order = await tx.order.findFirst({
    where: { ...ownOrders(actor, scope), id: orderId },
    select: { id: true },
  })
  return order && lockPlacedOrder(tx, order.id)
}

/** Holds an order, whosever it is, its events first as every writer does. Null if there is none. */
export async function lockPlacedOrder(tx: Transaction, orderId: string): Promise<OwnOrder | null> {
  await tx.$queryRaw`
    SELECT 1 FROM pickup_event WHERE id IN (SELECT event_id FROM order_line WHERE order_id = ${orderId}::uuid)
    ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT 1 FROM "order" WHERE id = ${orderId}::uuid FOR NO KEY UPDATE`
  const order = await tx.order.findUnique({
    where: { id: orderId },
    select: { id: true, countyCode: true, agencyId: true, capacity: true, payBy: true },
  })
  if (!order) return null
  const [lines, open] = await Promise.all([readPlacedLines(tx, { orderId }), readOpenEvents(tx, orderId)])
  return {
    ...order,
    capacity: order.capacity as BuyerCapacity,
    payBy: order.payBy as PayBy,
    lines,
    openEventIds: new Set(open.map((event) => event.id)),
  }
}

/** A statement of its own, begun when the locks are held: the clock it asks is later than any wait for them. */
function readOpenEvents(tx: Transaction, orderId: string): Promise<{ id: number }[]> {
  return tx.$queryRaw<{ id: number }[]>`
    SELECT id FROM pickup_event
    WHERE id IN (SELECT event_id FROM order_line WHERE order_id = ${orderId}::uuid)
      AND state = 'open' AND cut_off_at > clock_timestamp()`
}

/** Lines still to be handed over; the caller holds their orders. */
export async function readPlacedLines(
  tx: Transaction,
  where: Prisma.OrderLineWhereInput,
): Promise<PlacedLine[]> {
  const lines = await tx.orderLine.findMany({
    where: { ...where, state: 'placed' },
    orderBy: { lineNumber: 'asc' },
    select: {
      id: true,
      lineNumber: true,
      offerId: true,
      eventId: true,
      quantity: true,
      orderedBy: true,
      pricedBy: true,
      usualPieceGramsLeast: true,
      usualPieceGramsMost: true,
      unitPriceFen: true,
      referencePriceFen: true,
      heldAmountFen: true,
      allocations: {
        where: { state: 'reserved' },
        orderBy: { lotId: 'asc' },
        select: { lotId: true, householdId: true, quantity: true, amountFen: true },
      },
    },
  })
  return lines.map((line) => ({
    ...line,
    orderedBy: line.orderedBy as OrderedBy,
    pricedBy: line.pricedBy as PricedBy,
    heldAmountFen: safeFen(line.heldAmountFen),
    allocations: line.allocations.map((share) => ({ ...share, amountFen: safeFen(share.amountFen) })),
  }))
}
