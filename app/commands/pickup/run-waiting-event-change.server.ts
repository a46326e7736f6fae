import { database } from '#app/db/client.server.ts'
import {
  failChange,
  releaseChange,
  reportPlanning,
  takeUpChange,
} from '#app/db/pickup/event-changes.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { type RunPlanningWorker, runPlanningWorker } from '#app/gateways/planning-worker.server.ts'

const MOST_TRIES = 3
const SIGN_OF_LIFE_MS = 5_000

/**
 * Plans the next change in line, in a process of its own. A worker that dies leaves nothing, and the change is taken
 * up again; what dies three times has failed and can be asked for again. Returns whether there was one.
 */
export async function runWaitingEventChange(
  _actor: SystemActor,
  stopping: AbortSignal,
  deps: { work: RunPlanningWorker } = { work: runPlanningWorker },
): Promise<boolean> {
  const taken = await inTransaction(takeUpChange)
  if (taken === null) return false
  const { changeId, tries } = taken
  let terms: Parameters<typeof reportPlanning>[2] = []
  const report = () => reportPlanning(database(), changeId, terms)
  // The solver blocks its own thread: the sign of life comes from here, where the worker's end is seen.
  const alive = setInterval(() => report().catch(() => {}), SIGN_OF_LIFE_MS)
  try {
    await deps.work(taken, {
      stopping,
      onTerms: (decided) => {
        terms = decided
        report().catch(() => {})
      },
    })
  } catch (error) {
    if (tries < MOST_TRIES || stopping.aborted) await inTransaction((tx) => releaseChange(tx, changeId))
    else await inTransaction((tx) => failChange(tx, changeId, 'event-change-broken-off'))
    if (!stopping.aborted) throw error
  } finally {
    clearInterval(alive)
  }
  return true
}
