/**
 * Why goods that buyers were promised are not coming, as a code that says nothing of the household.
 * Invariant: what a buyer is told is one of these, never what somebody wrote.
 */
import type { LotChangeKind } from './recount.ts'

/** `died`, `spoiled` and `lost` are facts that nobody decides; the others are what a household wants. */
export const LOSS_REASONS = ['died', 'spoiled', 'lost', 'kept', 'sold', 'changed'] as const
export type LossReason = (typeof LOSS_REASONS)[number]

const IS_FACT: Record<LossReason, boolean> = {
  died: true,
  spoiled: true,
  lost: true,
  kept: false,
  sold: false,
  changed: false,
}

export function isLossReason(text: string): text is LossReason {
  return LOSS_REASONS.some((reason) => reason === text)
}

/** What becomes of the goods in the books. */
export function kindOfLoss(why: LossReason): Extract<LotChangeKind, 'written-off' | 'withdrawn'> {
  return IS_FACT[why] ? 'written-off' : 'withdrawn'
}

/**
 * Whether lines at an event may be shortened for this. Until its cut-off for any; then, until its desk opens, for
 * goods that are gone, but not for a household that wants otherwise: by then its goods are counted on. At the desk what
 * is not brought is a shortfall.
 */
export function canShorten(why: LossReason, event: { state: string; isPastCutOff: boolean }): boolean {
  if (event.state === 'open' && !event.isPastCutOff) return true
  return IS_FACT[why] && (event.state === 'open' || event.state === 'cut-off')
}
