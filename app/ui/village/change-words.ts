/** Words for what happens to a lot's goods besides orders. */
import { LOSS_REASONS, type LossReason } from '#app/domain/catalogue/loss.ts'
import type { LotChangeKind, RecountReason } from '#app/domain/catalogue/recount.ts'
import { m } from '#app/i18n/generated/messages.js'

const KINDS: Record<LotChangeKind, () => string> = {
  'written-off': m.listing_kind_written_off,
  withdrawn: m.listing_kind_withdrawn,
  'topped-up': m.listing_kind_topped_up,
}

export function changeKindWords(kind: LotChangeKind): string {
  return KINDS[kind]()
}

const REASONS: Record<RecountReason, () => string> = {
  kept: m.listing_recount_kept,
  died: m.listing_recount_died,
  more: m.listing_recount_more,
}

/** Why a count differs, as it is chosen and kept. */
export function recountReasonWords(why: RecountReason): string {
  return REASONS[why]()
}

const LOSSES: Record<LossReason, () => string> = {
  died: m.listing_loss_died,
  spoiled: m.listing_loss_spoiled,
  lost: m.listing_loss_lost,
  kept: m.listing_withdraw_kept,
  sold: m.listing_withdraw_sold,
  changed: m.listing_withdraw_changed,
}

/** Why goods are gone, as it is chosen and kept. */
export function lossWords(why: LossReason): string {
  return LOSSES[why]()
}

/** The reason that these words are of; died where somebody wrote other words. */
export function lossOfWords(words: string): LossReason {
  return LOSS_REASONS.find((why) => lossWords(why) === words.trim()) ?? 'died'
}

/** What goods are lost to, each a choice. */
export function lossReasons(): string[] {
  return [lossWords('died'), lossWords('spoiled'), lossWords('lost')]
}

/** Why a household takes its goods back, each a button. */
export function withdrawReasons(): string[] {
  return [lossWords('kept'), lossWords('sold'), lossWords('changed')]
}
