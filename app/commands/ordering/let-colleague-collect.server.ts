import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { keepGroupCode, readColleagues } from '#app/db/ordering/colleagues.server.ts'
import { lockOwnOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isCollectorOpen } from '#app/domain/ordering/colleague-collects.ts'
import type { OrderLineState } from '#app/domain/ordering/order-states.ts'

export type LetColleagueCollectInput = { orderId: string; eventId: number; mayCollect: boolean }
export type LetColleagueCollectCode = 'not-found' | 'no-colleague-there' | 'collecting-begun'

/**
 * Lets a colleague of the agency collect the actor's own order at one event, under the agency's code there, or takes
 * that back; until the desk has handed over something of it. As it is already is nothing to do.
 */
export async function letColleagueCollect(
  actor: Actor,
  scope: Scope,
  { orderId, eventId, mayCollect }: LetColleagueCollectInput,
): Promise<Verdict<null, LetColleagueCollectCode>> {
  return decideInTransaction<null, LetColleagueCollectCode>(async (tx) => {
    const order = await lockOwnOrder(tx, actor, scope, orderId)
    if (order === null || order.agencyId === null) return refuse('not-found')
    const { agencyId, countyCode } = order
    const here = (await readColleagues(tx, orderId)).find((one) => one.eventId === eventId)
    if (!here || !scope.agencyIds.includes(agencyId)) return refuse('not-found')
    if (here.mayCollect === mayCollect) return accept(null)
    const lines = await tx.orderLine.findMany({ where: { orderId, eventId }, select: { state: true } })
    if (!isCollectorOpen(lines.map((line) => line.state as OrderLineState))) return refuse('collecting-begun')
    if (mayCollect && !here.hasColleague) return refuse('no-colleague-there')
    if (mayCollect) await keepGroupCode(tx, { eventId, agencyId, countyCode })
    await tx.pickupEventOrder.update({
      where: { eventId_orderId: { eventId, orderId } },
      data: { colleagueMayCollect: mayCollect },
      select: { eventId: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'order:let-colleague-collect',
      subjectKind: 'order',
      subjectId: orderId,
      facts: { eventId, mayCollect },
    })
    return accept(null)
  })
}
