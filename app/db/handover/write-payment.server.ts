import { randomUUID } from 'node:crypto'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { BuyerCapacity, Cause, Journal } from '#app/domain/ledger/journal.ts'
import { chargedToAgency, paymentReceived } from '#app/domain/ledger/payment.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'

export type PayingOrder = { id: string; agencyId: number | null; capacity: BuyerCapacity }

/** What stops being owed, and how: taken at the desk, put on the agency's account, or drawn from what was paid ahead. */
export type TakenPayment =
  | { method: 'cash' | 'qr'; dueFen: number; paidFen: number }
  | { method: 'agency-account' | 'prepaid'; dueFen: number }

function journalOfPayment(
  event: LockedEvent,
  order: PayingOrder,
  payment: TakenPayment,
  cause: Cause,
): Journal | null {
  const paid = { orderId: order.id, eventId: event.id, capacity: order.capacity }
  // What was paid ahead is in the ledger since it came: the sale meets it on the order's account.
  if (payment.method === 'prepaid') return null
  if ('paidFen' in payment) {
    const { method, dueFen, paidFen } = payment
    return paymentReceived({ cause, order: { ...paid, agencyId: order.agencyId }, method, dueFen, paidFen })
  }
  invariant(order.agencyId !== null, 'an account has an agency')
  return chargedToAgency({ cause, order: { ...paid, agencyId: order.agencyId }, amountFen: payment.dueFen })
}

/** Writes a payment or a charge with its ledger entry, on the event's day. Nothing is written for nothing due. */
export async function writePayment(
  tx: Transaction,
  by: { event: LockedEvent; operationId: string; actorId: number },
  order: PayingOrder,
  payment: TakenPayment,
): Promise<void> {
  const { event, operationId, actorId } = by
  if (payment.dueFen === 0) return
  const id = randomUUID()
  const paidFen = 'paidFen' in payment ? payment.paidFen : payment.dueFen
  await tx.payment.create({
    data: {
      id,
      operationId,
      countyCode: event.countyCode,
      orderId: order.id,
      eventId: event.id,
      method: payment.method,
      dueFen: payment.dueFen,
      paidFen,
      roundedOffFen: payment.dueFen - paidFen,
      takenBy: actorId,
    },
    select: { id: true },
  })
  const cause: Cause = {
    countyCode: event.countyCode,
    causeKind: 'payment',
    causeId: id,
    businessDay: event.businessDay,
  }
  const journal = journalOfPayment(event, order, payment, cause)
  invariant(journal !== null || payment.method === 'prepaid', 'what is due is posted')
  if (journal) await appendJournal(tx, { actorId, journal })
}
