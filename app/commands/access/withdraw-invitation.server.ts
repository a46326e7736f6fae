import { POSITION_COLUMNS, toPosition } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { type Actor, reachesPosition, type Scope } from '#app/domain/access/roles.ts'
import { isAbove } from '#app/domain/access/tiers.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

/** Ends an invitation that nobody has taken up: a printed code that was lost. Whoever stands above the role may. */
export async function withdrawInvitation(
  actor: Actor,
  scope: Scope,
  input: { invitationId: number },
  deps = liveDeps,
): Promise<Verdict<null, 'out-of-scope' | 'invitation-gone'>> {
  const now = deps.now()
  return inTransaction(async (tx) => {
    const row = await tx.invitation.findUnique({
      where: { id: input.invitationId },
      select: POSITION_COLUMNS,
    })
    if (!row) return refuse('out-of-scope')
    const position = toPosition(row)
    if (!reachesPosition(scope, position) || !isAbove(actor, position)) return refuse('out-of-scope')
    const { count } = await tx.invitation.updateMany({
      where: { id: input.invitationId, acceptedAt: null, withdrawnAt: null, expiresAt: { gt: now } },
      data: { withdrawnAt: now },
    })
    if (count === 0) return refuse('invitation-gone')
    await recordActivity(tx, {
      countyCode: position.countyCode,
      actorId: actor.accountId,
      act: 'account:withdraw-invitation',
      subjectKind: 'invitation',
      subjectId: input.invitationId,
      scopeCode: position.scopeCode,
      facts: { role: position.role },
    })
    return accept(null)
  })
}
