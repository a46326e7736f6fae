import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** The language the actor's mails are written in from now on: `zh-CN` or `en`. */
export async function chooseLanguage(actor: Actor, input: { language: string }): Promise<void> {
  const { language } = input
  await inTransaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: actor.accountId, language: { not: language } },
      data: { language },
    })
    if (count === 0) return
    await recordActivity(tx, {
      countyCode: await countyOfAccount(tx, actor.accountId),
      actorId: actor.accountId,
      act: 'account:language',
      subjectKind: 'account',
      subjectId: actor.accountId,
      facts: { language },
    })
  })
}
