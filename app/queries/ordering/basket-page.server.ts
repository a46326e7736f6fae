import { readDatabase } from '#app/db/client.server.ts'
import { planOpenBasket } from '#app/db/ordering/planned-basket.server.ts'
import { readOpenBasket } from '#app/db/ordering/read-basket.server.ts'
import { readSupply } from '#app/db/ordering/read-supply.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type BasketView, toBasketView } from './basket-view.server.ts'

export type BasketPage = {
  /** Null where nothing is in it. */
  basket: BasketView | null
  /** The towns a buyer may name as near. */
  towns: { code: string; name: string }[]
}

/** The actor's basket, planned at today's prices. */
export async function readBasketPage(actor: Actor, scope: Scope): Promise<BasketPage> {
  const reader = readDatabase()
  const basket = await readOpenBasket(reader, actor.accountId)
  if (!basket || basket.goods.length === 0) return { basket: null, towns: [] }
  const buyer = { accountId: actor.accountId, agencyIds: scope.agencyIds }
  const [supply, towns] = await Promise.all([readSupply(reader, basket, buyer), readTowns(scope)])
  return { basket: toBasketView(planOpenBasket(basket, supply)), towns }
}

/** The towns of the counties that the buyer's agencies are of. */
async function readTowns(scope: Scope): Promise<BasketPage['towns']> {
  const agencies = await readDatabase().agency.findMany({
    where: { id: { in: [...scope.agencyIds] } },
    select: { countyCode: true },
  })
  const towns = await readDatabase().division.findMany({
    where: {
      level: 'town',
      parentCode: { in: agencies.map((agency) => agency.countyCode) },
      toDay: null,
    },
    select: { code: true, shortName: true },
    orderBy: { code: 'asc' },
  })
  return towns.map((town) => ({ code: town.code, name: town.shortName }))
}
