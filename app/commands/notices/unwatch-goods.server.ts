import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** Forgets the actor's wish to be told of an offer's product; without one, nothing happens. */
export async function unwatchGoods(actor: Actor, input: { offerId: number }): Promise<void> {
  await database().$executeRaw`
    DELETE FROM watch w USING offer o
    WHERE o.id = ${input.offerId}::int AND w.village_code = o.village_code AND w.product_id = o.product_id
      AND w.account_id = ${actor.accountId}::int AND w.told_at IS NULL`
}
