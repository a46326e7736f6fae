/**
 * What a visitor is told of a pickup event.
 * Invariant: an event says that it takes orders exactly when one could be placed there now.
 */
import { isTakingOrders, type PickupEventState } from './event-states.ts'

export type PublicStanding = 'taking-orders' | 'full' | 'orders-closed' | 'running' | 'over' | 'cancelled'

/** Null for a draft, which is not public yet. */
export function publicStanding(
  event: { state: PickupEventState; cutOffAt: Date; endsAt: Date; hasRoom: boolean },
  now: Date,
): PublicStanding | null {
  switch (event.state) {
    case 'draft':
      return null
    case 'cancelled':
      return 'cancelled'
    case 'closed':
      return 'over'
    case 'running':
    case 'closing':
      return 'running'
    case 'open':
    case 'cut-off':
      if (isTakingOrders(event.state, event.cutOffAt, now)) return event.hasRoom ? 'taking-orders' : 'full'
      return now.getTime() < event.endsAt.getTime() ? 'orders-closed' : 'over'
  }
}
