/**
 * The days that events come back on: "Monday of the 1st and 3rd week".
 * Invariant: the same rule gives the same days whatever span it is asked for; each day once, in order.
 */
import {
  addDays,
  type CivilDate,
  daysBetween,
  firstOfMonth,
  instantOf,
  weekdayOf,
} from '#app/domain/kernel/calendar.ts'

/**
 * What "the first week" of a month is: its first such weekday, or the week of Monday to Sunday that holds the 1st. By
 * the second, a Monday may lie in the month before.
 */
export const WEEK_READINGS = ['weekday-of-month', 'week-of-month'] as const
export type WeekReading = (typeof WEEK_READINGS)[number]

/** `last` is the last such weekday of the month, or the week that holds its last day. */
export const MONTH_WEEKS = ['1', '2', '3', '4', '5', 'last'] as const
export type MonthWeek = (typeof MONTH_WEEKS)[number]

/** `weekday` is 1 for Monday to 7 for Sunday. */
export type RecurrenceRule = { weekday: number; weeks: readonly MonthWeek[]; reading: WeekReading }

const DAYS_A_WEEK = 7

/** The rule's days from one day to another, both included. */
export function recurringDays(rule: RecurrenceRule, from: CivilDate, to: CivilDate): CivilDate[] {
  if (to < from) return []
  const days = new Set<CivilDate>()
  // A week of the month after may begin in the span, and one of the month before may end in it.
  const end = firstOfMonth(to, 1)
  for (let first = firstOfMonth(from, -1); first <= end; first = firstOfMonth(first, 1)) {
    for (const day of daysOfMonth(rule, first)) if (day >= from && day <= to) days.add(day)
  }
  return [...days].sort()
}

/** A month's days; a fifth week that it does not have gives none. */
function daysOfMonth({ weekday, weeks, reading }: RecurrenceRule, first: CivilDate): CivilDate[] {
  const last = addDays(firstOfMonth(first, 1), -1)
  const start = reading === 'weekday-of-month' ? onOrAfter(first, weekday) : inWeekOf(first, weekday)
  // What a week is told to be the month's by: its day itself, or its Monday.
  const anchor = (day: CivilDate) => (reading === 'weekday-of-month' ? day : inWeekOf(day, 1))
  return weeks.flatMap((week) => {
    if (week === 'last') {
      return reading === 'weekday-of-month'
        ? addDays(onOrAfter(addDays(last, 1), weekday), -DAYS_A_WEEK)
        : inWeekOf(last, weekday)
    }
    const day = addDays(start, (Number(week) - 1) * DAYS_A_WEEK)
    return anchor(day) <= last ? day : []
  })
}

function onOrAfter(day: CivilDate, weekday: number): CivilDate {
  return addDays(day, (weekday - weekdayOf(day) + DAYS_A_WEEK) % DAYS_A_WEEK)
}

function inWeekOf(day: CivilDate, weekday: number): CivilDate {
  return addDays(day, weekday - weekdayOf(day))
}

/** When on its day an event is, and until when orders are taken: so many days before, at a time of day. */
export type EventHours = { startsAt: string; endsAt: string; cutOffDaysBefore: number; cutOffAt: string }

export function hoursOn(day: CivilDate, hours: EventHours): { startsAt: Date; endsAt: Date; cutOffAt: Date } {
  return {
    startsAt: instantOf(day, hours.startsAt),
    endsAt: instantOf(day, hours.endsAt),
    cutOffAt: instantOf(addDays(day, -hours.cutOffDaysBefore), hours.cutOffAt),
  }
}

/** The last day of a year's preview that begins on a day, or the rule's own end if that comes first. */
export function previewEnd(from: CivilDate, endsOn: CivilDate | null): CivilDate {
  const end = addDays(firstOfMonth(from, 12), daysBetween(firstOfMonth(from, 0), from) - 1)
  return endsOn !== null && endsOn < end ? endsOn : end
}
