/**
 * What an office types to find a household beyond one village: its number, a full ID number, or a full name.
 * Invariant: it is looked for as a whole; nothing that finds a part of it is made of it.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { parseIdNumber } from './identity.ts'
import { cleanName, cleanText } from './text.ts'

export type HouseholdAsked = {
  /** What it is taken for, as it is recorded. */
  kind: 'number' | 'id-number' | 'name'
  number: string | null
  idNumber: string | null
  name: string | null
}

const MOST_CHARACTERS = 60

/** Null where nothing is asked for. Digits may be a household's number and an ID number at once: both are looked for. */
export function readHouseholdAsked(raw: string, today: CivilDate): HouseholdAsked | null {
  const text = cleanText(raw.slice(0, MOST_CHARACTERS))
  const bare = text.replace(/[\s-]+/g, '').toUpperCase()
  if (bare === '') return null
  if (!/^[\dA-Z]*\d[\dA-Z]*$/.test(bare)) {
    return { kind: 'name', number: null, idNumber: null, name: cleanName(text) }
  }
  const parsed = parseIdNumber(bare, today)
  // One with a wrong check character is on the roster as it was written there.
  const idNumber = parsed.ok ? parsed.value.number : /^\d{17}[\dX]$/.test(bare) ? bare : null
  return { kind: idNumber === null ? 'number' : 'id-number', number: bare, idNumber, name: null }
}
