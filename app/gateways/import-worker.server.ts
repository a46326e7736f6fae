/**
 * The process that works on a roster beside the server, with a bounded heap: comparing and writing a county's people
 * would cost the server its memory, and every page its time. It ends with its server, and then what it was writing is
 * not there.
 */
import { spawn } from 'node:child_process'
import { Readable, type Writable } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { rootOf } from '#app/config/project-root.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import type { ImportTask, ImportTaskDone } from '#app/domain/intake/import-task.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

const ENTRY = 'app/jobs/import-worker.server.ts'
const HEAP_MEGABYTES = 320

/** Runs one task to its end. Throws if the worker dies, also by `stopping`. `body` is the form that a preview is of. */
export type RunImportWorker = (
  task: ImportTask<Actor>,
  given?: { body?: ReadableStream<Uint8Array> | null; stopping?: AbortSignal },
) => Promise<ImportTaskDone>

export const runImportWorker: RunImportWorker = async (task, { body = null, stopping } = {}) => {
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
  invariant(child.stdin !== null, 'the worker is given its form')
  passOn(body, child.stdin)
  const stop = () => child.kill('SIGKILL')
  stopping?.addEventListener('abort', stop)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  }).finally(() => stopping?.removeEventListener('abort', stop))
  if (said.answer === null) throw new Error(`the import worker ended with ${code}`)
  return said.answer
}

/** Sends a form on as it comes, so that a county's roster is never held here. */
export function passOn(body: ReadableStream<Uint8Array> | null, worker: Writable): void {
  if (body === null) {
    worker.on('error', () => {}).end()
    return
  }
  const sent = Readable.fromWeb(body as NodeStream)
  // A form that breaks off ends there for its worker, which refuses it.
  sent.on('error', () => worker.end())
  // A worker that has ended says so by itself; the rest is read away, or whoever sends it would hear no answer.
  worker.on('error', () => sent.resume())
  sent.pipe(worker)
  // Without an error where nothing was under way. After the pipe's own listener, which pauses what is sent.
  worker.on('close', () => sent.resume())
}
