/**
 * Which order of the buyer's a second one joins: one order to add to, one code, one trip.
 * Invariant: unless the buyer says no, no event has two open orders that he placed the same way.
 */
import type { Capacity, PayBy } from './basket-content.ts'

/** Through which agency, for whom and how paid: orders of another way stay apart, as their bills do. */
export type OrderingWay = { agencyId: number | null; capacity: Capacity; payBy: PayBy }

/** Ways of paying whose orders may grow; one that is paid in a session of its own is paid for as it stands. */
const CAN_GROW: Record<PayBy, boolean> = {
  desk: true,
  'agency-account': true,
  transfer: true,
  card: false,
}

/** An order of the buyer's that is not cancelled, with what it has at events still open. */
export type OpenOrder = OrderingWay & {
  id: string
  number: number
  /** Open events, before their cut-off, at which it has room. */
  openEventIds: readonly number[]
  /** Open events at which another order has its pickup code, so that it can't have room there. */
  codeTakenAt: readonly number[]
}

/** The ways of paying whose orders may grow. */
export const GROWING_WAYS = Object.entries(CAN_GROW).flatMap(([payBy, grows]) => (grows ? [payBy] : []))

/** Whether an order paid this way may have more added to it. */
export function canGrow(payBy: PayBy): boolean {
  return CAN_GROW[payBy]
}

/** Whether an order placed this way may join the other. */
export function canJoin(order: OrderingWay, way: OrderingWay): boolean {
  return (
    canGrow(way.payBy) &&
    order.payBy === way.payBy &&
    order.capacity === way.capacity &&
    order.agencyId === way.agencyId
  )
}

/** Where what goes to an event is written: an order there was, with room there or not, or none: a new one. */
export type EventTarget<Order extends OpenOrder> = { eventId: number; order: Order | null; hasRoom: boolean }

/**
 * For each event of a plan the order that it joins: the first one with room there; where there is none, the first
 * one that others of the plan join, so that all of it has one code. Null for a new order.
 */
export function chooseTargets<Order extends OpenOrder>(
  eventIds: readonly number[],
  orders: readonly Order[],
  way: OrderingWay,
): EventTarget<Order>[] {
  const joinable = orders.filter((order) => canJoin(order, way)).sort((a, b) => a.number - b.number)
  const withRoom = new Map(
    eventIds.map((id) => [id, joinable.find((order) => order.openEventIds.includes(id)) ?? null]),
  )
  const joined = joinable.filter((order) => [...withRoom.values()].includes(order))
  return eventIds.map((eventId) => {
    const there = withRoom.get(eventId) ?? null
    if (there) return { eventId, order: there, hasRoom: true }
    const order = joined.find((one) => !one.codeTakenAt.includes(eventId)) ?? null
    return { eventId, order, hasRoom: false }
  })
}
