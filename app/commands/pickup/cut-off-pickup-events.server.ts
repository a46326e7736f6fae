import { database } from '#app/db/client.server.ts'
import { lockEventForChange } from '#app/db/pickup/lock-event.server.ts'
import { moveEvent } from '#app/db/pickup/move-event.server.ts'
import { giveStalls } from '#app/db/pickup/stalls.server.ts'
import { writeBringLists } from '#app/db/pickup/write-bring-lists.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'

/**
 * Cuts off every open event whose time has come by the database's clock. Holding the event's row waits for an order
 * that is taking its room, so that the lists of what to bring, made with it, miss none. Harmless beside another process doing the
 * same: the second finds the event cut off. Returns how many it cut off.
 */
export async function cutOffPickupEvents(actor: SystemActor): Promise<number> {
  const due = await database().$queryRaw<{ id: number }[]>`
    SELECT id FROM pickup_event WHERE state = 'open' AND cut_off_at <= clock_timestamp() ORDER BY id`
  let count = 0
  for (const { id } of due) {
    const moved = await inTransaction(async (tx) => {
      const event = await lockEventForChange(tx, id)
      if (event?.state !== 'open' || !(await moveEvent(tx, event, 'cut-off', actor.accountId))) return false
      await writeBringLists(tx, event)
      await giveStalls(tx, event)
      return true
    })
    if (moved) count += 1
  }
  return count
}
