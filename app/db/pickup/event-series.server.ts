/** A series as its row has it, and what is known of the year that is still to be decided. */
import { createHash } from 'node:crypto'
import {
  addDays,
  type CivilDate,
  civilDateOf,
  fromDateColumn,
  instantOf,
} from '#app/domain/kernel/calendar.ts'
import {
  BEYOND_DAYS,
  type EventSeries,
  previewSeries,
  previewText,
  type SeriesPreview,
} from '#app/domain/pickup/event-series.ts'
import type { DeclaredDay } from '#app/domain/pickup/public-holiday.ts'
import type { MonthWeek, WeekReading } from '#app/domain/pickup/recurrence.ts'
import type { Transaction } from '../client.server.ts'
import { readDeclaredDays } from './declared-days.server.ts'

export type KnownSeries = EventSeries & {
  id: number
  countyCode: string
  plannedTo: CivilDate | null
  isEnded: boolean
}

type Reader = Pick<Transaction, 'declaredDay' | 'pickupEvent'>
type SeriesRow = NonNullable<Awaited<ReturnType<Transaction['eventSeries']['findUnique']>>>

export function toSeries(row: SeriesRow): KnownSeries {
  const { fromDay, toDay, plannedTo, endedAt, weeks, reading, formKey, createdBy, createdAt, ...same } = row
  return {
    ...same,
    weeks: weeks as MonthWeek[],
    reading: reading as WeekReading,
    fromDay: fromDateColumn(fromDay),
    toDay: toDay && fromDateColumn(toDay),
    plannedTo: plannedTo && fromDateColumn(plannedTo),
    isEnded: endedAt !== null,
  }
}

/** `seen` tells one preview from another of the same days; empty where there is none. */
export type ReadPreview = { preview: SeriesPreview | null; seen: string; holidays: DeclaredDay[] }

/** The next twelve months of a series with the holidays that were known; no preview where it is past its end. */
export async function readPreview(db: Reader, series: KnownSeries, now: Date): Promise<ReadPreview> {
  const bare = previewSeries(series, { declared: [], taken: [], now })
  if (bare === null || series.isEnded) return { preview: null, seen: '', holidays: [] }
  const until = addDays(bare.to, BEYOND_DAYS)
  const [declared, events] = await Promise.all([
    readDeclaredDays(db, { countyCode: series.countyCode, from: bare.from, to: until }),
    db.pickupEvent.findMany({
      where: {
        villageCode: series.villageCode,
        state: { not: 'cancelled' },
        startsAt: { gte: instantOf(bare.from, '00:00'), lt: instantOf(addDays(until, 1), '00:00') },
      },
      select: { startsAt: true },
    }),
  ])
  const taken = events.map(({ startsAt }) => civilDateOf(startsAt))
  const preview = previewSeries(series, { declared, taken, now })
  return {
    preview,
    seen: preview ? createHash('sha256').update(previewText(preview)).digest('hex') : '',
    holidays: declared.filter(({ kind, day }) => kind === 'holiday' && day <= bare.to),
  }
}
