import { endSessions } from '#app/db/access/end-sessions.server.ts'
import { readOwnWords } from '#app/db/access/own-words.server.ts'
import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database, type Transaction } from '#app/db/client.server.ts'
import { hashCode } from '#app/db/sealed/one-time-code.server.ts'
import { hashPassword } from '#app/db/sealed/password-hash.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { checkPassword, type PasswordRefusal } from '#app/domain/access/passwords.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

/**
 * Sets a new password with a one-time code, and signs the account out everywhere. Of several at once one does; a
 * refused password leaves the code good.
 */
export async function resetPassword(
  input: { code: string; password: string },
  deps = liveDeps,
): Promise<Verdict<{ accountId: number }, PasswordRefusal | 'reset-gone'>> {
  const now = deps.now()
  const codeHash = hashCode(input.code)
  const accountId = await findOpen(database(), codeHash, now)
  if (accountId === null) return refuse('reset-gone')
  const judged = checkPassword(input.password, await readOwnWords(database(), accountId))
  if (!judged.ok) return judged
  const passwordHash = await hashPassword(input.password)
  return inTransaction(async (tx) => {
    const { count } = await tx.passwordReset.updateMany({
      where: { codeHash, usedAt: null, expiresAt: { gt: now }, account: { endedAt: null } },
      data: { usedAt: now },
    })
    if (count === 0) return refuse('reset-gone')
    await tx.account.update({ where: { id: accountId }, data: { passwordHash } })
    await endSessions(tx, accountId, now)
    await recordActivity(tx, {
      countyCode: await countyOfAccount(tx, accountId),
      actorId: accountId,
      act: 'account:reset-password',
      subjectKind: 'account',
      subjectId: accountId,
    })
    return accept({ accountId })
  })
}

async function findOpen(db: Transaction, codeHash: string, now: Date): Promise<number | null> {
  const reset = await db.passwordReset.findUnique({
    where: { codeHash, usedAt: null, expiresAt: { gt: now }, account: { endedAt: null } },
    select: { accountId: true },
  })
  return reset?.accountId ?? null
}
