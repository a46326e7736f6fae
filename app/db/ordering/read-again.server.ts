/** The lines of an event that is to change, as planning again is asked about them: what a basket reads, for many buyers. */
import type {
  AgainEvent,
  AgainGoods,
  AgainLine,
  AgainOrder,
  AgainRequest,
  HeldVisit,
} from '#app/domain/dispatch/again.ts'
import { isOverlapping } from '#app/domain/dispatch/event-choice.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { ORDER_SECONDS } from '#app/domain/pickup/desk-time.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'
import type { Reader } from './read-basket.server.ts'

type EventRow = AgainEvent & { serves: string[] }
type OrderRow = {
  key: string
  buyer: string
  agencyId: number | null
  latestDate: CivilDate | null
  townCode: string | null
  areaId: number | null
  roomsAt: number[]
  colleaguesAt: number[]
  notAt: number[]
}
type VisitRow = HeldVisit & { buyer: string }
type LotRow = {
  goods: string
  lotId: number
  villageCode: string
  quantity: number
  availableFrom: CivilDate
  availableTo: CivilDate
}

/**
 * As the database is now, by its clock. An event that shrinks or moves is one of the choices, as it shall be; who stays
 * with it makes no new trip.
 */
export async function readAgainRequest(
  reader: Reader,
  { eventId, change }: { eventId: number; change: EventChange },
): Promise<AgainRequest> {
  const [clock] = await reader.$queryRaw<{ today: CivilDate }[]>`
    SELECT (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date::text AS today`
  const today = clock?.today ?? civilDateOf(new Date())
  const lines = await reader.$queryRaw<AgainLine[]>`
    SELECT id::text AS key, order_id::text AS "order", offer_id::text AS goods, quantity,
      desk_seconds_of_line(ordered_by, priced_by) AS "deskSeconds"
    FROM order_line WHERE event_id = ${eventId}::int AND state = 'placed' ORDER BY id`
  const [events, orders, visits, lots] = await Promise.all([
    readEvents(reader, eventId),
    readOrders(reader, eventId, today),
    readVisits(reader, eventId),
    readLots(reader, eventId),
  ])
  const choices = events.flatMap((event) => (event.number === eventId ? asChanged(event, change) : [event]))
  const own = choices.find(({ number }) => number === eventId)
  const buyers = [...new Set(orders.map(({ buyer }) => buyer))]
  return {
    today,
    deskSecondsOfOrder: ORDER_SECONDS,
    events: choices.map(({ serves: _, ...event }) => event),
    orders: orders.map(toOrder),
    visits: Object.fromEntries(
      buyers.map((buyer) => {
        const held = visits.filter((visit) => visit.buyer === buyer).map(({ buyer: _, ...visit }) => visit)
        return [
          buyer,
          own && !held.some((visit) => isOverlapping(visit, own)) ? [...held, visitOf(own)] : held,
        ]
      }),
    ),
    goods: toGoods(lots, choices),
    lines,
  }
}

function visitOf({ number, startsAtMs, endsAtMs }: EventRow): HeldVisit {
  return { number, startsAtMs, endsAtMs }
}

function asChanged(event: EventRow, change: EventChange): EventRow[] {
  if (change.kind === 'cancel') return []
  if (change.kind === 'shrink') return [{ ...event, roomsLeft: change.capacityOrders }]
  const { startsAt, endsAt } = change
  return [{ ...event, startsAtMs: Date.parse(startsAt), endsAtMs: Date.parse(endsAt) }]
}

function toOrder({
  key,
  buyer,
  latestDate,
  townCode,
  areaId,
  roomsAt,
  colleaguesAt,
  notAt,
}: OrderRow): AgainOrder {
  const supervisionAreaKey = areaId === null ? null : String(areaId)
  const place = townCode === null ? null : { divisionCode: townCode, supervisionAreaKey }
  return { key, buyer, latestDate, place, roomsAt, colleaguesAt, ...(notAt.length > 0 ? { notAt } : {}) }
}

function toGoods(lots: readonly LotRow[], events: readonly EventRow[]): AgainGoods[] {
  const keys = [...new Set(lots.map(({ goods }) => goods))]
  return keys.map((key) => ({
    key,
    lots: lots
      .filter(({ goods }) => goods === key)
      .map(({ lotId, quantity, villageCode, availableFrom, availableTo }) => ({
        lotId,
        quantity,
        events: events
          .filter(({ serves, startsAtMs }) => {
            const day = civilDateOf(new Date(startsAtMs))
            return serves.includes(villageCode) && availableFrom <= day && day <= availableTo
          })
          .map(({ number }) => number),
      })),
  }))
}

/** The event itself, all of its rooms free and its desks' time as it was, and the open ones that serve a village whose goods were ordered. */
function readEvents(reader: Reader, eventId: number): Promise<EventRow[]> {
  return reader.$queryRaw<EventRow[]>`
    SELECT e.id AS number, e.village_code AS "villageCode",
      (SELECT min(area.area_id) FROM supervision_area_town area WHERE area.town_code = v.parent_code
        AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN area.from_day AND coalesce(area.to_day, 'infinity'))::text
        AS "supervisionAreaKey",
      (extract(epoch FROM e.starts_at) * 1000)::float8 AS "startsAtMs",
      (extract(epoch FROM e.ends_at) * 1000)::float8 AS "endsAtMs",
      CASE WHEN e.id = ${eventId}::int THEN e.capacity_orders ELSE e.capacity_orders - e.orders_taken END AS "roomsLeft",
      CASE WHEN e.id <> ${eventId}::int AND e.desk_minutes_per_scale IS NOT NULL THEN desk_seconds_left(e.id)::float8 END
        AS "deskSecondsLeft",
      array_agg(s.village_code ORDER BY s.village_code) AS serves
    FROM pickup_event e JOIN division v ON v.code = e.village_code JOIN pickup_event_village s ON s.event_id = e.id
    WHERE e.id = ${eventId}::int OR e.state = 'open' AND e.cut_off_at > clock_timestamp()
      AND e.county_code = (SELECT county_code FROM pickup_event WHERE id = ${eventId}::int)
      AND EXISTS (SELECT 1 FROM pickup_event_village b JOIN order_line l ON l.village_code = b.village_code
        WHERE b.event_id = e.id AND l.event_id = ${eventId}::int AND l.state = 'placed')
    GROUP BY e.id, v.parent_code ORDER BY e.id`
}

/**
 * Of several baskets that came together in an order, the earliest latest date and the newest town count; who chose a
 * later event since wishes that day. `notAt`: events that cut off before the order's card page ends.
 */
function readOrders(reader: Reader, eventId: number, today: CivilDate): Promise<OrderRow[]> {
  return reader.$queryRaw<OrderRow[]>`
    WITH asked AS (
      SELECT l.order_id, CASE WHEN min(b.latest_date) IS NOT NULL THEN greatest(min(b.latest_date), min(e.day)) END AS latest_date,
        (array_agg(b.preferred_town_code ORDER BY p.placed_at DESC) FILTER (WHERE b.preferred_town_code IS NOT NULL))[1] AS town_code
      FROM order_line l CROSS JOIN (SELECT (starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM pickup_event
        WHERE id = ${eventId}::int) e LEFT JOIN placement p ON p.id = l.placement_id LEFT JOIN basket b ON b.id = p.basket_id
      WHERE l.event_id = ${eventId}::int AND l.state = 'placed' GROUP BY l.order_id
    )
    SELECT o.id::text AS key, o.account_id::text AS buyer, o.agency_id AS "agencyId", asked.latest_date::text AS "latestDate",
      asked.town_code AS "townCode", (SELECT min(area.area_id) FROM supervision_area_town area
        WHERE area.town_code = asked.town_code AND ${today}::date BETWEEN area.from_day AND coalesce(area.to_day, 'infinity')) AS "areaId",
      ARRAY(SELECT r.event_id FROM pickup_event_order r WHERE r.order_id = o.id AND r.event_id <> ${eventId}::int ORDER BY 1) AS "roomsAt",
      ARRAY(SELECT DISTINCT r.event_id FROM pickup_event_order r JOIN "order" other ON other.id = r.order_id
        JOIN pickup_event e ON e.id = r.event_id
        WHERE other.agency_id = o.agency_id AND r.event_id <> ${eventId}::int AND e.state = 'open' ORDER BY 1) AS "colleaguesAt",
      ARRAY(SELECT e.id FROM pickup_event e WHERE e.state = 'open' AND e.cut_off_at > clock_timestamp()
        AND e.cut_off_at <= o.held_until AND e.id <> ${eventId}::int ORDER BY 1) AS "notAt"
    FROM asked JOIN "order" o ON o.id = asked.order_id ORDER BY o.id`
}

function readVisits(reader: Reader, eventId: number): Promise<VisitRow[]> {
  return reader.$queryRaw<VisitRow[]>`
    SELECT DISTINCT o.account_id::text AS buyer, e.id AS number, (extract(epoch FROM e.starts_at) * 1000)::float8 AS "startsAtMs",
      (extract(epoch FROM e.ends_at) * 1000)::float8 AS "endsAtMs"
    FROM "order" o JOIN order_line l ON l.order_id = o.id AND l.state = 'placed' JOIN pickup_event e ON e.id = l.event_id
    WHERE e.id <> ${eventId}::int AND e.ends_at > clock_timestamp() AND o.account_id IN (
      SELECT own.account_id FROM "order" own JOIN order_line held ON held.order_id = own.id
      WHERE held.event_id = ${eventId}::int AND held.state = 'placed')
    ORDER BY 1, 2`
}

/** What is on sale of the lines' offers, and what the lines have, also of lots that are no longer on sale. */
function readLots(reader: Reader, eventId: number): Promise<LotRow[]> {
  return reader.$queryRaw<LotRow[]>`
    WITH own AS (
      SELECT l.offer_id, a.lot_id, sum(a.quantity) AS quantity
      FROM order_line l JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
      WHERE l.event_id = ${eventId}::int AND l.state = 'placed' GROUP BY 1, 2
    )
    SELECT t.offer_id::text AS goods, t.id AS "lotId", o.village_code AS "villageCode",
      (CASE WHEN t.state = 'approved' THEN t.available ELSE 0 END + coalesce(own.quantity, 0))::int AS quantity,
      t.available_from::text AS "availableFrom", t.available_to::text AS "availableTo"
    FROM lot t JOIN offer o ON o.id = t.offer_id LEFT JOIN own ON own.lot_id = t.id
    WHERE t.offer_id IN (SELECT offer_id FROM own) ORDER BY t.id`
}
