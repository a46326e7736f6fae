/** What reads and checks an uploaded sheet, wherever it runs: what it is asked and how it answers. */
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import type { ContextOf, FactOf, IntakeKind } from './check-sheet.ts'
import type { FileRefusalCode, SheetRefusalCode } from './codes.ts'
import type { Checked, Fault } from './sheet.ts'

/** Why a file is refused as a whole. */
export type UnreadableCode = SheetRefusalCode | FileRefusalCode

/** What checking finds apart from the facts. `numbers` are those of the accepted households. */
export type FindingsOfSheet = Omit<Checked<never>, 'accepted'> & {
  numbers: string[]
  warningCounts: Partial<Record<Fault['code'], number>>
}

/** Checks the sheet at a path as one kind of file; facts come in parts after the findings. */
export type CheckSheet = <Kind extends IntakeKind>(
  filePath: string,
  check: { kind: Kind; context: ContextOf[Kind] },
  parts: {
    onChecked(findings: FindingsOfSheet): void
    onFacts(facts: FactOf[Kind][]): void
  },
) => Promise<Verdict<unknown, UnreadableCode>>
