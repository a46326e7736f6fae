import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockOwnOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { readStandings } from '#app/db/ordering/read-standing.server.ts'
import { readPrepaid } from '#app/db/payment/prepaid-order.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type PayAtDeskCode = 'not-found' | 'not-by-card' | 'nothing-to-pay' | 'too-many-unpaid' | 'pays-before'

/**
 * Moves the actor's own card order, not yet paid, to the desk: its goods are held like any desk order's, and count
 * as one. A page still open may bring its money even so; then that much is paid.
 */
export async function payAtDesk(
  actor: Actor,
  scope: Scope,
  { orderId }: { orderId: string },
): Promise<Verdict<null, PayAtDeskCode>> {
  return decideInTransaction<null, PayAtDeskCode>(async (tx) => {
    const order = await lockOwnOrder(tx, actor, scope, orderId)
    if (!order) return refuse('not-found')
    if (order.payBy !== 'card') return refuse('not-by-card')
    const prepaid = await readPrepaid(tx, order.id)
    if (order.lines.length === 0 || prepaid.receivedFen > 0) return refuse('nothing-to-pay')
    const [standing] = await readStandings(
      tx,
      actor.accountId,
      order.agencyId === null ? [] : [order.agencyId],
    )
    if (!standing) return refuse('not-found')
    const { unpaidOrdersOpen: open, unpaidOrdersMost: most } = standing
    if (standing.hasToPayBefore) return refuse('pays-before')
    if (open >= most) return refuse('too-many-unpaid', { open, most })
    await tx.order.update({
      where: { id: order.id },
      data: { payBy: 'desk', heldUntil: null },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: order.countyCode,
      actorId: actor.accountId,
      act: 'payment:move-to-desk',
      subjectKind: 'order',
      subjectId: order.id,
    })
    return accept(null)
  })
}
