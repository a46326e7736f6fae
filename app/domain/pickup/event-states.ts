/**
 * The life of a pickup event.
 * Invariant: closed and cancelled are final; once the desk has opened, an event can only be closed.
 */

export const pickupEventStates = [
  'draft',
  'open',
  'cut-off',
  'running',
  'closing',
  'closed',
  'cancelled',
] as const

export type PickupEventState = (typeof pickupEventStates)[number]

/** From closing back to running: a late buyer, or a count that shows something forgotten. */
const transitions: Record<PickupEventState, readonly PickupEventState[]> = {
  draft: ['open', 'cancelled'],
  open: ['cut-off', 'cancelled'],
  'cut-off': ['running', 'cancelled'],
  running: ['closing'],
  closing: ['running', 'closed'],
  closed: [],
  cancelled: [],
}

export function nextStates(state: PickupEventState): readonly PickupEventState[] {
  return transitions[state]
}

export function canTransition(from: PickupEventState, to: PickupEventState): boolean {
  return transitions[from].includes(to)
}

/** A final state: the event is read-only, and corrections are dated reversals. */
export function isFinal(state: PickupEventState): boolean {
  return transitions[state].length === 0
}

/**
 * Whether orders can be placed, changed or cancelled by buyers at `now`. The clock decides, not the cut-off job:
 * at `cutOffAt` itself it is over. Where room is taken the database asks the same of its own clock.
 */
export function isTakingOrders(state: PickupEventState, cutOffAt: Date, now: Date): boolean {
  return state === 'open' && now.getTime() < cutOffAt.getTime()
}
