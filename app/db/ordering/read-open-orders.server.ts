/** The buyer's orders that a placement may join, as they are now: read without locks, guarded by their version. */
import type { Capacity, PayBy } from '#app/domain/ordering/basket-content.ts'
import type { OpenOrder } from '#app/domain/ordering/joining.ts'
import type { Reader } from './read-basket.server.ts'

export type ReadOpenOrder = OpenOrder & {
  version: number
  pickupCode: string
  /** Its lines are numbered on from here. */
  lastLineNumber: number
  agencyName: string | null
}

type Row = Omit<ReadOpenOrder, 'capacity' | 'payBy'> & { capacity: string; payBy: string }

/** Those that are not cancelled and have room at an event that is open by the database's clock, by number. */
export async function readOpenOrders(reader: Reader, accountId: number): Promise<ReadOpenOrder[]> {
  const rows = await reader.$queryRaw<Row[]>`
    WITH opened AS MATERIALIZED (
      SELECT id FROM pickup_event WHERE state = 'open' AND cut_off_at > clock_timestamp()
    ), own AS MATERIALIZED (
      SELECT o.id, array_agg(r.event_id ORDER BY r.event_id) AS event_ids
      FROM "order" o JOIN pickup_event_order r ON r.order_id = o.id JOIN opened e ON e.id = r.event_id
      WHERE o.account_id = ${accountId}::int AND o.kind = 'ahead' AND o.cancelled_at IS NULL
      GROUP BY o.id
    )
    SELECT o.id, o.number, o.version, o.pickup_code AS "pickupCode", o.agency_id AS "agencyId", a.name AS "agencyName",
      o.capacity, o.pay_by AS "payBy", own.event_ids AS "openEventIds",
      (SELECT coalesce(max(l.line_number), 0) FROM order_line l WHERE l.order_id = o.id) AS "lastLineNumber",
      ARRAY(SELECT e.id FROM opened e
        WHERE e.id IN (SELECT r.event_id FROM pickup_event_order r WHERE r.pickup_code = o.pickup_code AND r.order_id <> o.id)
          OR e.id IN (SELECT g.event_id FROM group_code g WHERE g.pickup_code = o.pickup_code) ORDER BY e.id) AS "codeTakenAt"
    FROM own JOIN "order" o ON o.id = own.id LEFT JOIN agency a ON a.id = o.agency_id
    ORDER BY o.number`
  return rows.map((row) => ({ ...row, capacity: row.capacity as Capacity, payBy: row.payBy as PayBy }))
}
