/** What coming events still lack, in an organizer's scope: every figure with its rows. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { readDuesAt } from '#app/db/payment/order-dues.server.ts'
import { readBringTicks } from '#app/db/pickup/bring-ticks.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { maskName } from '#app/domain/access/visibility.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import { hasFewOrders } from '#app/domain/pickup/few-orders.ts'
import { HOLDS_EVENT, ON_SHELF, openedEvents, TAKING_ORDERS } from '#app/queries/catalogue/shelf.server.ts'

export type MissingEvent = {
  id: number
  village: string
  place: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  ordersTaken: number
  capacityOrders: number
}

type Goods = { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }

export type Missing = {
  /** Offers with goods left that no open event can serve; `asked` is how many want to be told. */
  noDay: (Goods & {
    offerId: number
    village: string
    unitPriceFen: number
    pricedBy: PricedBy
    left: number
    asked: number
  })[]
  /** Lines that lost goods before the desk, pieces or grams. */
  short: (Goods & { key: string; event: MissingEvent; orderNumber: number; less: number; left: number })[]
  noStock: MissingEvent[]
  /** Of the newest bring lists, whom nobody can call and nobody has told yet. */
  noPhone: { key: string; event: MissingEvent; number: string; alias: string; village: string }[]
  /** To be paid ahead, and not paid. */
  unpaid: {
    key: string
    event: MissingEvent
    orderNumber: number
    buyer: string
    payBy: PayBy
    unpaidFen: number
  }[]
  fewOrders: MissingEvent[]
}

export async function readMissing(scope: Scope): Promise<Missing> {
  const events = await readComing(scope)
  const eventOf = new Map(events.map((event) => [event.id, event]))
  const [noDay, short, noStockIds, noPhone, unpaid] = await Promise.all([
    readNoDay(scope),
    readShort(eventOf),
    readNoStock([...eventOf.keys()]),
    readNoPhone(eventOf),
    readUnpaid(eventOf),
  ])
  const noStock = new Set(noStockIds.map(({ id }) => id))
  const now = new Date()
  return {
    noDay,
    short,
    noStock: events.filter(({ id }) => noStock.has(id)),
    noPhone,
    unpaid,
    fewOrders: events.filter(
      (event) =>
        event.state === 'open' && hasFewOrders({ ...event, cutOffAt: new Date(event.cutOffAt) }, now),
    ),
  }
}

type Events = Map<number, MissingEvent>

async function readComing(scope: Scope): Promise<(MissingEvent & { state: string })[]> {
  const db = readDatabase()
  const rows = await db.pickupEvent.findMany({
    where: {
      OR: withinScope(scope, 'villageCode'),
      state: { in: ['draft', 'open', 'cut-off'] },
      endsAt: { gt: new Date() },
    },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      villageCode: true,
      place: true,
      state: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      ordersTaken: true,
      capacityOrders: true,
    },
  })
  const places = await readPlaces(
    db,
    rows.map(({ villageCode }) => villageCode),
  )
  return rows.map(({ villageCode, ...row }) => ({
    ...row,
    village: places.get(villageCode)?.name ?? villageCode,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    cutOffAt: row.cutOffAt.toISOString(),
  }))
}

const GOODS = Prisma.sql`p.name_zh AS "nameZh", p.name_en AS "nameEn"`

/** By the storefront's own rule of what an event can serve. */
async function readNoDay(scope: Scope): Promise<Missing['noDay']> {
  const villages = scope.prefixes.map((prefix) => `${prefix}%`)
  return readDatabase().$queryRaw<Missing['noDay']>`
    WITH ${openedEvents(Prisma.sql`s.village_code LIKE ANY (${villages})`)}
    SELECT o.id AS "offerId", coalesce(d.short_name, o.village_code) AS village, ${GOODS},
      o.unit_price_fen AS "unitPriceFen", p.priced_by AS "pricedBy", p.ordered_by AS "orderedBy",
      p.piece_unit AS "pieceUnit", sum(l.available)::int AS left,
      (SELECT count(DISTINCT w.account_id)::int FROM watch w
        WHERE w.told_at IS NULL AND w.village_code = o.village_code AND w.product_id = o.product_id) AS asked
    FROM offer o JOIN product p ON p.id = o.product_id LEFT JOIN division d ON d.code = o.village_code
      JOIN lot l ON l.offer_id = o.id AND l.available > 0 AND ${ON_SHELF}
    WHERE o.village_code LIKE ANY (${villages}) AND NOT EXISTS (
      SELECT FROM opened e JOIN lot l ON l.offer_id = o.id
      WHERE e.village_code = o.village_code AND ${HOLDS_EVENT})
    GROUP BY o.id, d.short_name, p.id ORDER BY asked DESC, o.village_code, o.id`
}

type ShortRow = Omit<Missing['short'][number], 'key' | 'event'> & { lineId: string; eventId: number }

/** As their buyers were told. */
async function readShort(events: Events): Promise<Missing['short']> {
  const rows = await readDatabase().$queryRaw<ShortRow[]>`
    SELECT l.id AS "lineId", l.event_id AS "eventId", o.number AS "orderNumber", ${GOODS},
      l.ordered_by AS "orderedBy", l.piece_unit AS "pieceUnit", sum(lost.less)::int AS less,
      CASE WHEN l.state = 'cancelled' THEN 0 ELSE l.quantity END AS left
    FROM order_line l JOIN "order" o ON o.id = l.order_id JOIN product p ON p.id = l.product_id
      JOIN notice n ON n.order_id = o.id AND n.kind = 'goods-lost'
      JOIN LATERAL jsonb_to_recordset(n.facts -> 'lost') AS lost("lineNumber" int, less int)
        ON lost."lineNumber" = l.line_number
    WHERE l.event_id = ANY (${[...events.keys()]}::int[])
    GROUP BY l.id, o.number, p.id ORDER BY o.number, l.line_number`
  return rows.flatMap(({ lineId, eventId, ...row }) => {
    const event = events.get(eventId)
    return event ? [{ ...row, key: lineId, event }] : []
  })
}

/** Events that take orders while none of the villages they serve has goods for their day. */
async function readNoStock(eventIds: number[]): Promise<{ id: number }[]> {
  return readDatabase().$queryRaw<{ id: number }[]>`
    SELECT e.id FROM (SELECT e.*, (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day FROM pickup_event e
      WHERE e.id = ANY (${eventIds}::int[]) AND ${TAKING_ORDERS}) e
    WHERE NOT EXISTS (
      SELECT FROM pickup_event_village s JOIN offer o ON o.village_code = s.village_code JOIN lot l ON l.offer_id = o.id
      WHERE s.event_id = e.id AND ${HOLDS_EVENT})`
}

async function readNoPhone(events: Events): Promise<Missing['noPhone']> {
  const db = readDatabase()
  const lists = await db.bringList.findMany({
    where: { eventId: { in: [...events.keys()] } },
    distinct: ['eventId', 'villageCode'],
    orderBy: [{ eventId: 'asc' }, { villageCode: 'asc' }, { number: 'desc' }],
    select: { eventId: true, villageCode: true, lines: true },
  })
  const told = lists.map(({ lines, ...list }) => ({
    ...list,
    ids: new Set((lines as BringLine[]).map(({ householdId }) => householdId)),
  }))
  const [households, places, ticksOf] = await Promise.all([
    db.household.findMany({
      where: {
        id: { in: told.flatMap(({ ids }) => [...ids]) },
        members: { none: { toDay: null, phoneSealed: { not: null } } },
      },
      orderBy: { number: 'asc' },
      select: { id: true, number: true, alias: true },
    }),
    readPlaces(
      db,
      lists.map(({ villageCode }) => villageCode),
    ),
    readBringTicks(db, [...events.keys()]),
  ])
  return told.flatMap(({ eventId, villageCode, ids }) => {
    const event = events.get(eventId)
    if (!event) return []
    const village = places.get(villageCode)?.name ?? villageCode
    return households
      .filter(({ id }) => ids.has(id) && !ticksOf(eventId)('told', { villageCode, householdId: id }))
      .map(({ id, number, alias }) => ({ key: `${eventId} ${id}`, event, number, alias, village }))
  })
}

async function readUnpaid(events: Events): Promise<Missing['unpaid']> {
  const dues = await readDuesAt(readDatabase(), [...events.keys()])
  return dues.flatMap(({ eventId, id, number, payBy, unpaidFen, nameSealed }) => {
    const event = events.get(eventId)
    const buyer = nameSealed === null ? '' : maskName(openText('account.name', nameSealed))
    return event ? [{ key: `${eventId} ${id}`, event, orderNumber: number, buyer, payBy, unpaidFen }] : []
  })
}
