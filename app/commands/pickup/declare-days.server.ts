import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type Declaration,
  type DeclarationFault,
  declarationFaults,
  declaredSpan,
} from '#app/domain/pickup/public-holiday.ts'

export type DeclarationRefusal = Refusal<'declaration-refused'> & { faults: DeclarationFault[] }

/**
 * Adds days to the county's calendar: holidays, days made up, or ordinary again. Nothing there is changed: of one day
 * the row entered last counts, and what it says already is not added again. No event is moved by it.
 */
export async function declareDays(
  actor: Actor,
  scope: Scope,
  input: { countyCode: string; declaration: Declaration },
): Promise<Verdict<{ added: number }, 'not-found'> | DeclarationRefusal> {
  const { countyCode, declaration } = input
  const isReached = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'calendar:declare') || !isReached) return refuse('not-found')
  const faults = declarationFaults(declaration)
  if (faults.length > 0) return { ...refuse('declaration-refused'), faults }
  const { kind } = declaration
  const [name, source] = [declaration.name.trim(), declaration.source.trim()]
  return inTransaction(async (tx) => {
    // Two of the same at once: the second waits and finds the first one's rows.
    await tx.$queryRaw`SELECT 1 FROM division WHERE code = ${countyCode} FOR NO KEY UPDATE`
    const span = declaredSpan(declaration)
    const last = await tx.declaredDay.findMany({
      where: { countyCode, day: { in: span.map(toDateColumn) } },
      distinct: ['day'],
      orderBy: [{ day: 'asc' }, { id: 'desc' }],
    })
    const isSaid = (day: Date) =>
      last.some(
        (row) =>
          row.day.getTime() === day.getTime() &&
          row.kind === kind &&
          row.name === name &&
          row.source === source,
      )
    const days = span.map(toDateColumn).filter((day) => !isSaid(day))
    if (days.length === 0) return accept({ added: 0 })
    await tx.declaredDay.createMany({
      data: days.map((day) => ({ countyCode, day, kind, name, source, enteredBy: actor.accountId })),
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'calendar:declare',
      subjectKind: 'county',
      subjectId: countyCode,
      scopeCode: countyCode,
      facts: { kind, fromDay: declaration.fromDay, toDay: declaration.toDay, added: days.length },
    })
    return accept({ added: days.length })
  })
}
