/**
 * What an organizer plans an event as, before it is written.
 * Invariant: a planned event can still be ordered for, and its cut-off, start and end come in that order.
 */

import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { type EventAtPointFault, eventAtPointFault, type PointToPlan } from './service-point.ts'

/** As the form says it, times already instants. */
export type EventPlan = {
  title: string
  villageCode: string
  /** Held at a service point, whose place and scales it has; null: at `place`. */
  servicePointId: number | null
  place: string
  startsAt: Date
  endsAt: Date
  cutOffAt: Date
  capacityOrders: number
  scaleCount: number
  /** How long each scale works; null where only the number of orders counts. */
  deskMinutesPerScale: number | null
  servedVillageCodes: readonly string[]
}

export type EventPlanCode =
  | 'title-missing'
  | 'text-too-long'
  | 'event-place-empty'
  | 'village-not-yours'
  | 'no-village-served'
  | 'event-in-the-past'
  | 'ends-before-start'
  | 'event-over-midnight'
  | 'cut-off-too-late'
  | 'cut-off-in-the-past'
  | 'capacity-out-of-range'
  | 'scales-out-of-range'
  | 'desk-minutes-out-of-range'
  | 'point-not-found'
  | EventAtPointFault['code']

/** What is wrong with one field of the form, by the field's name. */
export type EventPlanFault = {
  field:
    | 'title'
    | 'villageCode'
    | 'servicePointId'
    | 'place'
    | 'startsAt'
    | 'endsAt'
    | 'cutOffAt'
    | 'capacityOrders'
    | 'scaleCount'
    | 'deskMinutesPerScale'
    | 'servedVillageCodes'
  code: EventPlanCode
}

const MOST_TEXT = 60
const MOST_CAPACITY = 5_000
const MOST_SCALES = 50

export type PlanContext = {
  now: Date
  isVillageOwn: (villageCode: string) => boolean
  /** The plan's service point; null where there is none such in reach. */
  point: PointToPlan | null
}

/** An event at a point has its place and its scales. */
export function atPoint<Plan extends Pick<EventPlan, 'place' | 'scaleCount'>>(
  plan: Plan,
  point: PointToPlan | null,
): Plan {
  return point === null ? plan : { ...plan, place: point.place, scaleCount: point.scaleCount }
}

/** Everything wrong with a plan, one fault a field at most; empty when it may be written. */
export function eventPlanFaults(plan: EventPlan, context: PlanContext): EventPlanFault[] {
  const { now, isVillageOwn } = context
  const faults: EventPlanFault[] = []
  const fault = (field: EventPlanFault['field'], code: EventPlanCode | null) => {
    if (code !== null) faults.push({ field, code })
  }
  fault('title', textFault(plan.title, 'title-missing'))
  fault('villageCode', isVillageOwn(plan.villageCode) ? null : 'village-not-yours')
  fault('place', textFault(plan.place, 'event-place-empty'))
  const pointFault = atPointFault(plan, context.point)
  fault('servicePointId', pointFault?.field === 'servicePointId' ? pointFault.code : null)
  const startFault = pointFault?.field === 'startsAt' ? pointFault.code : null
  fault('startsAt', plan.startsAt <= now ? 'event-in-the-past' : endFault(plan) ? null : startFault)
  fault('endsAt', endFault(plan))
  fault('cutOffAt', cutOffFault(plan, now))
  fault('capacityOrders', isWithin(plan.capacityOrders, MOST_CAPACITY) ? null : 'capacity-out-of-range')
  fault('scaleCount', isWithin(plan.scaleCount, MOST_SCALES) ? null : 'scales-out-of-range')
  fault('deskMinutesPerScale', deskTimeFault(plan))
  fault('servedVillageCodes', servedFault(plan.servedVillageCodes, isVillageOwn))
  return faults
}

function textFault(text: string, missing: 'title-missing' | 'event-place-empty'): EventPlanCode | null {
  if (text.trim() === '') return missing
  return [...text.trim()].length > MOST_TEXT ? 'text-too-long' : null
}

function atPointFault(
  plan: EventPlan,
  point: PointToPlan | null,
): EventAtPointFault | { field: 'servicePointId'; code: 'point-not-found' } | null {
  if (plan.servicePointId === null) return null
  return point === null
    ? { field: 'servicePointId', code: 'point-not-found' }
    : eventAtPointFault(plan, point)
}

/** An event is one day's: its sales belong to the day it begins. */
function endFault({ startsAt, endsAt }: EventPlan): EventPlanCode | null {
  if (endsAt <= startsAt) return 'ends-before-start'
  return civilDateOf(endsAt) === civilDateOf(startsAt) ? null : 'event-over-midnight'
}

function cutOffFault({ cutOffAt, startsAt }: EventPlan, now: Date): EventPlanCode | null {
  if (cutOffAt > startsAt) return 'cut-off-too-late'
  return cutOffAt <= now ? 'cut-off-in-the-past' : null
}

/** A scale works within the event's hours. */
function deskTimeFault({ deskMinutesPerScale, startsAt, endsAt }: EventPlan): EventPlanCode | null {
  if (deskMinutesPerScale === null) return null
  const mostMinutes = Math.floor((endsAt.getTime() - startsAt.getTime()) / 60_000)
  return isWithin(deskMinutesPerScale, mostMinutes) ? null : 'desk-minutes-out-of-range'
}

function servedFault(
  codes: readonly string[],
  isVillageOwn: (code: string) => boolean,
): EventPlanCode | null {
  if (codes.length === 0) return 'no-village-served'
  return codes.every(isVillageOwn) ? null : 'village-not-yours'
}

function isWithin(count: number, most: number): boolean {
  return Number.isSafeInteger(count) && count >= 1 && count <= most
}
