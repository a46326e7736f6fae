/**
 * The states of an order line, and what an order is by its lines.
 * Invariant: an order has no state of its own that could disagree with its lines.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

export const orderLineStates = [
  'placed',
  'handed-over',
  'part-handed-over',
  'short',
  'refused',
  'no-show',
  'cancelled',
] as const

export type OrderLineState = (typeof orderLineStates)[number]

/** Whether the desk has said what became of the line. */
export function isSettled(state: OrderLineState): boolean {
  return state !== 'placed' && state !== 'cancelled'
}

/** Whether something of the line was handed over, and so is billed. */
export function isHandedOver(state: OrderLineState): boolean {
  return state === 'handed-over' || state === 'part-handed-over'
}

/** A placed line is settled or cancelled; only a desk that takes its act back, by rows of its own, places it again. */
export function canLineTransition(from: OrderLineState, to: OrderLineState): boolean {
  return from === 'placed' && to !== 'placed'
}

export type OrderState = 'placed' | 'part-settled' | 'handed-over' | 'not-handed-over' | 'cancelled'

/**
 * An order by its lines, cancelled ones left aside: placed while none is settled, part-settled while some are;
 * then handed over if anything was, else not handed over. Cancelled if all its lines are.
 */
export function orderStateOf(lines: readonly OrderLineState[]): OrderState {
  invariant(lines.length > 0, 'an order has at least one line')
  const live = lines.filter((state) => state !== 'cancelled')
  if (live.length === 0) return 'cancelled'
  if (live.every((state) => state === 'placed')) return 'placed'
  if (live.includes('placed')) return 'part-settled'
  return live.some(isHandedOver) ? 'handed-over' : 'not-handed-over'
}
