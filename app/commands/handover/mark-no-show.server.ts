import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { lockLots, moveLots } from '#app/db/handover/lot-stock.server.ts'
import { writeLineOutcome } from '#app/db/handover/write-settlement.server.ts'
import { tellHandedOver, tellNoShow } from '#app/db/notices/desk-notices.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { moveGoods } from '#app/domain/handover/move-goods.ts'
import { type Shortfall, settleLine } from '#app/domain/handover/settle-line.ts'
import type { ShortfallReason } from '#app/domain/handover/shortfall-reasons.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type MarkNoShowInput = { operationId: string; eventId: number; orderId: string }

const DID_NOT_COME: ShortfallReason = 'did-not-come'

/**
 * The buyer did not come for what is left of an order at this event: its goods go back to the stall.
 * Refuses `already-settled` where no line is left.
 */
export async function markNoShow(actor: Actor, scope: Scope, input: MarkNoShowInput) {
  const { operationId, eventId, orderId } = input
  return inDeskOperation<{ lineCount: number }, 'not-found' | 'already-settled' | 'not-enough'>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'no-show', content: { orderId } },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      if (!order) return refuse('not-found')
      const left = order.lines.filter((line) => line.state === 'placed')
      if (left.length === 0) return refuse('already-settled')
      const allocations = left.flatMap((line) => line.allocations)
      // Every lot is held before the first is moved, and read again for each line that moves it.
      const lotIds = allocations.map((part) => part.lotId)
      await lockLots(tx, lotIds)
      for (const line of left) {
        const { snapshot } = line
        const shortfalls: Shortfall[] = [
          { kind: 'no-show', quantity: snapshot.quantity, reason: DID_NOT_COME },
        ]
        const settled = settleLine({ line: snapshot, parts: [], shortfalls, hasBuyerAcceptedMore: false })
        invariant(settled.ok, 'nobody coming for a whole line is always a settlement')
        const moves = moveGoods({ reserved: line.allocations, given: [], shortfalls })
        const moved = await moveLots(tx, await lockLots(tx, lotIds), moves, snapshot.measure.orderedBy)
        if (!moved.ok) return moved
        const by = { event, operationId, actorId: actor.accountId }
        await writeLineOutcome(tx, by, order, line, settled.value, { moves, toppedUp: moved.value })
      }
      await tellNoShow(tx, { event, order }, left)
      await tellHandedOver(tx, { event, order })
      return accept({ value: { lineCount: left.length }, facts: { orderId, lineCount: left.length } })
    },
  )
}
