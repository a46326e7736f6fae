/**
 * What an import works on: rows of text with their number in the file, and what became of them.
 * Invariant: a row is accepted, refused once, held back with a refused row of its household, or left out as blank.
 */
import type { IntakeCode } from './codes.ts'

/** One row as the file has it. `row` is its 1-based number in the file, as Excel shows it. */
export type SheetRow = { row: number; cells: readonly string[] }

/** A sheet read whole. `name` and `otherSheets` are null and empty for a CSV. */
export type Sheet = { name: string | null; otherSheets: readonly string[]; rows: readonly SheetRow[] }

/** What is wrong with, or odd about, a row. `column` is the header's text in the file, empty for the row as a whole. */
export type Fault = {
  row: number
  column: string
  code: IntakeCode
  facts?: Record<string, string | number>
}

/**
 * A refused row: its first fault, any more in `also`, and the rows that belong with it to one household
 * in `heldRows`, so that the file of refused rows can be corrected and imported again by itself.
 */
export type RefusedRow = Fault & { also: Fault[]; heldRows: number[] }

/**
 * What checking a sheet gives. `rows` counts the rows with content below the header; `heldNumbers` are the households
 * of a roster that it lists and that were refused as a whole: they are not gone.
 */
export type Checked<Fact> = {
  headerRow: number
  heldNumbers?: string[]
  rows: number
  acceptedRows: number
  accepted: Fact[]
  refused: RefusedRow[]
  warnings: Fault[]
}

/** One entry per row, in file order: the first fault of a row leads, the others follow in `also`. */
export function groupByRow(
  faults: readonly Fault[],
  heldRowsOf: (row: number) => number[] = () => [],
): RefusedRow[] {
  const byRow = new Map<number, RefusedRow>()
  for (const fault of faults) {
    const first = byRow.get(fault.row)
    if (first) first.also.push(fault)
    else byRow.set(fault.row, { ...fault, also: [], heldRows: heldRowsOf(fault.row) })
  }
  return [...byRow.values()].sort((a, b) => a.row - b.row)
}
