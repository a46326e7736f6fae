import { POSITION_COLUMNS, readPositions, toPosition } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { type Actor, reachesPosition, type Scope } from '#app/domain/access/roles.ts'
import { actorHolding, isAbove, mayInvite } from '#app/domain/access/tiers.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

/**
 * Takes a role away, from the next request on. What its holder had handed out on the strength of it and is not used
 * yet ends too: invitations they could no longer make, and codes for other people's passwords.
 */
export async function endRole(
  actor: Actor,
  scope: Scope,
  input: { accountId: number; assignmentId: number },
  deps = liveDeps,
): Promise<Verdict<null, 'out-of-scope' | 'own-account' | 'changed-meanwhile'>> {
  const now = deps.now()
  return inTransaction(async (tx) => {
    const row = await tx.assignment.findUnique({
      where: { id: input.assignmentId },
      select: { accountId: true, ...POSITION_COLUMNS },
    })
    if (row?.accountId !== input.accountId) return refuse('out-of-scope')
    const position = toPosition(row)
    if (!reachesPosition(scope, position) || !isAbove(actor, position)) return refuse('out-of-scope')
    if (row.accountId === actor.accountId) return refuse('own-account')
    const { count } = await tx.assignment.updateMany({
      where: { id: input.assignmentId, endedAt: null },
      data: { endedAt: now },
    })
    if (count === 0) return refuse('changed-meanwhile')
    await endHandedOut(tx, row.accountId, now)
    await recordActivity(tx, {
      countyCode: position.countyCode,
      actorId: actor.accountId,
      act: 'account:end-role',
      subjectKind: 'account',
      subjectId: row.accountId,
      scopeCode: position.scopeCode,
      facts: { role: position.role, agencyId: position.agencyId },
    })
    return accept(null)
  })
}

async function endHandedOut(tx: Transaction, accountId: number, now: Date): Promise<void> {
  const left = actorHolding(accountId, await readPositions(tx, accountId))
  const open = await tx.invitation.findMany({
    where: { invitedBy: accountId, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
    select: { id: true, ...POSITION_COLUMNS },
  })
  const lost = open.filter((invitation) => !mayInvite(left, toPosition(invitation)))
  await tx.invitation.updateMany({
    where: { id: { in: lost.map((invitation) => invitation.id) }, acceptedAt: null },
    data: { withdrawnAt: now },
  })
  await tx.passwordReset.updateMany({
    where: { issuedBy: accountId, usedAt: null, expiresAt: { gt: now } },
    data: { expiresAt: now },
  })
}
