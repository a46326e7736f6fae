import { endSessions } from '#app/db/access/end-sessions.server.ts'
import { countyOfAccount } from '#app/db/access/positions.server.ts'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'

const liveDeps = { now: () => new Date() }

/** Signs the actor's account out of every browser, this one too. */
export async function signOutEverywhere(actor: Actor, deps = liveDeps): Promise<void> {
  await inTransaction(async (tx) => {
    await endSessions(tx, actor.accountId, deps.now())
    await recordActivity(tx, {
      countyCode: await countyOfAccount(tx, actor.accountId),
      actorId: actor.accountId,
      act: 'account:sign-out-everywhere',
      subjectKind: 'account',
      subjectId: actor.accountId,
    })
  })
}
