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
