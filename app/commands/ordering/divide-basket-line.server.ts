import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/**
 * Agrees to have something in the actor's basket in two, where no one event has enough of it, or takes that back.
 * Which two events, and how much at each, is said by the plan.
 */
export async function divideBasketLine(
  actor: Actor,
  _scope: Scope,
  input: { offerId: number; inTwo: boolean },
): Promise<Verdict<null, 'not-allowed' | 'not-found'>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<null, 'not-found'>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return refuse('not-found')
    const { count } = await tx.basketLine.updateMany({
      where: { basketId: basket.id, offerId: input.offerId },
      data: { inTwo: input.inTwo },
    })
    return count === 0 ? refuse('not-found') : accept(null)
  })
}
