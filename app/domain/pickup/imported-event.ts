/**
 * What a plan of events changes of an event that is there.
 * Invariant: an import never changes an event that somebody has ordered for, or that is past its planning.
 */
import type { PickupEventState } from './event-states.ts'
import type { ServicePointState } from './service-point.ts'

export type PlannedEvent = {
  place: string
  endsAt: Date
  cutOffAt: Date
  capacityOrders: number
  scaleCount: number
  servedVillageCodes: readonly string[]
}

export type KnownEvent = PlannedEvent & { state: PickupEventState; ordersTaken: number }

/** `held`: the plan says otherwise, but it is no longer the plan that decides. */
export type ImportedEventChange = 'none' | 'changed' | 'held'

export function compareEvent(known: KnownEvent, planned: PlannedEvent): ImportedEventChange {
  const isSame =
    known.place === planned.place &&
    known.endsAt.getTime() === planned.endsAt.getTime() &&
    known.cutOffAt.getTime() === planned.cutOffAt.getTime() &&
    known.capacityOrders === planned.capacityOrders &&
    known.scaleCount === planned.scaleCount &&
    [...known.servedVillageCodes].sort().join() === [...planned.servedVillageCodes].sort().join()
  if (isSame) return 'none'
  const isPlanning = known.state === 'draft' || known.state === 'open'
  return isPlanning && known.ordersTaken === 0 ? 'changed' : 'held'
}

/**
 * An event can be ordered for at once while its cut-off is ahead and its service point, if it is at one, is open; else
 * it waits as a draft for an organizer.
 */
export function importedState(
  planned: Pick<PlannedEvent, 'cutOffAt'>,
  point: { state: ServicePointState } | null,
  now: Date,
): 'open' | 'draft' {
  const isOpen = point === null || point.state === 'open'
  return isOpen && now < planned.cutOffAt ? 'open' : 'draft'
}
