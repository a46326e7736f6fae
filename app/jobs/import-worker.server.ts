/**
 * The process in which a file is previewed and a roster written (app/gateways/import-worker.server.ts starts it). Its
 * one task is its argument, the form of a preview comes on stdin, and its answer goes back over the channel to the
 * server. When that channel breaks the server is gone, and so is this.
 */
import { Readable } from 'node:stream'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { reportImportWork } from '#app/commands/intake/report-import-work.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, SYSTEM_ACTOR, scopeOf, systemScope } from '#app/domain/access/roles.ts'
import { INTAKE_KINDS } from '#app/domain/intake/check-sheet.ts'
import type { ImportTask, ImportTaskDone } from '#app/domain/intake/import-task.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { bytesOf, readUploadedFile } from '#app/files/uploaded-file.server.ts'

const LEFT_ALONE = 3
const SIGN_OF_LIFE_MS = 5_000

process.once('disconnect', () => process.exit(LEFT_ALONE))

async function work(task: ImportTask<Actor>): Promise<ImportTaskDone> {
  if (task.is === 'apply') return apply(task)
  const { scopeCode, contentType } = task.input
  const sent = await readUploadedFile(formOnStdin(contentType))
  if (!sent.ok) return sent
  const { form, file } = sent.value
  const kind = INTAKE_KINDS.find((each) => each === form.get('kind'))
  if (kind === undefined) return refuse('import-kind-missing')
  const preview = await previewImport(
    task.actor,
    scopeOf(task.actor, rolesWith('import:preview')),
    { kind, scopeCode, fileName: file.name, bytes: await bytesOf(file), isKept: true },
    { checkSheet: checkSheetInChild },
  )
  return preview.ok ? accept({ roundId: preview.value.roundId ?? '' }) : preview
}

function formOnStdin(contentType: string): Request {
  const body = Readable.toWeb(process.stdin) as ReadableStream
  return new Request('http://worker/', {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
    duplex: 'half',
  })
}

async function apply({
  roundId,
  countyCode,
}: {
  roundId: string
  countyCode: string
}): Promise<ImportTaskDone> {
  let progress = { done: 0, total: 0 }
  const report = () => reportImportWork(SYSTEM_ACTOR, roundId, progress)
  const onProgress = (done: number, total: number) => {
    progress = { done, total }
    return report()
  }
  // Also while the file is read there is a sign of life, or another server would take the round up.
  setInterval(report, SIGN_OF_LIFE_MS).unref()
  const applied: Verdict<unknown> = await applyImport(
    SYSTEM_ACTOR,
    systemScope(countyCode),
    { roundId },
    { checkSheet: checkSheetInChild, onProgress },
  )
  return applied.ok ? accept({ roundId }) : applied
}

const task: ImportTask<Actor> = JSON.parse(process.argv[2] ?? '')
const done = await work(task)
process.send?.(done, () => process.exit(0))
