import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { raiseException } from '#app/db/handover/event-exceptions.server.ts'
import { lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { readOrderBalance } from '#app/db/handover/order-balance.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { outstandingFen } from '#app/domain/handover/payment-due.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type OwnUnpaidOrderInput = {
  operationId: string
  eventId: number
  orderId: string
  reason: string
  ownerId: number | null
}

/**
 * Records that what was handed over of an order is paid later: an exception that somebody looks into, with which the
 * event may close. Refuses where nothing is owed.
 */
export async function ownUnpaidOrder(actor: Actor, scope: Scope, input: OwnUnpaidOrderInput) {
  const { operationId, eventId, orderId, ownerId } = input
  const reason = input.reason.trim()
  return inDeskOperation<
    { amountFen: number },
    'not-found' | 'reason-missing' | 'nothing-owed' | 'exception-owner-unknown'
  >(
    actor,
    scope,
    { id: operationId, eventId, kind: 'unpaid-owned', content: { orderId, reason, ownerId } },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      if (!order) return refuse('not-found')
      if (reason === '') return refuse('reason-missing')
      const amountFen = outstandingFen(await readOrderBalance(tx, event.id, order.id))
      if (amountFen <= 0) return refuse('nothing-owed')
      // Another desk may have said so already.
      const said = { eventId: event.id, orderId: order.id, amountFen: BigInt(amountFen) }
      if ((await tx.eventException.count({ where: said })) > 0) {
        return accept({ value: { amountFen }, facts: { orderId: order.id, amountFen } })
      }
      const of = { kind: 'handed-over-unpaid' as const, orderId: order.id, amountFen, reason }
      const isRaised = await raiseException(tx, event, of, { ownerId, actorId: actor.accountId })
      if (!isRaised) return refuse('exception-owner-unknown')
      return accept({ value: { amountFen }, facts: { orderId: order.id, amountFen } })
    },
  )
}
