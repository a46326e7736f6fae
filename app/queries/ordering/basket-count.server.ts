import { readDatabase } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** Lines in somebody's open basket, for the header of the store. Visitors have none, and nothing is asked for them. */
export async function readBasketCount(actor: Actor | null): Promise<number> {
  if (actor === null) return 0
  return readDatabase().basketLine.count({
    where: { basket: { accountId: actor.accountId, placedAt: null } },
  })
}
