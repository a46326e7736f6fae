/** The series in an organizer's scope, and what the form of a new one offers. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import { toSeries } from '#app/db/pickup/event-series.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import type { MonthWeek, WeekReading } from '#app/domain/pickup/recurrence.ts'

export type ListedSeries = {
  id: number
  title: string
  village: string
  place: string
  weekday: number
  weeks: readonly MonthWeek[]
  reading: WeekReading
  plannedTo: CivilDate | null
  isEnded: boolean
}

const MOST_SERIES = 300

export async function readSeriesList(
  scope: Scope,
): Promise<{ series: ListedSeries[]; countyReading: WeekReading }> {
  const db = readDatabase()
  const [rows, setting] = await Promise.all([
    db.eventSeries.findMany({
      where: { OR: withinScope(scope, 'villageCode') },
      orderBy: { id: 'desc' },
      take: MOST_SERIES,
    }),
    db.countySetting.findFirst({
      where: { countyCode: { in: scope.prefixes.map((prefix) => countyOf(prefix.padEnd(12, '0'))) } },
      orderBy: { countyCode: 'asc' },
      select: { helpDayReading: true },
    }),
  ])
  const names = await readPlaces(
    db,
    rows.map(({ villageCode }) => villageCode),
  )
  const series = rows.map(toSeries).map(({ villageCode, ...one }) => ({
    id: one.id,
    title: one.title,
    village: names.get(villageCode)?.name ?? villageCode,
    place: one.place,
    weekday: one.weekday,
    weeks: one.weeks,
    reading: one.reading,
    plannedTo: one.plannedTo,
    isEnded: one.isEnded,
  }))
  const countyReading = (setting?.helpDayReading ?? 'weekday-of-month') as WeekReading
  return {
    series: [...series.filter(({ isEnded }) => !isEnded), ...series.filter(({ isEnded }) => isEnded)],
    countyReading,
  }
}
