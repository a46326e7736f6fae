import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { writeNotice } from '#app/db/notices/write-notice.server.ts'
import { lockOwnOrder, type PlacedLine } from '#app/db/ordering/lock-own-order.server.ts'
import { cancelLines, keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import { refundSurplus } from '#app/db/payment/refund-surplus.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { goodsOf } from '#app/domain/notices/kinds.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'

export type CancelOrderInput = {
  orderId: string
  /** One offer at one event of the order; null for the whole order. */
  part: { offerId: number; eventId: number } | null
}
export type CancelOrderCode = 'not-found' | 'nothing-to-cancel' | 'past-cut-off'

/**
 * Cancels the actor's own order, or one offer of it, as far as its events have not cut off: the goods and the room
 * are free again. Refuses `past-cut-off` where nothing that was asked can be cancelled any more. No role is needed:
 * who has left his agency keeps the orders he pays himself.
 */
export async function cancelOrder(
  actor: Actor,
  scope: Scope,
  { orderId, part }: CancelOrderInput,
): Promise<Verdict<{ cancelled: number; kept: number }, CancelOrderCode>> {
  return decideInTransaction<{ cancelled: number; kept: number }, CancelOrderCode>(async (tx) => {
    const order = await lockOwnOrder(tx, actor, scope, orderId)
    if (!order) return refuse('not-found')
    const asked = order.lines.filter((line) => isAsked(line, part))
    if (asked.length === 0) return refuse('nothing-to-cancel')
    const open = asked.filter((line) => order.openEventIds.has(line.eventId))
    if (open.length === 0) return refuse('past-cut-off')
    await cancelLines(tx, open, 'by-buyer')
    const { totalFen } = await keepOrderInStep(tx, order.id)
    const because = {
      cause: 'cancelled' as const,
      businessDay: civilDateOf(new Date()),
      actorId: actor.accountId,
    }
    const refundedFen = await refundSurplus(tx, order, because)
    const lineNumbers = open.map((line) => line.lineNumber)
    await recordActivity(tx, {
      countyCode: order.countyCode,
      actorId: actor.accountId,
      act: 'order:cancel',
      subjectKind: 'order',
      subjectId: order.id,
      facts: { lines: lineNumbers, refundedFen },
    })
    await writeNotice(tx, {
      countyCode: order.countyCode,
      accountId: actor.accountId,
      orderId: order.id,
      onceKey: onceKeys.orderCancelled(order.id, lineNumbers),
      facts: { kind: 'order-cancelled', goods: goodsOf(open), totalFen },
    })
    return accept({ cancelled: open.length, kept: asked.length - open.length })
  })
}

function isAsked(line: PlacedLine, part: CancelOrderInput['part']): boolean {
  return part === null || (line.offerId === part.offerId && line.eventId === part.eventId)
}
