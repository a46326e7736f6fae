import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { isPointNameTaken } from '#app/db/pickup/service-points.server.ts'
import { ownVillages } from '#app/db/pickup/write-planned-event.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type ServicePointFault,
  type ServicePointPlan,
  servicePointFaults,
} from '#app/domain/pickup/service-point.ts'

export type ServicePointRefusal = Refusal<'point-refused'> & { faults: ServicePointFault[] }

/** Puts a service point on record, planned at first. The same form makes one. */
export async function createServicePoint(
  actor: Actor,
  scope: Scope,
  input: { formKey: string; point: ServicePointPlan },
): Promise<Verdict<{ pointId: number }, 'not-allowed' | 'key-reused'> | ServicePointRefusal> {
  if (!can(actor, 'point:keep')) return refuse('not-allowed')
  const { formKey, point } = input
  const { villageCode } = point
  return inTransaction(async (tx) => {
    const isVillageOwn = await ownVillages(tx, { scope, villageCode, servedVillageCodes: [] })
    const isNameTaken = await isPointNameTaken(tx, point)
    const known = await tx.servicePoint.findUnique({ where: { formKey } })
    if (known !== null) {
      const isSame = known.villageCode === villageCode && known.name === point.name.trim()
      return isSame && reaches(scope, villageCode) ? accept({ pointId: known.id }) : refuse('key-reused')
    }
    const faults = servicePointFaults(point, { isVillageOwn, isNameTaken })
    if (faults.length > 0) return { ...refuse('point-refused'), faults }
    const countyCode = countyOf(villageCode)
    const state = 'planned'
    const { id } = await tx.servicePoint.create({
      data: {
        ...point,
        name: point.name.trim(),
        place: point.place.trim(),
        openingHours: [...point.openingHours],
        countyCode,
        state,
        formKey,
        createdBy: actor.accountId,
        states: { create: { countyCode, state, recordedBy: actor.accountId } },
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'point:create',
      subjectKind: 'service-point',
      subjectId: id,
      scopeCode: villageCode,
    })
    return accept({ pointId: id })
  })
}
