import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { agencyPaid, qrConfirmed } from '#app/domain/ledger/payment.ts'
import { judgeLine, type LineVerdict, type NamedRefund } from '#app/domain/payment/bank-line.ts'
import type { PaymentReference, ReadReference } from '#app/domain/payment/payment-reference.ts'
import type { RefundState } from '#app/domain/payment/refund-states.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { MOST_NUMBER, type OrderDue, readOrderDues } from './order-dues.server.ts'
import { lockMoneyOrder } from './prepaid-order.server.ts'
import { readQrClaims } from './qr-claims.server.ts'
import { receivePrepayment } from './receive-prepayment.server.ts'
import { sendRefund } from './refunds.server.ts'

export type BankMovement = {
  countyCode: string
  key: string
  day: CivilDate
  inFen: number
  outFen: number
}

/** Who settles it. A person who names an order may name one that no transfer was asked of. */
export type SettledBy = { actorId: number; now: Date; isPerson: boolean }

/** What a line did: of the ids one is of what it moved, none where it moved nothing. */
export type SettledLine = {
  verdict: LineVerdict
  orderId: string | null
  refundId: string | null
  agencyStatementId: number | null
  /** The event whose QR claims it confirmed. */
  eventId: number | null
}

/** Whether an order's money may come by the bank. */
export function takesTransfer(order: OrderDue, isPerson: boolean): boolean {
  return isPerson ? order.isAhead && order.payBy !== 'agency-account' : order.payBy === 'transfer'
}

/**
 * Moves what a line pays, once: the county's bank lines are held by the caller. What it names is held and judged as it
 * then is; where a person has to look at it nothing is written.
 */
export async function settleBankLine(
  tx: Transaction,
  movement: BankMovement,
  read: ReadReference,
  by: SettledBy,
): Promise<SettledLine> {
  if (read.is === 'one' && read.reference.kind === 'order' && movement.inFen > 0)
    return settleOrder(tx, movement, read.reference, by)
  if (read.is === 'one' && read.reference.kind === 'refund' && movement.outFen > 0)
    return settleRefund(tx, movement, read.reference, by)
  if (read.is === 'one' && read.reference.kind === 'statement' && movement.inFen > 0)
    return settleStatement(tx, movement, read.reference, by)
  if (read.is === 'one' && read.reference.kind === 'event' && movement.inFen > 0)
    return settleQrClaims(tx, movement, read.reference, by)
  return { verdict: judgeLine(movement, read, {}), ...NOTHING }
}

/** Of a line that moved nothing. */
export const NOTHING = { orderId: null, refundId: null, agencyStatementId: null, eventId: null } as const

async function settleOrder(
  tx: Transaction,
  movement: BankMovement,
  reference: PaymentReference,
  { actorId, now, isPerson }: SettledBy,
): Promise<SettledLine> {
  const { countyCode, key, inFen } = movement
  const [found] = await readOrderDues(tx, countyCode, [reference.number])
  const order = found ? await lockMoneyOrder(tx, found.id) : null
  // Read again under the order's lock: the desk or another may have taken money for it meanwhile.
  const [due] = order ? await readOrderDues(tx, countyCode, [reference.number]) : []
  const named = due && {
    takesTransfer: takesTransfer(due, isPerson),
    isCancelled: due.isCancelled,
    unpaidFen: due.unpaidFen,
  }
  const verdict = judgeLine(movement, { is: 'one', reference }, { order: named ?? null })
  if (verdict.is === 'open' || !order) return { verdict, ...NOTHING }
  await receivePrepayment(tx, order, {
    method: 'transfer',
    amountFen: inFen,
    providerPaymentId: `bank:${countyCode}:${key}`,
    receivedAt: now,
    actorId,
  })
  return { verdict, ...NOTHING, orderId: order.id }
}

async function settleRefund(
  tx: Transaction,
  movement: BankMovement,
  reference: PaymentReference,
  { actorId, now }: SettledBy,
): Promise<SettledLine> {
  const { number } = reference
  const found =
    number > MOST_NUMBER
      ? null
      : await tx.refund.findFirst({
          where: { number, countyCode: movement.countyCode, state: { not: 'undone' } },
          select: { id: true, orderId: true },
        })
  if (found) await lockMoneyOrder(tx, found.orderId)
  const refund =
    found &&
    (await tx.refund.findFirst({
      where: { id: found.id, state: { not: 'undone' } },
      include: { bankLine: true },
    }))
  const named = refund ? toNamedRefund(refund) : null
  const verdict = judgeLine(movement, { is: 'one', reference }, { refund: named })
  if (verdict.is === 'open' || !refund) return { verdict, ...NOTHING }
  if (refund.state !== 'sent') {
    await sendRefund(tx, refund.id, { now, providerId: null, actorId, way: 'transfer', on: movement.day })
  }
  return { verdict, ...NOTHING, refundId: refund.id }
}

/**
 * Whatever an agency pays goes towards its account as a whole: the statement that is named says only whose money it is,
 * so that short, over or twice is seen in what the next one opens with.
 */
async function settleStatement(
  tx: Transaction,
  { countyCode, key, inFen }: BankMovement,
  reference: PaymentReference,
  { actorId, now }: SettledBy,
): Promise<SettledLine> {
  const { number } = reference
  const statement =
    number > MOST_NUMBER ? null : await tx.agencyStatement.findFirst({ where: { id: number, countyCode } })
  const verdict = judgeLine(
    { inFen, outFen: 0 },
    { is: 'one', reference },
    { hasStatement: statement !== null },
  )
  if (verdict.is === 'open' || statement === null) return { verdict, ...NOTHING }
  const { agencyId } = statement
  const journal = agencyPaid({
    cause: {
      countyCode,
      causeKind: 'bank-line',
      causeId: `${countyCode}:${key}`,
      businessDay: civilDateOf(now),
    },
    agencyId,
    amountFen: inFen,
  })
  invariant(journal !== null, 'what came is posted')
  const { repeated } = await appendJournal(tx, { actorId, journal })
  invariant(!repeated, 'a bank line moves its money once')
  await recordActivity(tx, {
    countyCode,
    actorId,
    act: 'agency:pay',
    subjectKind: 'agency-statement',
    subjectId: String(statement.id),
    facts: { agencyId, amountFen: inFen },
  })
  return { verdict, ...NOTHING, agencyStatementId: statement.id }
}

/**
 * Whatever comes is booked to the event that is named: a provider pays out a day's claims in one sum, less or more than
 * the desk wrote down, and the difference is there to be seen on the event's close.
 */
async function settleQrClaims(
  tx: Transaction,
  { countyCode, key, inFen }: BankMovement,
  reference: PaymentReference,
  { actorId, now }: SettledBy,
): Promise<SettledLine> {
  const { number: eventId } = reference
  const [claim] = eventId > MOST_NUMBER ? [] : await readQrClaims(tx, countyCode, [eventId])
  const verdict = judgeLine(
    { inFen, outFen: 0 },
    { is: 'one', reference },
    { hasQrClaim: claim !== undefined },
  )
  if (verdict.is === 'open') return { verdict, ...NOTHING }
  const journal = qrConfirmed({
    cause: {
      countyCode,
      causeKind: 'bank-line',
      causeId: `${countyCode}:${key}`,
      businessDay: civilDateOf(now),
    },
    eventId,
    amountFen: inFen,
  })
  invariant(journal !== null, 'what came is posted')
  const { repeated } = await appendJournal(tx, { actorId, journal })
  invariant(!repeated, 'a bank line moves its money once')
  return { verdict, ...NOTHING, eventId }
}

type RefundRow = {
  method: string
  state: string
  sentWay: string | null
  amountFen: bigint
  bankLine: { id: string } | null
}

export function toNamedRefund(refund: RefundRow): NamedRefund {
  return {
    method: refund.method as NamedRefund['method'],
    state: refund.state as RefundState,
    sentWay: refund.sentWay as NamedRefund['sentWay'],
    isMet: refund.bankLine !== null,
    amountFen: safeFen(refund.amountFen),
  }
}
