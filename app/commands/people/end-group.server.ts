import {
  endMembership,
  holdGroup,
  holdMemberships,
  readOpenLots,
  recordGroupAct,
} from '#app/db/people/group-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type EndGroupRefusal = 'not-found' | 'group-over' | 'group-change-to-come' | 'group-has-lots'

/** Ends a group and all its memberships with today, once it has nothing on sale or promised. */
export async function endGroup(
  actor: Actor,
  scope: Scope,
  { groupId }: { groupId: number },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, EndGroupRefusal>> {
  if (!can(actor, 'group:keep')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  return decideInTransaction<null, EndGroupRefusal>(async (tx) => {
    const group = await holdGroup(tx, groupId)
    if (!group || !reaches(scope, group.villageCode)) return refuse('not-found')
    if (group.endsOn !== null) {
      return group.endsOn === today ? accept(null) : refuse('group-over', { endedOn: group.endsOn })
    }
    const open = group.members
      .filter(({ endsOn }) => endsOn === null)
      .sort((a, b) => a.householdId - b.householdId)
    // Whoever lists for the group holds its household, so nothing is put on sale from here on.
    for (const { householdId } of open) await holdMemberships(tx, householdId)
    const toCome = open.find(({ startsOn }) => startsOn > today)
    if (toCome) return refuse('group-change-to-come', { fromOn: toCome.startsOn })
    const lots = await readOpenLots(tx, { groupId, householdId: null }, today)
    if (lots.length > 0) return refuse('group-has-lots', { lots: lots.join('、') })
    for (const { id } of open) await endMembership(tx, id, { endsOn: today, reason: 'group-ended' })
    await tx.householdGroup.update({
      where: { id: groupId },
      data: { toDay: toDateColumn(today) },
      select: { id: true },
    })
    const facts = { endsOn: today, members: open.length }
    await recordGroupAct(tx, group, { act: 'group:end', actorId: actor.accountId, facts })
    return accept(null)
  })
}
