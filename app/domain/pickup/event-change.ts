/**
 * A change of an event that has orders: what may be asked, and when.
 * Invariant: a desk that has opened is never moved under the people who stand at it.
 */
import { canTransition, type PickupEventState } from './event-states.ts'

export const eventChangeKinds = ['cancel', 'shrink', 'move'] as const
export type EventChangeKind = (typeof eventChangeKinds)[number]

export const eventChangeStates = ['waiting', 'planning', 'ready', 'applied', 'dropped', 'failed'] as const
export type EventChangeState = (typeof eventChangeStates)[number]

/** What an event shall be, as it is stored. Instants are ISO strings in UTC. */
export type EventChange =
  | { kind: 'cancel' }
  | { kind: 'shrink'; capacityOrders: number }
  | { kind: 'move'; startsAt: string; endsAt: string; cutOffAt: string; place: string }

/** The service point that an event keeps: moved to another place, it is at none. */
export function keptPointId(
  event: { servicePointId: number | null; place: string },
  change: EventChange,
): number | null {
  return change.kind === 'move' && change.place !== event.place ? null : event.servicePointId
}

export type EventChangeRefusal = 'event-change-too-late' | 'event-change-not-fewer' | 'event-change-reason'

const MOST_REASON = 200

/** Why this can't be asked of the event as it stands; null when it can. A new time is looked at like a new event's. */
export function eventChangeRefusal(
  event: { state: PickupEventState; capacityOrders: number },
  change: EventChange,
  reason: string,
): EventChangeRefusal | null {
  // Whoever may still be cancelled has opened no desk.
  if (!canTransition(event.state, 'cancelled')) return 'event-change-too-late'
  const length = [...reason.trim()].length
  if (length < 1 || length > MOST_REASON) return 'event-change-reason'
  if (change.kind !== 'shrink') return null
  const { capacityOrders } = change
  const isFewer =
    Number.isSafeInteger(capacityOrders) && capacityOrders >= 1 && capacityOrders < event.capacityOrders
  return isFewer ? null : 'event-change-not-fewer'
}
