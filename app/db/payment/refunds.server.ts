import { type CivilDate, civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type PrepaymentMethod, refundSent } from '#app/domain/ledger/prepayment.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import {
  nextRefundState,
  type ProviderRefund,
  type RefundState,
  retryAfterSeconds,
} from '#app/domain/payment/refund-states.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { writeNotice } from '../notices/write-notice.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { lockMoneyOrder } from './prepaid-order.server.ts'

export type RefundToSend = {
  id: string
  amountFen: bigint
  providerId: string | null
  paymentId: string
  tries: number
}

/** Takes refunds by card that are due to be sent or asked after, each for one process at a time. */
export async function takeCardRefunds(
  client: Pick<Transaction, '$queryRaw'>,
  most: number,
): Promise<RefundToSend[]> {
  return client.$queryRaw<RefundToSend[]>`
    WITH due AS (
      SELECT id FROM refund WHERE method = 'card' AND state IN ('due', 'sending') AND next_try_at <= clock_timestamp()
      ORDER BY next_try_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    UPDATE refund r SET tries = r.tries + 1,
      next_try_at = clock_timestamp() + make_interval(secs => least(${retryAfterSeconds(99)}, ${retryAfterSeconds(0)} * power(2, least(r.tries, 12))))
    FROM due, prepayment p WHERE r.id = due.id AND p.id = r.prepayment_id
    RETURNING r.id, r.amount_fen AS "amountFen", r.provider_id AS "providerId", p.provider_payment_id AS "paymentId", r.tries`
}

/** Makes true here what the way says of a refund. Null where it is none of ours. */
export async function applyRefund(
  tx: Transaction,
  key: string,
  said: ProviderRefund,
  now: Date,
): Promise<RefundState | null> {
  const isOurs = /^[0-9a-f-]{36}$/.test(key)
  const known = await tx.refund.findFirst({
    where: isOurs ? { id: key } : { providerId: said.refundId },
    select: { id: true, orderId: true },
  })
  if (!known) return null
  await lockMoneyOrder(tx, known.orderId)
  const refund = await tx.refund.findUniqueOrThrow({ where: { id: known.id } })
  const before = refund.state as RefundState
  const state = nextRefundState(before, said.state)
  if (state === before) return state
  if (state === 'sent') {
    const sent = { now, providerId: said.refundId, actorId: null, way: refund.method as PrepaymentMethod }
    await sendRefund(tx, refund.id, sent)
  } else {
    await tx.refund.update({
      where: { id: refund.id },
      data: { state, providerId: said.refundId },
      select: { id: true },
    })
  }
  return state
}

export type SentRefund = {
  now: Date
  providerId: string | null
  /** Who says so; null where a provider does. */
  actorId: number | null
  /** The account it left. */
  way: PrepaymentMethod
  /** The day the bank sent it, where that is known. */
  on?: CivilDate
  /** A person's words, sealed. */
  noteSealed?: string
}

/** Writes that a refund was sent, with its ledger entry. Its order is held, and it was not sent before. */
export async function sendRefund(tx: Transaction, refundId: string, sent: SentRefund): Promise<void> {
  const { now, providerId, actorId, way, on, noteSealed } = sent
  const refund = await tx.refund.findUniqueOrThrow({ where: { id: refundId } })
  const order = await lockMoneyOrder(tx, refund.orderId)
  invariant(order && refund.state !== 'sent', 'a refund is sent once')
  const { countyCode } = order
  await tx.refund.update({
    where: { id: refundId },
    data: {
      state: 'sent',
      sentAt: now,
      sentBy: actorId,
      sentWay: way,
      ...(providerId === null ? {} : { providerId }),
      ...(on === undefined ? {} : { sentOn: toDateColumn(on) }),
      ...(noteSealed === undefined ? {} : { noteSealed }),
    },
    select: { id: true },
  })
  const journal = refundSent({
    cause: { countyCode, causeKind: 'refund', causeId: refundId, businessDay: civilDateOf(now) },
    order: { orderId: order.id, agencyId: order.agencyId, capacity: order.capacity },
    method: way,
    amountFen: safeFen(refund.amountFen),
  })
  invariant(journal !== null, 'what is sent is posted')
  await appendJournal(tx, { actorId, journal })
  await recordActivity(tx, {
    countyCode,
    actorId,
    act: 'payment:refund-sent',
    subjectKind: 'refund',
    subjectId: refundId,
    facts: { orderId: order.id, amountFen: safeFen(refund.amountFen), method: refund.method, way },
  })
  await writeNotice(tx, {
    countyCode,
    accountId: order.accountId,
    orderId: order.id,
    onceKey: onceKeys.refunded(refundId),
    facts: { kind: 'refunded', amountFen: safeFen(refund.amountFen), way: refund.method as PrepaymentMethod },
  })
}
