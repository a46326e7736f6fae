import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'

/** Every few seconds: cuts off the events whose time has come. Returns how many. */
export async function cutOffEvents(): Promise<number> {
  return cutOffPickupEvents(SYSTEM_ACTOR)
}
