/**
 * Days that a nation or a county has declared other than its weekday says.
 * Invariant: a clash proposes another day and never moves anything by itself.
 */
import { addDays, type CivilDate, weekdayOf } from '#app/domain/kernel/calendar.ts'

/** `ordinary` takes back what was declared before. */
export const DECLARED_KINDS = ['holiday', 'working', 'ordinary'] as const
export type DeclaredKind = (typeof DECLARED_KINDS)[number]

export type DeclaredDay = { day: CivilDate; kind: DeclaredKind; name: string }

/** The holiday that a day falls on, and the next working day that nothing else is planned for; null if none is near. */
export type HolidayClash = { holiday: string; proposedDay: CivilDate | null }

const FURTHEST_DAYS = 31
const FRIDAY = 5

export function isWorkingDay(day: CivilDate, declared: readonly DeclaredDay[]): boolean {
  const kind = declared.find((one) => one.day === day)?.kind ?? 'ordinary'
  return kind === 'ordinary' ? weekdayOf(day) <= FRIDAY : kind === 'working'
}

/** Null where the day is no holiday. `taken` are days that something is planned for already. */
export function holidayClash(
  day: CivilDate,
  declared: readonly DeclaredDay[],
  taken: readonly CivilDate[],
): HolidayClash | null {
  const holiday = declared.find((one) => one.day === day && one.kind === 'holiday')
  if (!holiday) return null
  for (let ahead = 1; ahead <= FURTHEST_DAYS; ahead++) {
    const proposedDay = addDays(day, ahead)
    if (isWorkingDay(proposedDay, declared) && !taken.includes(proposedDay)) {
      return { holiday: holiday.name, proposedDay }
    }
  }
  return { holiday: holiday.name, proposedDay: null }
}
