import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { findRound, readFindings } from '#app/db/intake/import-round.server.ts'
import { openBytes } from '#app/db/sealed/field-cipher.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { KeptFindings } from '#app/domain/intake/round.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type ImportFileStore, liveImportFiles } from '#app/gateways/import-file-store.server.ts'

export type ExportRefusedRowsRefusal = 'not-allowed' | 'not-found' | 'import-file-gone'

/** Gives the file's original bytes to `use`, with what was found in them, and records that rows left the product. */
export async function exportRefusedRows<T>(
  actor: Actor,
  scope: Scope,
  input: { roundId: string; format: string },
  use: (filePath: string, findings: KeptFindings) => Promise<T>,
  deps: { files: ImportFileStore } = { files: liveImportFiles },
): Promise<Verdict<T, ExportRefusedRowsRefusal>> {
  if (!can(actor, 'import:preview')) return refuse('not-allowed')
  const round = await findRound(database(), scope, input.roundId)
  if (round === null) return refuse('not-found')
  const findings = await readFindings(database(), round.id)
  if (findings.refused.length === 0) return refuse('not-found')
  const sealed = await deps.files.read(round.id)
  if (sealed === null) return refuse('import-file-gone')
  await inTransaction((tx) =>
    recordActivity(tx, {
      countyCode: round.countyCode,
      actorId: actor.accountId,
      act: 'import:export-refused',
      subjectKind: 'import-round',
      subjectId: round.id,
      scopeCode: round.scopeCode,
      facts: { kind: round.kind, format: input.format, rows: findings.refused.length },
    }),
  )
  return accept(
    await deps.files.withOpenFile(openBytes('import.file', sealed), (file) => use(file, findings)),
  )
}
