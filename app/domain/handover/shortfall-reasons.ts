/**
 * Why goods were not handed over: the reasons a desk picks with one tap. A reason written out in words is kept
 * as it was written, so the stored text is one of these codes or a sentence.
 */
import { SCALE_REASON, type ShortfallKind } from './settle-line.ts'

/** By what became of the goods: not there, not wanted, or brought back. */
export const SHORTFALL_REASONS = {
  short: ['not-brought', 'spoiled'],
  refused: ['not-as-described', 'too-big', 'changed-mind'],
  'no-show': ['did-not-come'],
  returned: ['sick', 'gone-bad', 'not-as-described', 'changed-mind'],
} as const satisfies Record<ShortfallKind, readonly string[]>

/** The reason code of what was missing where the buyer took other goods for it: the substitution gives it, no desk picks it. */
export const SUBSTITUTED_REASON = 'substituted'

export type ShortfallReason =
  | (typeof SHORTFALL_REASONS)[ShortfallKind][number]
  | typeof SCALE_REASON
  | typeof SUBSTITUTED_REASON

/** Brought back for these, goods go home with their household; for any other reason they are sold on at the stall. */
const UNFIT: readonly string[] = ['sick', 'gone-bad']

export function isUnfit(reason: string): boolean {
  return UNFIT.includes(reason)
}

/** Whether goods can be returned for it. */
export function isReturnReason(reason: string): reason is (typeof SHORTFALL_REASONS)['returned'][number] {
  return (SHORTFALL_REASONS.returned as readonly string[]).includes(reason)
}

const CODES: readonly string[] = [
  ...Object.values(SHORTFALL_REASONS).flat(),
  SCALE_REASON,
  SUBSTITUTED_REASON,
]

/** Whether a stored reason is a code with words of its own, and not a sentence someone wrote. */
export function isReasonCode(reason: string): reason is ShortfallReason {
  return CODES.includes(reason)
}
