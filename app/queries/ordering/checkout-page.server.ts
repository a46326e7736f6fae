import { readDatabase } from '#app/db/client.server.ts'
import { type PlannedBasket, planOpenBasket } from '#app/db/ordering/planned-basket.server.ts'
import { readOpenBasket } from '#app/db/ordering/read-basket.server.ts'
import { type BuyerStanding, readStandings } from '#app/db/ordering/read-standing.server.ts'
import { readSupply } from '#app/db/ordering/read-supply.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { Capacity, PayBy } from '#app/domain/ordering/basket-content.ts'
import { canJoin, chooseTargets } from '#app/domain/ordering/joining.ts'
import { type BasketView, type EventView, toBasketView, toEventView } from './basket-view.server.ts'

/** What becomes of the basket where it is ordered the way that orders there are were: which ones it joins. */
export type JoinView = {
  agencyId: number
  agency: string
  capacity: Capacity
  payBy: PayBy
  /** By number, with the events of this basket that they have room at. */
  orders: { id: string; number: number; pickupCode: string; events: EventView[] }[]
  /** All of it joins: no order is opened. */
  isWhole: boolean
}

export type CheckoutPage = {
  basket: BasketView
  /** One for each agency the buyer may order for. */
  standings: BuyerStanding[]
  /** One for each way of ordering that joins something, the one with the oldest order first. */
  joins: JoinView[]
  /** When the first of its events cuts off; null where nothing is placed. */
  firstCutOffAt: string | null
  /** What of what is paid ahead goes to the households if nobody comes, in percent; the most, where counties differ. */
  noShowSharePercent: number
}

/** What the buyer is about to order and may order on; null where nothing is in the basket. */
export async function readCheckoutPage(actor: Actor, scope: Scope): Promise<CheckoutPage | null> {
  const reader = readDatabase()
  const basket = await readOpenBasket(reader, actor.accountId)
  if (!basket || basket.goods.length === 0) return null
  const buyer = { accountId: actor.accountId, agencyIds: scope.agencyIds }
  const [supply, standings] = await Promise.all([
    readSupply(reader, basket, buyer),
    readStandings(reader, actor.accountId, scope.agencyIds),
  ])
  const planned = planOpenBasket(basket, supply)
  const [firstCutOff] = planned.placed.map((part) => part.event.cutOffAt.getTime()).sort((x, y) => x - y)
  const firstCutOffAt = firstCutOff === undefined ? null : new Date(firstCutOff).toISOString()
  const noShowSharePercent = Math.max(0, ...planned.placed.map((part) => part.goods.noShowSharePercent))
  return {
    basket: toBasketView(planned),
    standings,
    joins: toJoins(planned),
    firstCutOffAt,
    noShowSharePercent,
  }
}

function toJoins({ placed, supply: { openOrders } }: PlannedBasket): JoinView[] {
  const events = [...new Map(placed.map(({ event }) => [event.id, event])).values()].sort(
    (a, b) => a.startsAt.getTime() - b.startsAt.getTime() || a.id - b.id,
  )
  const ways = openOrders.filter((order, i) => openOrders.findIndex((other) => canJoin(other, order)) === i)
  return ways.flatMap((way): JoinView[] => {
    const targets = chooseTargets(
      events.map((event) => event.id),
      openOrders,
      way,
    )
    const joined = openOrders.filter((order) => targets.some((target) => target.order === order))
    if (joined.length === 0 || way.agencyId === null) return []
    const orders = joined.map((order) => ({
      id: order.id,
      number: order.number,
      pickupCode: order.pickupCode,
      events: events
        .filter((event) =>
          targets.some((one) => one.eventId === event.id && one.order === order && one.hasRoom),
        )
        .map(toEventView),
    }))
    return [
      {
        agencyId: way.agencyId,
        agency: way.agencyName ?? '',
        capacity: way.capacity,
        payBy: way.payBy,
        orders,
        isWhole: targets.every((target) => target.order !== null),
      },
    ]
  })
}
