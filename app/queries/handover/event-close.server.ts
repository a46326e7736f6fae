/** How an event stands before it closes: every line, every channel of money, the count, and what is still missing. */
import { type Database, readDatabase } from '#app/db/client.server.ts'
import { readCloseFacts } from '#app/db/handover/close-facts.server.ts'
import { readOwners } from '#app/db/handover/event-exceptions.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Role, Scope } from '#app/domain/access/roles.ts'
import { type CloseGap, closeGaps } from '#app/domain/handover/event-close.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'
import { type DeskBar, readDesk } from './desk-bar.server.ts'
import { type EventExceptionRow, readExceptions } from './event-exceptions.server.ts'

export type MoneyChannel = {
  method: 'cash' | 'qr' | 'agency-account' | 'prepaid'
  /** What the desk says came in by this channel. */
  expectedFen: number
  /** What is known to have come in; null where only a statement can tell, later. */
  receivedFen: number | null
}

export type EventCloseLine = {
  id: string
  orderNumber: number
  isWalkUp: boolean
  nameZh: string
  nameEn: string
  orderedBy: 'piece' | 'weight'
  pieceUnit: string | null
  /** The ten-household group that sold it. */
  group: string | null
  ordered: number
  handedOver: number
  state: OrderLineState
  amountFen: number
}

export type EventClose = {
  bar: DeskBar
  lines: EventCloseLine[]
  channels: MoneyChannel[]
  handedOverFen: number
  roundedOffFen: number
  outstandingFen: number
  /** Orders with something handed over that nobody paid for, nor said that it is paid later. */
  unpaid: { orderId: string; orderNumber: number; outstandingFen: number }[]
  /** Who may look into a difference, with a role each; names as offices know each other. */
  owners: { accountId: number; role: Role; name: string }[]
  exceptions: EventExceptionRow[]
  count: { countedFen: number; expectedFen: number; reason: string | null; by: string; at: string } | null
  signature: { by: string; at: string } | null
  /** What keeps it from closing for this signer; empty when it may close. */
  gaps: CloseGap[]
  /** Whether this reader entered a count, and so may not sign. */
  hasCounted: boolean
}

/** `signerId` is who would sign; null where the desk only looks how far it is. */
export async function readEventClose(
  scope: Scope,
  eventId: number,
  signerId: number | null,
): Promise<EventClose | null> {
  const desk = await readDesk(scope, eventId)
  if (!desk) return null
  const db = readDatabase()
  const signer = signerId === null ? null : { accountId: signerId, isVillageLead: true }
  const [facts, lines, payments, newest, signature, confirmed, owners, exceptions] = await Promise.all([
    readCloseFacts(db, { id: eventId, state: desk.bar.state }, signer),
    readLines(db, eventId),
    db.payment.groupBy({
      by: ['method'],
      where: { eventId },
      _sum: { paidFen: true, roundedOffFen: true },
    }),
    db.cashCount.findFirst({ where: { eventId }, orderBy: { id: 'desc' } }),
    db.eventSignature.findUnique({ where: { eventId } }),
    db.bankLine.aggregate({ where: { eventId }, _sum: { inFen: true } }),
    readOwners(db, eventId),
    readExceptions(db, { eventId }),
  ])
  const names = await readNames([newest?.countedBy, signature?.signedBy])
  const paidBy = (method: MoneyChannel['method']) =>
    safeFen(payments.find((row) => row.method === method)?._sum.paidFen ?? null)
  return {
    bar: desk.bar,
    lines,
    channels: [
      {
        method: 'cash',
        expectedFen: facts.expectedCashFen,
        receivedFen: facts.cashCount?.countedFen ?? null,
      },
      // What the desk claims, and what the bank's statements have confirmed of it.
      {
        method: 'qr',
        expectedFen: paidBy('qr'),
        receivedFen: confirmed._sum.inFen === null ? null : safeFen(confirmed._sum.inFen),
      },
      { method: 'agency-account', expectedFen: paidBy('agency-account'), receivedFen: null },
      ...(paidBy('prepaid') > 0
        ? [{ method: 'prepaid' as const, expectedFen: paidBy('prepaid'), receivedFen: null }]
        : []),
    ],
    handedOverFen: lines.reduce((sum, line) => sum + line.amountFen, 0),
    roundedOffFen: payments.reduce((sum, row) => sum + safeFen(row._sum.roundedOffFen), 0),
    outstandingFen: facts.orders.reduce((sum, order) => sum + order.outstandingFen, 0),
    unpaid: facts.orders.filter(({ outstandingFen, isOwed }) => outstandingFen > 0 && !isOwed),
    owners: owners.map(({ accountId, role, nameSealed }) => ({
      accountId,
      role: role as Role,
      name: openText('account.name', nameSealed),
    })),
    exceptions,
    count: newest && {
      countedFen: safeFen(newest.countedFen),
      expectedFen: safeFen(newest.expectedFen),
      reason: newest.differenceReason,
      by: names.get(newest.countedBy) ?? '',
      at: newest.countedAt.toISOString(),
    },
    signature: signature && { by: names.get(signature.signedBy) ?? '', at: signature.signedAt.toISOString() },
    gaps: signature ? [] : closeGaps(facts),
    hasCounted: signerId !== null && facts.cashCount?.countedBy === signerId,
  }
}

async function readNames(accountIds: readonly (number | undefined)[]): Promise<Map<number, string>> {
  const rows = await readDatabase().account.findMany({
    where: { id: { in: accountIds.flatMap((id) => (id === undefined ? [] : [id])) } },
    select: { id: true, nameSealed: true },
  })
  return new Map(rows.map((row) => [row.id, openText('account.name', row.nameSealed)]))
}

type LineRow = Omit<EventCloseLine, 'handedOver' | 'amountFen'> & { handedOver: bigint; amount: bigint }

async function readLines(db: Database, eventId: number): Promise<EventCloseLine[]> {
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT l.id, o.number AS "orderNumber", o.kind = 'walk-up' AS "isWalkUp", p.name_zh AS "nameZh", p.name_en AS "nameEn",
      l.ordered_by AS "orderedBy", l.piece_unit AS "pieceUnit", l.quantity AS ordered, l.state, g.name AS "group",
      coalesce(h.quantity, 0)::bigint AS "handedOver", coalesce(h.amount, 0)::bigint AS amount
    FROM order_line l JOIN "order" o ON o.id = l.order_id JOIN product p ON p.id = l.product_id
    JOIN offer f ON f.id = l.offer_id LEFT JOIN household_group g ON g.id = f.group_id
    LEFT JOIN (SELECT order_line_id, sum(quantity) AS quantity, sum(amount_fen) AS amount FROM handover
      WHERE event_id = ${eventId} GROUP BY order_line_id) h ON h.order_line_id = l.id
    WHERE l.event_id = ${eventId} AND l.state <> 'cancelled' ORDER BY o.number, l.line_number`
  return rows.map(({ handedOver, amount, ...line }) => ({
    ...line,
    handedOver: Number(handedOver),
    amountFen: safeFen(amount),
  }))
}
