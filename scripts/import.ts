/**
 * `npm run import -- KIND FILE [--apply] [--json] [--scope CODE]`: checks an office's file and, with --apply, applies
 * it. Exit code 0: all rows accepted; 3: some refused; 2: the file can't be read, or the command was not understood.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { type Preview, previewImport } from '#app/commands/intake/preview-import.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR, systemScope } from '#app/domain/access/roles.ts'
import { INTAKE_KINDS, type IntakeKind } from '#app/domain/intake/check-sheet.ts'
import { type Changes, NATION, NO_CHANGES } from '#app/domain/intake/round.ts'
import type { Fault, RefusedRow } from '#app/domain/intake/sheet.ts'
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { checkSheetInChild } from '#app/files/read-sheet-in-child.server.ts'
import { refusalText } from '#app/i18n/refusals.ts'
import { findCountyOfFile } from '#app/queries/intake/county-of-file.server.ts'
import { openDatabase } from '#server/open-database.ts'

const USAGE = `npm run import -- KIND FILE [--apply] [--json] [--scope CODE]
KIND: ${INTAKE_KINDS.join(', ')}
`
const EXIT = { accepted: 0, unreadable: 2, refused: 3 } as const

type Request = { kind: IntakeKind; file: string; apply: boolean; json: boolean; scope: string | null }

function readRequest(): Request | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { apply: { type: 'boolean' }, json: { type: 'boolean' }, scope: { type: 'string' } },
    })
    const kind = INTAKE_KINDS.find((one) => one === positionals[0])
    const [, file, more] = positionals
    const scope = values.scope ?? null
    if (kind === undefined || file === undefined || more !== undefined) return null
    if (scope !== null && !isDivisionCode(scope)) return null
    return { kind, file, apply: values.apply === true, json: values.json === true, scope }
  } catch {
    return null
  }
}

type Result = Omit<Preview, 'roundId'>

async function scopeOfFile({ kind, file, scope }: Request): Promise<Verdict<string>> {
  if (scope !== null) return accept(scope)
  return kind === 'divisions' ? accept(NATION) : findCountyOfFile(kind, file, checkSheetInChild)
}

async function run(request: Request): Promise<Verdict<Result>> {
  const bytes = await readFile(request.file).catch(() => null)
  if (bytes === null) return refuse('file-not-found', { file: request.file })
  const found = await scopeOfFile(request)
  if (!found.ok) return found
  const scopeCode = found.value
  const scope = systemScope(scopeCode)
  const { kind, apply } = request
  const fileName = path.basename(request.file)
  const reader = { checkSheet: checkSheetInChild }
  const input = { kind, scopeCode, fileName, bytes, isKept: apply }
  const preview = await previewImport(SYSTEM_ACTOR, scope, input, reader)
  if (!preview.ok) return preview
  const { roundId, ...previewed } = preview.value
  return roundId === null ? accept(previewed) : applyImport(SYSTEM_ACTOR, scope, { roundId }, reader)
}

/** Every fault of a row, in the reader's language. */
function messageOf(refusal: RefusedRow): string {
  return [refusal, ...refusal.also].map(({ code, facts }: Fault) => refusalText(code, facts)).join(' ')
}

function refusedOf(verdict: Verdict<Result>) {
  if (!verdict.ok) {
    const { code, facts } = verdict
    return [{ row: 0, column: '', code, message: refusalText(code, facts) }]
  }
  return verdict.value.refused.map((refusal) => {
    const { row, column, code } = refusal
    return { row, column, code, message: messageOf(refusal) }
  })
}

function printJson({ kind }: Request, verdict: Verdict<Result>): void {
  const { rows, acceptedRows, changes } = verdict.ok
    ? verdict.value
    : { rows: 0, acceptedRows: 0, changes: NO_CHANGES }
  const report = { kind, rows, accepted: acceptedRows, refused: refusedOf(verdict), changes }
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

function changesLine({ added, changed, removed, unchanged }: Changes): string {
  return `added ${added}, changed ${changed}, removed ${removed}, unchanged ${unchanged}`
}

function printTable({ kind, apply }: Request, verdict: Verdict<Result>): void {
  const out = (line: string) => process.stdout.write(`${line}\n`)
  for (const { row, column, code, message } of refusedOf(verdict)) {
    out([row === 0 ? '-' : row, column || '-', code, message].join('\t'))
  }
  if (!verdict.ok) return
  const { rows, acceptedRows, refused, warningCount, changes } = verdict.value
  out(`${kind}: ${rows} rows, ${acceptedRows} accepted, ${refused.length} refused, ${warningCount} remarks`)
  out(`${apply ? 'applied' : 'would change'}: ${changesLine(changes)}`)
}

const request = readRequest()
if (request === null) {
  process.stderr.write(USAGE)
  process.exitCode = EXIT.unreadable
} else {
  const opened = await openDatabase()
  try {
    const verdict = await run(request)
    const print = request.json ? printJson : printTable
    print(request, verdict)
    if (!verdict.ok) process.exitCode = EXIT.unreadable
    else process.exitCode = verdict.value.refused.length > 0 ? EXIT.refused : EXIT.accepted
  } finally {
    await disconnect()
    await opened.stop()
  }
}
