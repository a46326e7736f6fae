/**
 * What an account is told, and the figures each kind keeps.
 * Invariant: facts hold ids and figures as they were when it happened; never a name, a phone or an address.
 */

export const NOTICE_KINDS = [
  'order-placed',
  'order-changed',
  'order-cancelled',
  'order-moved',
  'event-cancelled',
  'reminder',
  'line-short',
  'no-show',
  'handed-over',
  'payment-received',
  'order-freed',
  'refunded',
  'goods-back',
  'charge-asked',
  'charge-decided',
  'goods-lost',
  'event-unclosed',
  'cut-off-near',
  'event-today',
] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]

/** `none`: in the app only. `waiting` is handed to a mail server until it is `sent`, or `failed` for good. */
export const MAIL_STATES = ['none', 'waiting', 'sent', 'failed'] as const
export type MailState = (typeof MAIL_STATES)[number]

/** An event with the times that were told, as ISO strings in UTC. */
export type EventFact = { eventId: number; startsAt: string; endsAt: string }

/** Goods of an offer: pieces, or grams where ordered by weight. */
export type GoodsFact = { offerId: number; quantity: number }

/** Why less was handed over than ordered; `reason` is a desk's code, null where it was written out in words. */
export type ShortFact = { kind: 'short' | 'refused'; reason: string | null }

/** How money came, or went back. `as-paid`: the way it had come. */
export type MoneyWay = 'cash' | 'qr' | 'card' | 'transfer' | 'agency-account' | 'as-paid'

/** What each kind keeps. `payBy` is the order's own; amounts are fen, estimates what is held until it is weighed. */
export type NoticeFacts =
  | { kind: 'order-placed'; events: EventFact[]; totalFen: number; isEstimate: boolean; payBy: string }
  | {
      kind: 'order-changed'
      eventId: number
      offerId: number
      before: number
      after: number
      totalFen: number
    }
  /** `totalFen` is what the rest of the order is held at; 0 where nothing is left. */
  | { kind: 'order-cancelled'; goods: GoodsFact[]; totalFen: number }
  | { kind: 'order-moved'; from: EventFact; to: EventFact; goods: GoodsFact[] }
  | { kind: 'event-cancelled'; event: EventFact; goods: GoodsFact[] }
  | {
      kind: 'reminder'
      event: EventFact
      goods: GoodsFact[]
      amountFen: number
      isEstimate: boolean
      payBy: string
    }
  | { kind: 'line-short'; eventId: number; offerId: number; ordered: number; given: number; why: ShortFact }
  /** `noShowShareFen` is what of money paid ahead goes to the households; older notices say nothing of it. */
  | { kind: 'no-show'; event: EventFact; goods: GoodsFact[]; noShowShareFen?: number }
  /** `owedFen` is what was still to be paid when the last line was handed over. */
  | {
      kind: 'handed-over'
      eventId: number
      goods: GoodsFact[]
      amountFen: number
      owedFen: number
      payBy: string
    }
  | { kind: 'payment-received'; amountFen: number; way: MoneyWay }
  /** A payment that never came: the goods went back to the shelf. */
  | { kind: 'order-freed'; goods: GoodsFact[] }
  | { kind: 'refunded'; amountFen: number; way: MoneyWay }
  /** To an agency's managers: a member's order is above his limit. */
  | { kind: 'charge-asked'; agencyId: number; orderNumber: number; amountFen: number }
  /** To the member; if not approved it is paid at the desk. */
  | { kind: 'charge-decided'; isApproved: boolean; amountFen: number }
  /** To who can close it; `weeks` since its day, each told once. */
  | { kind: 'event-unclosed'; event: EventFact; weeks: number }
  | { kind: 'goods-back'; offerId: number; unitPriceFen: number; startsAt: string }
  /**
   * What an order has of an offer is less than was promised; `why` is a code. `totalFen` is what all of the order is
   * held at now, 0 where nothing is left; `refundedFen` goes back of what was paid ahead. `lost` says it line by line.
   */
  | {
      kind: 'goods-lost'
      offerId: number
      before: number
      after: number
      why: string
      totalFen: number
      refundedFen: number
      lost: { lineNumber: number; less: number }[]
    }
  /** To an event's organizers, the day before its cut-off; `isOpen`: whether it takes orders at all. */
  | {
      kind: 'cut-off-near'
      event: EventFact
      cutOffAt: string
      isOpen: boolean
      ordersTaken: number
      capacityOrders: number
    }
  /** To an event's organizers, on its day. */
  | { kind: 'event-today'; event: EventFact; ordersTaken: number }

/** Lines as goods: each offer once, in the order it first comes. */
export function goodsOf(lines: readonly GoodsFact[]): GoodsFact[] {
  const goods = new Map<number, number>()
  for (const { offerId, quantity } of lines) goods.set(offerId, (goods.get(offerId) ?? 0) + quantity)
  return [...goods].map(([offerId, quantity]) => ({ offerId, quantity }))
}

/** The ids of the events and offers that facts speak of, for their names to be looked up. */
export function namedIn(facts: NoticeFacts): { eventIds: number[]; offerIds: number[] } {
  const all = facts as Partial<{
    eventId: number
    events: EventFact[]
    event: EventFact
    from: EventFact
    to: EventFact
    offerId: number
    goods: GoodsFact[]
  }>
  const events = [...(all.events ?? []), all.event, all.from, all.to].flatMap((event) => event?.eventId ?? [])
  const offers = (all.goods ?? []).map((goods) => goods.offerId)
  return {
    eventIds: [...new Set([...events, ...(all.eventId === undefined ? [] : [all.eventId])])],
    offerIds: [...new Set([...offers, ...(all.offerId === undefined ? [] : [all.offerId])])],
  }
}
