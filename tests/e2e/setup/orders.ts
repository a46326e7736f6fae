import pg from 'pg'
import { openEmbeddedDatabase } from '#server/embedded-database.ts'

async function query<Row extends pg.QueryResultRow>(sql: string, values: unknown[]): Promise<Row[]> {
  const database = await openEmbeddedDatabase(process.env.E2E_DATA_DIR ?? '')
  const client = new pg.Client({ connectionString: database.urls.app })
  await client.connect()
  try {
    return (await client.query<Row>(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** An offer with how many households have some of it left, and how much one order of an event may take. */
export type OnOffer = {
  offerId: number
  name: string
  village: string
  isByWeight: boolean
  households: number
  /** As it is typed: pieces, or 斤. */
  most: number
}

/** What can be ordered now, those of many households first. What is weighed apiece is left out. */
export function offersOfManyHouseholds(): Promise<OnOffer[]> {
  return query<OnOffer>(
    `SELECT o.id AS "offerId", p.name_zh AS name, v.short_name AS village, p.ordered_by = 'weight' AS "isByWeight",
       count(DISTINCT l.household_id)::int AS households,
       floor(sum(l.available) / CASE p.ordered_by WHEN 'weight' THEN 500 ELSE 1 END)::int AS most
     FROM offer o JOIN product p ON p.id = o.product_id JOIN division v ON v.code = o.village_code JOIN lot l ON l.offer_id = o.id
     WHERE l.state = 'approved' AND l.available > 0 AND NOT (p.ordered_by = 'piece' AND p.priced_by = 'jin')
       AND EXISTS (SELECT 1 FROM pickup_event_village s JOIN pickup_event e ON e.id = s.event_id
         WHERE s.village_code = o.village_code AND e.state = 'open' AND e.cut_off_at > now()
           AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to)
     GROUP BY o.id, p.id, v.code ORDER BY households DESC, o.id`,
    [],
  )
}

/** How many households, villages and events an order touches. */
export async function reachOf(
  orderId: string,
): Promise<{ households: number; villages: number; events: number }> {
  const [reach] = await query<{ households: number; villages: number; events: number }>(
    `SELECT count(DISTINCT a.household_id)::int AS households, count(DISTINCT l.village_code)::int AS villages,
       count(DISTINCT l.event_id)::int AS events
     FROM order_line l JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved' WHERE l.order_id = $1`,
    [orderId],
  )
  if (!reach) throw new Error('no such order')
  return reach
}

export type DeskBooks = {
  linesHandedOver: number
  linesHandedOverTwice: number
  linesLeft: number
  handedOverFen: number
  paidFen: number
  cashFen: number
  roundedOffFen: number
}

/** What stands in the books of an event, of orders placed ahead. */
export async function deskBooks(eventId: number): Promise<DeskBooks> {
  const [books] = await query<DeskBooks>(
    `SELECT (SELECT count(DISTINCT order_line_id)::int FROM handover WHERE event_id = $1) AS "linesHandedOver",
       (SELECT count(*)::int FROM (SELECT 1 FROM handover WHERE event_id = $1 GROUP BY order_line_id, lot_id
         HAVING count(*) > 1) twice) AS "linesHandedOverTwice",
       (SELECT count(*)::int FROM order_line WHERE event_id = $1 AND state = 'placed') AS "linesLeft",
       (SELECT coalesce(sum(amount_fen), 0)::int FROM handover WHERE event_id = $1) AS "handedOverFen",
       coalesce(sum(paid_fen), 0)::int AS "paidFen", coalesce(sum(rounded_off_fen), 0)::int AS "roundedOffFen",
       coalesce(sum(paid_fen) FILTER (WHERE method = 'cash'), 0)::int AS "cashFen"
     FROM payment WHERE event_id = $1`,
    [eventId],
  )
  if (!books) throw new Error('no such event')
  return books
}
