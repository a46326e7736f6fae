/** A series: its rule, the year that is still to be decided, and the events it made. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import {
  type KnownSeries,
  type ReadPreview,
  readPreview,
  toSeries,
} from '#app/db/pickup/event-series.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'

export type SeriesEvent = {
  id: number
  startsAt: string
  endsAt: string
  state: PickupEventState
  /** The day it stands for, where it was moved to another. */
  movedFrom: CivilDate | null
}

export type SeriesPage = ReadPreview & {
  series: Omit<KnownSeries, 'villageCode' | 'servedVillageCodes'> & { village: string; serves: string[] }
  events: SeriesEvent[]
}

const MOST_EVENTS = 200

export async function readSeriesPage(scope: Scope, id: number, now: Date): Promise<SeriesPage | null> {
  const db = readDatabase()
  const row = await db.eventSeries.findFirst({ where: { id, OR: withinScope(scope, 'villageCode') } })
  if (row === null) return null
  const { villageCode, servedVillageCodes, ...series } = toSeries(row)
  const [names, planned, events] = await Promise.all([
    readPlaces(db, [villageCode, ...servedVillageCodes]),
    readPreview(db, { ...series, villageCode, servedVillageCodes }, now),
    db.pickupEvent.findMany({
      where: { seriesId: id },
      orderBy: { startsAt: 'desc' },
      take: MOST_EVENTS,
      select: { id: true, startsAt: true, endsAt: true, state: true, seriesDay: true },
    }),
  ])
  const nameOf = (code: string) => names.get(code)?.name ?? code
  return {
    series: { ...series, village: nameOf(villageCode), serves: servedVillageCodes.map(nameOf) },
    ...planned,
    events: events.reverse().map(({ seriesDay, startsAt, endsAt, state, id: eventId }) => {
      const day = seriesDay && fromDateColumn(seriesDay)
      return {
        id: eventId,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
        state: state as PickupEventState,
        movedFrom: day !== civilDateOf(startsAt) ? day : null,
      }
    }),
  }
}
