import type { CashCount, EventCloseFacts } from '#app/domain/handover/event-close.ts'
import { cashAccount } from '#app/domain/ledger/accounts.ts'
import type { Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

type Reader = Pick<Transaction, '$queryRaw' | 'orderLine' | 'cashCount'>

/** What an event's cash box holds by the ledger: what went in less what was paid out of it. */
export async function readExpectedCash(tx: Pick<Transaction, '$queryRaw'>, eventId: number): Promise<number> {
  const account = cashAccount(eventId)
  const [row] = await tx.$queryRaw<{ balance: bigint | null }[]>`
    SELECT sum(CASE WHEN from_account = ${account} THEN amount_fen ELSE -amount_fen END)::bigint AS balance
    FROM posting WHERE from_account = ${account} OR to_account = ${account}`
  return safeFen(row?.balance ?? null)
}

/** Every order of the event of which something was handed over, with what of it is not paid. */
async function readOutstanding(tx: Reader, eventId: number): Promise<EventCloseFacts['orders']> {
  const rows = await tx.$queryRaw<{ orderNumber: number; outstanding: bigint }[]>`
    SELECT o.number AS "orderNumber", (given.fen - coalesce(paid.fen, 0))::bigint AS outstanding
    FROM (SELECT l.order_id, sum(h.amount_fen) AS fen FROM handover h JOIN order_line l ON l.id = h.order_line_id
      WHERE h.event_id = ${eventId} GROUP BY l.order_id) given
    JOIN "order" o ON o.id = given.order_id
    LEFT JOIN (SELECT order_id, sum(due_fen) AS fen FROM payment WHERE event_id = ${eventId} GROUP BY order_id) paid
      ON paid.order_id = given.order_id
    ORDER BY o.number`
  return rows.map((row) => ({
    orderNumber: row.orderNumber,
    outstandingFen: safeFen(row.outstanding),
    isOwed: false,
  }))
}

/**
 * The newest count, unless money moved since: then the box has to be counted again. Where the signer entered any
 * count of this event, it stands as the signer's: having counted once is having entered the cash.
 */
async function readCashCount(
  tx: Reader,
  eventId: number,
  expectedFen: number,
  signerId: number | null,
): Promise<CashCount | null> {
  const counts = await tx.cashCount.findMany({
    where: { eventId },
    orderBy: { id: 'desc' },
    select: { countedBy: true, countedFen: true, expectedFen: true, differenceReason: true },
  })
  const [newest] = counts
  if (!newest || safeFen(newest.expectedFen) !== expectedFen) return null
  const isSigners = signerId !== null && counts.some((count) => count.countedBy === signerId)
  return {
    countedBy: isSigners ? signerId : newest.countedBy,
    countedFen: safeFen(newest.countedFen),
    differenceReason: newest.differenceReason,
  }
}

/** What decides whether an event may close, as of now. `signer` is who is about to sign, if anybody is. */
export async function readCloseFacts(
  tx: Reader,
  event: { id: number; state: string },
  signer: EventCloseFacts['signer'],
): Promise<EventCloseFacts> {
  const expectedCashFen = await readExpectedCash(tx, event.id)
  return {
    isClosing: event.state === 'closing',
    unsettledLineCount: await tx.orderLine.count({ where: { eventId: event.id, state: 'placed' } }),
    orders: await readOutstanding(tx, event.id),
    expectedCashFen,
    cashCount: await readCashCount(tx, event.id, expectedCashFen, signer?.accountId ?? null),
    signer,
  }
}
