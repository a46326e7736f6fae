/** Colleagues of one agency at one event: who lets another collect, and the one code for all. */
import { randomInt } from 'node:crypto'
import type { Transaction } from '../client.server.ts'

const CODE_TRIES = 50

/** How an order of an agency stands at one of its events. */
export type ColleaguesThere = {
  eventId: number
  mayCollect: boolean
  /** Six digits; null where none of the agency has let a colleague collect there. */
  groupCode: string | null
  /** How many orders of the agency the code collects, this one among them where it is. */
  orderCount: number
  /** Somebody else of the agency has something to collect there. */
  hasColleague: boolean
}

/** At every event where the order has room; none for an order without an agency. */
export async function readColleagues(
  db: Pick<Transaction, '$queryRaw'>,
  orderId: string,
): Promise<ColleaguesThere[]> {
  return db.$queryRaw<ColleaguesThere[]>`
    SELECT r.event_id AS "eventId", r.colleague_may_collect AS "mayCollect", g.pickup_code AS "groupCode",
      count(c.id) FILTER (WHERE c.colleague_may_collect)::int AS "orderCount",
      count(c.id) FILTER (WHERE c.account_id <> o.account_id) > 0 AS "hasColleague"
    FROM pickup_event_order r JOIN "order" o ON o.id = r.order_id
    LEFT JOIN group_code g ON g.event_id = r.event_id AND g.agency_id = o.agency_id
    LEFT JOIN LATERAL (
      SELECT s.id, s.account_id, t.colleague_may_collect
      FROM pickup_event_order t JOIN "order" s ON s.id = t.order_id
      WHERE t.event_id = r.event_id AND s.agency_id = o.agency_id
        AND EXISTS (SELECT FROM order_line l WHERE l.order_id = s.id AND l.event_id = t.event_id AND l.state = 'placed')
    ) c ON true
    WHERE r.order_id = ${orderId}::uuid AND o.agency_id IS NOT NULL
    GROUP BY r.event_id, r.order_id, g.pickup_code`
}

/** Draws the code of an agency at an event that is held, unless it has one. */
export async function keepGroupCode(
  tx: Transaction,
  of: { eventId: number; agencyId: number; countyCode: string },
): Promise<void> {
  const { eventId, agencyId } = of
  const key = { eventId_agencyId: { eventId, agencyId } }
  if (await tx.groupCode.findUnique({ where: key, select: { eventId: true } })) return
  for (let attempt = 0; attempt < CODE_TRIES; attempt++) {
    const there = { eventId, pickupCode: String(randomInt(100_000, 1_000_000)) }
    const taken = await Promise.all([
      tx.pickupEventOrder.count({ where: there }),
      tx.groupCode.count({ where: there }),
    ])
    if (taken.some((count) => count > 0)) continue
    await tx.groupCode.create({ data: { ...of, pickupCode: there.pickupCode }, select: { eventId: true } })
    return
  }
  throw new Error(`no code is free at event ${eventId}`)
}
