import { database } from '#app/db/client.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/**
 * Tells the actor once, in a notice, when the offer's product can be ordered from its village again, at whatever
 * price. Asked twice it is one wish.
 */
export async function watchGoods(
  actor: Actor,
  input: { offerId: number },
): Promise<Verdict<null, 'not-allowed' | 'not-found'>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  const offers = await database().$queryRaw<{ id: number }[]>`
    SELECT id FROM offer o WHERE o.id = ${input.offerId}::int
      AND EXISTS (SELECT FROM lot l WHERE l.offer_id = o.id AND l.approved_at IS NOT NULL)`
  if (offers.length === 0) return refuse('not-found')
  await database().$executeRaw`
    INSERT INTO watch (account_id, village_code, product_id)
    SELECT ${actor.accountId}::int, village_code, product_id FROM offer WHERE id = ${input.offerId}::int
    ON CONFLICT (account_id, village_code, product_id) WHERE told_at IS NULL DO NOTHING`
  return accept(null)
}
