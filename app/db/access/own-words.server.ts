import type { Transaction } from '../client.server.ts'
import { openText } from '../sealed/field-cipher.server.ts'

/** What others know of an account's holder, which makes a poor password: name, mobile number, e-mail address. */
export async function readOwnWords(db: Transaction, accountId: number): Promise<string[]> {
  const account = await db.account.findUniqueOrThrow({
    where: { id: accountId },
    select: { nameSealed: true, phoneSealed: true, emailSealed: true },
  })
  return [
    openText('account.name', account.nameSealed),
    ...(account.phoneSealed === null ? [] : [openText('account.phone', account.phoneSealed)]),
    ...(account.emailSealed === null ? [] : [openText('account.email', account.emailSealed)]),
  ]
}
