import { createHash, randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { readImportContext } from '#app/db/intake/import-context.server.ts'
import { clearItems } from '#app/db/intake/import-items.server.ts'
import { addRound, writeOutcome } from '#app/db/intake/import-round.server.ts'
import { importFile } from '#app/db/intake/importers.server.ts'
import { joinOutcome, type Outcome } from '#app/db/intake/round-outcome.server.ts'
import { sealBytes } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope, type SystemActor } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { CheckSheet, UnreadableCode } from '#app/domain/intake/checker.ts'
import { FILE_KEPT_DAYS } from '#app/domain/intake/round.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ImportFileStore, liveImportFiles } from '#app/gateways/import-file-store.server.ts'
import { checkFile } from '#app/gateways/sheet-checker.server.ts'

export type PreviewInput = {
  kind: IntakeKind
  /** The division the file is of: its county, or a town of it. */
  scopeCode: string
  fileName: string
  bytes: Uint8Array
  /** Whether the file is kept, sealed, to be applied. Otherwise nothing is written at all. */
  isKept: boolean
}

export type PreviewRefusal = 'not-allowed' | 'not-found' | UnreadableCode

/** `roundId` is null for a preview that isn't kept. */
export type Preview = Omit<Outcome, 'kept'> & { roundId: string | null }

type Deps = { checkSheet: CheckSheet; files: ImportFileStore; now: () => Date; newId: () => string }
const liveDeps = { files: liveImportFiles, now: () => new Date(), newId: () => randomUUID() }

const LONGEST_NAME = 120
const DAY_MS = 86_400_000
/** What keeping a county's pieces may take at most. */
const MOST_SECONDS = 300

/**
 * Checks a file in a process of its own and compares it with what is there. Nothing of it is applied yet. The reader
 * of sheets is brought by the caller.
 */
export async function previewImport(
  actor: Actor | SystemActor,
  scope: Scope,
  input: PreviewInput,
  given: Pick<Deps, 'checkSheet'> & Partial<Deps>,
): Promise<Verdict<Preview, PreviewRefusal>> {
  const deps: Deps = { ...liveDeps, ...given }
  if (actor.accountId !== null && !can(actor, 'import:preview')) return refuse('not-allowed')
  if (!reaches(scope, input.scopeCode)) return refuse('not-found')
  const now = deps.now()
  const place = {
    scopeCode: input.scopeCode,
    countyCode: countyOf(input.scopeCode),
    now,
    today: civilDateOf(now),
    actorId: actor.accountId,
  }
  const context = await readImportContext(database(), input.kind, {
    scopeCodes: [input.scopeCode],
    today: place.today,
  })
  const checked = await deps.files.withOpenFile(input.bytes, (file) =>
    checkFile(deps.checkSheet, file, { kind: input.kind, context }),
  )
  if (!checked.ok) return checked
  const importing = { place, isWriting: false } as const
  if (!input.isKept) {
    const imported = await importFile(
      input.kind,
      { ...importing, tx: database(), roundId: null },
      checked.value,
    )
    const { kept: _, ...outcome } = joinOutcome(checked.value, imported)
    return accept({ ...outcome, roundId: null })
  }
  const roundId = deps.newId()
  const tooOld = new Date(now.getTime() - FILE_KEPT_DAYS * DAY_MS)
  await deps.files.removeBefore(tooOld)
  await deps.files.keep(roundId, sealBytes('import.file', Buffer.from(input.bytes)))
  const outcome = await inTransaction(
    async (tx) => {
      await clearItems(tx, tooOld)
      await addRound(tx, roundOf(input, roundId, place.countyCode), { actorId: actor.accountId, now })
      const imported = await importFile(input.kind, { ...importing, tx, roundId }, checked.value)
      const { kept, ...found } = joinOutcome(checked.value, imported)
      await writeOutcome(tx, roundId, kept)
      await recordActivity(tx, {
        countyCode: place.countyCode,
        actorId: actor.accountId,
        act: 'import:preview',
        subjectKind: 'import-round',
        subjectId: roundId,
        scopeCode: input.scopeCode,
        facts: { kind: input.kind, rows: found.rows, refused: found.refused.length },
      })
      return found
    },
    { mostSeconds: MOST_SECONDS },
  )
  return accept({ ...outcome, roundId })
}

function roundOf(input: PreviewInput, id: string, countyCode: string) {
  const { kind, scopeCode } = input
  return {
    id,
    kind,
    countyCode,
    scopeCode,
    fileName: [...input.fileName].slice(-LONGEST_NAME).join(''),
    fileHash: createHash('sha256').update(input.bytes).digest('hex'),
  }
}
