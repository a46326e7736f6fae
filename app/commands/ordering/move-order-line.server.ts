import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { lockOrderedOffer } from '#app/db/ordering/lock-ordered-offer.server.ts'
import { lockOwnOrder, ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { moveLines, takeRoom } from '#app/db/ordering/move-lines.server.ts'
import { keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import { readDeskSecondsLeft } from '#app/db/pickup/desk-seconds.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { hasTimeFor, lineSeconds } from '#app/domain/pickup/desk-time.ts'

export type MoveOrderLineInput = {
  orderId: string
  /** The offer and the event name the line, or the lines where it is weighed apiece. */
  offerId: number
  eventId: number
  toEventId: number
}
export type MoveOrderLineCode =
  | 'not-found'
  | 'nothing-to-cancel'
  | 'past-cut-off'
  | 'line-cannot-move'
  | 'line-overlaps'
  | 'desk-time-full'

/**
 * Sends goods of the actor's own order to another event that can take them, before the cut-off of the one they are at.
 * Prices stay. To where they are already is nothing to do. No role is needed, as for cancelling.
 */
export async function moveOrderLine(
  actor: Actor,
  scope: Scope,
  { orderId, offerId, eventId, toEventId }: MoveOrderLineInput,
): Promise<Verdict<null, MoveOrderLineCode>> {
  return decideInTransaction<null, MoveOrderLineCode>(async (tx) => {
    const own = await tx.order.findFirst({
      where: { ...ownOrders(actor, scope), id: orderId },
      select: { id: true },
    })
    if (!own) return refuse('not-found')
    // The event they go to is held with those of the order, in one order of ids as every writer does.
    await tx.$queryRaw`
      SELECT 1 FROM pickup_event WHERE id = ${toEventId}::int
        OR id IN (SELECT event_id FROM order_line WHERE order_id = ${orderId}::uuid)
      ORDER BY id FOR NO KEY UPDATE`
    const order = await lockOwnOrder(tx, actor, scope, orderId)
    if (!order) return refuse('not-found')
    const lines = order.lines.filter((line) => line.offerId === offerId && line.eventId === eventId)
    if (lines.length === 0) {
      const isThere = order.lines.some((line) => line.offerId === offerId && line.eventId === toEventId)
      return isThere ? accept(null) : refuse('nothing-to-cancel')
    }
    if (eventId === toEventId) return accept(null)
    if (!order.openEventIds.has(eventId)) return refuse('past-cut-off')
    const lotIds = await readLotsThere(tx, orderId, offerId, toEventId)
    if (lotIds.length === 0) return refuse('line-cannot-move')
    if (await isElsewhere(tx, { accountId: actor.accountId, orderId, offerId, eventId, toEventId })) {
      return refuse('line-overlaps')
    }
    const isNewThere = (await tx.pickupEventOrder.count({ where: { orderId, eventId: toEventId } })) === 0
    const seconds = lines.reduce((sum, line) => sum + lineSeconds(line), 0)
    if (!hasTimeFor(await readDeskSecondsLeft(tx, toEventId), seconds, isNewThere))
      return refuse('desk-time-full')
    if (!(await takeRoom(tx, orderId, toEventId))) return refuse('line-cannot-move')
    await lockOrderedOffer(tx, offerId, toEventId, [])
    const quantity = lines.reduce((sum, line) => sum + line.quantity, 0)
    const moved = await moveLines(
      tx,
      lines.map((line) => ({ line, toEventId })),
      [{ goods: String(offerId), event: toEventId, lotIds, quantity }],
    )
    if (!moved.ok) return refuse('line-cannot-move')
    await keepOrderInStep(tx, orderId)
    await recordActivity(tx, {
      countyCode: order.countyCode,
      actorId: actor.accountId,
      act: 'order:choose-event',
      subjectKind: 'order',
      subjectId: orderId,
      facts: { offerId, fromEventId: eventId, toEventId },
    })
    return accept(null)
  })
}

/** The offer's lots that are brought there and in their days, if the event takes orders by the database's clock until a card is paid. */
async function readLotsThere(
  tx: Transaction,
  orderId: string,
  offerId: number,
  eventId: number,
): Promise<number[]> {
  const lots = await tx.$queryRaw<{ id: number }[]>`
    SELECT l.id FROM lot l JOIN offer o ON o.id = l.offer_id
    JOIN pickup_event_village v ON v.village_code = o.village_code AND v.event_id = ${eventId}::int
    JOIN pickup_event e ON e.id = v.event_id
    WHERE l.offer_id = ${offerId}::int AND e.state = 'open' AND e.cut_off_at > clock_timestamp()
      AND e.cut_off_at > coalesce((SELECT held_until FROM "order" WHERE id = ${orderId}::uuid), e.cut_off_at - interval '1 s')
      AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to
    ORDER BY l.id`
  return lots.map(({ id }) => id)
}

/** Whether the buyer is at another event at the time, for anything but what moves. */
async function isElsewhere(
  tx: Transaction,
  of: { accountId: number; orderId: string; offerId: number; eventId: number; toEventId: number },
): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ isElsewhere: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM "order" o JOIN order_line l ON l.order_id = o.id AND l.state = 'placed'
      JOIN pickup_event e ON e.id = l.event_id JOIN pickup_event t ON t.id = ${of.toEventId}::int
      WHERE o.account_id = ${of.accountId}::int AND e.id <> t.id AND e.starts_at < t.ends_at AND t.starts_at < e.ends_at
        AND NOT (o.id = ${of.orderId}::uuid AND l.offer_id = ${of.offerId}::int AND l.event_id = ${of.eventId}::int)
        AND NOT EXISTS (SELECT 1 FROM "order" there JOIN order_line held ON held.order_id = there.id AND held.state = 'placed'
          WHERE there.account_id = o.account_id AND held.event_id = t.id)) AS "isElsewhere"`
  return row?.isElsewhere ?? false
}
