/** Tables out, row by row: .csv that a spreadsheet reads as it is, and .xlsx. No cell is ever a formula. */
import { PassThrough, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import exceljs from 'exceljs'

export type Cell = string | number | null
export type TableFormat = 'csv' | 'xlsx'

/** The media type a table is served as. */
export const TABLE_TYPES: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const ROWS_PER_TURN = 2_000
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** UTF-8 with a byte order mark; what looks like a formula is quoted as text. */
function writeCsv(rows: Iterable<readonly Cell[]>): Readable {
  return Readable.from(rows).pipe(stringify({ bom: true, escape_formulas: true, record_delimiter: '\r\n' }))
}

function writeXlsx(rows: Iterable<readonly Cell[]>, sheetName: string): Readable {
  const output = new PassThrough()
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: output, useSharedStrings: false })
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
  const write = async () => {
    let count = 0
    for (const row of rows) {
      sheet.addRow([...row]).commit()
      count += 1
      // Other requests have their turn while a long table is written.
      if (count % ROWS_PER_TURN === 0) await nextTurn()
    }
    await workbook.commit()
  }
  write().catch((error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))))
  return output
}

/** The first row is the heading. Strings that begin with = + - @ stay strings. */
export function writeTable(
  format: TableFormat,
  rows: Iterable<readonly Cell[]>,
  sheetName: string,
): Readable {
  return format === 'csv' ? writeCsv(rows) : writeXlsx(rows, sheetName)
}
