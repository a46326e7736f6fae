import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type RunImportWorker, runImportWorker } from '#app/gateways/import-worker.server.ts'

/** Each takes its memory before a byte of its file has come, and a slow sender keeps it. */
const MOST_WORKERS = 2
let workerCount = 0

/**
 * Has a form with a file read and previewed in a process of its own: what it takes is not taken from the server.
 * Refused, before one is started, while as many are at work as a server has room for.
 */
export async function previewInWorker(
  actor: Actor,
  scope: Scope,
  { body, ...input }: { scopeCode: string; contentType: string; body: ReadableStream<Uint8Array> | null },
  deps: { work: RunImportWorker } = { work: runImportWorker },
): Promise<Verdict<{ roundId: string }>> {
  if (!can(actor, 'import:preview')) return refuse('not-allowed')
  if (!reaches(scope, input.scopeCode)) return refuse('not-found')
  if (workerCount >= MOST_WORKERS) {
    // Read away, or whoever sends it would hear no answer.
    body?.pipeTo(new WritableStream()).catch(() => {})
    return refuse('imports-busy')
  }
  workerCount++
  return deps.work({ is: 'preview', actor, input }, { body }).finally(() => workerCount--)
}
