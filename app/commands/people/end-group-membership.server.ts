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
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type LeaveRefusal, leave } from '#app/domain/people/household-group.ts'

export type EndGroupMembershipInput = { groupId: number; householdId: number; reason: string }
export type EndGroupMembershipRefusal = 'not-found' | LeaveRefusal

/** Ends a membership with today, once nothing of the member's is on sale or promised by the group. */
export async function endGroupMembership(
  actor: Actor,
  scope: Scope,
  { groupId, householdId, reason }: EndGroupMembershipInput,
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, EndGroupMembershipRefusal>> {
  if (!can(actor, 'group:keep')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  return decideInTransaction<null, EndGroupMembershipRefusal>(async (tx) => {
    const group = await holdGroup(tx, groupId)
    if (!group || !reaches(scope, group.villageCode)) return refuse('not-found')
    const own = (await holdMemberships(tx, householdId)).filter((one) => one.groupId === groupId)
    const open = own.find((one) => one.endsOn === null)
    const wasSaid = own.some((one) => one.endsOn === today && one.endReason === reason)
    if (!open) return wasSaid ? accept(null) : refuse('not-found')
    const lots = await readOpenLots(tx, { groupId, householdId }, today)
    const end = leave(open, { reason, lots }, today)
    if (!end.ok) return end
    await endMembership(tx, open.id, end.value)
    await recordGroupAct(tx, group, {
      act: 'group:end-membership',
      actorId: actor.accountId,
      facts: { householdId, ...end.value },
    })
    return accept(null)
  })
}
