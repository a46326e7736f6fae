import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** Marks the actor's notices read up to the newest that was shown; what came since stays unread. Returns how many. */
export async function markNoticesRead(actor: Actor, input: { upToId: number }): Promise<number> {
  const { count } = await database().notice.updateMany({
    where: { accountId: actor.accountId, readAt: null, id: { lte: input.upToId } },
    data: { readAt: new Date() },
  })
  return count
}
