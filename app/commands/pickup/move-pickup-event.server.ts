import { lockEventForChange } from '#app/db/pickup/lock-event.server.ts'
import { moveEvent } from '#app/db/pickup/move-event.server.ts'
import { isPointOpen } from '#app/db/pickup/service-points.server.ts'
import { giveStalls } from '#app/db/pickup/stalls.server.ts'
import { refuseOpening } from '#app/db/pickup/unclosed-events.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { canTransition, type PickupEventState } from '#app/domain/pickup/event-states.ts'

/** What an organizer does by hand: the clock cuts off, and a signature closes. */
export type OrganizerMove = 'open' | 'running' | 'closing'

export type MoveEventRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'event-state-changed'
  | 'cut-off-has-passed'
  | 'point-not-open'
  | 'event-not-today'
  | 'too-many-unclosed'

/**
 * Opens a draft for orders unless its village has others to close first, at a service point only if that is open;
 * starts a cut-off event (never before its day), begins to close a running one, or takes a closing one back to its
 * desk. The state that was shown must still hold.
 */
export async function movePickupEvent(
  actor: Actor,
  scope: Scope,
  input: { eventId: number; from: PickupEventState; to: OrganizerMove },
): Promise<Verdict<{ state: PickupEventState }, MoveEventRefusal>> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const { from, to } = input
  return decideInTransaction<{ state: PickupEventState }, MoveEventRefusal>(async (tx) => {
    const event = await lockEventForChange(tx, input.eventId)
    if (!event || !reaches(scope, event.villageCode)) return refuse('not-found')
    if (event.state !== from || !canTransition(from, to))
      return refuse('event-state-changed', { state: event.state })
    const blocked = to === 'open' ? await refuseOpening(tx, event.villageCode) : null
    if (blocked !== null) return blocked
    if (to === 'open' && !(await isPointOpen(tx, event.servicePointId))) return refuse('point-not-open')
    const moved = await moveEvent(tx, event, to, actor.accountId)
    if (!moved) return refuse(to === 'open' ? 'cut-off-has-passed' : 'event-not-today')
    // Whoever was put into this event after its cut-off stands behind the others.
    if (to === 'running') await giveStalls(tx, event)
    return accept({ state: to })
  })
}
