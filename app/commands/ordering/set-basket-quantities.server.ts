import { keepAgreedSplits } from '#app/db/ordering/keep-agreed-splits.server.ts'
import { touchOpenBasket } from '#app/db/ordering/open-basket.server.ts'
import { type PutGoodsCode, putGoods } from '#app/db/ordering/put-goods.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type QuantityRefused = { offerId: number; refusal: Refusal<PutGoodsCode> }

/**
 * Sets how much of each of these offers the actor's basket shall have, all at once. What can't be is said offer by
 * offer, and those stay as they are; what is not in the basket any more is not put back.
 */
export async function setBasketQuantities(
  actor: Actor,
  scope: Scope,
  lines: readonly { offerId: number; quantity: string }[],
): Promise<Verdict<{ refused: QuantityRefused[] }, 'not-allowed' | 'not-found'>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<{ refused: QuantityRefused[] }, 'not-found'>(async (tx) => {
    const basket = await touchOpenBasket(tx, actor.accountId)
    if (!basket) return refuse('not-found')
    const inBasket = await tx.basketLine.findMany({
      where: { basketId: basket.id },
      select: { offerId: true, inTwo: true },
    })
    const refused: QuantityRefused[] = []
    for (const line of lines) {
      if (!inBasket.some(({ offerId }) => offerId === line.offerId)) continue
      const into = { id: basket.id, accountId: actor.accountId }
      const put = await putGoods(tx, into, { ...line, how: 'set' })
      if (!put.ok) refused.push({ offerId: line.offerId, refusal: put })
    }
    if (inBasket.some(({ inTwo }) => inTwo)) {
      await keepAgreedSplits(tx, { accountId: actor.accountId, agencyIds: scope.agencyIds })
    }
    return accept({ refused })
  })
}
