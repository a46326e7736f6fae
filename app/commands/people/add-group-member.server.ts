import {
  holdGroup,
  holdMemberships,
  recordGroupAct,
  writeMembership,
} from '#app/db/people/group-place.server.ts'
import { readHouseholdPlace } from '#app/db/people/household-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type JoinRefusal, join } from '#app/domain/people/household-group.ts'

export type AddGroupMemberInput = {
  groupId: number
  householdId: number
  weight: string
  startsOn: string
}
export type AddGroupMemberRefusal = 'not-found' | 'group-other-village' | JoinRefusal

/** Takes a household of the village into one of its groups, with a weight. Said again just so, nothing is done. */
export async function addGroupMember(
  actor: Actor,
  scope: Scope,
  { groupId, householdId, ...said }: AddGroupMemberInput,
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, AddGroupMemberRefusal>> {
  if (!can(actor, 'group:keep')) return refuse('not-found')
  return decideInTransaction<null, AddGroupMemberRefusal>(async (tx) => {
    const group = await holdGroup(tx, groupId)
    if (!group || !reaches(scope, group.villageCode)) return refuse('not-found')
    const own = await holdMemberships(tx, householdId)
    const place = await readHouseholdPlace(tx, scope, householdId)
    if (!place) return refuse('not-found')
    if (place.villageCode !== group.villageCode) return refuse('group-other-village')
    const same = own.find((one) => one.groupId === groupId && one.endsOn === null)
    if (same && String(same.weight) === said.weight.trim() && same.startsOn === said.startsOn) {
      return accept(null)
    }
    const open = group.members.filter(({ endsOn }) => endsOn === null)
    const joined = join(group, { own, open }, said, civilDateOf(deps.now()))
    if (!joined.ok) return joined
    const { accountId: recordedBy } = actor
    await writeMembership(tx, group, { householdId, ...joined.value, recordedBy })
    const facts = { householdId, ...joined.value }
    await recordGroupAct(tx, group, { act: 'group:add-member', actorId: recordedBy, facts })
    return accept(null)
  })
}
