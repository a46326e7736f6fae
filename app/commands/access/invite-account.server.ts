import { invitationExpiry } from '#app/db/access/invitation.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { hashCode, makeCode } from '#app/db/sealed/one-time-code.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { readAgencyName } from '#app/domain/access/names.ts'
import {
  type Actor,
  isDivisionRole,
  isPlaceOf,
  type Role,
  reaches,
  reachesAgency,
  type Scope,
} from '#app/domain/access/roles.ts'
import { mayInvite, type Position } from '#app/domain/access/tiers.ts'
import { countyOf, isGridCode, levelOfCode } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date(), makeCode }

export type InviteInput = {
  role: Role
  /** Division or grid of the role; for an agency manager the county of the agency. */
  scopeCode?: string | null
  /** For an agency manager: the agency by name, made when the county has none of that name. */
  agencyName?: string | null
  /** For a buyer: the inviter's agency. */
  agencyId?: number | null
}

export type InviteRefusal = 'out-of-scope' | 'place-unknown' | 'agency-name-missing'

type Invited = { code: string; expiresAt: string }

/**
 * Makes an invitation to a role one tier below the actor's, over a place inside the actor's own. Returns the code,
 * which is shown this once: only its hash is kept. Good for fourteen days and one person.
 */
export async function inviteAccount(
  actor: Actor,
  scope: Scope,
  input: InviteInput,
  deps = liveDeps,
): Promise<Verdict<Invited, InviteRefusal>> {
  const code = deps.makeCode()
  const now = deps.now()
  return inTransaction(async (tx) => {
    const offered = await readOffered(tx, input)
    if (!offered.ok) return offered
    const { position, agencyName } = offered.value
    const isReached =
      position.agencyId === null
        ? reaches(scope, position.scopeCode ?? position.countyCode)
        : reachesAgency(scope, position.agencyId)
    if (!isReached || !mayInvite(actor, position)) return refuse('out-of-scope')

    const agencyId =
      agencyName === null ? position.agencyId : await findOrAddAgency(tx, position.countyCode, agencyName)
    const expiresAt = invitationExpiry(now)
    const { id } = await tx.invitation.create({
      data: {
        codeHash: hashCode(code),
        role: position.role,
        scopeCode: position.scopeCode,
        agencyId,
        invitedBy: actor.accountId,
        createdAt: now,
        expiresAt,
      },
    })
    await recordActivity(tx, {
      countyCode: position.countyCode,
      actorId: actor.accountId,
      act: 'account:invite',
      subjectKind: 'invitation',
      subjectId: id,
      scopeCode: position.scopeCode,
      facts: { role: position.role, agencyId },
    })
    return accept({ code, expiresAt: expiresAt.toISOString() })
  })
}

type Offered = { position: Position; agencyName: string | null }

/** The position an invitation offers. That of an agency's manager has no agency until it is found by its name or made. */
async function readOffered(tx: Transaction, input: InviteInput): Promise<Verdict<Offered, InviteRefusal>> {
  const { role } = input
  const scopeCode = input.scopeCode ?? ''
  if (isDivisionRole(role)) {
    if (!isPlaceOf(role, scopeCode) || !(await isThere(tx, scopeCode))) return refuse('place-unknown')
    const position = { role, scopeCode, agencyId: null, countyCode: countyOf(scopeCode) }
    return accept({ position, agencyName: null })
  }
  if (role === 'agency-manager') {
    const agencyName = readAgencyName(input.agencyName ?? '')
    if (!isPlaceOf('county-office', scopeCode)) return refuse('place-unknown')
    if (agencyName === null) return refuse('agency-name-missing')
    return accept({ position: { role, scopeCode: null, agencyId: null, countyCode: scopeCode }, agencyName })
  }
  const agency = await tx.agency.findUnique({
    where: { id: input.agencyId ?? 0 },
    select: { id: true, countyCode: true },
  })
  if (!agency) return refuse('out-of-scope')
  const position = { role, scopeCode: null, agencyId: agency.id, countyCode: agency.countyCode }
  return accept({ position, agencyName: null })
}

/** A county's own office may invite before the county's list of divisions is imported. */
async function isThere(tx: Transaction, code: string): Promise<boolean> {
  if (isGridCode(code)) return (await tx.grid.count({ where: { code, toDay: null } })) > 0
  return levelOfCode(code) === 'county' || (await tx.division.count({ where: { code, toDay: null } })) > 0
}

async function findOrAddAgency(tx: Transaction, countyCode: string, name: string): Promise<number> {
  const agency = await tx.agency.upsert({
    where: { countyCode_name: { countyCode, name } },
    update: {},
    create: { countyCode, name },
    select: { id: true },
  })
  return agency.id
}
