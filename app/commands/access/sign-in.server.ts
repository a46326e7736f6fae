import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { hashText } from '#app/db/sealed/field-cipher.server.ts'
import { verifyPassword } from '#app/db/sealed/password-hash.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { readSignInName, type SignInName } from '#app/domain/access/sign-in-name.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { verifyPassword }

type Credentials = { id: number; passwordHash: string; endedAt: Date | null }

/**
 * Checks a mobile number or e-mail address with its password. One answer, after about the same time, whether there is
 * no such account, it has ended, or the password is wrong.
 */
export async function signIn(
  input: { signInName: string; password: string },
  deps = liveDeps,
): Promise<Verdict<{ accountId: number }, 'sign-in-refused'>> {
  const signInName = readSignInName(input.signInName)
  const account = signInName && (await findCredentials(signInName))
  const live = account?.endedAt === null ? account : null
  if (!(await deps.verifyPassword(live?.passwordHash ?? null, input.password)) || !live)
    return refuse('sign-in-refused')
  await inTransaction(async (tx) =>
    recordActivity(tx, {
      countyCode: await countyOfAccount(tx, live.id),
      actorId: live.id,
      act: 'account:sign-in',
      subjectKind: 'account',
      subjectId: live.id,
    }),
  )
  return accept({ accountId: live.id })
}

async function findCredentials({ kind, value }: SignInName): Promise<Credentials | null> {
  const where =
    kind === 'phone'
      ? { phoneHash: hashText('account.phone', value) }
      : { emailHash: hashText('account.email', value) }
  return database().account.findUnique({ where, select: { id: true, passwordHash: true, endedAt: true } })
}
