import { readDatabase } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** What the header of the store says of somebody: lines in the open basket, and notices not read yet. */
export type StoreFrame = { basketCount: number; unreadCount: number }

/** Visitors have neither, and nothing is asked for them. */
export async function readStoreFrame(actor: Actor | null): Promise<StoreFrame> {
  if (actor === null) return { basketCount: 0, unreadCount: 0 }
  const [frame] = await readDatabase().$queryRaw<StoreFrame[]>`
    SELECT (SELECT count(*)::int FROM basket_line l JOIN basket b ON b.id = l.basket_id
        WHERE b.account_id = ${actor.accountId}::int AND b.placed_at IS NULL) AS "basketCount",
      (SELECT count(*)::int FROM notice WHERE account_id = ${actor.accountId}::int AND read_at IS NULL) AS "unreadCount"`
  return frame ?? { basketCount: 0, unreadCount: 0 }
}
