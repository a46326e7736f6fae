/**
 * A series of events: what its form says, what a year of it looks like, and what was ticked of that.
 * Invariant: a day of a series becomes one event at most, on that day or on the one that was proposed for it.
 */
import { addDays, type CivilDate, civilDateOf, weekdayOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EventPlan, type EventPlanFault, eventPlanFaults, type PlanContext } from './plan-event.ts'
import { type DeclaredDay, type HolidayClash, holidayClash } from './public-holiday.ts'
import { type EventHours, hoursOn, previewEnd, type RecurrenceRule, recurringDays } from './recurrence.ts'

export type EventSeries = RecurrenceRule &
  EventHours &
  Omit<EventPlan, 'startsAt' | 'endsAt' | 'cutOffAt'> & {
    /** From and until when it comes back; null: until it is ended. */
    fromDay: CivilDate
    toDay: CivilDate | null
  }

export type SeriesFault = {
  field: EventPlanFault['field'] | 'weekday' | 'weeks' | 'cutOffDaysBefore' | 'fromDay' | 'toDay'
  code:
    | EventPlanFault['code']
    | 'weekday-missing'
    | 'weeks-missing'
    | 'cut-off-days-out-of-range'
    | 'series-in-the-past'
    | 'series-ends-before-start'
}

const MOST_CUT_OFF_DAYS = 30
/** A day on which only the hours themselves can be wrong. */
const FAR_OFF_DAYS = 400

/** Everything wrong with a series, one fault a field at most; empty when it may be written. */
export function seriesFaults(series: EventSeries, context: PlanContext): SeriesFault[] {
  const today = civilDateOf(context.now)
  const { weekday, weeks, cutOffDaysBefore, fromDay, toDay } = series
  const isCutOff =
    Number.isInteger(cutOffDaysBefore) && cutOffDaysBefore >= 0 && cutOffDaysBefore <= MOST_CUT_OFF_DAYS
  const faults: SeriesFault[] = []
  if (!Number.isInteger(weekday) || weekday < 1 || weekday > 7)
    faults.push({ field: 'weekday', code: 'weekday-missing' })
  if (weeks.length === 0) faults.push({ field: 'weeks', code: 'weeks-missing' })
  if (!isCutOff) faults.push({ field: 'cutOffDaysBefore', code: 'cut-off-days-out-of-range' })
  if (fromDay < today) faults.push({ field: 'fromDay', code: 'series-in-the-past' })
  if (toDay !== null && toDay < fromDay) faults.push({ field: 'toDay', code: 'series-ends-before-start' })
  const farOff = addDays(today, FAR_OFF_DAYS)
  // A service point has its hours by weekday.
  const day = addDays(farOff, (weekday - weekdayOf(farOff) + 7) % 7 || 0)
  const sample = planOn({ ...series, cutOffDaysBefore: isCutOff ? cutOffDaysBefore : 1 }, day)
  return [...faults, ...eventPlanFaults(sample, context)]
}

/** The series' event of a day. */
export function planOn(series: EventSeries, day: CivilDate): EventPlan {
  const { title, villageCode, servicePointId, place, capacityOrders, scaleCount, deskMinutesPerScale } =
    series
  const { servedVillageCodes } = series
  return {
    title,
    villageCode,
    servicePointId,
    place,
    capacityOrders,
    scaleCount,
    deskMinutesPerScale,
    servedVillageCodes,
    ...hoursOn(day, series),
  }
}

/** A day of the preview. `isTooLate`: its cut-off has passed. `isTaken`: the village has an event that day already. */
export type PreviewDay = {
  day: CivilDate
  clash: HolidayClash | null
  isTooLate: boolean
  isTaken: boolean
}
export type SeriesPreview = { from: CivilDate; to: CivilDate; days: PreviewDay[] }

/** A proposal lies so many days after a day at most. */
export const BEYOND_DAYS = 31

/** What of a series is still to be decided, twelve months at a time; null where it is past its end. */
export function previewSeries(
  series: EventSeries & { plannedTo: CivilDate | null },
  context: { declared: readonly DeclaredDay[]; taken: readonly CivilDate[]; now: Date },
): SeriesPreview | null {
  const from = series.plannedTo === null ? series.fromDay : addDays(series.plannedTo, 1)
  const to = previewEnd(from, series.toDay)
  if (to < from) return null
  const taken = [...context.taken, ...recurringDays(series, from, addDays(to, BEYOND_DAYS))]
  const days = recurringDays(series, from, to).map((day) => {
    const clash = clashWithin(series, holidayClash(day, context.declared, taken))
    if (clash?.proposedDay) taken.push(clash.proposedDay)
    return {
      day,
      clash,
      isTooLate: hoursOn(day, series).cutOffAt <= context.now,
      isTaken: context.taken.includes(day),
    }
  })
  return { from, to, days }
}

/** Nothing is proposed past the end of a series. */
function clashWithin({ toDay }: EventSeries, clash: HolidayClash | null): HolidayClash | null {
  const isPast = toDay !== null && clash?.proposedDay != null && clash.proposedDay > toDay
  return isPast ? { ...clash, proposedDay: null } : clash
}

/** What a preview says of its days, to tell whether it says the same later. A cut-off that passes changes nothing. */
export function previewText({ days }: SeriesPreview): string {
  return JSON.stringify(days.map(({ day, clash, isTaken }) => [day, clash, isTaken]))
}

/** What was ticked of a day: the day it is held on, or that it is left out. */
export type DayChoice = { day: CivilDate; heldOn: CivilDate | 'left-out' }

/** The events to make of a preview. Every day that can be held needs a choice, and only what was proposed may be one. */
export function decideDays(
  days: readonly PreviewDay[],
  choices: readonly DayChoice[],
): Verdict<{ day: CivilDate; heldOn: CivilDate }[], 'series-day-undecided' | 'changed-meanwhile'> {
  const chosen = new Map(choices.map(({ day, heldOn }) => [day, heldOn]))
  const known = new Set(days.map(({ day }) => day))
  if (choices.some(({ day }) => !known.has(day))) return refuse('changed-meanwhile')
  const held: { day: CivilDate; heldOn: CivilDate }[] = []
  for (const { day, clash, isTooLate } of days) {
    const heldOn = chosen.get(day) ?? (isTooLate ? 'left-out' : null)
    if (heldOn === null) return refuse('series-day-undecided', { dayOn: day })
    if (heldOn === 'left-out') continue
    if (heldOn !== day && heldOn !== clash?.proposedDay) return refuse('changed-meanwhile')
    held.push({ day, heldOn })
  }
  return accept(held)
}
