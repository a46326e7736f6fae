/** Where goods can be collected, and what is left of them: what dispatch is told, read without locks. */
import type { DispatchEvent, DispatchLine, DispatchRequest } from '#app/domain/dispatch/plan-basket.ts'
import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import { canGrow } from '#app/domain/ordering/joining.ts'
import { goodsSeconds, hasTimeFor } from '#app/domain/pickup/desk-time.ts'
import type { BasketGoods, OpenBasket, Reader } from './read-basket.server.ts'
import { type ReadOpenOrder, readOpenOrders } from './read-open-orders.server.ts'

export type SupplyEvent = {
  id: number
  villageCode: string
  villageName: string
  place: string
  startsAt: Date
  endsAt: Date
  cutOffAt: Date
  supervisionAreaId: number | null
  /** Open by the database's clock, with room for one more order, or for the buyer who has an order there to add to. */
  hasRoom: boolean
  /** As above, with room for one more order. */
  hasRoomForNew: boolean
  buyerHasOrder: boolean
  agencyHasOrders: boolean
  /** Of the villages asked for, those whose goods are brought here. */
  servedVillages: string[]
}

/** An approved lot with something left. */
export type SupplyLot = {
  lotId: number
  offerId: number
  countyCode: string
  householdId: number
  householdNumber: string
  available: number
  availableFrom: CivilDate
  availableTo: CivilDate
  isLeadFarmer: boolean
  /** The ten-household group that sells the offer, if one does. */
  groupId: number | null
}

export type Supply = {
  events: SupplyEvent[]
  lots: SupplyLot[]
  preferredAreaId: number | null
  /** The buyer's orders that more can be added to, by number. */
  openOrders: ReadOpenOrder[]
}

/**
 * The events still to come that serve the goods' villages or that the buyer has orders at, and the goods' lots.
 * Colleagues are those of all agencies the buyer may order for, so that a plan doesn't hang on which is chosen.
 */
export async function readSupply(
  reader: Reader,
  basket: OpenBasket,
  buyer: { accountId: number; agencyIds: readonly number[] },
): Promise<Supply> {
  const villages = [...new Set(basket.goods.map((goods) => goods.villageCode))]
  const offerIds = basket.goods.map((goods) => goods.offerId)
  const [events, lots, areas, orders] = await Promise.all([
    readEvents(reader, villages, buyer),
    readLots(reader, offerIds),
    basket.preferredTownCode === null ? [] : readArea(reader, basket.preferredTownCode, basket.today),
    readOpenOrders(reader, buyer.accountId),
  ])
  const openOrders = orders.filter(
    ({ agencyId, payBy }) => agencyId !== null && buyer.agencyIds.includes(agencyId) && canGrow(payBy),
  )
  const joinedAt = new Set(openOrders.flatMap((order) => order.openEventIds))
  return {
    events: events.map((event) => withRoom(event, basket, joinedAt.has(event.id))),
    lots,
    preferredAreaId: areas[0]?.id ?? null,
    openOrders,
  }
}

type EventRow = Omit<SupplyEvent, 'hasRoom'> & {
  /** Null where desk time has no limit. */
  deskSecondsLeft: bigint | null
}

/** An event takes what of the basket could come to it as a whole, or nothing: its desk time has to do for all of it. */
function withRoom(
  { deskSecondsLeft, ...event }: EventRow,
  basket: OpenBasket,
  isJoined: boolean,
): SupplyEvent {
  const own = basket.goods.filter((goods) => event.servedVillages.includes(goods.villageCode))
  const seconds = own.reduce((sum, goods) => sum + goodsSeconds(goods), 0)
  const secondsLeft = deskSecondsLeft === null ? null : Number(deskSecondsLeft)
  const hasRoomForNew = event.hasRoomForNew && hasTimeFor(secondsLeft, seconds, true)
  return {
    ...event,
    hasRoomForNew,
    hasRoom: hasRoomForNew || (isJoined && hasTimeFor(secondsLeft, seconds, false)),
  }
}

function readEvents(
  reader: Reader,
  villages: string[],
  buyer: { accountId: number; agencyIds: readonly number[] },
): Promise<EventRow[]> {
  return reader.$queryRaw<EventRow[]>`
    WITH held AS (
      SELECT DISTINCT l.event_id FROM "order" o JOIN order_line l ON l.order_id = o.id
      WHERE o.account_id = ${buyer.accountId} AND l.state = 'placed'
    ), served AS (
      SELECT event_id, array_agg(village_code ORDER BY village_code) AS villages
      FROM pickup_event_village WHERE village_code = ANY(${villages}::text[]) GROUP BY event_id
    )
    SELECT e.id, e.village_code AS "villageCode", v.short_name AS "villageName", e.place, e.starts_at AS "startsAt",
      e.ends_at AS "endsAt", e.cut_off_at AS "cutOffAt",
      (SELECT min(area.area_id) FROM supervision_area_town area WHERE area.town_code = v.parent_code
        AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN area.from_day AND coalesce(area.to_day, 'infinity'))
        AS "supervisionAreaId",
      e.state = 'open' AND e.cut_off_at > clock_timestamp() AND e.orders_taken < e.capacity_orders AS "hasRoomForNew",
      CASE WHEN e.desk_minutes_per_scale IS NOT NULL THEN desk_seconds_left(e.id) END AS "deskSecondsLeft",
      held.event_id IS NOT NULL AS "buyerHasOrder",
      EXISTS (SELECT 1 FROM pickup_event_order r JOIN "order" o ON o.id = r.order_id
        WHERE r.event_id = e.id AND o.agency_id = ANY(${buyer.agencyIds}::int[])) AS "agencyHasOrders",
      coalesce(served.villages, '{}') AS "servedVillages"
    FROM pickup_event e
    LEFT JOIN served ON served.event_id = e.id
    LEFT JOIN held ON held.event_id = e.id
    JOIN division v ON v.code = e.village_code
    WHERE e.ends_at > clock_timestamp()
      AND (held.event_id IS NOT NULL AND e.state <> 'cancelled' OR served.event_id IS NOT NULL AND e.state = 'open')
    ORDER BY e.id`
}

/** The lots of these offers that something can be ordered of, by id. */
export function readLots(reader: Reader, offerIds: readonly number[]): Promise<SupplyLot[]> {
  return reader.$queryRaw<SupplyLot[]>`
    SELECT l.id AS "lotId", l.offer_id AS "offerId", l.county_code AS "countyCode", l.household_id AS "householdId",
      h.number AS "householdNumber", l.available, l.available_from::text AS "availableFrom",
      l.available_to::text AS "availableTo", l.is_lead_farmer AS "isLeadFarmer", o.group_id AS "groupId"
    FROM lot l JOIN household h ON h.id = l.household_id JOIN offer o ON o.id = l.offer_id
    WHERE l.offer_id = ANY(${offerIds}::int[]) AND l.state = 'approved' AND l.available > 0
    ORDER BY l.id`
}

function readArea(reader: Reader, townCode: string, today: CivilDate): Promise<{ id: number }[]> {
  return reader.$queryRaw<{ id: number }[]>`
    SELECT area_id AS id FROM supervision_area_town
    WHERE town_code = ${townCode} AND ${today}::date BETWEEN from_day AND coalesce(to_day, 'infinity')
    ORDER BY area_id LIMIT 1`
}

/** The day in Shanghai that an event starts on. */
export function eventDay(event: Pick<SupplyEvent, 'startsAt'>): CivilDate {
  return civilDateOf(event.startsAt)
}

/** Whether the lot is brought to the event and its dates hold the event's start. */
export function isBroughtTo(lot: SupplyLot, villageCode: string, event: SupplyEvent): boolean {
  const day = eventDay(event)
  return event.servedVillages.includes(villageCode) && lot.availableFrom <= day && day <= lot.availableTo
}

/** The key of a basket's goods as a line of dispatch. */
export function lineKey(offerId: number): string {
  return String(offerId)
}

/** The basket as dispatch is asked about it. */
export function toDispatchRequest(basket: OpenBasket, supply: Supply): DispatchRequest {
  const { preferredTownCode } = basket
  return {
    today: basket.today,
    latestDate: basket.latestDate,
    place:
      preferredTownCode === null
        ? null
        : { divisionCode: preferredTownCode, supervisionAreaKey: areaKey(supply.preferredAreaId) },
    lines: basket.goods.map((goods) => toLine(goods, supply)),
    events: supply.events.map(toEvent),
  }
}

function areaKey(id: number | null): string | null {
  return id === null ? null : String(id)
}

function toLine(goods: BasketGoods, supply: Supply): DispatchLine {
  const lots = supply.lots.filter((lot) => lot.offerId === goods.offerId)
  return {
    key: lineKey(goods.offerId),
    quantity: goods.quantity,
    step: goods.measure.step,
    pinnedEvent: goods.pinnedEventId,
    lots: lots.map((lot) => ({
      quantity: lot.available,
      events: supply.events
        .filter((event) => isBroughtTo(lot, goods.villageCode, event))
        .map((event) => event.id),
    })),
  }
}

function toEvent(event: SupplyEvent): DispatchEvent {
  return {
    number: event.id,
    villageCode: event.villageCode,
    supervisionAreaKey: areaKey(event.supervisionAreaId),
    startsAtMs: event.startsAt.getTime(),
    endsAtMs: event.endsAt.getTime(),
    hasRoom: event.hasRoom,
    buyerHasOrder: event.buyerHasOrder,
    agencyHasOrders: event.agencyHasOrders,
  }
}
