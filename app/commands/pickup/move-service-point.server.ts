import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockPoint, readComingAtPoint } from '#app/db/pickup/service-points.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { closingRefusal, nextPointStates, type ServicePointState } from '#app/domain/pickup/service-point.ts'

export type MoveServicePointRefusal = 'not-allowed' | 'not-found' | 'point-state-changed' | 'point-has-events'

/**
 * Writes a point's next state and records it. The state that was shown must still hold; a point with events to come
 * that take or have orders is not closed.
 */
export async function moveServicePoint(
  actor: Actor,
  scope: Scope,
  input: { pointId: number; from: ServicePointState; to: ServicePointState },
): Promise<Verdict<{ state: ServicePointState }, MoveServicePointRefusal>> {
  if (!can(actor, 'point:keep')) return refuse('not-allowed')
  const { pointId, from, to } = input
  return inTransaction(async (tx) => {
    const point = await lockPoint(tx, scope, pointId)
    if (point === null) return refuse('not-found')
    if (point.state !== from || !nextPointStates(from).includes(to)) return refuse('point-state-changed')
    const refused = to === 'closed' ? closingRefusal(await readComingAtPoint(tx, pointId)) : null
    if (refused) return refused
    const { countyCode, villageCode } = point
    const states = { create: { countyCode, state: to, recordedBy: actor.accountId } }
    await tx.servicePoint.update({
      where: { id: pointId },
      data: { state: to, states },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'point:move',
      subjectKind: 'service-point',
      subjectId: pointId,
      scopeCode: villageCode,
      facts: { from, to },
    })
    return accept({ state: to })
  })
}
