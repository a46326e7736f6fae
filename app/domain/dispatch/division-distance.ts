/** How far apart two places are, told from the divisions they lie in. */
import { ancestorCode, levelOfCode } from '#app/domain/kernel/ids.ts'

/** A village or town, and the supervision area (片区) it is in on the day, if any. */
export type Place = { divisionCode: string; supervisionAreaKey: string | null }

export const FARTHEST = 5

/**
 * 0 in the same village, 1 in the same town, 2 in the same supervision area, 3 in the same county, 4 in the
 * same prefecture, else 5. A town names no village, so its own villages are at 1.
 */
export function divisionDistance(a: Place, b: Place): number {
  const isSameVillage = a.divisionCode === b.divisionCode && levelOfCode(a.divisionCode) === 'village'
  if (isSameVillage) return 0
  if (sharesAncestor(a, b, 'town')) return 1
  if (a.supervisionAreaKey !== null && a.supervisionAreaKey === b.supervisionAreaKey) return 2
  if (sharesAncestor(a, b, 'county')) return 3
  if (sharesAncestor(a, b, 'prefecture')) return 4
  return FARTHEST
}

function sharesAncestor(a: Place, b: Place, level: 'town' | 'county' | 'prefecture'): boolean {
  return ancestorCode(a.divisionCode, level) === ancestorCode(b.divisionCode, level)
}
