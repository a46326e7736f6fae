import { database } from '#app/db/client.server.ts'
import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import { calledBy, callFirst } from '#app/db/handover/queue.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type CallNextBuyerInput = { operationId: string; eventId: number }

/**
 * A desk takes the next buyer of the queue: no two desks get the same one. Answers whose order it is; sent again, the
 * same. Refuses `queue-empty` where nobody waits.
 */
export async function callNextBuyer(actor: Actor, scope: Scope, input: CallNextBuyerInput) {
  const { operationId, eventId } = input
  const called = await inDeskOperation<{ orderId: string }, 'queue-empty'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'call', content: {} },
    async (tx, event) => {
      const first = await callFirst(tx, event, { operationId, actorId: actor.accountId })
      if (!first) return refuse('queue-empty')
      const { orderId, number } = first
      return accept({ value: { orderId }, facts: { orderId, number } })
    },
  )
  if (!called.ok) return called
  if (!called.value.repeated) return accept(called.value.value)
  const orderId = await calledBy(database(), operationId)
  return accept(orderId === null ? null : { orderId })
}
