import { readCloseFacts } from '#app/db/handover/close-facts.server.ts'
import { lockEventForChange } from '#app/db/pickup/lock-event.server.ts'
import { moveEvent } from '#app/db/pickup/move-event.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CloseGapCode, closeGaps } from '#app/domain/handover/event-close.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type SignEventRefusal = CloseGapCode | 'not-allowed' | 'not-found' | 'event-closed'

/**
 * The village lead of the event's village signs, and the event is closed for good: read-only from then on.
 * Refuses with the first thing that is missing; the sign page lists all.
 */
export async function signPickupEvent(
  actor: Actor,
  scope: Scope,
  input: { eventId: number },
): Promise<Verdict<{ eventId: number }, SignEventRefusal>> {
  if (!can(actor, 'event:sign')) return refuse('not-allowed')
  return decideInTransaction<{ eventId: number }, SignEventRefusal>(async (tx) => {
    const event = await lockEventForChange(tx, input.eventId)
    if (!event || !reaches(scope, event.villageCode)) return refuse('not-found')
    if (event.state === 'closed' || event.state === 'cancelled') return refuse('event-closed')
    const signer = { accountId: actor.accountId, isVillageLead: true }
    const [gap] = closeGaps(await readCloseFacts(tx, event, signer))
    if (gap) return refuse(gap.code, gap.facts)
    await tx.eventSignature.create({
      data: { eventId: event.id, signedBy: actor.accountId },
      select: { eventId: true },
    })
    const closed = await moveEvent(tx, event, 'closed', actor.accountId)
    invariant(closed, 'a held event keeps its state')
    return accept({ eventId: event.id })
  })
}
