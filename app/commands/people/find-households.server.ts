import { withinScope } from '#app/db/access/within-scope.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { hashText, openText } from '#app/db/sealed/field-cipher.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { MOST_SEARCHES_AN_HOUR } from '#app/domain/access/unmasking.ts'
import { maskName, seesNameInFull } from '#app/domain/access/visibility.ts'
import { readHouseholdAsked } from '#app/domain/intake/household-asked.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type FoundHousehold = {
  id: number
  number: string
  /** Of the head, by the table of who sees what. */
  name: string
  village: string
  gridCode: string | null
  headcount: number
}
export type FoundHouseholds = { found: FoundHousehold[]; hasMore: boolean }
export type FindRefusal = 'not-found' | 'search-empty' | 'search-too-many'

const ACT = 'household:find'
const HOUR_MS = 3_600_000
const MOST_FOUND = 50

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Finds households beyond one village, by their number, or by a member's full name or full ID number: as a whole, by
 * its keyed hash. Recorded with what kind of thing was asked for and how much was found, never with what it was; so many
 * an hour are the most of one account. What is out of scope is not there.
 */
export async function findHouseholds(
  actor: Actor,
  scope: Scope,
  { asked: text }: { asked: string },
  deps: Deps = liveDeps,
): Promise<Verdict<FoundHouseholds, FindRefusal>> {
  if (!can(actor, 'people:find')) return refuse('not-found')
  const now = deps.now()
  const asked = readHouseholdAsked(text, civilDateOf(now))
  if (asked === null) return refuse('search-empty')
  return decideInTransaction<FoundHouseholds, FindRefusal>(async (tx) => {
    // One after another for an account, or two at once would both be the last.
    await tx.$queryRaw`SELECT id FROM account WHERE id = ${actor.accountId} FOR UPDATE`
    const searches = await tx.activityRecord.count({
      where: { actorId: actor.accountId, act: ACT, recordedAt: { gt: new Date(now.getTime() - HOUR_MS) } },
    })
    if (searches >= MOST_SEARCHES_AN_HOUR) return refuse('search-too-many', { most: MOST_SEARCHES_AN_HOUR })
    const counties = [...new Set(scope.prefixes.map((prefix) => countyOf(prefix.padEnd(12, '0'))))]
    const member = (hash: { nameHash: string } | { idNumberHash: string }) => ({
      members: { some: { toDay: null, countyCode: { in: counties }, ...hash } },
    })
    const { number, idNumber, name } = asked
    const rows = await tx.household.findMany({
      where: {
        closedOn: null,
        states: { some: { toDay: null, OR: withinScope(scope, 'villageCode') } },
        OR: [
          ...(number === null ? [] : [{ number }]),
          ...(idNumber === null ? [] : [member({ idNumberHash: hashText('person.id-number', idNumber) })]),
          ...(name === null ? [] : [member({ nameHash: hashText('person.name', name) })]),
        ],
      },
      orderBy: { number: 'asc' },
      take: MOST_FOUND + 1,
      select: {
        id: true,
        number: true,
        states: {
          where: { toDay: null },
          select: {
            villageCode: true,
            gridCode: true,
            headcount: true,
          },
        },
        members: { where: { isHead: true, toDay: null }, take: 1, select: { nameSealed: true } },
      },
    })
    const codes = rows.flatMap(({ states }) => states.map(({ villageCode }) => villageCode))
    const villages = await tx.division.findMany({
      where: { code: { in: codes } },
      select: { code: true, shortName: true },
    })
    const villageName = new Map(villages.map(({ code, shortName }) => [code, shortName]))
    const found = rows.slice(0, MOST_FOUND).flatMap(({ id, number, states: [state], members: [head] }) => {
      if (!state) return []
      const name = head ? openText('person.name', head.nameSealed) : ''
      const { villageCode, gridCode, headcount } = state
      const shown = seesNameInFull(actor, state) ? name : maskName(name)
      return [{ id, number, name: shown, village: villageName.get(villageCode) ?? '', gridCode, headcount }]
    })
    await recordActivity(tx, {
      countyCode: counties[0] ?? '',
      actorId: actor.accountId,
      act: ACT,
      subjectKind: 'households',
      subjectId: asked.kind,
      facts: { found: found.map((household) => household.id) },
    })
    return accept({ found, hasMore: rows.length > MOST_FOUND })
  })
}
