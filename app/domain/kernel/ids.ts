/**
 * Division codes and the scopes made of them.
 * Invariant: a scope is the first 2, 4, 6, 9 or 12 digits by level, never a code with its zeros trimmed:
 * 510981100000 trimmed to 5109811 would take in every town whose code begins so.
 */
import { invariant } from './invariant.ts'

export type DivisionLevel = 'province' | 'prefecture' | 'county' | 'town' | 'village'

const PREFIX_LENGTH: Record<DivisionLevel, number> = {
  province: 2,
  prefecture: 4,
  county: 6,
  town: 9,
  village: 12,
}

/** Twelve digits of the national list. */
export function isDivisionCode(text: string): boolean {
  return /^\d{12}$/.test(text)
}

/** A village's code, `-`, and two digits: `510981100212-01`. */
export function isGridCode(text: string): boolean {
  return /^\d{12}-\d{2}$/.test(text)
}

/** The level that a code's own zeros say it is; right for the national list, where no town ends in 000. */
export function levelOfCode(code: string): DivisionLevel {
  invariant(isDivisionCode(code), `not a division code: ${code}`)
  if (code.endsWith('0000000000')) return 'province'
  if (code.endsWith('00000000')) return 'prefecture'
  if (code.endsWith('000000')) return 'county'
  if (code.endsWith('000')) return 'town'
  return 'village'
}

/** The prefix every code below this division begins with. A grid's scope is its whole code. */
export function scopePrefix(code: string): string {
  if (isGridCode(code)) return code
  return code.slice(0, PREFIX_LENGTH[levelOfCode(code)])
}

/** Whether `code` (a division or a grid) lies in the division that `prefix` was made from. */
export function isInScope(prefix: string, code: string): boolean {
  return code.startsWith(prefix)
}

/** The code of a division's ancestor at `level`: `ancestorCode('510981100212', 'county')` = `510981000000`. */
export function ancestorCode(code: string, level: DivisionLevel): string {
  return code.slice(0, PREFIX_LENGTH[level]).padEnd(12, '0')
}

/** The county a village, grid or town belongs to. */
export function countyOf(code: string): string {
  return ancestorCode(code.slice(0, 12), 'county')
}

const COMMITTEE = /(村民委员会|居民委员会|社区居民委员会|村委会|居委会)$/

/**
 * A village's name as it is shown and matched: without 村民委员会, 居民委员会, 社区 or a final 村,
 * unless nothing would be left.
 */
export function shortVillageName(name: string): string {
  const squeezed = name.replace(/\s+/g, '')
  const bare = squeezed.replace(COMMITTEE, '').replace(/社区$/, '').replace(/村$/, '')
  return bare === '' ? squeezed : bare
}
