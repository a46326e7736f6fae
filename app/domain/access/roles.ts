/**
 * Who a signed-in person is to the product: roles, each over a division or in an agency.
 * Invariant: a role over a division reaches what lies in it and nothing else.
 */
import {
  type DivisionLevel,
  isDivisionCode,
  isGridCode,
  isInScope,
  levelOfCode,
  scopePrefix,
} from '#app/domain/kernel/ids.ts'

export const DIVISION_ROLES = [
  'village-staff',
  'village-lead',
  'grid-worker',
  'organizer',
  'town-desk',
  'county-office',
  'inspector',
] as const
export const AGENCY_ROLES = ['buyer', 'agency-manager'] as const
export const ROLES = [...AGENCY_ROLES, ...DIVISION_ROLES] as const

export type DivisionRole = (typeof DIVISION_ROLES)[number]
export type AgencyRole = (typeof AGENCY_ROLES)[number]
export type Role = DivisionRole | AgencyRole

export type RoleAssignment =
  | { role: DivisionRole; scopeCode: string; agencyId: null }
  | { role: AgencyRole; scopeCode: null; agencyId: number }

/** A signed-in person. Passed first to every command, so that it can't be forgotten. */
export type Actor = {
  accountId: number
  assignments: RoleAssignment[]
}

/** What jobs and start-up act as: recorded with no account. */
export type SystemActor = { accountId: null }
export const SYSTEM_ACTOR: SystemActor = { accountId: null }

declare const scopeBrand: unique symbol
/**
 * The divisions and agencies that one permission reaches for one person. Only `scopeOf` and `systemScope` make one,
 * and every query and command takes one, so that a forgotten scope does not compile.
 */
export type Scope = {
  readonly prefixes: readonly string[]
  readonly agencyIds: readonly number[]
  readonly [scopeBrand]: true
}

function makeScope(prefixes: string[], agencyIds: number[]): Scope {
  return { prefixes, agencyIds } as unknown as Scope
}

/** The scope that the given roles of an actor add up to. */
export function scopeOf(actor: Actor, roles: readonly Role[]): Scope {
  const held = actor.assignments.filter((a) => roles.includes(a.role))
  return makeScope(
    [...new Set(held.flatMap((a) => (a.scopeCode === null ? [] : [scopePrefix(a.scopeCode)])))],
    [...new Set(held.flatMap((a) => (a.agencyId === null ? [] : [a.agencyId])))],
  )
}

/** The scope of a whole division for jobs, scripts and public pages, which act for nobody in particular. */
export function systemScope(divisionCode: string): Scope {
  return makeScope([scopePrefix(divisionCode)], [])
}

/** Whether a division or grid code lies in the scope. */
export function reaches(scope: Scope, code: string): boolean {
  return scope.prefixes.some((prefix) => isInScope(prefix, code))
}

/** Whether what belongs to an agency lies in the scope. */
export function reachesAgency(scope: Scope, agencyId: number): boolean {
  return scope.agencyIds.includes(agencyId)
}

/** Whether a role held somewhere lies in the scope: by its division, or in an agency by agency or by county. */
export function reachesPosition(
  scope: Scope,
  position: { scopeCode: string | null; agencyId: number | null; countyCode: string },
): boolean {
  const isInAgency = position.agencyId !== null && reachesAgency(scope, position.agencyId)
  return isInAgency || reaches(scope, position.scopeCode ?? position.countyCode)
}

export type PlaceLevel = DivisionLevel | 'grid'

/** What a role may be over. Wider than this and a village's clerk would read a county's names. */
export const ROLE_LEVELS: Record<DivisionRole, readonly PlaceLevel[]> = {
  'village-staff': ['village'],
  'village-lead': ['village'],
  'grid-worker': ['grid'],
  organizer: ['county', 'town', 'village'],
  'town-desk': ['town'],
  'county-office': ['county'],
  inspector: ['county', 'town'],
}

export function isDivisionRole(role: string): role is DivisionRole {
  return (DIVISION_ROLES as readonly string[]).includes(role)
}

export function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role)
}

/** Whether a role can be held over the place with this code: a village's staff over a village, and so on. */
export function isPlaceOf(role: DivisionRole, code: string): boolean {
  if (isGridCode(code)) return ROLE_LEVELS[role].includes('grid')
  return isDivisionCode(code) && ROLE_LEVELS[role].includes(levelOfCode(code))
}
