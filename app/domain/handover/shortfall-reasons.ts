/**
 * Why goods were not handed over: the reasons a desk picks with one tap. A reason written out in words is kept
 * as it was written, so the stored text is one of these codes or a sentence.
 */
import { SCALE_REASON, type ShortfallKind } from './settle-line.ts'

/** By what became of the goods: not there, or not wanted. */
export const SHORTFALL_REASONS = {
  short: ['not-brought', 'spoiled'],
  refused: ['not-as-described', 'too-big', 'changed-mind'],
  'no-show': ['did-not-come'],
} as const satisfies Record<ShortfallKind, readonly string[]>

export type ShortfallReason = (typeof SHORTFALL_REASONS)[ShortfallKind][number] | typeof SCALE_REASON

const CODES: readonly string[] = [...Object.values(SHORTFALL_REASONS).flat(), SCALE_REASON]

/** Whether a stored reason is a code with words of its own, and not a sentence someone wrote. */
export function isReasonCode(reason: string): reason is ShortfallReason {
  return CODES.includes(reason)
}
