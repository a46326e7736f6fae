import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { readBringTicks } from '#app/db/pickup/bring-ticks.server.ts'
import { holdBringList } from '#app/db/pickup/hold-bring-list.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isDoorStep } from '#app/domain/people/access-needs.ts'
import type { BringTickKind } from '#app/domain/pickup/bring-ticks.ts'

type TickRefusal = 'not-found' | 'event-state-changed' | 'bring-list-corrected'

/**
 * Says that a household was told what the newest list says, or that its goods were fetched from its door; or takes that
 * back. Saying it twice changes nothing.
 */
export async function tickBringHousehold(
  actor: Actor,
  scope: Scope,
  input: { listId: number; householdId: number; kind: BringTickKind; isDone: boolean },
): Promise<Verdict<null, TickRefusal>> {
  if (!can(actor, 'bring:tick')) return refuse('not-found')
  const { listId, householdId, kind, isDone } = input
  return decideInTransaction<null, TickRefusal>(async (tx) => {
    const household = await tx.household.findUnique({
      where: { id: householdId },
      select: { accessNeeds: true, states: { where: { toDay: null }, select: { gridCode: true } } },
    })
    const listed = await tx.bringList.findUnique({ where: { id: listId }, select: { villageCode: true } })
    if (!listed || !household) return refuse('not-found')
    const gridCode = household.states[0]?.gridCode ?? null
    const isOwn = reaches(scope, listed.villageCode) || (gridCode !== null && reaches(scope, gridCode))
    if (!isOwn || (kind === 'fetched' && !isDoorStep(household.accessNeeds))) return refuse('not-found')
    const held = await holdBringList(tx, listId)
    if (!held.ok) return held
    const { countyCode, eventId, villageCode, householdIds } = held.value
    if (!householdIds.has(householdId)) return refuse('not-found')
    const isTicked = (await readBringTicks(tx, [eventId]))(eventId)
    if (isTicked(kind, { villageCode, householdId }) === isDone) return accept(null)
    const tickedBy = actor.accountId
    await tx.bringTick.create({
      data: { countyCode, listId, householdId, kind, isDone, tickedBy },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: `household:${kind}`,
      subjectKind: 'household',
      subjectId: householdId,
      scopeCode: villageCode,
      facts: { eventId, listId, isDone },
    })
    return accept(null)
  })
}
