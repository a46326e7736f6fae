/**
 * The key of a notice: one for each cause, so that the same cause, however often it is told, makes one notice.
 * Invariant: two causes never share a key.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'

const key = (...parts: (string | number)[]): string => parts.join(':')

const again = (times: number): number[] => (times === 0 ? [] : [times])

/** A function for each cause. Ids of orders, lines, payments and refunds are those of their rows. */
export const onceKeys = {
  /** A second placement may join the first one's order, and is told of as well. */
  orderPlaced: (placementId: string) => key('order-placed', placementId),
  /** `changeId` is made by the act: an order may be changed from two to three and back, and again. */
  orderChanged: (orderId: string, changeId: string) => key('order-changed', orderId, changeId),
  /** A line is cancelled once, so the lines name the act. */
  orderCancelled: (orderId: string, lineNumbers: readonly number[]) =>
    key('order-cancelled', orderId, [...lineNumbers].sort((a, b) => a - b).join('.')),
  /** `planId` is that of the plan that moved it. */
  orderMoved: (orderId: string, planId: string) => key('order-moved', orderId, planId),
  eventCancelled: (orderId: string, eventId: number) => key('event-cancelled', orderId, eventId),
  /** An event that is put off is another day, and worth another word. */
  reminder: (orderId: string, eventId: number, day: CivilDate) => key('reminder', orderId, eventId, day),
  /** `times` the desk took an act at the order back before: what it says after that is told as well. */
  lineShort: (orderLineId: string, times = 0) => key('line-short', orderLineId, ...again(times)),
  noShow: (orderId: string, eventId: number, times = 0) => key('no-show', orderId, eventId, ...again(times)),
  handedOver: (orderId: string, eventId: number, times = 0) =>
    key('handed-over', orderId, eventId, ...again(times)),
  paymentReceived: (paymentId: string) => key('payment-received', paymentId),
  orderFreed: (orderId: string) => key('order-freed', orderId),
  refunded: (refundId: string) => key('refunded', refundId),
  /** To each manager who was there to be asked. */
  chargeAsked: (orderId: string, managerId: number) => key('charge-asked', orderId, managerId),
  chargeDecided: (orderId: string) => key('charge-decided', orderId),
  /** `changeId` is that of the lot: an order may lose goods of two. */
  goodsLost: (orderId: string, changeId: string) => key('goods-lost', orderId, changeId),
  /** `week` is the event's own, after its day: 1 is the first in which it is late. */
  eventUnclosed: (eventId: number, accountId: number, week: number) =>
    key('event-unclosed', eventId, accountId, week),
  /** To each organizer; another day is worth another word. */
  cutOffNear: (accountId: number, eventId: number, day: CivilDate) =>
    key('cut-off-near', accountId, eventId, day),
  eventToday: (accountId: number, eventId: number, day: CivilDate) =>
    key('event-today', accountId, eventId, day),
  goodsBack: (watchId: number) => key('goods-back', watchId),
} as const
