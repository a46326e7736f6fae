import { inDeskOperation } from '#app/db/handover/desk-operation.server.ts'
import { groupOrderFirst, takeNumber } from '#app/db/handover/queue.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

/** `pickupCode`: six digits, scanned or typed; an order's, or the one of an agency's colleagues. */
export type CheckInBuyerInput = { operationId: string; eventId: number; pickupCode: string }

/** `isGroup`: the code is that of several orders, of which this one has the number. */
export type CheckedIn = { orderId: string; number: number; isGroup: boolean }

/** A buyer has come: their order gets its number in the queue, once, however often its code is shown. */
export async function checkInBuyer(actor: Actor, scope: Scope, input: CheckInBuyerInput) {
  const { operationId, eventId, pickupCode } = input
  return inDeskOperation<CheckedIn, 'not-found'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'check-in', content: { pickupCode } },
    async (tx, event) => {
      const room = await tx.pickupEventOrder.findUnique({
        where: { eventId_pickupCode: { eventId: event.id, pickupCode } },
        select: { orderId: true },
      })
      const orderId = room?.orderId ?? (await groupOrderFirst(tx, event.id, pickupCode))
      if (orderId === null) return refuse('not-found')
      const number = await takeNumber(tx, event, { operationId, orderId })
      return accept({ value: { orderId, number, isGroup: room === null }, facts: { orderId, number } })
    },
  )
}
