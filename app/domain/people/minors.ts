/**
 * Whose figures are never shown.
 * Invariant: nobody known to be under eighteen on the day is shown, and who has no birth date is not taken for a child.
 */
import { type CivilDate, yearOf } from '#app/domain/kernel/calendar.ts'

const OF_AGE = 18

/** `idNumber` is the eighteen characters that carry the birth date; null where none is known. */
export function isMinor(idNumber: string | null, today: CivilDate): boolean {
  const bornOn = idNumber === null ? null : /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/.exec(idNumber)
  if (!bornOn) return false
  const [, year = '', month = '', day = ''] = bornOn
  const age = yearOf(today) - Number(year)
  const hasHadBirthday = `${month}-${day}` <= today.slice(5)
  return age < OF_AGE || (age === OF_AGE && !hasHadBirthday)
}
