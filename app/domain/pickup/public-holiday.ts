/**
 * Days that a nation or a county has declared other than its weekday says.
 * Invariant: a clash proposes another day and never moves anything by itself.
 */
import { addDays, type CivilDate, daysBetween, weekdayOf } from '#app/domain/kernel/calendar.ts'

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

/** What a county declares of one day, or of several that follow each other. */
export type Declaration = {
  fromDay: CivilDate
  toDay: CivilDate
  kind: DeclaredKind
  name: string
  source: string
}
export type DeclarationFault = {
  field: keyof Declaration
  code:
    | 'declared-span-too-long'
    | 'declared-ends-before-start'
    | 'declared-name-missing'
    | 'declared-source-missing'
    | 'text-too-long'
}

/** More than the longest holiday there has been, with its weekends. */
const MOST_SPAN_DAYS = 15
const MOST_TEXT = 60

/** Everything wrong with a declaration, one fault a field at most. */
export function declarationFaults({ fromDay, toDay, name, source }: Declaration): DeclarationFault[] {
  const faults: DeclarationFault[] = []
  if (toDay < fromDay) faults.push({ field: 'toDay', code: 'declared-ends-before-start' })
  else if (daysBetween(fromDay, toDay) >= MOST_SPAN_DAYS)
    faults.push({ field: 'toDay', code: 'declared-span-too-long' })
  if (name.trim() === '') faults.push({ field: 'name', code: 'declared-name-missing' })
  else if ([...name.trim()].length > MOST_TEXT) faults.push({ field: 'name', code: 'text-too-long' })
  if (source.trim() === '') faults.push({ field: 'source', code: 'declared-source-missing' })
  else if ([...source.trim()].length > MOST_TEXT) faults.push({ field: 'source', code: 'text-too-long' })
  return faults
}

/** The days of a declaration, in order. */
export function declaredSpan({ fromDay, toDay }: Pick<Declaration, 'fromDay' | 'toDay'>): CivilDate[] {
  return Array.from({ length: daysBetween(fromDay, toDay) + 1 }, (_, n) => addDays(fromDay, n))
}
