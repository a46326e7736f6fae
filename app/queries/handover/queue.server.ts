/** Who of an event's buyers has come, who was called and by whom, and at which stalls their goods stand. */
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'

export type QueuePlace = {
  number: number
  cameAt: string
  /** Of the desk that called; null while they wait. */
  calledBy: string | null
}

/** Places in the queue by order. */
export async function readQueuePlaces(eventId: number): Promise<Map<string, QueuePlace>> {
  const db = readDatabase()
  const places = await db.queuePlace.findMany({
    where: { eventId },
    select: { orderId: true, number: true, cameAt: true, call: { select: { calledBy: true } } },
  })
  const callers = await db.account.findMany({
    where: { id: { in: places.flatMap(({ call }) => (call ? [call.calledBy] : [])) } },
    select: { id: true, nameSealed: true },
  })
  const names = new Map(callers.map((row) => [row.id, openText('account.name', row.nameSealed)]))
  return new Map(
    places.map(({ orderId, number, cameAt, call }) => [
      orderId,
      { number, cameAt: cameAt.toISOString(), calledBy: call && (names.get(call.calledBy) ?? '') },
    ]),
  )
}

/** The stalls that each order's goods still stand at, lowest first. */
export async function readOrderStalls(eventId: number): Promise<Map<string, number[]>> {
  const rows = await readDatabase().$queryRaw<{ orderId: string; stalls: number[] }[]>`
    SELECT l.order_id AS "orderId", array_agg(DISTINCT s.number ORDER BY s.number) AS stalls
    FROM order_line l JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
    JOIN event_stall s ON s.event_id = l.event_id AND s.household_id = a.household_id
    WHERE l.event_id = ${eventId} AND l.state = 'placed' GROUP BY l.order_id`
  return new Map(rows.map((row) => [row.orderId, row.stalls]))
}
