import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import {
  type HeldLineRefusal,
  isAllocated,
  type LineEntry,
  settleHeldLine,
} from '#app/db/handover/settle-held-line.server.ts'
import { tellHandedOver } from '#app/db/notices/desk-notices.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { LineOutcome } from '#app/domain/handover/settle-line.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type SettleLineInput = LineEntry & {
  operationId: string
  eventId: number
  orderId: string
  orderLineId: string
}

export type SettledLine = { outcome: LineOutcome; amountFen: number }

export type SettleLineRefusal = HeldLineRefusal | 'not-found' | 'already-settled'

/**
 * Says what became of one order line at the desk: moves the goods, credits the households that brought them, and
 * charges the agency where the order is on its account. Sent again with the same id it changes nothing.
 * Refuses as `domain/handover/settle-line` does, and with what the lots or the line's state forbid.
 */
export async function settleLine(actor: Actor, scope: Scope, input: SettleLineInput) {
  const { operationId, eventId, orderId, orderLineId, missing, hasBuyerAcceptedMore } = input
  const parts = [...input.parts].sort((a, b) => a.lotId - b.lotId)
  const content = { orderId, orderLineId, parts, missing, hasBuyerAcceptedMore }
  return inDeskOperation<SettledLine, SettleLineRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'line-settled', content },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      const line = order?.lines.find((one) => one.id === orderLineId)
      if (!order || !line) return refuse('not-found')
      if (line.state !== 'placed') return refuse('already-settled')
      const by = { event, operationId, actorId: actor.accountId }
      const settled = await settleHeldLine(tx, by, order, line, { parts, missing, hasBuyerAcceptedMore })
      if (!settled.ok) return settled
      await tellHandedOver(tx, { event, order })
      const { outcome, amountFen } = settled.value
      const changedLots = parts.map(({ lotId }) => lotId).filter((lotId) => !isAllocated(line, lotId))
      return accept({
        value: { outcome, amountFen },
        facts: { orderLineId, outcome, amountFen, changedLots, hasBuyerAcceptedMore },
      })
    },
  )
}
