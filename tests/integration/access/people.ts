/** Somebody for a test: an account with its actor and the scope of a permission. */
import { database } from '#app/db/client.server.ts'
import { type Permission, rolesWith } from '#app/domain/access/matrix.ts'
import {
  type Actor,
  AGENCY_ROLES,
  type Role,
  type RoleAssignment,
  type Scope,
  scopeOf,
} from '#app/domain/access/roles.ts'
import { openSession } from '#app/web/session.server.ts'
import { seedAccount } from '#seed/builders.ts'

export type Someone = {
  accountId: number
  phone: string
  name: string
  actor: Actor
  agencyId: number | null
}

export async function someone(
  role: Role,
  place: { scopeCode?: string; agencyId?: number } = {},
): Promise<Someone> {
  const { account, phone, name, scopeCode, agencyId } = await seedAccount({ role, ...place })
  const assignment = (
    (AGENCY_ROLES as readonly Role[]).includes(role)
      ? { role, scopeCode: null, agencyId }
      : { role, scopeCode, agencyId: null }
  ) as RoleAssignment
  return {
    accountId: account.id,
    phone,
    name,
    agencyId,
    actor: { accountId: account.id, assignments: [assignment] },
  }
}

export function scopeFor({ actor }: Someone, permission: Permission): Scope {
  return scopeOf(actor, rolesWith(permission))
}

/** The Cookie header of a browser the account is signed in with. */
export async function cookieOf(accountId: number): Promise<string> {
  return (await openSession(accountId)).split(';')[0] ?? ''
}

/** The acts recorded so far, oldest first: what a refusal must leave as it was. */
export async function recordedActs(): Promise<string[]> {
  const rows = await database().activityRecord.findMany({ orderBy: { id: 'asc' }, select: { act: true } })
  return rows.map((row) => row.act)
}

/** Every table of accounts, to prove that nothing changed. */
export async function accountTables(): Promise<unknown> {
  const db = database()
  return {
    accounts: await db.account.findMany({ orderBy: { id: 'asc' } }),
    assignments: await db.assignment.findMany({ orderBy: { id: 'asc' } }),
    invitations: await db.invitation.findMany({ orderBy: { id: 'asc' } }),
    resets: await db.passwordReset.findMany({ orderBy: { id: 'asc' } }),
    sessions: await db.session.findMany({ orderBy: { tokenHash: 'asc' }, omit: { lastSeenAt: true } }),
    agencies: (await db.agency.findMany({ orderBy: { id: 'asc' } })).map((agency) => ({
      ...agency,
      memberLimitFen: Number(agency.memberLimitFen),
    })),
    settings: await db.countySetting.findMany({ orderBy: { countyCode: 'asc' } }),
    acts: await recordedActs(),
  }
}
