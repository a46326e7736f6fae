import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EventPlan, type EventPlanFault, eventPlanFaults } from '#app/domain/pickup/plan-event.ts'

/** What is wrong with each field of the plan. */
export type EventPlanRefusal = Refusal<'plan-refused'> & { faults: EventPlanFault[] }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Writes a planned event as a draft. Its villages must exist and lie in the organizer's scope. */
export async function createPickupEvent(
  actor: Actor,
  scope: Scope,
  plan: EventPlan,
  deps = liveDeps,
): Promise<Verdict<{ eventId: number }, 'not-allowed'> | EventPlanRefusal> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const served = [...new Set(plan.servedVillageCodes)].sort()
  return inTransaction(async (tx) => {
    const villages = await tx.division.findMany({
      where: { code: { in: [plan.villageCode, ...served] }, level: 'village', toDay: null },
      select: { code: true },
    })
    const existing = new Set(villages.map((village) => village.code))
    const county = countyOf(plan.villageCode)
    const isVillageOwn = (code: string) =>
      existing.has(code) && reaches(scope, code) && countyOf(code) === county
    const faults = eventPlanFaults(plan, { now: deps.now(), isVillageOwn })
    if (faults.length > 0) return { ...refuse('plan-refused'), faults }
    const { id } = await tx.pickupEvent.create({
      data: {
        countyCode: county,
        title: plan.title.trim(),
        villageCode: plan.villageCode,
        place: plan.place.trim(),
        startsAt: plan.startsAt,
        endsAt: plan.endsAt,
        cutOffAt: plan.cutOffAt,
        capacityOrders: plan.capacityOrders,
        scaleCount: plan.scaleCount,
        state: 'draft',
        createdBy: actor.accountId,
        servedVillages: { create: served.map((villageCode) => ({ villageCode })) },
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: county,
      actorId: actor.accountId,
      act: 'event:create',
      subjectKind: 'event',
      subjectId: id,
      scopeCode: plan.villageCode,
      facts: { servedVillages: served, capacityOrders: plan.capacityOrders },
    })
    return accept({ eventId: id })
  })
}
