/** What a calendar keeps of pickup events: one, a village's, or those where a person or an agency has open orders. */
import { type Prisma, readDatabase } from '#app/db/client.server.ts'
import { ownOrders } from '#app/db/ordering/lock-own-order.server.ts'
import { hashText } from '#app/db/sealed/field-cipher.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type RoleAssignment, scopeOf } from '#app/domain/access/roles.ts'

export type EventCalendar = {
  id: number
  countyCode: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  /** How often it was changed, and when last. */
  revision: number
  revisedAt: string
  village: string
  town: string
  place: string
  isCancelled: boolean
}

/** So long what is over stays in a calendar that is subscribed to; what is soonest may not be crowded out by it. */
const KEPT_DAYS = 31
const MOST_EVENTS = 300

/** Null where there is no such event, or it is a draft. Public. */
export async function readEventCalendar(id: number): Promise<EventCalendar | null> {
  const [event] = await readEvents({ id })
  return event ?? null
}

/** The events of a village: held there, or where its goods come. Null where there is no such village. Public. */
export async function readVillageCalendar(
  code: string,
  now: Date,
): Promise<{ name: string; events: EventCalendar[] } | null> {
  const village = await readDatabase().division.findFirst({
    where: { code, level: 'village' },
    select: { shortName: true },
  })
  if (village === null) return null
  const events = await readEvents({
    startsAt: { gte: keptSince(now) },
    OR: [{ villageCode: code }, { servedVillages: { some: { villageCode: code } } }],
  })
  return { name: village.shortName, events }
}

/**
 * Whoever has the secret sees when and where there are open orders, and of those that were cancelled that they were;
 * of whom and what nothing. Null where the secret is not, or no longer, an address.
 */
export async function readOwnCalendar(token: string, now: Date): Promise<EventCalendar[] | null> {
  const feed = await readDatabase().calendarFeed.findUnique({
    where: { tokenHash: hashText('calendar-feed.token', token) },
    select: {
      agencyId: true,
      account: {
        select: {
          id: true,
          endedAt: true,
          assignments: { where: { endedAt: null }, select: { role: true, scopeCode: true, agencyId: true } },
        },
      },
    },
  })
  if (feed === null || feed.account?.endedAt) return null
  const order = feed.account ? ordersOf(feed.account) : { agencyId: feed.agencyId }
  return readEvents({
    startsAt: { gte: keptSince(now) },
    OR: [{ lines: { some: { state: 'placed', order } } }, { state: 'cancelled', lines: { some: { order } } }],
  })
}

/** What the person would see under "my orders", signed in now. */
function ordersOf({ id, assignments }: { id: number; assignments: unknown[] }): Prisma.OrderWhereInput {
  const actor: Actor = { accountId: id, assignments: assignments as RoleAssignment[] }
  return ownOrders(actor, scopeOf(actor, rolesWith('order:read')))
}

const keptSince = (now: Date) => new Date(now.getTime() - KEPT_DAYS * 86_400_000)

async function readEvents(where: Prisma.PickupEventWhereInput): Promise<EventCalendar[]> {
  const events = await readDatabase().pickupEvent.findMany({
    where: { AND: [where, { state: { not: 'draft' } }] },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
    take: MOST_EVENTS,
    select: {
      id: true,
      countyCode: true,
      startsAt: true,
      endsAt: true,
      cutOffAt: true,
      revision: true,
      revisedAt: true,
      villageCode: true,
      place: true,
      state: true,
    },
  })
  const townOf = (villageCode: string) => `${villageCode.slice(0, 9)}000`
  const places = await readDatabase().division.findMany({
    where: { code: { in: events.flatMap(({ villageCode }) => [villageCode, townOf(villageCode)]) } },
    select: { code: true, name: true, shortName: true },
  })
  const byCode = new Map(places.map((place) => [place.code, place]))
  return events.map(({ state, villageCode, ...event }) => ({
    ...event,
    startsAt: event.startsAt.toISOString(),
    endsAt: event.endsAt.toISOString(),
    cutOffAt: event.cutOffAt.toISOString(),
    revisedAt: event.revisedAt.toISOString(),
    village: byCode.get(villageCode)?.shortName ?? '',
    town: byCode.get(townOf(villageCode))?.name ?? '',
    isCancelled: state === 'cancelled',
  }))
}
