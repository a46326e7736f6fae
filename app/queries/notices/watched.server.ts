import { readDatabase } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** Whether the actor waits to be told of an offer's product in its village. A visitor waits for nothing. */
export async function readIsWatched(actor: Actor | null, offerId: number | null): Promise<boolean> {
  if (actor === null || offerId === null) return false
  const [row] = await readDatabase().$queryRaw<{ watched: boolean }[]>`
    SELECT EXISTS (
      SELECT FROM watch w JOIN offer o ON o.village_code = w.village_code AND o.product_id = w.product_id
      WHERE o.id = ${offerId}::int AND w.account_id = ${actor.accountId}::int AND w.told_at IS NULL) AS watched`
  return row?.watched ?? false
}
