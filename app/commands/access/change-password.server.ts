import { endSessions } from '#app/db/access/end-sessions.server.ts'
import { readOwnWords } from '#app/db/access/own-words.server.ts'
import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashPassword, verifyPassword } from '#app/db/sealed/password-hash.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { checkPassword, type PasswordRefusal } from '#app/domain/access/passwords.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

/** Changes the actor's own password, and signs the account out everywhere; the caller opens a session anew. */
export async function changePassword(
  actor: Actor,
  input: { current: string; next: string },
  deps = liveDeps,
): Promise<Verdict<null, PasswordRefusal | 'password-wrong' | 'changed-meanwhile'>> {
  const { accountId } = actor
  const account = await database().account.findUniqueOrThrow({
    where: { id: accountId },
    select: { passwordHash: true },
  })
  if (!(await verifyPassword(account.passwordHash, input.current))) return refuse('password-wrong')
  const judged = checkPassword(input.next, await readOwnWords(database(), accountId))
  if (!judged.ok) return judged
  const passwordHash = await hashPassword(input.next)
  return inTransaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: accountId, passwordHash: account.passwordHash },
      data: { passwordHash },
    })
    if (count === 0) return refuse('changed-meanwhile')
    await endSessions(tx, accountId, deps.now())
    await recordActivity(tx, {
      countyCode: await countyOfAccount(tx, accountId),
      actorId: accountId,
      act: 'account:change-password',
      subjectKind: 'account',
      subjectId: accountId,
    })
    return accept(null)
  })
}
