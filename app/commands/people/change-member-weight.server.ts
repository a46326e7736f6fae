import {
  endMembership,
  holdGroup,
  holdMemberships,
  recordGroupAct,
  writeMembership,
} from '#app/db/people/group-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { changeWeight, type WeightRefusal } from '#app/domain/people/household-group.ts'

export type ChangeMemberWeightInput = {
  groupId: number
  householdId: number
  weight: string
  startsOn: string
}
export type ChangeMemberWeightRefusal = 'not-found' | WeightRefusal

/** Gives a member another weight from a day to come. Said again just so, it stays as it was said. */
export async function changeMemberWeight(
  actor: Actor,
  scope: Scope,
  { groupId, householdId, ...said }: ChangeMemberWeightInput,
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, ChangeMemberWeightRefusal>> {
  if (!can(actor, 'group:keep')) return refuse('not-found')
  return decideInTransaction<null, ChangeMemberWeightRefusal>(async (tx) => {
    const group = await holdGroup(tx, groupId)
    if (!group || !reaches(scope, group.villageCode)) return refuse('not-found')
    const own = await holdMemberships(tx, householdId)
    const open = own.find((one) => one.groupId === groupId && one.endsOn === null)
    if (!open) return refuse('not-found')
    if (String(open.weight) === said.weight.trim() && open.startsOn === said.startsOn) return accept(null)
    const changed = changeWeight(open, said, civilDateOf(deps.now()))
    if (!changed.ok) return changed
    const { weight, startsOn, beforeEndsOn } = changed.value
    await endMembership(tx, open.id, { endsOn: beforeEndsOn, reason: 'weight-changed' })
    const { accountId: recordedBy } = actor
    await writeMembership(tx, group, { householdId, weight, startsOn, recordedBy })
    const facts = { householdId, before: open.weight, weight, startsOn }
    await recordGroupAct(tx, group, { act: 'group:change-weight', actorId: recordedBy, facts })
    return accept(null)
  })
}
