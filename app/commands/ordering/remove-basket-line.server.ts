import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Takes an offer out of the actor's open basket. Taking out what is not in it is no refusal: it is out. */
export async function removeBasketLine(
  actor: Actor,
  _scope: Scope,
  input: { offerId: number },
): Promise<Verdict<{ removed: boolean }, 'not-allowed'>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<{ removed: boolean }, 'not-allowed'>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return accept({ removed: false })
    const { count } = await tx.basketLine.deleteMany({
      where: { basketId: basket.id, offerId: input.offerId },
    })
    return accept({ removed: count > 0 })
  })
}
