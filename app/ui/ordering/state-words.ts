/** The states of orders and of what is in them, in words. */
import type { OrderLineState, OrderState } from '#app/domain/ordering/order-states.ts'
import { m } from '#app/i18n/generated/messages.js'

const ORDER_STATES: Record<OrderState, () => string> = {
  placed: m.ordering_order_state_placed,
  'part-settled': m.ordering_order_state_part_settled,
  'handed-over': m.ordering_order_state_handed_over,
  'not-handed-over': m.ordering_order_state_not_handed_over,
  cancelled: m.ordering_order_state_cancelled,
}

export function orderStateWord(state: OrderState): string {
  return ORDER_STATES[state]()
}

const LINE_STATES: Record<Exclude<OrderLineState, 'placed'>, () => string> = {
  'handed-over': m.ordering_line_state_handed_over,
  'part-handed-over': m.ordering_line_state_part_handed_over,
  short: m.ordering_line_state_short,
  refused: m.ordering_line_state_refused,
  'no-show': m.ordering_line_state_no_show,
  cancelled: m.ordering_line_state_cancelled,
}

/** Null for what is still to be collected. */
export function lineStateWord(state: OrderLineState): string | null {
  return state === 'placed' ? null : LINE_STATES[state]()
}

/** The chip's tone: done, in the way, or neither. */
export function stateTone(state: OrderState | OrderLineState): 'plain' | 'ok' | 'look' {
  if (state === 'handed-over' || state === 'part-handed-over') return 'ok'
  return state === 'short' || state === 'no-show' || state === 'not-handed-over' ? 'look' : 'plain'
}
