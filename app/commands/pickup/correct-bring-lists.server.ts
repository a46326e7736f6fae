import { database } from '#app/db/client.server.ts'
import { lockEventForChange } from '#app/db/pickup/lock-event.server.ts'
import { writeBringLists } from '#app/db/pickup/write-bring-lists.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'

/**
 * Between the cut-off and the desk's opening what is to be brought may still change: each change is a numbered
 * correction. Safe beside another process: the event's row is held. Returns how many lists were written.
 */
export async function correctBringLists(_actor: SystemActor): Promise<number> {
  const events = await database().pickupEvent.findMany({
    where: { state: 'cut-off' },
    orderBy: { id: 'asc' },
    select: { id: true },
  })
  let count = 0
  for (const { id } of events) {
    count += await inTransaction(async (tx) => {
      const event = await lockEventForChange(tx, id)
      return event?.state === 'cut-off' ? writeBringLists(tx, event) : 0
    })
  }
  return count
}
