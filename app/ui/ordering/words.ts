/** Sentences of the basket and of orders that depend on what is shown. */
import type { AssignmentReason } from '#app/domain/dispatch/plan-basket.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import {
  formatAbout,
  formatDay,
  formatDayWithWeekday,
  formatMoney,
  formatQuantity,
  formatTimeSpan,
} from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { productName } from '#app/ui/catalogue/words.ts'

export type EventShown = { startsAt: string; endsAt: string; village: string; place: string }
export type GoodsShown = {
  offerId: number
  nameZh: string
  nameEn: string
  village: string
  drawing: string
  kind: string
  pieceUnit: string | null
  measure: Measure
  unitPriceFen: number
}

/** `大白鹅、大蒜`. */
export function goodsNames(goods: readonly { nameZh: string; nameEn: string }[]): string {
  const names = [...new Set(goods.map(productName))]
  return names.reduce(
    (first, second) => (first === '' ? second : m.store_names_joined({ first, second })),
    '',
  )
}

/** `12月7日白鹿垭`: an event inside a sentence. */
export function eventInShort(event: EventShown): string {
  return m.ordering_basket_event_short({
    day: formatDay(civilDateOf(new Date(event.startsAt))),
    village: event.village,
  })
}

/** An event as a choice: day, weekday, hours, village. */
export function eventInFull(event: EventShown): string {
  return m.ordering_basket_event({
    day: formatDayWithWeekday(civilDateOf(new Date(event.startsAt))),
    time: formatTimeSpan(event.startsAt, event.endsAt),
    village: event.village,
  })
}

/** Where an event is held; many places carry their village's name already. */
export function eventPlace(event: EventShown): string {
  if (event.place.startsWith(event.village)) return event.place
  return m.ordering_basket_place({ village: event.village, place: event.place })
}

/** How many goods are collected on a trip, and what they come to. */
export function tripSum({
  lines,
  sum,
}: {
  lines: readonly unknown[]
  sum: { amountFen: number; isEstimate: boolean }
}): string {
  const amount = formatMoney(sum.amountFen)
  return m.ordering_basket_trip_sum({
    count: lines.length,
    amount: sum.isEstimate ? formatAbout(amount) : amount,
  })
}

/** A quantity in the words of its product: `3只`, `5斤`. */
export function quantityOf(goods: Pick<GoodsShown, 'measure' | 'pieceUnit'>, quantity: number): string {
  return formatQuantity(quantity, { orderedBy: goods.measure.orderedBy, pieceUnit: goods.pieceUnit })
}

/** Dispatch's reasons, and that the buyer agreed to have goods in two. */
export type TripReason = AssignmentReason | 'in-two'

const REASONS: Record<TripReason, (input: { names: string }) => string> = {
  pinned: m.ordering_basket_why_pinned,
  'only-event': m.ordering_basket_why_only_event,
  'buyer-goes-anyway': m.ordering_basket_why_buyer_goes_anyway,
  'same-trip': m.ordering_basket_why_same_trip,
  'avoids-overlap': m.ordering_basket_why_avoids_overlap,
  colleagues: m.ordering_basket_why_colleagues,
  soonest: m.ordering_basket_why_soonest,
  nearest: m.ordering_basket_why_nearest,
  'smallest-number': m.ordering_basket_why_smallest_number,
  'in-two': m.ordering_basket_why_in_two,
}

/** Why goods are collected where they are, a sentence for each reason. */
export function whyHere(
  why: readonly { reason: TripReason; goods: readonly { nameZh: string; nameEn: string }[] }[],
): string {
  const sentences = why.map(({ reason, goods }) => REASONS[reason]({ names: goodsNames(goods) }))
  return sentences.reduce(
    (first, second) => (first === '' ? second : m.ordering_sentences({ first, second })),
    '',
  )
}
