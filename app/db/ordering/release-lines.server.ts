/** What changing and cancelling an order share: goods moved between reserved and free, rooms given back, totals kept. */
import type { Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/**
 * Moves what is reserved of lots, by id: more is taken from what is available, less goes back to it. Throws as the
 * database does where a lot has too little; callers hold the lots and have looked.
 */
export async function moveReserved(tx: Transaction, changes: ReadonlyMap<number, number>): Promise<void> {
  const moved = [...changes].filter(([, more]) => more !== 0)
  if (moved.length === 0) return
  const lotIds = moved.map(([lotId]) => lotId)
  await tx.$queryRaw`SELECT 1 FROM lot WHERE id = ANY(${lotIds}::int[]) ORDER BY id FOR NO KEY UPDATE`
  await tx.$executeRaw`
    UPDATE lot l SET available = l.available - w.more, reserved = l.reserved + w.more
    FROM unnest(${lotIds}::int[], ${moved.map(([, more]) => more)}::int[]) AS w (id, more) WHERE l.id = w.id`
}

/**
 * Why a line was cancelled: its buyer asked, its card order was not paid in time, its goods are gone, no event could
 * take it, or the desk that wrote it for a substitute took that back.
 */
export type CancelReason = 'by-buyer' | 'not-paid' | 'goods-lost' | 'event-cancelled' | 'taken-back'

/** Cancels lines of an order that is held, and gives their goods back. */
export async function cancelLines(
  tx: Transaction,
  lines: readonly { id: string; allocations: readonly { lotId: number; quantity: number }[] }[],
  cancelReason: CancelReason,
): Promise<void> {
  const lineIds = lines.map((line) => line.id)
  const changes = new Map<number, number>()
  for (const { lotId, quantity } of lines.flatMap((line) => line.allocations)) {
    changes.set(lotId, (changes.get(lotId) ?? 0) - quantity)
  }
  await moveReserved(tx, changes)
  await tx.allocation.updateMany({
    where: { orderLineId: { in: lineIds }, state: 'reserved' },
    data: { state: 'released' },
  })
  await tx.orderLine.updateMany({
    where: { id: { in: lineIds } },
    data: { state: 'cancelled', cancelReason },
  })
}

/**
 * Brings an order that is held in step with its lines: rooms where nothing is left to collect are given back, its
 * total is what its lines are held at, it is cancelled when all of them are, and its version counts one up. Returns
 * that total.
 */
export async function keepOrderInStep(tx: Transaction, orderId: string): Promise<{ totalFen: number }> {
  await tx.$executeRaw`
    WITH given_back AS (
      DELETE FROM pickup_event_order r WHERE r.order_id = ${orderId}::uuid AND NOT EXISTS (
        SELECT 1 FROM order_line l WHERE l.order_id = r.order_id AND l.event_id = r.event_id AND l.state <> 'cancelled')
      RETURNING r.event_id
    )
    UPDATE pickup_event e SET orders_taken = e.orders_taken - 1 FROM given_back WHERE e.id = given_back.event_id`
  const [order] = await tx.$queryRaw<{ total_fen: bigint }[]>`
    UPDATE "order" o SET total_fen = live.fen, version = o.version + 1,
      cancelled_at = CASE WHEN live.count = 0 THEN coalesce(o.cancelled_at, clock_timestamp()) ELSE o.cancelled_at END
    FROM (SELECT coalesce(sum(held_amount_fen), 0)::bigint AS fen, count(*) AS count
      FROM order_line WHERE order_id = ${orderId}::uuid AND state <> 'cancelled') live
    WHERE o.id = ${orderId}::uuid RETURNING o.total_fen`
  return { totalFen: safeFen(order?.total_fen ?? null) }
}
