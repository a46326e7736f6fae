import { type CivilDate, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { DeclaredDay, DeclaredKind } from '#app/domain/pickup/public-holiday.ts'
import type { Transaction } from '../client.server.ts'

/** What is declared of the days of a span: the county's own word before the nation's, of one day the last. */
export async function readDeclaredDays(
  db: Pick<Transaction, 'declaredDay'>,
  of: { countyCode: string; from: CivilDate; to: CivilDate },
): Promise<DeclaredDay[]> {
  const rows = await db.declaredDay.findMany({
    where: {
      day: { gte: toDateColumn(of.from), lte: toDateColumn(of.to) },
      OR: [{ countyCode: of.countyCode }, { countyCode: null }],
    },
    distinct: ['day'],
    orderBy: [{ day: 'asc' }, { countyCode: { sort: 'desc', nulls: 'last' } }, { id: 'desc' }],
    select: { day: true, kind: true, name: true },
  })
  return rows.map(({ day, kind, name }) => ({ day: fromDateColumn(day), kind: kind as DeclaredKind, name }))
}
