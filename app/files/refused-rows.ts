/**
 * The refused rows of an import as a table again: titles, header and every column as they were, and why.
 * A reader corrects it and imports it as it is.
 */
import type { SheetRow } from '#app/domain/intake/sheet.ts'

export type RefusedRowsRequest = {
  headerRow: number
  /** The header of the added column, in the reader's language. */
  reasonHeader: string
  /** Why, by row number, in the reader's language. Rows that are not here are left out. */
  reasons: ReadonlyMap<number, string>
}

/** The lines of the table, from the rows of the file that was imported. The reason stands behind the header's last column. */
export async function* refusedRows(
  rows: AsyncIterable<readonly SheetRow[]>,
  request: RefusedRowsRequest,
): AsyncGenerator<string[]> {
  let width = 0
  const headers: SheetRow[] = []
  for await (const chunk of rows) {
    for (const row of chunk) {
      const reason = request.reasons.get(row.row)
      if (row.row <= request.headerRow) {
        headers.push(row)
        width = Math.max(width, row.cells.length)
      } else if (reason !== undefined) yield withReason(row.cells, width, reason)
      if (row.row !== request.headerRow) continue
      for (const header of headers) {
        yield withReason(header.cells, width, header.row === row.row ? request.reasonHeader : '')
      }
    }
  }
}

/** Cells that stand behind the header's last column keep standing behind it, one further. */
function withReason(cells: readonly string[], width: number, reason: string): string[] {
  const padding = Array.from({ length: Math.max(0, width - cells.length) }, () => '')
  return [...cells.slice(0, width), ...padding, reason, ...cells.slice(width)]
}
