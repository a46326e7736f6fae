import { recordGroupAct } from '#app/db/people/group-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { isDivisionCode, levelOfCode } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  type NameRefusal,
  readGroupName,
  readStart,
  type StartRefusal,
} from '#app/domain/people/household-group.ts'

export type MakeGroupInput = { villageCode: string; name: string; startsOn: string }
export type MakeGroupRefusal = 'not-found' | 'group-name-taken' | NameRefusal | StartRefusal

/** Makes a ten-household group of a village, without members yet. Said again just so, it is the group there is. */
export async function makeGroup(
  actor: Actor,
  scope: Scope,
  { villageCode, ...said }: MakeGroupInput,
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<{ groupId: number }, MakeGroupRefusal>> {
  const isVillage = isDivisionCode(villageCode) && levelOfCode(villageCode) === 'village'
  if (!can(actor, 'group:keep') || !isVillage || !reaches(scope, villageCode)) return refuse('not-found')
  const name = readGroupName(said.name)
  if (!name.ok) return name
  const start = readStart(said.startsOn, { today: civilDateOf(deps.now()) })
  if (!start.ok) return start
  return decideInTransaction<{ groupId: number }, MakeGroupRefusal>(async (tx) => {
    const countyCode = `${villageCode.slice(0, 6)}000000`
    const row = { villageCode, name: name.value }
    // The same form sent twice at once: the second waits here and then finds the first one's group.
    const { count } = await tx.householdGroup.createMany({
      data: [{ ...row, countyCode, fromDay: toDateColumn(start.value), recordedBy: actor.accountId }],
      skipDuplicates: true,
    })
    const group = await tx.householdGroup.findFirstOrThrow({ where: { ...row, toDay: null } })
    const isSame = fromDateColumn(group.fromDay) === start.value && group.recordedBy === actor.accountId
    if (count === 0) return isSame ? accept({ groupId: group.id }) : refuse('group-name-taken')
    const facts = { startsOn: start.value }
    await recordGroupAct(tx, group, { act: 'group:make', actorId: actor.accountId, facts })
    return accept({ groupId: group.id })
  })
}
