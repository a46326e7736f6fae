/** What each kind of file is imported by: one function that compares and, unless it is a preview, writes. */
import type { FactOf, IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { Changes } from '#app/domain/intake/round.ts'
import type { RefusedRow } from '#app/domain/intake/sheet.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Transaction } from '../client.server.ts'

/** The division a file is of, its county, the moment of the import with its day, and who does it. */
export type ImportPlace = {
  scopeCode: string
  countyCode: string
  now: Date
  today: CivilDate
  actorId: number | null
}

export type Importing = {
  tx: Transaction
  place: ImportPlace
  /** False for a preview: the same comparison, and nothing written but what the round found. */
  isWriting: boolean
  /** Null for a preview that isn't kept: then nothing is written at all. */
  roundId: string | null
  /** Told now and then how many rows of the file are done. */
  onProgress?: (rows: number) => Promise<void>
}

/** What came of it; `refused` is what only the database could tell, and how many accepted rows that took away. */
export type Imported = { changes: Changes; refused: RefusedRow[]; rowsRefused: number }

export type ImportedFile<Kind extends IntakeKind> = {
  batches: Iterable<FactOf[Kind][]>
  /** Numbers of the households the file lists; those of them that were refused as a whole. */
  numbers: readonly string[]
  heldNumbers?: readonly string[]
}

export type Importer<Kind extends IntakeKind> = (
  importing: Importing,
  file: ImportedFile<Kind>,
) => Promise<Imported>
