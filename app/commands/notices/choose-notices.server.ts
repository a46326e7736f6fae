import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

/** Whether the actor's notices are mailed as well. What waits to be mailed and is no longer wanted is not sent. */
export async function chooseNotices(actor: Actor, input: { mailWanted: boolean }): Promise<void> {
  const { mailWanted } = input
  await inTransaction(async (tx) => {
    const { count } = await tx.account.updateMany({
      where: { id: actor.accountId, mailWanted: !mailWanted },
      data: { mailWanted },
    })
    if (count === 0) return
    await recordActivity(tx, {
      countyCode: await countyOfAccount(tx, actor.accountId),
      actorId: actor.accountId,
      act: 'account:notices',
      subjectKind: 'account',
      subjectId: actor.accountId,
      facts: { mailWanted },
    })
  })
}
