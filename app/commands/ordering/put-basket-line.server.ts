import { randomUUID } from 'node:crypto'
import { keepAgreedSplits } from '#app/db/ordering/keep-agreed-splits.server.ts'
import { touchBasket } from '#app/db/ordering/open-basket.server.ts'
import { type PutGoods, type PutGoodsCode, putGoods } from '#app/db/ordering/put-goods.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type PutBasketLineInput = PutGoods
export type PutBasketLineCode = PutGoodsCode | 'not-allowed'

const liveDeps = { newId: (): string => randomUUID() }

/**
 * Puts a quantity of an offer into the actor's open basket, which is opened if need be. What can't be collected
 * anywhere yet is not put in; what is in already may be changed even so.
 */
export async function putBasketLine(
  actor: Actor,
  scope: Scope,
  input: PutBasketLineInput,
  deps = liveDeps,
): Promise<Verdict<{ quantity: number }, PutBasketLineCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<{ quantity: number }, PutBasketLineCode>(async (tx) => {
    const basket = await touchBasket(tx, actor.accountId, deps.newId())
    const put = await putGoods(tx, { id: basket.id, accountId: actor.accountId }, input)
    if (!put.ok) return put
    const { quantity, wasInTwo } = put.value
    if (wasInTwo) await keepAgreedSplits(tx, { accountId: actor.accountId, agencyIds: scope.agencyIds })
    return accept({ quantity })
  })
}
