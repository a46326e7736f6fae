/** One event for its organizer: how far it is, who ordered, and what each household brings. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { type Database, readDatabase } from '#app/db/client.server.ts'
import { readDeskSecondsLeft } from '#app/db/pickup/desk-seconds.server.ts'
import { readReservedGoods } from '#app/db/pickup/reserved-goods.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { maskName } from '#app/domain/access/visibility.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { type OrderLineState, type OrderState, orderStateOf } from '#app/domain/ordering/order-states.ts'
import { type BringLine, toBringLines } from '#app/domain/pickup/bring-list.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'

/** A quantity of one product, in pieces or grams. */
export type ProductQuantity = {
  nameZh: string
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number
}

export type OrganizerOrder = {
  id: string
  number: number
  buyer: string
  agency: string | null
  state: OrderState
  lines: ProductQuantity[]
}

/** What a household brings, by its number and alias: its name belongs to its village and to the desk. */
export type BroughtByHousehold = {
  householdNumber: string
  alias: string
  village: string
  goods: ProductQuantity[]
}

export type OrganizerEventPage = {
  id: number
  title: string
  village: string
  place: string
  servicePoint: { id: number; name: string } | null
  startsAt: string
  endsAt: string
  cutOffAt: string
  state: PickupEventState
  ordersTaken: number
  capacityOrders: number
  scaleCount: number
  /** Minutes of all its scales together, and how many of them are planned; null where they have no limit. */
  deskTime: { mostMinutes: number; takenMinutes: number } | null
  serves: string[]
  orders: OrganizerOrder[]
  brings: BroughtByHousehold[]
}

export async function readOrganizerEvent(scope: Scope, eventId: number): Promise<OrganizerEventPage | null> {
  const db = readDatabase()
  const event = await db.pickupEvent.findFirst({
    where: { id: eventId, OR: withinScope(scope, 'villageCode') },
    select: {
      id: true,
      title: true,
      villageCode: true,
      place: true,
      servicePoint: { select: { id: true, name: true } },
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      state: true,
      ordersTaken: true,
      capacityOrders: true,
      scaleCount: true,
      deskMinutesPerScale: true,
      servedVillages: { orderBy: { villageCode: 'asc' }, select: { villageCode: true } },
    },
  })
  if (!event) return null
  const { villageCode, servedVillages, state, startsAt, endsAt, cutOffAt, deskMinutesPerScale, ...facts } =
    event
  const codes = [villageCode, ...servedVillages.map((served) => served.villageCode)]
  const [names, orders, brings, deskTime] = await Promise.all([
    readPlaces(db, codes),
    readOrders(db, eventId),
    readBrings(db, { id: eventId, isCutOff: state !== 'draft' && state !== 'open' }),
    deskMinutesPerScale === null ? null : readDeskTime(db, eventId, deskMinutesPerScale * event.scaleCount),
  ])
  return {
    ...facts,
    village: names.get(villageCode)?.name ?? villageCode,
    serves: servedVillages.map((served) => names.get(served.villageCode)?.name ?? served.villageCode),
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    cutOffAt: cutOffAt.toISOString(),
    state: state as PickupEventState,
    orders,
    brings,
    deskTime,
  }
}

async function readDeskTime(db: Database, eventId: number, mostMinutes: number) {
  const secondsLeft = await readDeskSecondsLeft(db, eventId)
  return { mostMinutes, takenMinutes: mostMinutes - Math.floor((secondsLeft ?? 0) / 60) }
}

type OrderRow = {
  id: string
  number: number
  nameSealed: string | null
  agency: string | null
  states: OrderLineState[]
  lines: ProductQuantity[]
}

async function readOrders(db: Database, eventId: number): Promise<OrganizerOrder[]> {
  const rows = await db.$queryRaw<OrderRow[]>`
    SELECT o.id, o.number, c.name_sealed AS "nameSealed", a.name AS agency,
      array_agg(l.state ORDER BY l.line_number) AS states,
      json_agg(json_build_object('nameZh', p.name_zh, 'nameEn', p.name_en, 'orderedBy', l.ordered_by,
        'pieceUnit', l.piece_unit, 'quantity', l.quantity) ORDER BY l.line_number)
        FILTER (WHERE l.state <> 'cancelled') AS lines
    FROM order_line l JOIN "order" o ON o.id = l.order_id AND o.kind = 'ahead' JOIN product p ON p.id = l.product_id
    LEFT JOIN account c ON c.id = o.account_id LEFT JOIN agency a ON a.id = o.agency_id
    WHERE l.event_id = ${eventId} GROUP BY o.id, c.name_sealed, a.name ORDER BY o.number`
  return rows.map(({ nameSealed, states, lines, ...order }) => ({
    ...order,
    buyer: nameSealed === null ? '' : maskName(openText('account.name', nameSealed)),
    state: orderStateOf(states),
    lines: lines ?? [],
  }))
}

/** What households were told: of an event that is cut off its newest lists, before that what is reserved now. */
async function readBrings(
  db: Database,
  event: { id: number; isCutOff: boolean },
): Promise<BroughtByHousehold[]> {
  const lines = event.isCutOff ? await readNewestLists(db, event.id) : await readReservedGoods(db, event.id)
  const brought = JSON.stringify(toBringLines(lines))
  return db.$queryRaw<BroughtByHousehold[]>`
    SELECT h.number AS "householdNumber", h.alias, coalesce(d.short_name, g.village_code) AS village,
      json_agg(json_build_object('nameZh', g.name_zh, 'nameEn', g.name_en, 'orderedBy', g.ordered_by,
        'pieceUnit', g.piece_unit, 'quantity', g.quantity) ORDER BY g.product_id) AS goods
    FROM (SELECT b."householdId" AS household_id, o.village_code, o.product_id, p.name_zh, p.name_en, p.ordered_by,
        p.piece_unit, sum(b.quantity)::int AS quantity
      FROM jsonb_to_recordset(${brought}::jsonb) AS b("householdId" int, "offerId" int, quantity int)
      JOIN offer o ON o.id = b."offerId" JOIN product p ON p.id = o.product_id
      GROUP BY 1, 2, 3, 4, 5, 6, 7) g
    JOIN household h ON h.id = g.household_id LEFT JOIN division d ON d.code = g.village_code
    GROUP BY h.number, h.alias, g.village_code, d.short_name ORDER BY g.village_code, h.number`
}

async function readNewestLists(db: Database, eventId: number): Promise<BringLine[]> {
  const lists = await db.bringList.findMany({
    where: { eventId },
    distinct: ['villageCode'],
    orderBy: [{ villageCode: 'asc' }, { number: 'desc' }],
    select: { lines: true },
  })
  return lists.flatMap(({ lines }) => lines as BringLine[])
}
