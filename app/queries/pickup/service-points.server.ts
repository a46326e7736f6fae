/** Service points in a scope, and one of them with its events and the states it was in. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { OpeningSpan, ServicePointState } from '#app/domain/pickup/service-point.ts'

export type EventAtPoint = { id: number; startsAt: string; endsAt: string; state: PickupEventState }

export type ServicePoint = {
  id: number
  name: string
  village: string
  place: string
  openingHours: OpeningSpan[]
  scaleCount: number
  staffCount: number
  hasColdBox: boolean
  state: ServicePointState
  /** Events that are not over, soonest first. */
  events: EventAtPoint[]
}

export type ServicePointPage = ServicePoint & {
  /** Newest first. */
  states: { id: number; state: ServicePointState; recordedAt: string }[]
}

const MOST_POINTS = 500
const EVENTS_IN_LIST = 2
const EVENTS_ON_PAGE = 50

function columns(mostEvents: number, now: Date) {
  return {
    id: true,
    name: true,
    villageCode: true,
    place: true,
    openingHours: true,
    scaleCount: true,
    staffCount: true,
    hasColdBox: true,
    state: true,
    events: {
      where: { endsAt: { gt: now }, state: { notIn: ['closed', 'cancelled'] } },
      orderBy: { startsAt: 'asc' as const },
      take: mostEvents,
      select: { id: true, startsAt: true, endsAt: true, state: true },
    },
  }
}

type PointRow = Omit<ServicePoint, 'village' | 'openingHours' | 'state' | 'events'> & {
  villageCode: string
  openingHours: unknown
  state: string
  events: { id: number; startsAt: Date; endsAt: Date; state: string }[]
}

function toPoint(
  { villageCode, openingHours, state, events, ...same }: PointRow,
  village: string,
): ServicePoint {
  return {
    ...same,
    village,
    openingHours: openingHours as OpeningSpan[],
    state: state as ServicePointState,
    events: events.map((event) => ({
      id: event.id,
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      state: event.state as PickupEventState,
    })),
  }
}

export async function readServicePoints(scope: Scope, now: Date): Promise<ServicePoint[]> {
  const db = readDatabase()
  const rows = await db.servicePoint.findMany({
    where: { OR: withinScope(scope, 'villageCode') },
    orderBy: [{ villageCode: 'asc' }, { id: 'asc' }],
    take: MOST_POINTS,
    select: columns(EVENTS_IN_LIST, now),
  })
  const names = await readPlaces(
    db,
    rows.map(({ villageCode }) => villageCode),
  )
  return rows.map((row) => toPoint(row, names.get(row.villageCode)?.name ?? row.villageCode))
}

/** Null where there is no such point in the scope. */
export async function readServicePoint(
  scope: Scope,
  id: number,
  now: Date,
): Promise<ServicePointPage | null> {
  const db = readDatabase()
  const row = await db.servicePoint.findFirst({
    where: { id, OR: withinScope(scope, 'villageCode') },
    select: {
      ...columns(EVENTS_ON_PAGE, now),
      states: { orderBy: { id: 'desc' }, select: { id: true, state: true, recordedAt: true } },
    },
  })
  if (row === null) return null
  const { states, ...point } = row
  const names = await readPlaces(db, [row.villageCode])
  return {
    ...toPoint(point, names.get(row.villageCode)?.name ?? row.villageCode),
    states: states.map(({ state, recordedAt, ...same }) => ({
      ...same,
      state: state as ServicePointState,
      recordedAt: recordedAt.toISOString(),
    })),
  }
}
