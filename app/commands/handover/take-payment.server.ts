import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { readCashStep, readOrderBalance } from '#app/db/handover/order-balance.server.ts'
import { writePayment } from '#app/db/handover/write-payment.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type PaymentMethod, type PaymentParts, paymentNow } from '#app/domain/handover/payment-due.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type TakePaymentInput = {
  operationId: string
  eventId: number
  orderId: string
  method: PaymentMethod
  /** What the page asked the buyer for, in fen: if it is no longer that, nothing is taken. */
  shownFen: number
}

export type TakePaymentRefusal = 'not-found' | 'on-agency-account' | 'nothing-due' | 'due-changed'

/**
 * Takes money for what was handed over of an order at this event and is not yet paid, or gives back what was paid for
 * more than that: below zero. Cash is whole steps of the county's; what is rounded off is the county's once the order
 * is complete. Refuses `due-changed` with `dueFen`.
 */
export async function takePayment(actor: Actor, scope: Scope, input: TakePaymentInput) {
  const { operationId, eventId, orderId, method, shownFen } = input
  return inDeskOperation<PaymentParts, TakePaymentRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'payment', content: { orderId, method, shownFen } },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      if (!order) return refuse('not-found')
      if (order.payBy === 'agency-account') return refuse('on-agency-account')
      const balance = await readOrderBalance(tx, event.id, order.id)
      const taken = paymentNow(balance, method, await readCashStep(tx, event.countyCode))
      if (taken.dueFen === 0) return refuse('nothing-due')
      if (taken.payableFen !== shownFen) return refuse('due-changed', { dueFen: taken.payableFen })
      const by = { event, operationId, actorId: actor.accountId }
      await writePayment(tx, by, order, { method, dueFen: taken.dueFen, paidFen: taken.payableFen })
      return accept({ value: taken, facts: { orderId, method, ...taken } })
    },
  )
}
