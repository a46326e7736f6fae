import { invariant } from '#app/domain/kernel/invariant.ts'
import type { BuyerCapacity } from '#app/domain/ledger/journal.ts'
import type { Prepaid } from '#app/domain/payment/prepaid.ts'
import type { Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/** An order whose money is moved; the caller holds its row, so that what is read of it stands. */
export type MoneyOrder = {
  id: string
  countyCode: string
  /** Whose order it is; null for a walk-up buyer nobody knows. */
  accountId: number | null
  agencyId: number | null
  capacity: BuyerCapacity
  isCancelled: boolean
}

/** Holds an order while its money is moved. Null if there is none. */
export async function lockMoneyOrder(tx: Transaction, orderId: string): Promise<MoneyOrder | null> {
  const [row] = await tx.$queryRaw<MoneyOrder[]>`
    SELECT id, county_code AS "countyCode", account_id AS "accountId", agency_id AS "agencyId", capacity,
      cancelled_at IS NOT NULL AS "isCancelled"
    FROM "order" WHERE id = ${orderId}::uuid FOR UPDATE`
  return row ?? null
}

type PrepaidRow = {
  received: bigint
  refunded: bigint
  drawn: bigint
  shared: bigint
  held: bigint
  isCharged: boolean
}

/** What was paid ahead for an order, and what its lines still to come are held at, in fen. */
export async function readPrepaid(
  tx: Pick<Transaction, '$queryRaw'>,
  orderId: string,
): Promise<Prepaid & { heldFen: number; isCharged: boolean }> {
  const [row] = await tx.$queryRaw<PrepaidRow[]>`
    SELECT (SELECT coalesce(sum(amount_fen), 0)::bigint FROM prepayment WHERE order_id = ${orderId}::uuid) AS received,
      (SELECT coalesce(sum(amount_fen), 0)::bigint FROM refund WHERE order_id = ${orderId}::uuid AND state <> 'undone') AS refunded,
      (SELECT coalesce(sum(due_fen), 0)::bigint FROM payment WHERE order_id = ${orderId}::uuid AND method = 'prepaid') AS drawn,
      (SELECT coalesce(sum(s.no_show_share_fen), 0)::bigint FROM order_line l JOIN shortfall s ON s.order_line_id = l.id
        WHERE l.order_id = ${orderId}::uuid) AS shared,
      (SELECT coalesce(sum(held_amount_fen), 0)::bigint FROM order_line WHERE order_id = ${orderId}::uuid AND state = 'placed') AS held,
      (SELECT pay_by FROM "order" WHERE id = ${orderId}::uuid) = 'agency-account' AS "isCharged"`
  invariant(row, 'sums are one row')
  return {
    receivedFen: safeFen(row.received),
    refundedFen: safeFen(row.refunded),
    drawnFen: safeFen(row.drawn),
    noShowShareFen: safeFen(row.shared),
    heldFen: safeFen(row.held),
    isCharged: row.isCharged,
  }
}
