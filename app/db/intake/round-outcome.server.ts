import { type Changes, keptFindings } from '#app/domain/intake/round.ts'
import type { Fault, RefusedRow } from '#app/domain/intake/sheet.ts'
import type { RoundOutcome } from './import-round.server.ts'
import type { Imported } from './importing.server.ts'

/** What a check found in a file, refusals by the database aside. */
type Checked = {
  headerRow: number
  rows: number
  acceptedRows: number
  refused: RefusedRow[]
  warnings: Fault[]
  warningCount: number
}

/** What a round comes to, with the refusals in full for whoever offered the file. */
export type Outcome = {
  rows: number
  acceptedRows: number
  refused: RefusedRow[]
  warnings: Fault[]
  warningCount: number
  changes: Changes
  kept: RoundOutcome
}

/** Joins what checking and comparing found; a row the database refused is no longer accepted. */
export function joinOutcome(checked: Checked, imported: Imported): Outcome {
  const refused = [...checked.refused, ...imported.refused].sort((a, b) => a.row - b.row)
  const acceptedRows = checked.acceptedRows - imported.rowsRefused
  return {
    rows: checked.rows,
    acceptedRows,
    refused,
    warnings: checked.warnings,
    warningCount: checked.warningCount,
    changes: imported.changes,
    kept: {
      rowCount: checked.rows,
      acceptedCount: acceptedRows,
      findings: keptFindings({ ...checked, refused }),
      changes: imported.changes,
    },
  }
}
