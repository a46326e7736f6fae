/** The demo's people, each invited by the tier above and signed up as anybody would be. */
import { acceptInvitation } from '#app/commands/access/accept-invitation.server.ts'
import { type InviteInput, inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { openFirstLink } from '#app/commands/access/open-first-link.server.ts'
import { setMemberLimit } from '#app/commands/access/set-member-limit.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Permission } from '#app/domain/access/matrix.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import {
  type Actor,
  type Role,
  type RoleAssignment,
  type Scope,
  SYSTEM_ACTOR,
  scopeOf,
} from '#app/domain/access/roles.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

export const DEMO_PASSWORD = '大白鹅配血橙2026'

export type DemoPerson = { actor: Actor; name: string; phone: string; role: Role; who: string; place: string }
type Verdict<T> = { ok: true; value: T } | { ok: false; code: string }

/** What a command answered; a refusal of it is a fault of the demo. */
export function done<T>(verdict: Verdict<T>, what: string): T {
  invariant(verdict.ok, `${what}: ${verdict.ok ? '' : verdict.code}`)
  return verdict.value
}

export function scopeFor(person: { actor: Actor }, permission: Permission): Scope {
  return scopeOf(person.actor, rolesWith(permission))
}

let phones = 0

async function signUp(
  code: string,
  as: { name: string; role: Role; who: string; place: string },
): Promise<DemoPerson> {
  phones += 1
  const phone = `1990000${String(9000 + phones)}`
  const { accountId } = done(
    await acceptInvitation({ code, name: as.name, signInName: phone, password: DEMO_PASSWORD }),
    `signing up ${as.who}`,
  )
  return { ...as, phone, actor: await actorOf(accountId) }
}

async function actorOf(accountId: number): Promise<Actor> {
  const rows = await database().assignment.findMany({
    where: { accountId, endedAt: null },
    select: { role: true, scopeCode: true, agencyId: true },
  })
  return { accountId, assignments: rows as RoleAssignment[] }
}

/** Invites and signs up one person. */
export async function invite(
  by: DemoPerson,
  input: InviteInput,
  as: { name: string; who: string; place: string },
): Promise<DemoPerson> {
  const permission = by.role === 'agency-manager' ? 'agency:invite' : 'account:invite'
  const { code } = done(await inviteAccount(by.actor, scopeFor(by, permission), input), `inviting ${as.who}`)
  return signUp(code, { ...as, role: input.role })
}

/** The county office takes up the first link. */
export async function countyOffice(countyCode: string, place: string): Promise<DemoPerson> {
  const { code } = done(await openFirstLink(SYSTEM_ACTOR, { countyCode }), 'the first link')
  return signUp(code, { name: '林办事', role: 'county-office', who: '县办', place })
}

/** What each member of the agency may charge to its account. */
export async function allowCharging(manager: DemoPerson, limitFen: number): Promise<void> {
  const agencyId = manager.actor.assignments.find((a) => a.agencyId !== null)?.agencyId
  invariant(agencyId !== undefined && agencyId !== null, 'a manager has an agency')
  done(
    await setMemberLimit(manager.actor, scopeFor(manager, 'agency:limit'), { agencyId, limitFen }),
    'the limit',
  )
}
