/**
 * What a notice says: made when it is shown or mailed, in the language asked for, from the facts of its day and the
 * names of now. Call it in loaders and letters.
 */

import { isLossReason } from '#app/domain/catalogue/loss.ts'
import { isReasonCode, type ShortfallReason } from '#app/domain/handover/shortfall-reasons.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { EventFact, GoodsFact, MoneyWay, NoticeFacts, NoticeKind } from '#app/domain/notices/kinds.ts'
import type { NamedOffer, ToldNotice } from '#app/domain/notices/told-notice.ts'
import { paths } from '#app/paths.ts'
import {
  formatAbout,
  formatCount,
  formatDayWithWeekday,
  formatInstant,
  formatMoney,
  formatPickupCode,
  formatPickupTime,
  formatQuantity,
  formatUnitPrice,
} from './format.ts'
import { m } from './generated/messages.js'
import { type Locale, locale } from './locale.ts'
import { lossText } from './loss-words.ts'

export type NoticeWords = {
  /** What and when; a mail's subject. */
  title: string
  lines: string[]
}

type Says = { told: ToldNotice; to: Locale }
type Words<Kind extends NoticeKind> = (facts: Extract<NoticeFacts, { kind: Kind }>, says: Says) => NoticeWords

type NoInputs = (inputs: Record<never, never>, options: { locale: Locale }) => string

const REASONS: Record<ShortfallReason, NoInputs> = {
  'not-brought': m.desk_reason_not_brought,
  spoiled: m.desk_reason_spoiled,
  'not-as-described': m.desk_reason_not_as_described,
  'too-big': m.desk_reason_too_big,
  'changed-mind': m.desk_reason_changed_mind,
  'did-not-come': m.desk_reason_did_not_come,
  scale: m.desk_reason_scale,
  substituted: m.desk_reason_substituted,
  sick: m.desk_reason_sick,
  'gone-bad': m.desk_reason_gone_bad,
}

const WAYS: Record<Exclude<MoneyWay, 'as-paid'>, NoInputs> = {
  cash: m.notice_way_cash,
  qr: m.notice_way_qr,
  card: m.notice_way_card,
  transfer: m.notice_way_transfer,
  'agency-account': m.notice_way_agency_account,
}

/** `12月7日 周一 9:00–11:30，白鹿垭`. */
function whenOf(event: EventFact, { told, to }: Says): string {
  const time = formatPickupTime(event.startsAt, event.endsAt, to)
  const village = told.events[event.eventId]?.village
  return village ? m.notice_when({ time, village }, { locale: to }) : time
}

/** Village and place; many places carry their village's name already. Empty where it can't be found. */
function placeOf(eventId: number, { told, to }: Says): string {
  const named = told.events[eventId]
  if (!named || named.place.startsWith(named.village)) return named?.place ?? ''
  return m.store_place_at(named, { locale: to })
}

/** A line of its own for the place, under a title that has the time. */
function placeLine(event: EventFact, says: Says): string[] {
  const place = placeOf(event.eventId, says)
  return place === '' ? [] : [m.notice_place({ place }, { locale: says.to })]
}

/** Time and place in one. */
function whereOf(event: EventFact, says: Says): string {
  const time = formatPickupTime(event.startsAt, event.endsAt, says.to)
  const place = placeOf(event.eventId, says)
  return place === '' ? time : m.notice_where({ time, place }, { locale: says.to })
}

/** The event's own times where the facts have none. */
function whereNow(eventId: number, says: Says): string[] {
  const named = says.told.events[eventId]
  return named ? [whereOf({ eventId, startsAt: named.startsAt, endsAt: named.endsAt }, says)] : []
}

function nameOf(offer: NamedOffer | undefined, to: Locale): string {
  return (to === 'en' ? offer?.nameEn : offer?.nameZh) ?? ''
}

function quantityOf({ offerId, quantity }: GoodsFact, { told, to }: Says): string {
  const offer = told.offers[offerId]
  return offer ? formatQuantity(quantity, offer, to) : String(quantity)
}

/** `大白鹅2只、大蒜5斤`. */
function goodsNames(goods: readonly GoodsFact[], says: Says): string {
  const { told, to } = says
  return goods
    .map((one) =>
      m.notice_goods(
        { name: nameOf(told.offers[one.offerId], to), quantity: quantityOf(one, says) },
        { locale: to },
      ),
    )
    .reduce(
      (first, second) => (first === '' ? second : m.store_names_joined({ first, second }, { locale: to })),
      '',
    )
}

function codeOf({ told, to }: Says): string[] {
  const code = told.order?.pickupCode
  return code ? [m.notice_code({ code: formatPickupCode(code) }, { locale: to })] : []
}

function payOf(of: { amountFen: number; isEstimate: boolean; payBy: string }, to: Locale): string {
  const money = formatMoney(of.amountFen, to)
  const amount = of.isEstimate ? formatAbout(money, to) : money
  if (of.payBy === 'desk') return m.notice_pay_desk({ amount }, { locale: to })
  if (of.payBy === 'agency-account') return m.notice_pay_account({ amount }, { locale: to })
  return m.notice_pay_other({ amount }, { locale: to })
}

const WORDS: { [Kind in NoticeKind]: Words<Kind> } = {
  'order-placed': (facts, says) => {
    const { to } = says
    const events = [...facts.events].sort((a, b) => a.startsAt.localeCompare(b.startsAt))
    const [first] = events
    const when = first ? whenOf(first, says) : ''
    return {
      title:
        events.length > 1
          ? m.notice_order_placed_title_trips({ count: events.length, when }, { locale: to })
          : m.notice_order_placed_title({ when }, { locale: to }),
      lines: [
        ...(events.length > 1
          ? events.map((event) => whereOf(event, says))
          : events.flatMap((event) => placeLine(event, says))),
        ...codeOf(says),
        payOf({ ...facts, amountFen: facts.totalFen }, to),
        m.notice_order_placed_change({}, { locale: to }),
      ],
    }
  },
  'order-changed': (facts, says) => {
    const { told, to } = says
    const { offerId } = facts
    const name = nameOf(told.offers[offerId], to)
    const [before, after] = [facts.before, facts.after].map((quantity) =>
      quantityOf({ offerId, quantity }, says),
    )
    return {
      title: m.notice_order_changed_title({ name, before: before ?? '', after: after ?? '' }, { locale: to }),
      lines: [
        ...whereNow(facts.eventId, says),
        m.notice_order_changed_now({ amount: formatMoney(facts.totalFen, to) }, { locale: to }),
      ],
    }
  },
  'order-cancelled': (facts, says) => {
    const { to } = says
    return {
      title: m.notice_order_cancelled_title({ goods: goodsNames(facts.goods, says) }, { locale: to }),
      lines: [
        facts.totalFen === 0
          ? m.notice_order_cancelled_all({}, { locale: to })
          : m.notice_order_cancelled_rest({ amount: formatMoney(facts.totalFen, to) }, { locale: to }),
      ],
    }
  },
  'order-moved': (facts, says) => {
    const { to } = says
    return {
      title: m.notice_order_moved_title({ when: whenOf(facts.to, says) }, { locale: to }),
      lines: [
        ...placeLine(facts.to, says),
        m.notice_order_moved_from({ where: whereOf(facts.from, says) }, { locale: to }),
        m.notice_order_moved_goods({ goods: goodsNames(facts.goods, says) }, { locale: to }),
        ...codeOf(says),
      ],
    }
  },
  'event-cancelled': (facts, says) => {
    const { to } = says
    return {
      title: m.notice_event_cancelled_title({ when: whenOf(facts.event, says) }, { locale: to }),
      lines: [m.notice_event_cancelled_next({ goods: goodsNames(facts.goods, says) }, { locale: to })],
    }
  },
  reminder: (facts, says) => {
    const { to } = says
    return {
      title: m.notice_reminder_title({ when: whenOf(facts.event, says) }, { locale: to }),
      lines: [
        ...placeLine(facts.event, says),
        ...codeOf(says),
        m.notice_reminder_goods({ goods: goodsNames(facts.goods, says) }, { locale: to }),
        payOf(facts, to),
      ],
    }
  },
  'line-short': (facts, says) => {
    const { told, to } = says
    const { offerId, ordered, given, why } = facts
    const of = (quantity: number) => quantityOf({ offerId, quantity }, says)
    const short = { name: nameOf(told.offers[offerId], to), missing: of(ordered - given) }
    const { reason } = why
    return {
      title:
        why.kind === 'short'
          ? m.notice_line_short_title(short, { locale: to })
          : m.notice_line_short_title_refused(short, { locale: to }),
      lines: [
        m.notice_line_short_figures({ ordered: of(ordered), given: of(given) }, { locale: to }),
        ...(reason !== null && isReasonCode(reason)
          ? [m.notice_line_short_reason({ reason: REASONS[reason]({}, { locale: to }) }, { locale: to })]
          : []),
      ],
    }
  },
  'no-show': (facts, says) => {
    const { to } = says
    return {
      title: m.notice_no_show_title({ when: whenOf(facts.event, says) }, { locale: to }),
      lines: [
        m.notice_no_show_goods({ goods: goodsNames(facts.goods, says) }, { locale: to }),
        ...(facts.noShowShareFen
          ? [m.notice_no_show_share({ amount: formatMoney(facts.noShowShareFen, to) }, { locale: to })]
          : []),
      ],
    }
  },
  'handed-over': (facts, says) => {
    const { to } = says
    const amount = formatMoney(facts.amountFen, to)
    const owed = formatMoney(facts.owedFen, to)
    const isOnAccount = facts.payBy === 'agency-account'
    const sum =
      facts.owedFen > 0
        ? m.notice_handed_over_owed({ amount, owed }, { locale: to })
        : isOnAccount
          ? m.notice_handed_over_account({ amount }, { locale: to })
          : m.notice_handed_over_paid({ amount }, { locale: to })
    return {
      title: m.notice_handed_over_title({ goods: goodsNames(facts.goods, says) }, { locale: to }),
      lines: [...whereNow(facts.eventId, says), sum],
    }
  },
  'payment-received': ({ amountFen, way }, { to }) => ({
    title: m.notice_payment_received_title({ amount: formatMoney(amountFen, to) }, { locale: to }),
    lines:
      way === 'as-paid' ? [] : [m.notice_payment_way({ way: WAYS[way]({}, { locale: to }) }, { locale: to })],
  }),
  'order-freed': (facts, says) => ({
    title: m.notice_order_freed_title({}, { locale: says.to }),
    lines: [m.notice_order_freed_goods({ goods: goodsNames(facts.goods, says) }, { locale: says.to })],
  }),
  refunded: ({ amountFen, way }, { to }) => ({
    title: m.notice_refunded_title({ amount: formatMoney(amountFen, to) }, { locale: to }),
    lines: [
      way === 'as-paid'
        ? m.notice_refunded_as_paid({}, { locale: to })
        : m.notice_refunded_way({ way: WAYS[way]({}, { locale: to }) }, { locale: to }),
    ],
  }),
  'charge-asked': ({ orderNumber, amountFen }, { to }) => ({
    title: m.notice_charge_asked_title({ amount: formatMoney(amountFen, to) }, { locale: to }),
    lines: [m.notice_charge_asked_next({ number: orderNumber }, { locale: to })],
  }),
  'charge-decided': ({ isApproved, amountFen }, { to }) => {
    const amount = formatMoney(amountFen, to)
    return {
      title: isApproved
        ? m.notice_charge_approved_title({ amount }, { locale: to })
        : m.notice_charge_declined_title({}, { locale: to }),
      lines: [
        isApproved
          ? m.notice_charge_approved_next({}, { locale: to })
          : m.notice_charge_declined_next({ amount }, { locale: to }),
      ],
    }
  },
  'goods-lost': (facts, says) => {
    const { told, to } = says
    const { offerId, before, after, why, totalFen, refundedFen } = facts
    const of = (quantity: number) => quantityOf({ offerId, quantity }, says)
    const less = { name: nameOf(told.offers[offerId], to), less: of(before - after) }
    return {
      title: m.notice_goods_lost_title(less, { locale: to }),
      lines: [
        ...(isLossReason(why) ? [lossText(why, to)] : []),
        m.notice_goods_lost_figures({ before: of(before), after: of(after) }, { locale: to }),
        totalFen === 0
          ? m.notice_goods_lost_all({}, { locale: to })
          : m.notice_order_changed_now({ amount: formatMoney(totalFen, to) }, { locale: to }),
        refundedFen > 0
          ? m.notice_goods_lost_refund({ amount: formatMoney(refundedFen, to) }, { locale: to })
          : m.notice_goods_lost_unpaid({}, { locale: to }),
      ],
    }
  },
  'event-unclosed': ({ event, weeks }, says) => ({
    title: m.notice_event_unclosed_title({ when: whenOf(event, says) }, { locale: says.to }),
    lines: [...placeLine(event, says), m.notice_event_unclosed_next({ weeks }, { locale: says.to })],
  }),
  'cut-off-near': (facts, says) => {
    const { to } = says
    const [taken, most] = [formatCount(facts.ordersTaken), formatCount(facts.capacityOrders)]
    return {
      title: m.notice_cut_off_near_title({ instant: formatInstant(facts.cutOffAt, to) }, { locale: to }),
      lines: [
        whereOf(facts.event, says),
        facts.isOpen
          ? m.notice_cut_off_near_orders({ taken, most }, { locale: to })
          : m.notice_cut_off_near_draft({}, { locale: to }),
      ],
    }
  },
  'event-today': (facts, says) => {
    const { to } = says
    const orders = { taken: formatCount(facts.ordersTaken) }
    return {
      title: m.notice_event_today_title({ when: whenOf(facts.event, says) }, { locale: to }),
      lines: [...placeLine(facts.event, says), m.notice_event_today_orders(orders, { locale: to })],
    }
  },
  'goods-back': ({ offerId, unitPriceFen, startsAt }, { told, to }) => {
    const offer = told.offers[offerId]
    const price = formatUnitPrice(unitPriceFen, offer ?? { pricedBy: 'piece', pieceUnit: null }, to)
    const day = formatDayWithWeekday(civilDateOf(new Date(startsAt)), to)
    return {
      title: m.notice_goods_back_title(
        { village: offer?.village ?? '', name: nameOf(offer, to) },
        { locale: to },
      ),
      lines: [m.notice_goods_back_line({ price, day }, { locale: to })],
    }
  },
}

/** The sentences of a notice. */
export function noticeWords(told: ToldNotice, to: Locale = locale()): NoticeWords {
  const words = WORDS[told.facts.kind] as Words<NoticeKind>
  return words(told.facts, { told, to })
}

/** Where a notice leads: its order, else the offer or event it speaks of. */
export function noticeHref(notice: { orderId: string | null; facts: NoticeFacts }): string {
  if (notice.orderId !== null) return paths.order(notice.orderId)
  const { facts } = notice
  if (facts.kind === 'cut-off-near' || facts.kind === 'event-today')
    return paths.organizerEvent(facts.event.eventId)
  if (facts.kind === 'charge-asked') return paths.agency({ agency: facts.agencyId })
  if (facts.kind === 'event-unclosed') return paths.organizerEvent(facts.event.eventId)
  return facts.kind === 'goods-back' ? paths.offer(facts.offerId) : paths.notices()
}
