import { type Place, readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { readDatabase } from '#app/db/client.server.ts'
import {
  type Actor,
  isDivisionRole,
  isPlaceOf,
  ROLE_LEVELS,
  type Role,
  type Scope,
} from '#app/domain/access/roles.ts'
import { invitableRoles, mayInvite } from '#app/domain/access/tiers.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'

/** More than any county has villages and grids. */
const MOST_PLACES = 2_000

export type InviteChoices = {
  roles: Role[]
  /** Where the chosen role may be held; for an agency manager the counties of the agency. */
  places: Place[]
  /** Agencies the counties know already, offered while the name is typed. */
  agencyNames: string[]
}

/** The roles an actor may invite to and, once one is chosen, the places in scope it can be over. */
export async function readInviteChoices(
  actor: Actor,
  scope: Scope,
  role: Role | null,
): Promise<InviteChoices> {
  const roles: Role[] = invitableRoles(actor).filter((each) => each !== 'buyer')
  if (role === null || !roles.includes(role)) return { roles, places: [], agencyNames: [] }
  const db = readDatabase()
  const codes = (await placeCodes(scope, role)).filter((code) =>
    mayInvite(
      actor,
      isDivisionRole(role)
        ? { role, scopeCode: code, agencyId: null, countyCode: countyOf(code) }
        : { role, scopeCode: null, agencyId: null, countyCode: code },
    ),
  )
  const places = await readPlaces(db, codes)
  const agencies = isDivisionRole(role)
    ? []
    : await db.agency.findMany({
        where: { countyCode: { in: codes } },
        orderBy: { name: 'asc' },
        select: { name: true },
      })
  return {
    roles,
    places: codes.flatMap((code) => places.get(code) ?? []),
    agencyNames: agencies.map((agency) => agency.name),
  }
}

async function placeCodes(scope: Scope, role: Role): Promise<string[]> {
  const db = readDatabase()
  // A county office has its county even before the county's list of divisions is imported.
  const counties = scope.prefixes.filter((prefix) => prefix.length === 6).map((prefix) => `${prefix}000000`)
  if (!isDivisionRole(role)) return counties
  const levels = ROLE_LEVELS[role]
  const [divisions, grids] = await Promise.all([
    db.division.findMany({
      where: { OR: withinScope(scope, 'code'), level: { in: [...levels] }, toDay: null },
      orderBy: { code: 'asc' },
      take: MOST_PLACES,
      select: { code: true },
    }),
    levels.includes('grid')
      ? db.grid.findMany({
          where: { OR: withinScope(scope, 'code'), toDay: null },
          orderBy: { code: 'asc' },
          take: MOST_PLACES,
          select: { code: true },
        })
      : [],
  ])
  const own = counties.filter((code) => isPlaceOf(role, code))
  return [...new Set([...own, ...[...divisions, ...grids].map((place) => place.code)])]
}
