import { reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  atPoint,
  type EventPlan,
  type EventPlanFault,
  eventPlanFaults,
} from '#app/domain/pickup/plan-event.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'
import { lockPointToPlan } from './service-points.server.ts'

/** What is wrong with each field of the plan. */
export type EventPlanRefusal = Refusal<'plan-refused'> & { faults: EventPlanFault[] }

/** Who plans, where they may, and the day of a series that the event stands for. */
export type Planning = {
  actorId: number
  scope: Scope
  now: Date
  series?: { id: number; day: CivilDate }
}

/** Whether an event of a county may be in a village: it exists, and lies in the scope and in the county. */
export async function ownVillages(
  tx: Transaction,
  of: { scope: Scope; villageCode: string; servedVillageCodes: readonly string[] },
): Promise<(code: string) => boolean> {
  const villages = await tx.division.findMany({
    where: { code: { in: [of.villageCode, ...of.servedVillageCodes] }, level: 'village', toDay: null },
    select: { code: true },
  })
  const existing = new Set(villages.map((village) => village.code))
  const county = countyOf(of.villageCode)
  return (code) => existing.has(code) && reaches(of.scope, code) && countyOf(code) === county
}

/**
 * Writes a planned event as a draft, and records it. Its villages must exist and lie in the organizer's scope, and so
 * must its service point, whose place and scales it takes.
 */
export async function writePlannedEvent(
  tx: Transaction,
  by: Planning,
  planned: EventPlan,
): Promise<Verdict<{ eventId: number }, never> | EventPlanRefusal> {
  const point = await lockPointToPlan(tx, by.scope, planned)
  const plan = atPoint(planned, point)
  const served = [...new Set(plan.servedVillageCodes)].sort()
  const isVillageOwn = await ownVillages(tx, { scope: by.scope, ...plan })
  const faults = eventPlanFaults(plan, { now: by.now, isVillageOwn, point })
  if (faults.length > 0) return { ...refuse('plan-refused'), faults }
  const countyCode = countyOf(plan.villageCode)
  const { id } = await tx.pickupEvent.create({
    data: {
      countyCode,
      title: plan.title.trim(),
      villageCode: plan.villageCode,
      servicePointId: plan.servicePointId,
      place: plan.place.trim(),
      startsAt: plan.startsAt,
      endsAt: plan.endsAt,
      cutOffAt: plan.cutOffAt,
      capacityOrders: plan.capacityOrders,
      scaleCount: plan.scaleCount,
      deskMinutesPerScale: plan.deskMinutesPerScale,
      state: 'draft',
      createdBy: by.actorId,
      seriesId: by.series?.id ?? null,
      seriesDay: by.series ? toDateColumn(by.series.day) : null,
      servedVillages: { create: served.map((villageCode) => ({ villageCode })) },
    },
    select: { id: true },
  })
  await recordActivity(tx, {
    countyCode,
    actorId: by.actorId,
    act: 'event:create',
    subjectKind: 'event',
    subjectId: id,
    scopeCode: plan.villageCode,
    facts: {
      servedVillages: served,
      capacityOrders: plan.capacityOrders,
      ...(by.series ? { seriesId: by.series.id, seriesDay: by.series.day } : {}),
    },
  })
  return accept({ eventId: id })
}
