/** The days to come that the nation or the county declares other than their weekday says. */
import { readDatabase } from '#app/db/client.server.ts'
import { isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { DeclaredKind } from '#app/domain/pickup/public-holiday.ts'

export type CalendarDay = {
  day: CivilDate
  kind: DeclaredKind
  name: string
  source: string
  isNational: boolean
}

const MOST_DAYS = 200

/** Null for a county out of the scope. */
export async function readCountyCalendar(
  scope: Scope,
  countyCode: string,
  now: Date,
): Promise<CalendarDay[] | null> {
  if (!isPlaceOf('county-office', countyCode) || !reaches(scope, countyCode)) return null
  const rows = await readDatabase().declaredDay.findMany({
    where: { day: { gte: toDateColumn(civilDateOf(now)) }, OR: [{ countyCode }, { countyCode: null }] },
    distinct: ['day'],
    orderBy: [{ day: 'asc' }, { countyCode: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    take: MOST_DAYS,
  })
  return rows.map(({ day, kind, name, source, countyCode: county }) => ({
    day: fromDateColumn(day),
    kind: kind as DeclaredKind,
    name,
    source,
    isNational: county === null,
  }))
}
