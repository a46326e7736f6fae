import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { readCarriers } from '#app/db/pickup/carriers.server.ts'
import { holdBringList } from '#app/db/pickup/hold-bring-list.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

type CarrierRefusal = 'not-found' | 'event-state-changed' | 'bring-list-corrected' | 'carrier-unknown'

/** Says who fetches the goods of a village from its doors for an event. Naming the same person twice changes nothing. */
export async function nameCarrier(
  actor: Actor,
  scope: Scope,
  input: { listId: number; carrierId: number; now: Date },
): Promise<Verdict<null, CarrierRefusal>> {
  if (!can(actor, 'bring:tick')) return refuse('not-found')
  return decideInTransaction<null, CarrierRefusal>(async (tx) => {
    const list = await tx.bringList.findUnique({
      where: { id: input.listId },
      select: { villageCode: true },
    })
    if (!list || !reaches(scope, list.villageCode)) return refuse('not-found')
    const held = await holdBringList(tx, input.listId)
    if (!held.ok) return held
    const { countyCode, eventId, villageCode, householdIds } = held.value
    const today = civilDateOf(input.now)
    const carriers = await readCarriers(tx, { villageCode, householdIds: [...householdIds], today })
    if (!carriers.some(({ accountId }) => accountId === input.carrierId)) return refuse('carrier-unknown')
    const last = await tx.collectionRun.findFirst({
      where: { eventId, villageCode },
      orderBy: { id: 'desc' },
      select: { carrierId: true },
    })
    if (last?.carrierId === input.carrierId) return accept(null)
    await tx.collectionRun.create({
      data: { countyCode, eventId, villageCode, carrierId: input.carrierId, namedBy: actor.accountId },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'collection:carrier',
      subjectKind: 'event',
      subjectId: eventId,
      scopeCode: villageCode,
      facts: { carrierId: input.carrierId },
    })
    return accept(null)
  })
}
