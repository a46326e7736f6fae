/** What every page of a desk says at its head, and whose names it may show. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { type Database, readDatabase } from '#app/db/client.server.ts'
import { readExpectedCash } from '#app/db/handover/close-facts.server.ts'
import { readStalls } from '#app/db/pickup/stalls.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type DeskOfEvent, seesNameAtDesk } from '#app/domain/access/desk-visibility.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { seesNameInFull } from '#app/domain/access/visibility.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { readVersion } from './desk-version.server.ts'

/** `orderCount` counts orders with a line not cancelled; `doneCount` those of them with no line left. */
export type DeskBar = {
  eventId: number
  title: string
  village: string
  place: string
  startsAt: string
  endsAt: string
  state: PickupEventState
  orderCount: number
  doneCount: number
  /** What the cash box holds by the ledger. */
  cashFen: number
  /** As of before anything else was read, so that what comes in between is noticed. */
  version: string
}

export type Desk = { bar: DeskBar; countyCode: string; names: DeskOfEvent }

/** The desk of an event in scope; null where there is none. */
export async function readDesk(scope: Scope, eventId: number): Promise<Desk | null> {
  const db = readDatabase()
  const now = await readVersion(db, eventId)
  const event = await db.pickupEvent.findFirst({
    where: { id: eventId, OR: withinScope(scope, 'villageCode') },
    select: {
      id: true,
      countyCode: true,
      title: true,
      villageCode: true,
      place: true,
      startsAt: true,
      endsAt: true,
      state: true,
      servedVillages: { select: { villageCode: true } },
    },
  })
  if (!event || !now) return null
  const [village, counts, cashFen] = await Promise.all([
    db.division.findUnique({ where: { code: event.villageCode }, select: { shortName: true } }),
    readOrderCounts(db, eventId),
    readExpectedCash(db, eventId),
  ])
  const state = event.state as PickupEventState
  return {
    bar: {
      eventId,
      title: event.title,
      village: village?.shortName ?? event.villageCode,
      place: event.place,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      state,
      ...counts,
      cashFen,
      version: now.version,
    },
    countyCode: event.countyCode,
    names: {
      villageCode: event.villageCode,
      servedVillageCodes: event.servedVillages.map((served) => served.villageCode),
      isDeskOpen: state === 'running' || state === 'closing',
    },
  }
}

async function readOrderCounts(
  db: Database,
  eventId: number,
): Promise<Pick<DeskBar, 'orderCount' | 'doneCount'>> {
  const [row] = await db.$queryRaw<{ orders: bigint; done: bigint }[]>`
    SELECT count(*) AS orders, count(*) FILTER (WHERE waiting = 0) AS done
    FROM (SELECT l.order_id, count(*) FILTER (WHERE l.state = 'placed') AS waiting
      FROM order_line l JOIN "order" o ON o.id = l.order_id AND o.kind = 'ahead'
      WHERE l.event_id = ${eventId} AND l.state <> 'cancelled' GROUP BY l.order_id) orders`
  return { orderCount: Number(row?.orders ?? 0n), doneCount: Number(row?.done ?? 0n) }
}

/** A household as a desk names it: by name where that may be seen, else by its alias alone. */
export type DeskHousehold = {
  id: number
  number: string
  alias: string
  village: string
  name: string | null
  /** Where it stands at this event; null where it has no stall. */
  stall: number | null
}

/** Households by id, as this actor sees them at this desk. */
export async function readDeskHouseholds(
  actor: Actor,
  desk: Desk,
  householdIds: readonly number[],
): Promise<Map<number, DeskHousehold>> {
  const rows = await readDatabase().household.findMany({
    where: { id: { in: [...new Set(householdIds)] } },
    select: {
      id: true,
      number: true,
      alias: true,
      states: { where: { toDay: null }, select: { villageCode: true, gridCode: true } },
      members: { where: { isHead: true, toDay: null }, take: 1, select: { nameSealed: true } },
    },
  })
  const codes = rows.flatMap((row) => row.states.map((state) => state.villageCode))
  const [villages, stalls] = await Promise.all([
    readPlaces(readDatabase(), codes),
    readStalls(readDatabase(), desk.bar.eventId),
  ])
  return new Map(
    rows.map(({ id, number, alias, states: [state], members: [head] }) => {
      const mayName = state && (seesNameAtDesk(actor, desk.names, state) || seesNameInFull(actor, state))
      const name = mayName && head ? openText('person.name', head.nameSealed) : null
      const village = villages.get(state?.villageCode ?? '')?.name ?? ''
      return [id, { id, number, alias, village, name, stall: stalls.get(id) ?? null }]
    }),
  )
}
