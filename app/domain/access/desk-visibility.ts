/**
 * Names at the desk of an event (design: people's data).
 * Invariant: an organizer sees a name in full only at the desk of an event in reach, while the desk is open, and only
 * of households of the villages that the event serves.
 */
import { isInScope, scopePrefix } from '#app/domain/kernel/ids.ts'
import type { Actor } from './roles.ts'

/** The event whose desk it is, by its village; `isDeskOpen` while it is running or closing. */
export type DeskOfEvent = { villageCode: string; servedVillageCodes: readonly string[]; isDeskOpen: boolean }

/** Whether an actor at this desk sees the names of a household of this village in full. */
export function seesNameAtDesk(actor: Actor, desk: DeskOfEvent, household: { villageCode: string }): boolean {
  return (
    desk.isDeskOpen &&
    desk.servedVillageCodes.includes(household.villageCode) &&
    actor.assignments.some(
      (a) =>
        a.role === 'organizer' &&
        a.scopeCode !== null &&
        isInScope(scopePrefix(a.scopeCode), desk.villageCode),
    )
  )
}
