import { giveUpRound, releaseRound, takeUpRound } from '#app/db/intake/import-work.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { type RunImportWorker, runImportWorker } from '#app/gateways/import-worker.server.ts'

const MOST_TRIES = 3

/**
 * Applies the next round in line, in a process of its own. A worker that dies leaves nothing of it, and the round is
 * taken up again; what is refused, or dies three times, goes back to be looked at. Returns whether there was one.
 */
export async function runWaitingImport(
  _actor: SystemActor,
  stopping: AbortSignal,
  deps: { work: RunImportWorker } = { work: runImportWorker },
): Promise<boolean> {
  const taken = await inTransaction(takeUpRound)
  if (taken === null) return false
  const { roundId, countyCode, tries } = taken
  try {
    const done = await deps.work({ is: 'apply', roundId, countyCode }, { stopping })
    if (!done.ok && done.code !== 'import-applied') {
      await inTransaction((tx) => giveUpRound(tx, roundId, done.code))
    }
  } catch (error) {
    if (tries < MOST_TRIES || stopping.aborted) await inTransaction((tx) => releaseRound(tx, roundId))
    else await inTransaction((tx) => giveUpRound(tx, roundId, 'import-broken-off'))
    if (!stopping.aborted) throw error
  }
  return true
}
