import { database } from '#app/db/client.server.ts'
import { findRound } from '#app/db/intake/import-round.server.ts'
import { queueRound } from '#app/db/intake/import-work.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Puts a looked-at round with its ticks in line to be applied: that is the server's work, and not of this request. */
export async function queueImport(
  actor: Actor,
  scope: Scope,
  { roundId }: { roundId: string },
): Promise<Verdict<null, 'not-allowed' | 'not-found' | 'import-applied'>> {
  if (!can(actor, 'import:apply')) return refuse('not-allowed')
  const round = await findRound(database(), scope, roundId)
  if (round === null) return refuse('not-found')
  const isQueued = await inTransaction((tx) => queueRound(tx, round.id, actor.accountId))
  return isQueued ? accept(null) : refuse('import-applied')
}
