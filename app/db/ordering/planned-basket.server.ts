/** A basket with its plan: what the buyer is shown, and what placing decides again. Nothing here reads or writes. */
import type { AssignmentReason, DispatchPlan, DispatchRequest } from '#app/domain/dispatch/plan-basket.ts'
import { planWithSplits } from '#app/domain/dispatch/plan-with-splits.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { ShownBasket } from '#app/domain/ordering/basket-content.ts'
import { type HeldLine, holdLines, sumParts } from '#app/domain/ordering/order-lines.ts'
import type { BasketGoods, OpenBasket } from './read-basket.server.ts'
import { lineKey, type Supply, type SupplyEvent, toDispatchRequest } from './read-supply.server.ts'

/** Goods of the basket as they go to one event: all of them, or a part the buyer agreed to. */
export type PlannedGoods = {
  key: string
  goods: BasketGoods
  event: SupplyEvent
  quantity: number
  reason: AssignmentReason
  held: HeldLine[]
}

export type PlannedBasket = {
  basket: OpenBasket
  supply: Supply
  /** The request that `plan` answers, agreed splits included. */
  request: DispatchRequest
  plan: DispatchPlan
  placed: PlannedGoods[]
  /** What goes nowhere: goods as a whole, or the part of them that no event takes. */
  left: { goods: BasketGoods; quantity: number }[]
  shown: ShownBasket
}

/** Plans a basket, in two what the buyer agreed to have so and no one event has enough of. */
export function planOpenBasket(basket: OpenBasket, supply: Supply): PlannedBasket {
  const agreed = basket.goods.filter((goods) => goods.inTwo).map((goods) => lineKey(goods.offerId))
  const { request, plan } = planWithSplits(toDispatchRequest(basket, supply), new Set(agreed))
  const goodsOf = new Map(basket.goods.map((goods) => [lineKey(goods.offerId), goods]))
  const eventOf = new Map(supply.events.map((event) => [event.id, event]))
  const quantityOf = new Map(request.lines.map((line) => [line.key, line.quantity]))
  const placed = plan.assignments.map(({ line, event: number, reason }): PlannedGoods => {
    const goods = goodsOf.get(wholeKey(line))
    const event = eventOf.get(number)
    const quantity = quantityOf.get(line)
    invariant(goods && event && quantity !== undefined, `the plan names what was not asked: ${line}`)
    return { key: line, goods, event, quantity, reason, held: holdLines({ ...goods, quantity }) }
  })
  return {
    basket,
    supply,
    request,
    plan,
    placed,
    left: leftOf(basket, placed),
    shown: shownOf(placed),
  }
}

function leftOf(basket: OpenBasket, placed: readonly PlannedGoods[]): PlannedBasket['left'] {
  return basket.goods.flatMap((goods) => {
    const own = placed.filter((part) => part.goods === goods)
    const quantity = own.reduce((left, part) => left - part.quantity, goods.quantity)
    return quantity > 0 ? [{ goods, quantity }] : []
  })
}

/** Whether goods go in two. */
export function isPart(part: PlannedGoods): boolean {
  return wholeKey(part.key) !== part.key
}

/** The key of the line that a key, perhaps of a part, belongs to. */
export function wholeKey(key: string): string {
  return key.split('/')[0] ?? key
}

function shownOf(placed: readonly PlannedGoods[]): ShownBasket {
  return {
    lines: placed.map(({ goods, event, quantity }) => ({
      offerId: goods.offerId,
      eventId: event.id,
      quantity,
      unitPriceFen: goods.unitPriceFen,
      referencePriceFen: goods.referencePriceFen,
      noShowSharePercent: goods.noShowSharePercent,
    })),
    totalFen: sumParts(placed.flatMap((part) => part.held)).amountFen,
  }
}
