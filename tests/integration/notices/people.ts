/** People who are told, and what they were told, for the tests of notices. */
import { database } from '#app/db/client.server.ts'
import { type NoticeToWrite, writeNotices } from '#app/db/notices/write-notice.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { COUNTY } from '#seed/builders.ts'

/** Gives an account an e-mail address, as one that signed up with it has. */
export async function giveAddress(accountId: number, email: string): Promise<void> {
  await database().account.update({
    where: { id: accountId },
    data: { emailSealed: sealText('account.email', email), emailHash: hashText('account.email', email) },
  })
}

/** Tells an account of `count` refunds of 1.00, 2.00 … yuan. */
export async function tellRefunds(accountId: number, count: number): Promise<void> {
  const notices = Array.from(
    { length: count },
    (_one, index): NoticeToWrite => ({
      countyCode: COUNTY,
      accountId,
      orderId: null,
      onceKey: `refunded:${accountId}.${index}`,
      facts: { kind: 'refunded', amountFen: (index + 1) * 100, way: 'as-paid' },
    }),
  )
  await inTransaction((tx) => writeNotices(tx, notices))
}

/** What was told to anyone so far, oldest first. */
export function allNotices() {
  return database().notice.findMany({ orderBy: { id: 'asc' } })
}

/** The kinds told to an account, oldest first. */
export async function kindsTold(accountId: number): Promise<string[]> {
  const rows = await database().notice.findMany({
    where: { accountId },
    orderBy: { id: 'asc' },
    select: { kind: true },
  })
  return rows.map((row) => row.kind)
}
