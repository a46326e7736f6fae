import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { safeFen } from '../safe-fen.server.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'

export type LockedLine = {
  id: string
  lineNumber: number
  offerId: number
  productId: number
  state: OrderLineState
  quantity: number
  orderedBy: 'piece' | 'weight'
  pricedBy: 'piece' | 'jin'
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
  unitPriceFen: number
  referencePriceFen: number
  heldAmountFen: number
  allocations: { id: string; lotId: number; quantity: number }[]
}

/** An order with its lines at one event, held until the transaction ends. */
export type LockedOrder = {
  id: string
  number: number
  agencyId: number | null
  capacity: BuyerCapacity
  payBy: 'desk' | 'agency-account'
  lines: LockedLine[]
}

/**
 * Holds an order and its lines at the event, so that two desks at one order take turns.
 * Null when there is no such order or it has no line at this event.
 */
export async function lockOrderAtEvent(
  tx: Transaction,
  event: LockedEvent,
  orderId: string,
): Promise<LockedOrder | null> {
  const held = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM "order" WHERE id = ${orderId}::uuid FOR UPDATE`
  if (held.length === 0) return null
  await tx.$queryRaw`
    SELECT 1 FROM order_line WHERE order_id = ${orderId}::uuid AND event_id = ${event.id} ORDER BY id FOR UPDATE`
  const order = await tx.order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      id: true,
      number: true,
      agencyId: true,
      capacity: true,
      payBy: true,
      lines: { where: { eventId: event.id }, orderBy: { lineNumber: 'asc' }, select: LINE },
    },
  })
  if (order.lines.length === 0) return null
  return {
    ...order,
    capacity: order.capacity as BuyerCapacity,
    payBy: order.payBy as LockedOrder['payBy'],
    lines: order.lines.map(toLine),
  }
}

const LINE = {
  id: true,
  lineNumber: true,
  offerId: true,
  productId: true,
  state: true,
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
    select: { id: true, lotId: true, quantity: true },
  },
} satisfies Prisma.OrderLineSelect

function toLine(row: Prisma.OrderLineGetPayload<{ select: typeof LINE }>): LockedLine {
  return {
    ...row,
    state: row.state as OrderLineState,
    orderedBy: row.orderedBy as LockedLine['orderedBy'],
    pricedBy: row.pricedBy as LockedLine['pricedBy'],
    heldAmountFen: safeFen(row.heldAmountFen),
  }
}
