import { correctBringLists } from '#app/commands/pickup/correct-bring-lists.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'

/** Every few seconds: cuts off the events whose time has come, and makes their lists of what to bring. Returns how many. */
export async function cutOffEvents(): Promise<number> {
  return cutOffPickupEvents(SYSTEM_ACTOR)
}

/** Puts the lists of events that are cut off right, where something changed since. Returns how many. */
export async function correctLists(): Promise<number> {
  return correctBringLists(SYSTEM_ACTOR)
}
