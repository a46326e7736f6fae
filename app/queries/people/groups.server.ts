/** Ten-household groups as their village keeps them, and what each member has of what the group sold. */
import { withinScope } from '#app/db/access/within-scope.ts'
import { Prisma, readDatabase, readRows } from '#app/db/client.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, fromDateColumn, yearOf } from '#app/domain/kernel/calendar.ts'
import type { MemberEnd } from '#app/domain/people/household-group.ts'
import { isPairedOn } from '#app/domain/people/pairing-register.ts'
import { readHouseholdsById, type VillageHousehold } from '../catalogue/village-households.server.ts'
import { type GroupPart, readGroupParts } from './group-parts.server.ts'

export type GroupRow = {
  id: number
  name: string
  village: string
  startsOn: CivilDate
  endsOn: CivilDate | null
  /** Today's. */
  memberCount: number
}

export type GroupMember = {
  household: VillageHousehold
  weight: number
  reservedFen: number
  earnedFen: number
}

export type GroupPage = Omit<GroupRow, 'memberCount'> & {
  year: number
  /** Today's, the heaviest first. */
  members: GroupMember[]
  weightTotal: number
  /** Those who sold with the group this year and are no longer members. */
  former: Omit<GroupMember, 'weight'>[]
}

export type MemberPage = {
  group: Omit<GroupRow, 'memberCount'>
  household: VillageHousehold
  year: number
  /** Null for who is no longer a member. */
  weight: { own: number; total: number } | null
  /** The first day of a weight to come. */
  changesOn: CivilDate | null
  parts: GroupPart[]
  /** Newest first. */
  history: {
    weight: number
    startsOn: CivilDate
    endsOn: CivilDate | null
    endReason: MemberEnd | null
  }[]
}

const GROUP = { id: true, name: true, villageCode: true, fromDay: true, toDay: true } as const
type StoredGroup = { id: number; name: string; villageCode: string; fromDay: Date; toDay: Date | null }

/** The villages in scope where a group can be made: none for who looks at a whole county. */
export async function readGroupVillages(scope: Scope): Promise<{ code: string; name: string }[]> {
  const codes = scope.prefixes.filter((prefix) => prefix.length === 12)
  const rows = await readDatabase().division.findMany({
    where: { code: { in: codes } },
    orderBy: { code: 'asc' },
    select: { code: true, shortName: true },
  })
  return rows.map(({ code, shortName }) => ({ code, name: shortName }))
}

export async function readGroups(scope: Scope, now: Date): Promise<GroupRow[]> {
  const prefixes = scope.prefixes.map((prefix) => `${prefix}%`)
  return readRows<GroupRow>(Prisma.sql`
    SELECT g.id, g.name, v.short_name AS village, g.from_day::text AS "startsOn", g.to_day::text AS "endsOn",
      (SELECT count(*)::int FROM household_group_member m WHERE m.group_id = g.id
        AND ${civilDateOf(now)}::date BETWEEN m.from_day AND coalesce(m.to_day, 'infinity')) AS "memberCount"
    FROM household_group g JOIN division v ON v.code = g.village_code
    WHERE g.village_code LIKE ANY(${prefixes}::text[]) ORDER BY g.to_day NULLS FIRST, g.village_code, g.name, g.id`)
}

export async function readGroup(
  actor: Actor,
  scope: Scope,
  groupId: number,
  now: Date,
): Promise<GroupPage | null> {
  const group = await readStoredGroup(scope, groupId)
  if (group === null) return null
  const today = civilDateOf(now)
  const year = yearOf(today)
  const [rows, parts, head] = await Promise.all([
    readMemberships({ groupId }),
    readGroupParts({ groupId }, year),
    toHead(group),
  ])
  const weights = new Map(
    rows.filter((row) => isPairedOn(row, today)).map((row) => [row.householdId, row.weight]),
  )
  const ids = [...new Set([...weights.keys(), ...parts.map((part) => part.householdId)])]
  const households = await readHouseholdsById(actor, ids)
  const all = ids.flatMap((id) => {
    const household = households.get(id)
    const own = parts.filter((part) => part.householdId === id)
    const sumOf = (what: 'reservedFen' | 'earnedFen') => own.reduce((sum, part) => sum + part[what], 0)
    return household ? [{ household, reservedFen: sumOf('reservedFen'), earnedFen: sumOf('earnedFen') }] : []
  })
  return {
    ...head,
    year,
    members: all
      .flatMap((one) => {
        const weight = weights.get(one.household.id)
        return weight === undefined ? [] : [{ ...one, weight }]
      })
      .sort((a, b) => b.weight - a.weight || (a.household.number < b.household.number ? -1 : 1)),
    weightTotal: [...weights.values()].reduce((sum, weight) => sum + weight, 0),
    former: all.filter(({ household }) => !weights.has(household.id)),
  }
}

/** One household that is or was a member; null where it never was, or the group is out of scope. */
export async function readGroupMember(
  actor: Actor,
  scope: Scope,
  of: { groupId: number; householdId: number },
  now: Date,
): Promise<MemberPage | null> {
  const group = await readStoredGroup(scope, of.groupId)
  if (group === null) return null
  const today = civilDateOf(now)
  const year = yearOf(today)
  const [rows, parts, households, head] = await Promise.all([
    readMemberships({ groupId: of.groupId }),
    readGroupParts(of, year),
    readHouseholdsById(actor, [of.householdId]),
    toHead(group),
  ])
  const own = rows.filter((row) => row.householdId === of.householdId)
  const household = households.get(of.householdId)
  if (!household || own.length === 0) return null
  const current = rows.filter((row) => isPairedOn(row, today))
  const member = own.find((row) => isPairedOn(row, today))
  const total = current.reduce((sum, row) => sum + row.weight, 0)
  return {
    group: head,
    household,
    year,
    weight: member ? { own: member.weight, total } : null,
    changesOn: own.find((row) => row.startsOn > today)?.startsOn ?? null,
    parts,
    history: own
      .map(({ weight, startsOn, endsOn, endReason }) => ({ weight, startsOn, endsOn, endReason }))
      .reverse(),
  }
}

/** A household's groups with their parts of the year: the one it is in today, and those it sold with. */
export type HouseholdGroupPart = {
  groupId: number
  name: string
  /** Null for who is no longer a member. */
  weight: { own: number; total: number } | null
  parts: GroupPart[]
}

export async function readHouseholdGroups(
  householdId: number,
  year: number,
  now: Date,
): Promise<HouseholdGroupPart[]> {
  const today = civilDateOf(now)
  const parts = await readGroupParts({ householdId }, year)
  const own = (await readMemberships({ householdId })).filter((row) => isPairedOn(row, today))
  const ids = [...new Set([...own, ...parts].map(({ groupId }) => groupId))]
  const groups = await readDatabase().householdGroup.findMany({
    where: { id: { in: ids } },
    orderBy: { id: 'asc' },
    select: { id: true, name: true },
  })
  return Promise.all(
    groups.map(async ({ id: groupId, name }) => {
      const member = own.find((row) => row.groupId === groupId)
      const members = member
        ? (await readMemberships({ groupId })).filter((row) => isPairedOn(row, today))
        : []
      const total = members.reduce((sum, row) => sum + row.weight, 0)
      return {
        groupId,
        name,
        weight: member ? { own: member.weight, total } : null,
        parts: parts.filter((part) => part.groupId === groupId),
      }
    }),
  )
}

function readStoredGroup(scope: Scope, id: number): Promise<StoredGroup | null> {
  return readDatabase().householdGroup.findFirst({
    where: { id, OR: withinScope(scope, 'villageCode') },
    select: GROUP,
  })
}

async function toHead({ id, name, villageCode, fromDay, toDay }: StoredGroup) {
  const village = await readDatabase().division.findUnique({
    where: { code: villageCode },
    select: { shortName: true },
  })
  return {
    id,
    name,
    village: village?.shortName ?? '',
    startsOn: fromDateColumn(fromDay),
    endsOn: toDay && fromDateColumn(toDay),
  }
}

async function readMemberships(where: { groupId: number } | { householdId: number }) {
  const rows = await readDatabase().householdGroupMember.findMany({ where, orderBy: { fromDay: 'asc' } })
  return rows.map(({ groupId, householdId, weight, fromDay, toDay, endReason }) => ({
    groupId,
    householdId,
    weight,
    startsOn: fromDateColumn(fromDay),
    endsOn: toDay && fromDateColumn(toDay),
    endReason: endReason as MemberEnd | null,
  }))
}
