/** Words for what happens to a lot's goods besides orders. */
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

/** What goods are lost to, each a choice. */
export function lossReasons(): string[] {
  return [m.listing_loss_died(), m.listing_loss_spoiled(), m.listing_loss_lost()]
}

/** Why a household takes its goods back, each a button. */
export function withdrawReasons(): string[] {
  return [m.listing_withdraw_kept(), m.listing_withdraw_sold(), m.listing_withdraw_changed()]
}
