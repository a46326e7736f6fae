/**
 * The named rules a county's people are clean by, and who is to put right what fails one.
 * Invariant: a year is passed only with nothing open: put right, or accepted by name with a reason.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export const CLEANING_RULES = [
  'id-checksum',
  'id-twice',
  'no-head',
  'headcount-differs',
  'sales-after-removal',
  'grid-size',
  'grid-workers',
] as const
export type CleaningRule = (typeof CLEANING_RULES)[number]

export type FindingState = 'open' | 'put-right' | 'accepted'

/** A grid worker knows 30 to 40 households, and a grid has two of them. */
export const GRID_HOUSEHOLDS = { least: 30, most: 40 } as const
export const GRID_WORKERS = 2

/** Who puts right what a rule finds: what is of a household its village, what is of the office's own making the town. */
export function ownerOf(rule: CleaningRule): 'village-staff' | 'town-desk' {
  const ofTown: readonly CleaningRule[] = ['sales-after-removal', 'grid-size', 'grid-workers']
  return ofTown.includes(rule) ? 'town-desk' : 'village-staff'
}

export function passYear(openCount: number): Verdict<null, 'cleaning-open'> {
  return openCount === 0 ? accept(null) : refuse('cleaning-open', { count: openCount })
}
