/**
 * The process that works on a roster beside the server, with a bounded heap: comparing and writing a county's people
 * would cost the server its memory, and every page its time. It ends with its server, and then what it was writing is
 * not there.
 */
import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { rootOf } from '#app/config/project-root.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import type { ImportTask, ImportTaskDone } from '#app/domain/intake/import-task.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

const ENTRY = 'app/jobs/import-worker.server.ts'
const HEAP_MEGABYTES = 320

/** Runs one task to its end. Throws if the worker dies, also by `stopping`. `file` is what a preview is of. */
export type RunImportWorker = (
  task: ImportTask<Actor>,
  given?: { file?: Blob; stopping?: AbortSignal },
) => Promise<ImportTaskDone>

export const runImportWorker: RunImportWorker = async (task, { file, stopping } = {}) => {
  const flags = [`--max-old-space-size=${HEAP_MEGABYTES}`, '--import', 'tsx']
  const child = spawn(process.execPath, [...flags, ENTRY, JSON.stringify(task)], {
    cwd: rootOf(ENTRY),
    env: process.env,
    stdio: ['pipe', 'ignore', 'inherit', 'ipc'],
  })
  const said: { answer: ImportTaskDone | null } = { answer: null }
  child.on('message', (answer) => {
    said.answer = answer as ImportTaskDone
  })
  const { stdin } = child
  invariant(stdin !== null, 'the worker is given its file')
  // A worker that dies before it has read its file says so by ending.
  stdin.on('error', () => {})
  // Streamed: a county's roster is not held a second time.
  if (file === undefined) stdin.end()
  else Readable.fromWeb(file.stream() as ReadableStream).pipe(stdin)
  const stop = () => child.kill('SIGKILL')
  stopping?.addEventListener('abort', stop)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => stopping?.removeEventListener('abort', stop))
  if (said.answer === null) throw new Error(`the import worker ended with ${code}`)
  return said.answer
}
