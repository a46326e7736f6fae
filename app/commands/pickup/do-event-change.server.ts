import { database } from '#app/db/client.server.ts'
import { readAgainRequest } from '#app/db/ordering/read-again.server.ts'
import { applyEventChange, lockForChange } from '#app/db/pickup/apply-event-change.server.ts'
import { fingerprintOf, lockChange } from '#app/db/pickup/event-changes.server.ts'
import { lockPointToPlan } from '#app/db/pickup/service-points.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { holdAgain } from '#app/domain/dispatch/check-again.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { keptPointId } from '#app/domain/pickup/event-change.ts'
import { canTransition } from '#app/domain/pickup/event-states.ts'
import { type EventAtPointFault, eventAtPointFault } from '#app/domain/pickup/service-point.ts'

export type DoEventChangeCode =
  | 'not-allowed'
  | 'not-found'
  | 'event-change-not-ready'
  | 'event-change-too-late'
  | 'event-change-stale'
  | EventAtPointFault['code']

/** A thousand lines, each with its goods and its buyer's notice. */
const LARGE = { mostSeconds: 120 }

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Does what a plan says, all of it or nothing. What was shown must still hold: the same lines, and room, goods and time
 * for each where it is to go, by the database's clock. Else `event-change-stale`, and it is planned anew.
 */
export async function doEventChange(
  actor: Actor,
  scope: Scope,
  { changeId }: { changeId: string },
  deps = liveDeps,
): Promise<Verdict<{ eventId: number }, DoEventChangeCode>> {
  if (!can(actor, 'event:plan')) return refuse('not-allowed')
  const known = await database().eventChange.findUnique({
    where: { id: changeId },
    select: { eventId: true },
  })
  if (!known) return refuse('not-found')
  const { eventId } = known
  const verdict = await decideInTransaction<{ eventId: number }, DoEventChangeCode>(async (tx) => {
    const event = await lockForChange(tx, eventId)
    if (!event || !reaches(scope, event.villageCode)) return refuse('not-found')
    const locked = await lockChange(tx, changeId)
    if (locked?.state === 'applied') return accept({ eventId })
    if (locked?.state !== 'ready' || locked.plan === null) return refuse('event-change-not-ready')
    if (!canTransition(event.state, 'cancelled')) return refuse('event-change-too-late')
    const { change, plan } = locked
    if (change.kind === 'move') {
      const kept = { servicePointId: keptPointId(event, change), exceptEventIds: [eventId] }
      const point = await lockPointToPlan(tx, scope, kept)
      const span = { startsAt: new Date(change.startsAt), endsAt: new Date(change.endsAt) }
      const fault = point && eventAtPointFault({ ...event, ...span }, point)
      if (fault) return refuse(fault.code)
    }
    const request = await readAgainRequest(tx, { eventId, change })
    const held = holdAgain(request, plan)
    const isOver = change.kind === 'move' && new Date(change.startsAt) <= deps.now()
    if (isOver || fingerprintOf(request) !== locked.fingerprint || held.faults.length > 0) {
      return refuse('event-change-stale')
    }
    const at = deps.now()
    const { sent } = plan
    await applyEventChange(tx, {
      changeId,
      change,
      event,
      sent,
      supplies: held.supplies,
      actorId: actor.accountId,
      at,
    })
    await tx.eventChange.update({
      where: { id: changeId },
      data: { state: 'applied', endedAt: at, endedBy: actor.accountId },
      select: { id: true },
    })
    return accept({ eventId })
  }, LARGE)
  if (!verdict.ok && verdict.code === 'event-change-stale')
    await inTransaction((tx) => planAnew(tx, changeId))
  return verdict
}

/** Back in line, as a change that was never tried. */
async function planAnew(
  tx: Parameters<Parameters<typeof inTransaction>[0]>[0],
  changeId: string,
): Promise<void> {
  await tx.eventChange.updateMany({
    where: { id: changeId, state: 'ready' },
    data: { state: 'waiting', tries: 0, terms: [] },
  })
}
