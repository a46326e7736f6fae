import type { LineSnapshot } from '#app/domain/handover/settle-line.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import type { Prisma, Transaction } from '../client.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'
import { safeFen } from '../safe-fen.server.ts'

export type LockedLine = {
  id: string
  lineNumber: number
  offerId: number
  productId: number
  /** The line these goods were taken for at the desk; null for what was ordered. */
  substitutesId: string | null
  state: OrderLineState
  snapshot: LineSnapshot
  noShowSharePercent: number
  /** What is still reserved for it, by lot; amounts are parts of what the line is held at. */
  allocations: { id: string; lotId: number; householdId: number; quantity: number; amountFen: number }[]
}

/** An order with its lines at one event, held until the transaction ends. */
export type LockedOrder = {
  id: string
  number: number
  kind: 'ahead' | 'walk-up'
  /** The buyer's; null where nobody knows who bought. */
  accountId: number | null
  agencyId: number | null
  capacity: BuyerCapacity
  payBy: PayBy
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
  const held = await tx.$queryRaw<
    { id: string }[]
  >`SELECT id FROM "order" WHERE id = ${orderId}::uuid FOR UPDATE`
  if (held.length === 0) return null
  await tx.$queryRaw`
    SELECT 1 FROM order_line WHERE order_id = ${orderId}::uuid AND event_id = ${event.id} ORDER BY id FOR UPDATE`
  const order = await tx.order.findUniqueOrThrow({
    where: { id: orderId },
    select: {
      id: true,
      number: true,
      kind: true,
      accountId: true,
      agencyId: true,
      capacity: true,
      payBy: true,
      lines: { where: { eventId: event.id }, orderBy: { lineNumber: 'asc' }, select: LINE },
    },
  })
  if (order.lines.length === 0) return null
  return {
    ...order,
    kind: order.kind as LockedOrder['kind'],
    capacity: order.capacity as BuyerCapacity,
    payBy: order.payBy as PayBy,
    lines: order.lines.map(toLine),
  }
}

const LINE = {
  id: true,
  lineNumber: true,
  offerId: true,
  productId: true,
  substitutesId: true,
  state: true,
  quantity: true,
  orderedBy: true,
  pricedBy: true,
  usualPieceGramsLeast: true,
  usualPieceGramsMost: true,
  unitPriceFen: true,
  referencePriceFen: true,
  heldAmountFen: true,
  noShowSharePercent: true,
  allocations: {
    where: { state: 'reserved' },
    orderBy: { lotId: 'asc' },
    select: { id: true, lotId: true, householdId: true, quantity: true, amountFen: true },
  },
} satisfies Prisma.OrderLineSelect

function toLine(row: Prisma.OrderLineGetPayload<{ select: typeof LINE }>): LockedLine {
  const { id, lineNumber, offerId, productId, substitutesId, noShowSharePercent, allocations } = row
  const most = row.usualPieceGramsMost
  return {
    id,
    lineNumber,
    offerId,
    productId,
    substitutesId,
    state: row.state as OrderLineState,
    snapshot: {
      measure: {
        orderedBy: row.orderedBy as OrderedBy,
        pricedBy: row.pricedBy as PricedBy,
        step: 1,
        usualPieceGrams: most === null ? null : { least: row.usualPieceGramsLeast ?? 1, most },
      },
      quantity: row.quantity,
      unitPriceFen: row.unitPriceFen,
      referencePriceFen: row.referencePriceFen,
      heldAmountFen: safeFen(row.heldAmountFen),
    },
    noShowSharePercent,
    allocations: allocations.map((part) => ({ ...part, amountFen: safeFen(part.amountFen) })),
  }
}
