/** What is promised at an event, for every list, label and sheet that is made of it before the desk opens. */
import { readDatabase } from '#app/db/client.server.ts'
import { readBringTicks } from '#app/db/pickup/bring-ticks.server.ts'
import { readReservedGoods } from '#app/db/pickup/reserved-goods.server.ts'
import { readStalls } from '#app/db/pickup/stalls.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import { isDoorStep } from '#app/domain/people/access-needs.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { packingOrder } from '#app/domain/pickup/pick-lists.ts'
import { stallsOnFrom } from '#app/domain/pickup/stall-order.ts'
import { readBuyers } from '#app/queries/handover/buyers.server.ts'
import {
  type Desk,
  type DeskHousehold,
  readDesk,
  readDeskHouseholds,
} from '#app/queries/handover/desk-bar.server.ts'

/** A household at its stall; its name is null where it may not be seen yet. */
export type ListHousehold = Omit<DeskHousehold, 'stall'> & {
  stall: number
  isDoorStep: boolean
  isFetched: boolean
}

export type ListOrder = {
  id: string
  number: number
  /** Six digits. */
  pickupCode: string
  /** Masked: the surname. */
  buyer: string
  agency: string | null
  payBy: PayBy
}

/** What is counted alike: a product in one unit. */
export type ListGoods = {
  key: string
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  pieceUnit: string | null
}

/** A part of an order line that one household brings; an amount of a weighed piece is an estimate. */
export type ListPart = {
  lineId: string
  orderId: string
  householdId: number
  goods: string
  quantity: number
  amountFen: number
}

/**
 * Until an event is cut off more may come. From then on no order is missing, and the figures are those of the bring
 * lists; once the desk is open they are what is still to be handed over.
 */
export type ListStanding = 'open' | 'cut-off' | 'desk'

export type EventLists = {
  eventId: number
  countyCode: string
  title: string
  village: string
  place: string
  startsAt: string
  endsAt: string
  state: PickupEventState
  /** Everything committed before it is in the lists. */
  asOf: string
  standing: ListStanding
  /** In the order of their stalls. */
  households: ListHousehold[]
  /** In the order in which they are packed. */
  orders: ListOrder[]
  goods: ListGoods[]
  parts: ListPart[]
}

/**
 * Null where there is no such event in scope. The state is read first: once it says cut off, every order is there. An
 * order that is cancelled while this is read has no code any more, and is left out.
 */
export async function readEventLists(
  actor: Actor,
  scope: Scope,
  eventId: number,
): Promise<EventLists | null> {
  const db = readDatabase()
  const desk = await readDesk(scope, eventId)
  if (!desk) return null
  const [clock] = await db.$queryRaw<{ asOf: Date }[]>`SELECT clock_timestamp() AS "asOf"`
  invariant(clock, 'the clock is one row')
  const reserved = await readReservedGoods(db, eventId)
  const lines = await readLines(eventId, [...new Set(reserved.map(({ orderLineId }) => orderLineId))])
  const parts = reserved.flatMap(({ orderLineId, householdId, quantity, amountFen }): ListPart[] => {
    const line = lines.get(orderLineId)
    if (!line) return []
    const { goods, order } = line
    const of = { lineId: orderLineId, orderId: order.id, householdId, goods: goods.key }
    return [{ ...of, quantity, amountFen: safeFen(amountFen) }]
  })
  const [households, orders] = await Promise.all([
    readListHouseholds(actor, desk, [...new Set(parts.map(({ householdId }) => householdId))]),
    toOrders([...lines.values()].map(({ order }) => order)),
  ])
  const { cashFen: _, orderCount: __, doneCount: ___, version: ____, ...event } = desk.bar
  return {
    ...event,
    countyCode: desk.countyCode,
    asOf: clock.asOf.toISOString(),
    standing: standingOf(event.state),
    households,
    orders: packingOrder(orders, parts, new Map(households.map(({ id, stall }) => [id, stall]))),
    goods: [...new Map([...lines.values()].map(({ goods }) => [goods.key, goods])).values()],
    parts,
  }
}

function standingOf(state: PickupEventState): ListStanding {
  if (state === 'draft' || state === 'open') return 'open'
  return state === 'cut-off' ? 'cut-off' : 'desk'
}

type OrderRow = Omit<ListOrder, 'buyer'> & { accountId: number | null }

/** The lines with their orders and what they are of, products in the order of their ids. */
async function readLines(
  eventId: number,
  ids: readonly string[],
): Promise<Map<string, { goods: ListGoods; order: OrderRow }>> {
  const rows = await readDatabase().orderLine.findMany({
    where: { id: { in: [...ids] }, order: { rooms: { some: { eventId } } } },
    orderBy: [{ productId: 'asc' }, { orderedBy: 'asc' }, { pieceUnit: 'asc' }],
    select: {
      id: true,
      productId: true,
      orderedBy: true,
      pricedBy: true,
      pieceUnit: true,
      order: {
        select: {
          id: true,
          number: true,
          accountId: true,
          payBy: true,
          agency: { select: { name: true } },
          rooms: { where: { eventId }, select: { pickupCode: true } },
        },
      },
    },
  })
  const products = await readDatabase().product.findMany({
    where: { id: { in: rows.map(({ productId }) => productId) } },
    select: { id: true, nameZh: true, nameEn: true },
  })
  const nameOf = new Map(products.map(({ id, ...names }) => [id, names]))
  return new Map(
    rows.map(({ id, productId, pieceUnit, order: { rooms, agency, ...order }, ...row }) => {
      const orderedBy = row.orderedBy as OrderedBy
      const pricedBy = row.pricedBy as PricedBy
      const key = [productId, orderedBy, pricedBy, pieceUnit].join(' ')
      const names = nameOf.get(productId) ?? { nameZh: '', nameEn: '' }
      const pickupCode = rooms[0]?.pickupCode ?? ''
      return [
        id,
        {
          goods: { key, ...names, orderedBy, pricedBy, pieceUnit },
          order: { ...order, payBy: order.payBy as PayBy, agency: agency?.name ?? null, pickupCode },
        },
      ]
    }),
  )
}

async function toOrders(rows: readonly OrderRow[]): Promise<ListOrder[]> {
  const buyers = await readBuyers(rows.map(({ accountId }) => accountId))
  const orders = rows.map(({ accountId, ...order }) => ({
    ...order,
    buyer: buyers.get(accountId ?? 0)?.shownName ?? '',
  }))
  return [...new Map(orders.map((order) => [order.id, order])).values()]
}

async function readListHouseholds(
  actor: Actor,
  desk: Desk,
  ids: readonly number[],
): Promise<ListHousehold[]> {
  const [rows, named, ticksOf, given] = await Promise.all([
    readDatabase().household.findMany({
      where: { id: { in: [...ids] } },
      select: {
        id: true,
        number: true,
        accessNeeds: true,
        states: { where: { toDay: null }, select: { villageCode: true, gridCode: true } },
      },
    }),
    readDeskHouseholds(actor, desk, ids),
    readBringTicks(readDatabase(), [desk.bar.eventId]),
    readStalls(readDatabase(), desk.bar.eventId),
  ])
  const isTicked = ticksOf(desk.bar.eventId)
  const stalls = stallsOnFrom(
    given,
    rows.map(({ id, number, states: [state] }) => ({
      id,
      number,
      villageCode: state?.villageCode ?? '',
      gridCode: state?.gridCode ?? null,
    })),
  )
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  return stalls.flatMap(({ householdId, stall }) => {
    const [household, row] = [named.get(householdId), rowOf.get(householdId)]
    if (!household || !row) return []
    const villageCode = row.states[0]?.villageCode ?? ''
    const isFetched = isTicked('fetched', { villageCode, householdId })
    return [{ ...household, stall, isDoorStep: isDoorStep(row.accessNeeds), isFetched }]
  })
}
