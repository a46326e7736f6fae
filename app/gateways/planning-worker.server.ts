/**
 * The process that plans lines again beside the server: the solver blocks its thread for as long as it thinks. It ends
 * with its server, and then nothing of its plan is kept.
 */
import { spawn } from 'node:child_process'
import { rootOf } from '#app/config/project-root.server.ts'
import type { TermValue } from '#app/domain/dispatch/plan-again.ts'
import type { PlanningTask, PlanningWord } from '#app/domain/dispatch/planning-task.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'

const ENTRY = 'app/jobs/planning-worker.server.ts'

/** Runs one task to its end. Throws if the worker dies, also by `stopping`. */
export type RunPlanningWorker = (
  task: PlanningTask<EventChange>,
  given: { stopping: AbortSignal; onTerms: (terms: TermValue[]) => void },
) => Promise<void>

export const runPlanningWorker: RunPlanningWorker = async (task, { stopping, onTerms }) => {
  const { changeId, eventId, change } = task
  const argument = JSON.stringify({ changeId, eventId, change })
  const child = spawn(process.execPath, ['--import', 'tsx', ENTRY, argument], {
    cwd: rootOf(ENTRY),
    env: process.env,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  let isDone = false
  child.on('message', (word: PlanningWord) => {
    if ('terms' in word) onTerms(word.terms)
    else isDone = true
  })
  const stop = () => child.kill('SIGKILL')
  stopping.addEventListener('abort', stop)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => stopping.removeEventListener('abort', stop))
  if (!isDone) throw new Error(`the planning worker ended with ${code}`)
}
