import { type CivilDate, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { MemberEnd, Membership } from '#app/domain/people/household-group.ts'
import { recordActivity } from '../audit/record-activity.server.ts'
import type { Transaction } from '../client.server.ts'

export type StoredMembership = Membership & { id: number; endReason: string | null }

export type HeldGroup = {
  id: number
  countyCode: string
  villageCode: string
  startsOn: CivilDate
  endsOn: CivilDate | null
  /** All there ever were, oldest first. */
  members: StoredMembership[]
}

type MemberRow = Omit<Membership, 'startsOn' | 'endsOn'> & {
  id: number
  fromDay: Date
  toDay: Date | null
  endReason: string | null
}

function toMembership({ id, groupId, householdId, weight, fromDay, toDay, endReason }: MemberRow) {
  const endsOn = toDay === null ? null : fromDateColumn(toDay)
  return { id, groupId, householdId, weight, startsOn: fromDateColumn(fromDay), endsOn, endReason }
}

/** A group with its memberships, held so that nobody joins or leaves meanwhile. Null where there is none. */
export async function holdGroup(tx: Transaction, groupId: number): Promise<HeldGroup | null> {
  await tx.$queryRaw`SELECT id FROM household_group WHERE id = ${groupId}::int FOR NO KEY UPDATE`
  const group = await tx.householdGroup.findUnique({
    where: { id: groupId },
    include: { members: { orderBy: { id: 'asc' } } },
  })
  if (group === null) return null
  return {
    id: group.id,
    countyCode: group.countyCode,
    villageCode: group.villageCode,
    startsOn: fromDateColumn(group.fromDay),
    endsOn: group.toDay === null ? null : fromDateColumn(group.toDay),
    members: group.members.map(toMembership),
  }
}

/** A household's memberships in any group, held so that it joins none, and lists for none, meanwhile. */
export async function holdMemberships(tx: Transaction, householdId: number): Promise<StoredMembership[]> {
  await tx.$queryRaw`SELECT id FROM household WHERE id = ${householdId}::int FOR NO KEY UPDATE`
  const rows = await tx.householdGroupMember.findMany({ where: { householdId }, orderBy: { id: 'asc' } })
  return rows.map(toMembership)
}

/** The group that a household is a member of and stays in; null where it is in none, or until the end of today only. */
export async function readGroupOf(
  db: Pick<Transaction, 'householdGroupMember'>,
  householdId: number,
): Promise<{ id: number; name: string; villageCode: string } | null> {
  const member = await db.householdGroupMember.findFirst({
    where: { householdId, toDay: null },
    select: { group: { select: { id: true, name: true, villageCode: true } } },
  })
  return member?.group ?? null
}

/** Whether a household is a member of this group and stays in it; held, so that it does not leave meanwhile. */
export async function holdMemberOf(
  tx: Transaction,
  of: { groupId: number; householdId: number },
): Promise<boolean> {
  await holdMemberships(tx, of.householdId)
  return (await readGroupOf(tx, of.householdId))?.id === of.groupId
}

/** The group's lots that are on sale, wait for approval or are promised still; of one household, or of all. */
export async function readOpenLots(
  tx: Transaction,
  of: { groupId: number; householdId: number | null },
  today: CivilDate,
): Promise<number[]> {
  const rows = await tx.lot.findMany({
    where: {
      offer: { groupId: of.groupId },
      ...(of.householdId === null ? {} : { householdId: of.householdId }),
      OR: [
        { reserved: { gt: 0 } },
        { state: 'pending' },
        { state: 'approved', available: { gt: 0 }, availableTo: { gte: toDateColumn(today) } },
      ],
    },
    select: { id: true },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ id }) => id)
}

/** Begins a membership; the database refuses where the household is in a group on one of its days. */
export async function writeMembership(
  tx: Transaction,
  group: Pick<HeldGroup, 'id' | 'countyCode'>,
  member: { householdId: number; weight: number; startsOn: CivilDate; recordedBy: number },
): Promise<void> {
  const { startsOn, ...row } = member
  await tx.householdGroupMember.create({
    data: { ...row, groupId: group.id, countyCode: group.countyCode, fromDay: toDateColumn(startsOn) },
    select: { id: true },
  })
}

export async function endMembership(
  tx: Transaction,
  id: number,
  end: { endsOn: CivilDate; reason: MemberEnd },
): Promise<void> {
  await tx.householdGroupMember.update({
    where: { id },
    data: { toDay: toDateColumn(end.endsOn), endReason: end.reason },
    select: { id: true },
  })
}

export async function recordGroupAct(
  tx: Transaction,
  group: Pick<HeldGroup, 'id' | 'countyCode' | 'villageCode'>,
  act: { act: string; actorId: number; facts: Record<string, string | number> },
): Promise<void> {
  await recordActivity(tx, {
    countyCode: group.countyCode,
    ...act,
    subjectKind: 'household-group',
    subjectId: group.id,
    scopeCode: group.villageCode,
  })
}
