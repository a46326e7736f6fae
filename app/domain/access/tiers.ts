/**
 * Who brings in whom, and who stands above whom.
 * Invariant: nobody gives, takes or resets what does not lie under one single role of theirs: a role in one town and
 * a tier in another never add up.
 */
import { isInScope, scopePrefix } from '#app/domain/kernel/ids.ts'
import type { Actor, AgencyRole, DivisionRole, Role, RoleAssignment } from './roles.ts'

/** A role held, or offered by an invitation, with the county it lies in. */
export type Position = {
  role: Role
  scopeCode: string | null
  agencyId: number | null
  /** Of the division or of the agency. */
  countyCode: string
}

/** Which roles each role may invite: each tier the one below it. The top tier has none above, so it brings in its own. */
export const INVITES: Record<Role, readonly Role[]> = {
  'county-office': [
    'county-office',
    'town-desk',
    'organizer',
    'village-lead',
    'village-staff',
    'grid-worker',
    'inspector',
    'agency-manager',
  ],
  'town-desk': ['village-lead', 'village-staff', 'grid-worker'],
  'agency-manager': ['buyer'],
  'village-lead': [],
  'village-staff': [],
  'grid-worker': [],
  organizer: [],
  inspector: [],
  buyer: [],
}

function covers(assignment: RoleAssignment, position: Position): boolean {
  if (assignment.agencyId !== null) return assignment.agencyId === position.agencyId
  return isInScope(scopePrefix(assignment.scopeCode), position.scopeCode ?? position.countyCode)
}

/** Whether the actor may invite somebody to this position. */
export function mayInvite(actor: Actor, position: Position): boolean {
  return actor.assignments.some((a) => INVITES[a.role].includes(position.role) && covers(a, position))
}

/** Whether one role of the actor is a tier above this position; the county office is above everyone in its county. */
export function isAbove(actor: Actor, position: Position): boolean {
  return (
    mayInvite(actor, position) ||
    actor.assignments.some((a) => a.role === 'county-office' && covers(a, position))
  )
}

/**
 * Whether the actor may give somebody with these positions a new password. All of them must lie under the actor, or a
 * town's desk could take over a county officer who also helps in a village of the town.
 */
export function mayReset(actor: Actor, positions: readonly Position[]): boolean {
  return positions.length > 0 && positions.every((position) => isAbove(actor, position))
}

/** The roles an actor may invite somebody to, in the order of the table. */
export function invitableRoles(actor: Actor): Role[] {
  return [...new Set(actor.assignments.flatMap((a) => INVITES[a.role]))]
}

/** Somebody as an actor, with the roles that were read for them. */
export function actorHolding(accountId: number, positions: readonly Position[]): Actor {
  return {
    accountId,
    assignments: positions.flatMap(({ role, scopeCode, agencyId }): RoleAssignment[] =>
      scopeCode === null
        ? agencyId === null
          ? []
          : [{ role: role as AgencyRole, scopeCode: null, agencyId }]
        : [{ role: role as DivisionRole, scopeCode, agencyId: null }],
    ),
  }
}
