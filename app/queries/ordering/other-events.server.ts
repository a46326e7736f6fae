/** Where else what was ordered could be collected: open events with room that its goods are brought to. */
import { readDatabase } from '#app/db/client.server.ts'
import type { EventView } from './basket-view.server.ts'

type Row = Omit<EventView, 'startsAt' | 'endsAt' | 'cutOffAt'> & {
  offerId: number
  fromEventId: number
  startsAt: Date
  endsAt: Date
  cutOffAt: Date
}

/** By the goods' offer and event, soonest first; of what may still be moved. */
export async function readOtherEvents(
  orderId: string,
): Promise<(offerId: number, eventId: number) => EventView[]> {
  const rows = await readDatabase().$queryRaw<Row[]>`
    WITH own AS (
      SELECT l.offer_id, l.event_id, l.village_code, sum(l.quantity) AS quantity,
        sum(desk_seconds_of_line(l.ordered_by, l.priced_by)) AS seconds
      FROM order_line l JOIN pickup_event e ON e.id = l.event_id
      WHERE l.order_id = ${orderId}::uuid AND l.state = 'placed' AND e.state = 'open' AND e.cut_off_at > clock_timestamp()
      GROUP BY 1, 2, 3
    )
    SELECT own.offer_id AS "offerId", own.event_id AS "fromEventId", e.id, e.starts_at AS "startsAt", e.ends_at AS "endsAt",
      e.cut_off_at AS "cutOffAt", d.short_name AS village, e.place
    FROM own JOIN pickup_event_village v ON v.village_code = own.village_code
    JOIN pickup_event e ON e.id = v.event_id AND e.id <> own.event_id AND e.state = 'open' AND e.cut_off_at > clock_timestamp()
    JOIN division d ON d.code = e.village_code
    WHERE (e.orders_taken < e.capacity_orders
        OR EXISTS (SELECT 1 FROM pickup_event_order r WHERE r.event_id = e.id AND r.order_id = ${orderId}::uuid))
      AND (e.desk_minutes_per_scale IS NULL OR desk_seconds_left(e.id) >= own.seconds
        + CASE WHEN EXISTS (SELECT 1 FROM pickup_event_order r WHERE r.event_id = e.id AND r.order_id = ${orderId}::uuid)
          THEN 0 ELSE desk_seconds_of_order() END)
      AND own.quantity <= (
        SELECT coalesce(sum(CASE WHEN t.state = 'approved' THEN t.available ELSE 0 END + coalesce(held.quantity, 0)), 0)
        FROM lot t LEFT JOIN LATERAL (SELECT sum(a.quantity) AS quantity FROM allocation a JOIN order_line l ON l.id = a.order_line_id
          WHERE a.lot_id = t.id AND a.state = 'reserved' AND l.order_id = ${orderId}::uuid AND l.event_id = own.event_id) held ON true
        WHERE t.offer_id = own.offer_id
          AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN t.available_from AND t.available_to)
    ORDER BY e.starts_at, e.id`
  return (offerId, eventId) =>
    rows
      .filter((row) => row.offerId === offerId && row.fromEventId === eventId)
      .map(({ offerId: _, fromEventId: __, startsAt, endsAt, cutOffAt, ...event }) => ({
        ...event,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        cutOffAt: cutOffAt.toISOString(),
      }))
}
