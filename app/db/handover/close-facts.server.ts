import type { CashCount, EventCloseFacts, LineFault } from '#app/domain/handover/event-close.ts'
import { cashAccount } from '#app/domain/ledger/accounts.ts'
import { Prisma, type Transaction } from '../client.server.ts'
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

/**
 * Acts that settled a line which an earlier one had settled: what is handed over twice. What they gave and charged is
 * the line's fault, and no fault of the order's money.
 */
const SURPLUS = (eventId: number) => Prisma.sql`
  SELECT order_line_id, operation_id FROM (
    SELECT order_line_id, operation_id, row_number() OVER (PARTITION BY order_line_id ORDER BY min(recorded_at), operation_id) AS nth
    FROM (SELECT order_line_id, operation_id, recorded_at FROM standing_handover WHERE event_id = ${eventId}::int
      UNION ALL SELECT order_line_id, operation_id, recorded_at FROM standing_shortfall WHERE event_id = ${eventId}::int) acts
    GROUP BY 1, 2) acts WHERE nth > 1`

/** Every order of the event with goods handed over or money taken, and what of it is not paid. */
async function readOutstanding(tx: Reader, eventId: number): Promise<EventCloseFacts['orders']> {
  const rows = await tx.$queryRaw<
    { orderId: string; orderNumber: number; outstanding: bigint; owed: bigint }[]
  >`
    WITH surplus AS (${SURPLUS(eventId)}), given AS (
      SELECT l.order_id, sum(h.amount_fen) AS fen FROM standing_handover h JOIN order_line l ON l.id = h.order_line_id
      WHERE h.event_id = ${eventId}::int AND NOT EXISTS (SELECT FROM surplus s
        WHERE s.operation_id = h.operation_id AND s.order_line_id = h.order_line_id)
      GROUP BY l.order_id
    ), paid AS (
      SELECT p.order_id, sum(p.due_fen) AS fen FROM payment p
      WHERE p.event_id = ${eventId}::int AND NOT (p.method IN ('agency-account', 'prepaid')
        AND p.operation_id IN (SELECT operation_id FROM surplus))
      GROUP BY p.order_id
    ), owed AS (
      SELECT order_id, max(amount_fen) AS fen FROM event_exception
      WHERE event_id = ${eventId}::int AND kind = 'handed-over-unpaid' GROUP BY order_id
    )
    SELECT o.id AS "orderId", o.number AS "orderNumber", (coalesce(given.fen, 0) - coalesce(paid.fen, 0))::bigint AS outstanding,
      coalesce(owed.fen, 0)::bigint AS owed
    FROM given FULL JOIN paid USING (order_id) JOIN "order" o ON o.id = order_id LEFT JOIN owed USING (order_id)
    ORDER BY o.number`
  return rows.map((row) => ({
    orderId: row.orderId,
    orderNumber: row.orderNumber,
    outstandingFen: safeFen(row.outstanding),
    isOwed: row.owed > 0n && row.owed >= row.outstanding,
  }))
}

/** Settled lines whose goods, acts or households don't hold together: one of a kind each. */
async function readLineFaults(tx: Reader, eventId: number): Promise<LineFault[]> {
  return tx.$queryRaw<LineFault[]>`
    WITH surplus AS (${SURPLUS(eventId)}), line AS (
      SELECT l.id, o.number AS "orderNumber", l.line_number AS "lineNumber", l.quantity, l.state, l.ordered_by
      FROM order_line l JOIN "order" o ON o.id = l.order_id WHERE l.event_id = ${eventId}::int AND l.state <> 'cancelled'
    ), counted AS (
      SELECT order_line_id, sum(quantity) AS quantity FROM (
        SELECT order_line_id, quantity FROM standing_handover WHERE event_id = ${eventId}::int
        UNION ALL SELECT order_line_id, quantity FROM standing_shortfall WHERE event_id = ${eventId}::int) parts GROUP BY 1
    ), credited AS (
      SELECT order_line_id, household_id, sum(fen) AS fen FROM (
        SELECT order_line_id, household_id, base_fen + premium_fen AS fen FROM handover WHERE event_id = ${eventId}::int
        UNION ALL
        SELECT order_line_id, household_id, CASE WHEN to_account = 'household:' || household_id THEN -amount_fen ELSE amount_fen END
        FROM posting WHERE event_id = ${eventId}::int AND part IN ('base', 'premium')) sides
      GROUP BY 1, 2 HAVING sum(fen) <> 0
    )
    SELECT 'goods-do-not-add-up' AS code, "orderNumber", "lineNumber" FROM line LEFT JOIN counted ON counted.order_line_id = line.id
    WHERE state <> 'placed' AND (coalesce(counted.quantity, 0) < line.quantity
      OR (ordered_by = 'piece' AND counted.quantity > line.quantity AND id NOT IN (SELECT order_line_id FROM surplus)))
    UNION ALL
    SELECT DISTINCT 'line-handed-over-twice', "orderNumber", "lineNumber" FROM line JOIN surplus ON surplus.order_line_id = line.id
    UNION ALL
    SELECT 'wrong-household', "orderNumber", "lineNumber" FROM line WHERE id IN (SELECT order_line_id FROM credited)
      OR id IN (SELECT h.order_line_id FROM standing_handover h JOIN lot ON lot.id = h.lot_id
        WHERE h.event_id = ${eventId}::int AND lot.household_id <> h.household_id)
    ORDER BY 1, 2, 3`
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
): Promise<(CashCount & { isDifferenceOwned: boolean }) | null> {
  const counts = await tx.cashCount.findMany({
    where: { eventId },
    orderBy: { id: 'desc' },
    select: {
      countedBy: true,
      countedFen: true,
      expectedFen: true,
      exception: { select: { amountFen: true } },
    },
  })
  const [newest] = counts
  if (!newest || safeFen(newest.expectedFen) !== expectedFen) return null
  const isSigners = signerId !== null && counts.some((count) => count.countedBy === signerId)
  return {
    countedBy: isSigners ? signerId : newest.countedBy,
    countedFen: safeFen(newest.countedFen),
    isDifferenceOwned: newest.exception?.amountFen === newest.countedFen - newest.expectedFen,
  }
}

/** What decides whether an event may close, as of now. `signer` is who is about to sign, if anybody is. */
export async function readCloseFacts(
  tx: Reader,
  event: { id: number; state: string },
  signer: EventCloseFacts['signer'],
): Promise<EventCloseFacts> {
  const expectedCashFen = await readExpectedCash(tx, event.id)
  const counted = await readCashCount(tx, event.id, expectedCashFen, signer?.accountId ?? null)
  return {
    isClosing: event.state === 'closing',
    unsettledLineCount: await tx.orderLine.count({ where: { eventId: event.id, state: 'placed' } }),
    lineFaults: await readLineFaults(tx, event.id),
    orders: await readOutstanding(tx, event.id),
    expectedCashFen,
    cashCount: counted && { countedBy: counted.countedBy, countedFen: counted.countedFen },
    isDifferenceOwned: counted?.isDifferenceOwned ?? false,
    signer,
  }
}
