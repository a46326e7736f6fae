import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockChange } from '#app/db/pickup/event-changes.server.ts'
import { lockEventForChange } from '#app/db/pickup/lock-event.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type DropEventChangeCode = 'not-allowed' | 'not-found' | 'event-change-ended'

/** Leaves the event as it is. A change that was dropped already stays so. */
export async function dropEventChange(
  actor: Actor,
  scope: Scope,
  { changeId }: { changeId: string },
): Promise<Verdict<{ eventId: number }, DropEventChangeCode>> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  return decideInTransaction<{ eventId: number }, DropEventChangeCode>(async (tx) => {
    const known = await tx.eventChange.findUnique({ where: { id: changeId }, select: { eventId: true } })
    const event = known && (await lockEventForChange(tx, known.eventId))
    if (!event || !reaches(scope, event.villageCode)) return refuse('not-found')
    const eventId = event.id
    const locked = await lockChange(tx, changeId)
    if (locked?.state === 'dropped') return accept({ eventId })
    if (locked === null || locked.state === 'applied' || locked.state === 'failed')
      return refuse('event-change-ended')
    await tx.eventChange.update({
      where: { id: changeId },
      data: { state: 'dropped', endedAt: new Date(), endedBy: actor.accountId },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: event.countyCode,
      actorId: actor.accountId,
      act: 'event:drop-change',
      subjectKind: 'event',
      subjectId: eventId,
      scopeCode: event.villageCode,
      facts: { changeId },
    })
    return accept({ eventId })
  })
}
