import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { type LockedLine, lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { lockLots, moveLotsAnew } from '#app/db/handover/lot-stock.server.ts'
import { type StandingSettlement, takeBackSettlement } from '#app/db/handover/take-back-settlement.server.ts'
import { writeLineOutcome } from '#app/db/handover/write-settlement.server.ts'
import { tellHandedOver } from '#app/db/notices/desk-notices.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { moveGoods } from '#app/domain/handover/move-goods.ts'
import { settleAfterReturn } from '#app/domain/handover/return-goods.ts'
import { type LineOutcome, settleLine } from '#app/domain/handover/settle-line.ts'
import { isReturnReason } from '#app/domain/handover/shortfall-reasons.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse } from '#app/domain/kernel/verdict.ts'

export type ReturnGoodsInput = {
  operationId: string
  eventId: number
  orderId: string
  orderLineId: string
  /** The lot that gave what is brought back. */
  lotId: number
  /** Pieces, or grams where ordered by weight; a weighed piece is 1. */
  quantity: number
  /** One of the reasons for `returned`. */
  reason: string
}

/** What the line comes to now, and what less that is. */
export type GoodsReturned = { outcome: LineOutcome; amountFen: number; takenBackFen: number }

export type ReturnGoodsRefusal =
  | 'not-found'
  | 'return-reason-missing'
  | 'nothing-to-return'
  | 'quantity-not-whole'
  | 'more-than-given'
  | 'not-undoable'
  | 'not-enough'

/**
 * The buyer brings something of a settled line back at the same event: the line is settled anew for what is kept, so
 * that each household, lead farmer, cooperative and agency is credited and charged for just that. Unfit goods go home
 * with their household, others back to the stall. What is paid too much is given back as a difference.
 * Refuses `more-than-given` with `given`.
 */
export async function returnGoods(actor: Actor, scope: Scope, input: ReturnGoodsInput) {
  const { operationId, eventId, orderId, orderLineId, lotId, quantity, reason } = input
  return inDeskOperation<GoodsReturned, ReturnGoodsRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'return', content: { orderId, orderLineId, lotId, quantity, reason } },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      const line = order?.lines.find((one) => one.id === orderLineId)
      if (!order || !line) return refuse('not-found')
      if (!isReturnReason(reason)) return refuse('return-reason-missing')
      if (line.state !== 'handed-over' && line.state !== 'part-handed-over')
        return refuse('nothing-to-return')
      const by = { event, operationId, actorId: actor.accountId }
      const before = await takeBackSettlement(tx, by, line, { leavesGoods: true })
      if (!before.ok) return before
      invariant(before.value, 'a line that was handed over is settled')
      const entry = settleAfterReturn(line.snapshot, before.value, { lotId, quantity, reason })
      if (!entry.ok) return entry
      const settled = settleLine(entry.value)
      invariant(
        settled.ok,
        `what is kept of a settled line is a settlement: ${settled.ok ? '' : settled.code}`,
      )
      const { parts, shortfalls } = entry.value
      const { allocations } = before.value
      const moves = moveGoods({ reserved: allocations, given: parts, shortfalls })
      const lots = await lockLots(tx, lotsOf(before.value))
      const moved = await moveLotsAnew(tx, lots, before.value, moves, line.snapshot.measure.orderedBy)
      if (!moved.ok) return moved
      const again: LockedLine = { ...line, state: 'placed', allocations }
      await writeLineOutcome(tx, by, order, again, settled.value, { moves, toppedUp: moved.value })
      await tellHandedOver(tx, { event, order })
      const { outcome, amountFen } = settled.value
      const takenBackFen = before.value.amountFen - amountFen
      return accept({
        value: { outcome, amountFen, takenBackFen },
        facts: {
          orderLineId,
          lotId,
          quantity,
          reason,
          outcome,
          amountFen,
          takenBackFen,
          hasBuyerAcceptedMore: true,
        },
      })
    },
  )
}

function lotsOf({ allocations, parts }: StandingSettlement): number[] {
  return [...allocations, ...parts].map(({ lotId }) => lotId)
}
