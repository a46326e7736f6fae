import { readDatabase } from '#app/db/client.server.ts'
import { planOpenBasket } from '#app/db/ordering/planned-basket.server.ts'
import { readOpenBasket } from '#app/db/ordering/read-basket.server.ts'
import { type BuyerStanding, readStandings } from '#app/db/ordering/read-standing.server.ts'
import { readSupply } from '#app/db/ordering/read-supply.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type BasketView, toBasketView } from './basket-view.server.ts'

export type CheckoutPage = {
  basket: BasketView
  /** One for each agency the buyer may order for. */
  standings: BuyerStanding[]
  /** When the first of its events cuts off; null where nothing is placed. */
  firstCutOffAt: string | null
}

/** What the buyer is about to order and may order on; null where nothing is in the basket. */
export async function readCheckoutPage(
  actor: Actor,
  scope: Scope,
  splits: readonly number[],
): Promise<CheckoutPage | null> {
  const reader = readDatabase()
  const basket = await readOpenBasket(reader, actor.accountId)
  if (!basket || basket.goods.length === 0) return null
  const buyer = { accountId: actor.accountId, agencyIds: scope.agencyIds }
  const [supply, standings] = await Promise.all([
    readSupply(reader, basket, buyer),
    readStandings(reader, actor.accountId, scope.agencyIds),
  ])
  const planned = planOpenBasket(basket, supply, splits)
  const [firstCutOff] = planned.placed.map((part) => part.event.cutOffAt.getTime()).sort((a, b) => a - b)
  const firstCutOffAt = firstCutOff === undefined ? null : new Date(firstCutOff).toISOString()
  return { basket: toBasketView(planned), standings, firstCutOffAt }
}
