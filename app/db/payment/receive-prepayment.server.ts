import { randomUUID } from 'node:crypto'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type PrepaymentMethod, prepaymentReceived } from '#app/domain/ledger/prepayment.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { writeNotice } from '../notices/write-notice.server.ts'
import type { MoneyOrder } from './prepaid-order.server.ts'
import { refundSurplus } from './refund-surplus.server.ts'

export type ReceivedMoney = {
  method: PrepaymentMethod
  amountFen: number
  /** The provider's or the statement's own name of it: the same money is received once. */
  providerPaymentId: string
  /** When it is known to have come: its business day in Shanghai is the ledger's. */
  receivedAt: Date
  /** Who entered it; null where a provider said so. */
  actorId: number | null
}

/**
 * Receives money for an order that is held: into the ledger, and what the order has no use for goes back at once.
 * False where this very money was received before, and nothing was done.
 */
export async function receivePrepayment(
  tx: Transaction,
  order: MoneyOrder,
  money: ReceivedMoney,
): Promise<boolean> {
  const { method, amountFen, providerPaymentId, receivedAt, actorId } = money
  const id = randomUUID()
  const { countyCode } = order
  const written = await tx.prepayment.createMany({
    data: [{ id, countyCode, orderId: order.id, method, amountFen, providerPaymentId, recordedBy: actorId }],
    skipDuplicates: true,
  })
  if (written.count === 0) return false
  const businessDay = civilDateOf(receivedAt)
  const journal = prepaymentReceived({
    cause: { countyCode, causeKind: 'prepayment', causeId: id, businessDay },
    order: { orderId: order.id, agencyId: order.agencyId, capacity: order.capacity },
    method,
    amountFen,
  })
  invariant(journal !== null, 'what is received is posted')
  await appendJournal(tx, { actorId, journal })
  await tx.order.update({ where: { id: order.id }, data: { heldUntil: null }, select: { id: true } })
  const cause = order.isCancelled ? 'came-too-late' : 'overpaid'
  const refundedFen = await refundSurplus(tx, order, { cause, businessDay, actorId })
  await recordActivity(tx, {
    countyCode,
    actorId,
    act: 'payment:receive',
    subjectKind: 'prepayment',
    subjectId: id,
    facts: { orderId: order.id, method, amountFen, refundedFen },
  })
  await writeNotice(tx, {
    countyCode,
    accountId: order.accountId,
    orderId: order.id,
    onceKey: onceKeys.paymentReceived(id),
    facts: { kind: 'payment-received', amountFen, way: method },
  })
  return true
}
