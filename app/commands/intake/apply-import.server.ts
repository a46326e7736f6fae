import { createHash } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database, type Transaction } from '#app/db/client.server.ts'
import { readImportContext } from '#app/db/intake/import-context.server.ts'
import {
  claimRound,
  findRound,
  type ImportRound,
  lockImports,
  writeOutcome,
} from '#app/db/intake/import-round.server.ts'
import { importFile } from '#app/db/intake/importers.server.ts'
import type { ImportPlace } from '#app/db/intake/importing.server.ts'
import { joinOutcome, type Outcome } from '#app/db/intake/round-outcome.server.ts'
import { openBytes } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope, SystemActor } from '#app/domain/access/roles.ts'
import type { IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { CheckSheet, UnreadableCode } from '#app/domain/intake/checker.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ImportFileStore, liveImportFiles } from '#app/gateways/import-file-store.server.ts'
import { type CheckedFile, checkFile } from '#app/gateways/sheet-checker.server.ts'

export type ApplyImportRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'import-applied'
  | 'import-file-gone'
  | 'import-file-changed'
  | UnreadableCode

type Deps = {
  checkSheet: CheckSheet
  files: ImportFileStore
  now: () => Date
  /** Told now and then how many rows of how many are written. */
  onProgress: (done: number, total: number) => Promise<void>
}
const liveDeps = { files: liveImportFiles, now: () => new Date(), onProgress: async () => {} }

/** What writing a county's file may take at most. */
const MOST_SECONDS = 300

/**
 * Applies a previewed file: reads it again, and writes all that is accepted, of a roster all that is ticked, in one
 * transaction, or nothing. Rows that were fine when previewed and no longer are (a household that moved away) are
 * refused now. The file goes once it is
 * applied, unless rows were refused that somebody still has to correct.
 */
export async function applyImport(
  actor: Actor | SystemActor,
  scope: Scope,
  { roundId }: { roundId: string },
  given: Pick<Deps, 'checkSheet'> & Partial<Deps>,
): Promise<Verdict<Omit<Outcome, 'kept'>, ApplyImportRefusal>> {
  const deps: Deps = { ...liveDeps, ...given }
  if (actor.accountId !== null && !can(actor, 'import:apply')) return refuse('not-allowed')
  const round = await findRound(database(), scope, roundId)
  if (round === null) return refuse('not-found')
  if (round.state === 'applied' || round.state === 'undone') return refuse('import-applied')
  const sealed = await deps.files.read(round.id)
  if (sealed === null) return refuse('import-file-gone')
  const bytes = openBytes('import.file', sealed)
  if (createHash('sha256').update(bytes).digest('hex') !== round.fileHash)
    return refuse('import-file-changed')
  const now = deps.now()
  const { scopeCode, countyCode } = round
  const place = {
    scopeCode,
    countyCode,
    now,
    today: civilDateOf(now),
    actorId: round.appliedBy ?? actor.accountId,
  }
  const checked = await deps.files.withOpenFile(bytes, (file) => check(deps.checkSheet, file, round, place))
  if (!checked.ok) return checked
  const outcome = await inTransaction((tx) => apply(tx, round, place, checked.value, deps), {
    mostSeconds: MOST_SECONDS,
  })
  if (outcome === null) return refuse('import-applied')
  const { kept: _, ...applied } = outcome
  if (applied.refused.length === 0) await deps.files.remove(round.id)
  return accept(applied)
}

async function check(checkSheet: CheckSheet, file: string, { kind }: ImportRound, place: ImportPlace) {
  const context = await readImportContext(database(), kind, {
    scopeCodes: [place.scopeCode],
    today: place.today,
  })
  return checkFile(checkSheet, file, { kind, context })
}

/** Null where the round was applied meanwhile. */
async function apply(
  tx: Transaction,
  round: ImportRound,
  place: ImportPlace,
  checked: CheckedFile<IntakeKind>,
  { onProgress }: Deps,
): Promise<Outcome | null> {
  await lockImports(tx, place.countyCode)
  if (!(await claimRound(tx, round.id, { actorId: place.actorId, now: place.now }))) return null
  const imported = await importFile(
    round.kind,
    {
      tx,
      place,
      isWriting: true,
      roundId: round.id,
      onProgress: (rows) => onProgress(rows, checked.acceptedRows),
    },
    checked,
  )
  const outcome = joinOutcome(checked, imported)
  await writeOutcome(tx, round.id, outcome.kept)
  await recordActivity(tx, {
    countyCode: place.countyCode,
    actorId: place.actorId,
    act: 'import:apply',
    subjectKind: 'import-round',
    subjectId: round.id,
    scopeCode: place.scopeCode,
    facts: { kind: round.kind, refused: outcome.refused.length, ...outcome.changes },
  })
  return outcome
}
