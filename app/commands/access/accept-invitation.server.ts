import { giveInvitedRole, lockInvitation } from '#app/db/access/invitation.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { hashPassword } from '#app/db/sealed/password-hash.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { readPersonName } from '#app/domain/access/names.ts'
import { checkPassword, type PasswordRefusal } from '#app/domain/access/passwords.ts'
import { readSignInName, type SignInName } from '#app/domain/access/sign-in-name.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const liveDeps = { now: () => new Date() }

export type AcceptInput = { code: string; name: string; signInName: string; password: string }

export type AcceptRefusal =
  | PasswordRefusal
  | 'name-missing'
  | 'sign-in-name-unreadable'
  | 'sign-in-name-taken'
  | 'invitation-gone'

/**
 * Makes an account for whoever holds an open invitation's code, with the invitation's role. Of several at once one
 * gets it; a refusal leaves the invitation open.
 */
export async function acceptInvitation(
  input: AcceptInput,
  deps = liveDeps,
): Promise<Verdict<{ accountId: number }, AcceptRefusal>> {
  const name = readPersonName(input.name)
  if (name === null) return refuse('name-missing')
  const signInName = readSignInName(input.signInName)
  if (signInName === null) return refuse('sign-in-name-unreadable')
  const judged = checkPassword(input.password, [name, signInName.value])
  if (!judged.ok) return judged
  const passwordHash = await hashPassword(input.password)
  const now = deps.now()
  return inTransaction(async (tx) => {
    const invitation = await lockInvitation(tx, input.code, now)
    if (!invitation) return refuse('invitation-gone')
    const accountId = await addAccount(tx, name, signInName, passwordHash)
    if (accountId === null) return refuse('sign-in-name-taken')
    await giveInvitedRole(tx, invitation, accountId, now)
    await recordActivity(tx, {
      countyCode: invitation.countyCode,
      actorId: accountId,
      act: 'account:accept-invitation',
      subjectKind: 'invitation',
      subjectId: invitation.id,
      scopeCode: invitation.scopeCode,
      facts: { role: invitation.role, agencyId: invitation.agencyId },
    })
    return accept({ accountId })
  })
}

/** Null when the number or address already signs somebody in. */
async function addAccount(
  tx: Transaction,
  name: string,
  { kind, value }: SignInName,
  passwordHash: string,
): Promise<number | null> {
  const contact =
    kind === 'phone'
      ? { phoneSealed: sealText('account.phone', value), phoneHash: hashText('account.phone', value) }
      : { emailSealed: sealText('account.email', value), emailHash: hashText('account.email', value) }
  const [made] = await tx.account.createManyAndReturn({
    data: [{ nameSealed: sealText('account.name', name), passwordHash, ...contact }],
    skipDuplicates: true,
    select: { id: true },
  })
  return made?.id ?? null
}
