import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { isPointNameTaken, lockPoint, readComingAtPoint } from '#app/db/pickup/service-points.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  pointChangeRefusal,
  type ServicePointFault,
  type ServicePointPlan,
  servicePointFaults,
} from '#app/domain/pickup/service-point.ts'

export type ChangeServicePointRefusal = Refusal<'point-refused'> & { faults: ServicePointFault[] }

/**
 * Changes what a point is. Its place and its hours hold as long as events planned for them are to come; how many
 * scales it has counts for events planned from now on.
 */
export async function changeServicePoint(
  actor: Actor,
  scope: Scope,
  input: { pointId: number; point: Omit<ServicePointPlan, 'villageCode'> },
): Promise<
  Verdict<{ pointId: number }, 'not-allowed' | 'not-found' | 'point-has-events'> | ChangeServicePointRefusal
> {
  if (!can(actor, 'point:keep')) return refuse('not-allowed')
  const { pointId, point } = input
  return inTransaction(async (tx) => {
    const before = await lockPoint(tx, scope, pointId)
    if (before === null) return refuse('not-found')
    const { villageCode, countyCode } = before
    const isNameTaken = await isPointNameTaken(tx, { villageCode, name: point.name, exceptId: pointId })
    const faults = servicePointFaults(
      { ...point, villageCode },
      // A village that has ended keeps its points; they are still to be put right.
      { isVillageOwn: () => true, isNameTaken },
    )
    if (faults.length > 0) return { ...refuse('point-refused'), faults }
    const refused = pointChangeRefusal(before, point, await readComingAtPoint(tx, pointId))
    if (refused) return refused
    const { name, place, openingHours, scaleCount, staffCount, hasColdBox } = point
    const texts = { name: name.trim(), place: place.trim() }
    await tx.servicePoint.update({
      where: { id: pointId },
      data: { ...texts, openingHours: [...openingHours], scaleCount, staffCount, hasColdBox },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'point:change',
      subjectKind: 'service-point',
      subjectId: pointId,
      scopeCode: villageCode,
      facts: {
        ...texts,
        openingHours: openingHours.map((day) => `${day.weekday} ${day.opensAt}–${day.closesAt}`),
        scaleCount,
        staffCount,
        hasColdBox,
      },
    })
    return accept({ pointId })
  })
}
