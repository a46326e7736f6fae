import type { Transaction } from '../client.server.ts'
import { isPart, planOpenBasket } from './planned-basket.server.ts'
import { readOpenBasket } from './read-basket.server.ts'
import { readSupply } from './read-supply.server.ts'

/**
 * Takes back the agreement to have something in two where one event has enough of it now: should it be needed again,
 * the buyer is asked again.
 */
export async function keepAgreedSplits(
  tx: Transaction,
  buyer: { accountId: number; agencyIds: readonly number[] },
): Promise<void> {
  const basket = await readOpenBasket(tx, buyer.accountId)
  if (!basket) return
  const planned = planOpenBasket(basket, await readSupply(tx, basket, buyer))
  const divided = new Set(planned.placed.filter(isPart).map((part) => part.goods))
  const whole = basket.goods.filter((goods) => goods.inTwo && !divided.has(goods))
  await tx.basketLine.updateMany({
    where: { basketId: basket.id, offerId: { in: whole.map((goods) => goods.offerId) } },
    data: { inTwo: false },
  })
}
