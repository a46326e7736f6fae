/** The queue of an event: buyers who have come, numbered as they came, and who was called. */
import type { Transaction } from '../client.server.ts'

type Event = { id: number; countyCode: string }

/** One desk at a time takes a number or calls one, so that no number is given twice and nobody is called twice. */
async function lockQueue(tx: Transaction, event: Event): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`queue ${event.id}`}, 0))::text`
}

/** The order's number in the queue: the one it has, else the next. */
export async function takeNumber(
  tx: Transaction,
  event: Event,
  of: { operationId: string; orderId: string },
): Promise<number> {
  await lockQueue(tx, event)
  const { orderId, operationId } = of
  const key = { eventId_orderId: { eventId: event.id, orderId } }
  const known = await tx.queuePlace.findUnique({ where: key, select: { number: true } })
  if (known) return known.number
  const { _max } = await tx.queuePlace.aggregate({ where: { eventId: event.id }, _max: { number: true } })
  const number = (_max.number ?? 0) + 1
  await tx.queuePlace.create({
    data: { eventId: event.id, orderId, operationId, countyCode: event.countyCode, number },
    select: { number: true },
  })
  return number
}

/** Of the orders that a group code collects, the one that stands in the queue for all; null where nothing is left of them. */
export async function groupOrderFirst(
  tx: Transaction,
  eventId: number,
  groupCode: string,
): Promise<string | null> {
  const [first] = await tx.$queryRaw<{ orderId: string }[]>`
    SELECT o.id AS "orderId" FROM group_code g
    JOIN pickup_event_order r ON r.event_id = g.event_id AND r.colleague_may_collect
    JOIN "order" o ON o.id = r.order_id AND o.agency_id = g.agency_id
    LEFT JOIN queue_place q ON q.event_id = r.event_id AND q.order_id = o.id
    WHERE g.event_id = ${eventId} AND g.pickup_code = ${groupCode}
      AND EXISTS (SELECT FROM order_line l WHERE l.order_id = o.id AND l.event_id = r.event_id AND l.state = 'placed')
    ORDER BY q.number NULLS LAST, o.number LIMIT 1`
  return first?.orderId ?? null
}

/** Calls the first who waits, was not called before and still has something to collect. Null: nobody waits. */
export async function callFirst(
  tx: Transaction,
  event: Event,
  by: { operationId: string; actorId: number },
): Promise<{ orderId: string; number: number } | null> {
  await lockQueue(tx, event)
  const [first] = await tx.$queryRaw<{ orderId: string; number: number }[]>`
    SELECT q.order_id AS "orderId", q.number FROM queue_place q
    WHERE q.event_id = ${event.id}
      AND NOT EXISTS (SELECT 1 FROM queue_call c WHERE c.event_id = q.event_id AND c.order_id = q.order_id)
      AND EXISTS (SELECT 1 FROM order_line l WHERE l.order_id = q.order_id AND l.event_id = q.event_id AND l.state = 'placed')
    ORDER BY q.number LIMIT 1`
  if (!first) return null
  const { operationId, actorId } = by
  const { id: eventId, countyCode } = event
  await tx.queueCall.create({
    data: { operationId, eventId, orderId: first.orderId, countyCode, calledBy: actorId },
    select: { operationId: true },
  })
  return first
}

/** The order that an operation called; null where it called none. */
export async function calledBy(
  db: Pick<Transaction, 'queueCall'>,
  operationId: string,
): Promise<string | null> {
  const call = await db.queueCall.findUnique({ where: { operationId }, select: { orderId: true } })
  return call?.orderId ?? null
}
