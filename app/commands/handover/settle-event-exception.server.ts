import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type SettleExceptionRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'reason-missing'
  | 'text-too-long'
  | 'exception-own-entry'
  | 'exception-settled'

const MOST_TEXT = 200

/** Says what was found of an exception, once. Whoever raised it can't: nobody signs off what they entered. */
export async function settleEventException(
  actor: Actor,
  scope: Scope,
  input: { exceptionId: number; finding: string },
): Promise<Verdict<{ eventId: number }, SettleExceptionRefusal>> {
  if (!can(actor, 'exception:settle')) return refuse('not-allowed')
  const finding = input.finding.trim()
  return decideInTransaction<{ eventId: number }, SettleExceptionRefusal>(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM event_exception WHERE id = ${input.exceptionId}::int FOR UPDATE`
    const exception = await tx.eventException.findUnique({
      where: { id: input.exceptionId },
      include: { event: { select: { villageCode: true } } },
    })
    if (!exception || !reaches(scope, exception.event.villageCode)) return refuse('not-found')
    if (exception.settledAt !== null) return refuse('exception-settled')
    if (exception.raisedBy === actor.accountId) return refuse('exception-own-entry')
    if (finding === '') return refuse('reason-missing')
    if ([...finding].length > MOST_TEXT) return refuse('text-too-long')
    await tx.eventException.update({
      where: { id: exception.id },
      data: { settledBy: actor.accountId, settledAt: new Date(), finding },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: exception.countyCode,
      actorId: actor.accountId,
      act: 'event:settle-exception',
      subjectKind: 'event',
      subjectId: exception.eventId,
      scopeCode: exception.event.villageCode,
      facts: { exceptionId: exception.id, kind: exception.kind },
    })
    return accept({ eventId: exception.eventId })
  })
}
