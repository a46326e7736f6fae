import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import type { Transaction } from '../client.server.ts'
import { Prisma } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/** What an order still has to pay ahead. */
export type OrderDue = {
  id: string
  number: number
  payBy: PayBy
  isAhead: boolean
  isCancelled: boolean
  unpaidFen: number
}

/** What the column holds: a larger number is nobody's. */
export const MOST_NUMBER = 2_147_483_647

type Row = Omit<OrderDue, 'unpaidFen'> & { unpaid: bigint }
type Client = Pick<Transaction, '$queryRaw'>

const DUE = Prisma.sql`
  SELECT o.id, o.number, o.pay_by AS "payBy", o.kind = 'ahead' AS "isAhead", o.cancelled_at IS NOT NULL AS "isCancelled",
    greatest(0, (SELECT coalesce(sum(held_amount_fen), 0) FROM order_line WHERE order_id = o.id AND state = 'placed')
      - (SELECT coalesce(sum(amount_fen), 0) FROM prepayment WHERE order_id = o.id)
      + (SELECT coalesce(sum(amount_fen), 0) FROM refund WHERE order_id = o.id AND state <> 'undone')
      + (SELECT coalesce(sum(due_fen), 0) FROM payment WHERE order_id = o.id AND method = 'prepaid')
      + (SELECT coalesce(sum(s.no_show_share_fen), 0) FROM order_line l JOIN shortfall s ON s.order_line_id = l.id
        WHERE l.order_id = o.id))::bigint AS unpaid
  FROM "order" o`

function toDue({ unpaid, ...row }: Row): OrderDue {
  return { ...row, unpaidFen: safeFen(unpaid) }
}

/** The county's orders of these numbers; those of others are not there. */
export async function readOrderDues(
  client: Client,
  countyCode: string,
  numbers: readonly number[],
): Promise<OrderDue[]> {
  const sane = numbers.filter((number) => number <= MOST_NUMBER)
  const rows = await client.$queryRaw<Row[]>`
    ${DUE} WHERE o.county_code = ${countyCode} AND o.number = ANY (${sane}::int[])`
  return rows.map(toDue)
}

/** The county's transfer orders that still have to pay one of these amounts, newest first. */
export async function readDuesOf(
  client: Client,
  countyCode: string,
  amountsFen: readonly number[],
  most: number,
): Promise<OrderDue[]> {
  const rows = await client.$queryRaw<Row[]>`
    SELECT * FROM (${DUE} WHERE o.county_code = ${countyCode} AND o.pay_by = 'transfer' AND o.cancelled_at IS NULL) due
    WHERE due.unpaid = ANY (${[...amountsFen]}::bigint[]) ORDER BY due.number DESC LIMIT ${most}`
  return rows.map(toDue)
}

/** The orders that were to be paid ahead, are not, and have something at one of these events: once an event. */
export async function readDuesAt(
  client: Client,
  eventIds: readonly number[],
): Promise<(OrderDue & { eventId: number; nameSealed: string | null })[]> {
  const rows = await client.$queryRaw<(Row & { eventId: number; nameSealed: string | null })[]>`
    SELECT due.*, r.event_id AS "eventId", c.name_sealed AS "nameSealed"
    FROM pickup_event_order r
    JOIN (${DUE} WHERE o.pay_by IN ('transfer', 'card') AND o.cancelled_at IS NULL AND o.id IN (
      SELECT order_id FROM pickup_event_order WHERE event_id = ANY (${[...eventIds]}::int[]))) due ON due.id = r.order_id
    JOIN "order" o ON o.id = due.id LEFT JOIN account c ON c.id = o.account_id
    WHERE r.event_id = ANY (${[...eventIds]}::int[]) AND due.unpaid > 0 ORDER BY due.number, r.event_id`
  return rows.map(({ eventId, nameSealed, ...row }) => ({ ...toDue(row), eventId, nameSealed }))
}
