/** Why promised goods don't come, as a buyer is told. */
import type { LossReason } from '#app/domain/catalogue/loss.ts'
import { m } from './generated/messages.js'
import { type Locale, locale } from './locale.ts'

type NoInputs = (inputs: Record<never, never>, options: { locale: Locale }) => string

const LOSSES: Record<LossReason, NoInputs> = {
  died: m.notice_goods_lost_died,
  spoiled: m.notice_goods_lost_spoiled,
  lost: m.notice_goods_lost_lost,
  kept: m.notice_goods_lost_not_for_sale,
  sold: m.notice_goods_lost_not_for_sale,
  changed: m.notice_goods_lost_not_for_sale,
}

export function lossText(why: LossReason, to: Locale = locale()): string {
  return LOSSES[why]({}, { locale: to })
}
