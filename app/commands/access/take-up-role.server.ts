import { giveInvitedRole, lockInvitation } from '#app/db/access/invitation.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

/** Adds an open invitation's role to the account that is signed in. A refusal leaves the invitation open. */
export async function takeUpRole(
  actor: Actor,
  input: { code: string },
  deps = liveDeps,
): Promise<Verdict<{ accountId: number }, 'invitation-gone' | 'role-held'>> {
  const now = deps.now()
  return inTransaction(async (tx) => {
    const invitation = await lockInvitation(tx, input.code, now)
    if (!invitation) return refuse('invitation-gone')
    const { role, scopeCode, agencyId } = invitation
    const held = await tx.assignment.count({
      where: { accountId: actor.accountId, role, scopeCode, agencyId, endedAt: null },
    })
    if (held > 0) return refuse('role-held')
    await giveInvitedRole(tx, invitation, actor.accountId, now)
    await recordActivity(tx, {
      countyCode: invitation.countyCode,
      actorId: actor.accountId,
      act: 'account:take-up-role',
      subjectKind: 'invitation',
      subjectId: invitation.id,
      scopeCode,
      facts: { role, agencyId },
    })
    return accept({ accountId: actor.accountId })
  })
}
