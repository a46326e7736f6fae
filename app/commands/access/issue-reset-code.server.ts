import { readPositions } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { hashCode, makeCode } from '#app/db/sealed/one-time-code.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { type Actor, reachesPosition, type Scope } from '#app/domain/access/roles.ts'
import { mayReset } from '#app/domain/access/tiers.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const RESET_HOURS = 24
const liveDeps = { now: () => new Date(), makeCode }

export type ResetCodeRefusal = 'out-of-scope' | 'own-account' | 'account-beyond-reach'

/**
 * Makes a one-time code for a new password, for somebody whose every role lies under the actor's. Returns the code,
 * shown this once; codes made earlier for the account end. Good for a day.
 */
export async function issueResetCode(
  actor: Actor,
  scope: Scope,
  input: { accountId: number },
  deps = liveDeps,
): Promise<Verdict<{ code: string; expiresAt: string }, ResetCodeRefusal>> {
  const code = deps.makeCode()
  const now = deps.now()
  return inTransaction(async (tx) => {
    const account = await tx.account.findUnique({ where: { id: input.accountId }, select: { endedAt: true } })
    const positions = await readPositions(tx, input.accountId)
    const reached = positions.find((position) => reachesPosition(scope, position))
    if (!account || account.endedAt !== null || !reached) return refuse('out-of-scope')
    if (input.accountId === actor.accountId) return refuse('own-account')
    if (!mayReset(actor, positions)) return refuse('account-beyond-reach')

    await tx.passwordReset.updateMany({
      where: { accountId: input.accountId, usedAt: null, expiresAt: { gt: now } },
      data: { expiresAt: now },
    })
    const expiresAt = new Date(now.getTime() + RESET_HOURS * 3_600_000)
    await tx.passwordReset.create({
      data: {
        codeHash: hashCode(code),
        accountId: input.accountId,
        issuedBy: actor.accountId,
        createdAt: now,
        expiresAt,
      },
    })
    await recordActivity(tx, {
      countyCode: reached.countyCode,
      actorId: actor.accountId,
      act: 'account:issue-reset-code',
      subjectKind: 'account',
      subjectId: input.accountId,
      scopeCode: reached.scopeCode,
    })
    return accept({ code, expiresAt: expiresAt.toISOString() })
  })
}
