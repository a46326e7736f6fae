/**
 * A service point: a place of a village with opening hours and scales, where events may be held.
 * Invariant: an event at a point lies within one day's opening hours of it and overlaps no other event there; only an
 * open point has events that take orders.
 */
import { civilDateOf, timeOfDay, weekdayOf } from '#app/domain/kernel/calendar.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { PickupEventState } from './event-states.ts'

export const servicePointStates = ['planned', 'under-construction', 'open', 'closed'] as const
export type ServicePointState = (typeof servicePointStates)[number]

const transitions: Record<ServicePointState, readonly ServicePointState[]> = {
  planned: ['under-construction', 'open', 'closed'],
  'under-construction': ['open', 'closed'],
  open: ['closed'],
  closed: ['open'],
}

export function nextPointStates(state: ServicePointState): readonly ServicePointState[] {
  return transitions[state]
}

/** When a point is open on one weekday, 1 for Monday to 7 for Sunday; times of day in Shanghai, `09:00`. */
export type OpeningSpan = { weekday: number; opensAt: string; closesAt: string }

/** As the form says it. Where only one of a day's times was typed, the other is empty. */
export type ServicePointPlan = {
  villageCode: string
  name: string
  place: string
  openingHours: readonly OpeningSpan[]
  scaleCount: number
  staffCount: number
  hasColdBox: boolean
}

export type ServicePointFault = {
  field: 'villageCode' | 'name' | 'place' | 'scaleCount' | 'staffCount' | `opensAt${number}`
  code:
    | 'village-not-yours'
    | 'point-name-empty'
    | 'point-name-taken'
    | 'event-place-empty'
    | 'text-too-long'
    | 'opening-hours-missing'
    | 'opening-hours-wrong'
    | 'scales-out-of-range'
    | 'staff-out-of-range'
}

const MOST_TEXT = 60
const MOST_SCALES = 50
const MOST_STAFF = 200

/** Everything wrong with a point, one fault a field at most; empty when it may be written. */
export function servicePointFaults(
  point: ServicePointPlan,
  context: { isVillageOwn: (villageCode: string) => boolean; isNameTaken: boolean },
): ServicePointFault[] {
  const faults: ServicePointFault[] = []
  const fault = (field: ServicePointFault['field'], code: ServicePointFault['code'] | null) => {
    if (code !== null) faults.push({ field, code })
  }
  fault('villageCode', context.isVillageOwn(point.villageCode) ? null : 'village-not-yours')
  fault(
    'name',
    textFault(point.name, 'point-name-empty') ?? (context.isNameTaken ? 'point-name-taken' : null),
  )
  fault('place', textFault(point.place, 'event-place-empty'))
  if (point.openingHours.length === 0) fault('opensAt1', 'opening-hours-missing')
  for (const { weekday, opensAt, closesAt } of point.openingHours) {
    fault(`opensAt${weekday}`, opensAt !== '' && opensAt < closesAt ? null : 'opening-hours-wrong')
  }
  fault('scaleCount', isWithin(point.scaleCount, 1, MOST_SCALES) ? null : 'scales-out-of-range')
  fault('staffCount', isWithin(point.staffCount, 0, MOST_STAFF) ? null : 'staff-out-of-range')
  return faults
}

function textFault<Code extends string>(text: string, missing: Code): Code | 'text-too-long' | null {
  const length = [...text.trim()].length
  return length === 0 ? missing : length > MOST_TEXT ? 'text-too-long' : null
}

function isWithin(count: number, least: number, most: number): boolean {
  return Number.isSafeInteger(count) && count >= least && count <= most
}

export type Span = { startsAt: Date; endsAt: Date }

/** Whether a point is open from a start to an end of the same day, both included. */
export function isWithinHours(hours: readonly OpeningSpan[], { startsAt, endsAt }: Span): boolean {
  const day = civilDateOf(startsAt)
  if (civilDateOf(endsAt) !== day) return false
  const span = hours.find(({ weekday }) => weekday === weekdayOf(day))
  return span !== undefined && span.opensAt <= timeOfDay(startsAt) && timeOfDay(endsAt) <= span.closesAt
}

/** What an event at a point is looked at with. `taken`: when other events are there. */
export type PointToPlan = {
  id: number
  villageCode: string
  place: string
  scaleCount: number
  openingHours: readonly OpeningSpan[]
  state: ServicePointState
  taken: readonly Span[]
}

export type EventAtPointFault =
  | { field: 'servicePointId'; code: 'point-of-other-village' }
  | { field: 'startsAt'; code: 'outside-point-hours' | 'point-taken' }

/** Why an event can't be at a point; null when it can. */
export function eventAtPointFault(
  event: Span & { villageCode: string },
  point: PointToPlan,
): EventAtPointFault | null {
  if (point.villageCode !== event.villageCode)
    return { field: 'servicePointId', code: 'point-of-other-village' }
  if (!isWithinHours(point.openingHours, event)) return { field: 'startsAt', code: 'outside-point-hours' }
  const isTaken = point.taken.some(
    ({ startsAt, endsAt }) => startsAt < event.endsAt && endsAt > event.startsAt,
  )
  return isTaken ? { field: 'startsAt', code: 'point-taken' } : null
}

/** An event at a point that is not over. */
export type ComingAtPoint = Span & { id: number; state: PickupEventState }

/** A draft has told nobody anything yet: it stays where it is, and can't be opened. */
export function closingRefusal(coming: readonly ComingAtPoint[]): Refusal<'point-has-events'> | null {
  return refusalOf(coming.filter(({ state }) => state !== 'draft'))
}

/** Events were planned for a place and hours: as long as they are to come, they must still be true. */
export function pointChangeRefusal(
  before: Pick<ServicePointPlan, 'place'>,
  after: Pick<ServicePointPlan, 'place' | 'openingHours'>,
  coming: readonly ComingAtPoint[],
): Refusal<'point-has-events'> | null {
  const isMoved = before.place !== after.place.trim()
  return refusalOf(coming.filter((event) => isMoved || !isWithinHours(after.openingHours, event)))
}

function refusalOf(events: readonly ComingAtPoint[]): Refusal<'point-has-events'> | null {
  if (events.length === 0) return null
  return refuse('point-has-events', { events: events.map(({ id }) => `#${id}`).join(' ') })
}
