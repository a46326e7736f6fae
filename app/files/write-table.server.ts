/** Tables out, row by row: .csv that a spreadsheet reads as it is, and .xlsx. No cell is ever a formula. */
import { PassThrough, pipeline, Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import exceljs from 'exceljs'

type Cell = string | number | null

/** Rows that are there, or that come as they are read. */
type TableRows = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>
export type TableFormat = 'csv' | 'xlsx'

/** The media type a table is served as. */
export const TABLE_TYPES: Record<TableFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const ROWS_PER_TURN = 2_000
const nextTurn = () => new Promise<void>((resolve) => setImmediate(resolve))

/** UTF-8 with a byte order mark; what looks like a formula is quoted as text. */
function writeCsv(rows: TableRows): Readable {
  const lines = stringify({ bom: true, escape_formulas: true, record_delimiter: '\r\n' })
  // What goes wrong on either side ends `lines` with it, where the reader meets it.
  pipeline(Readable.from(rows), lines, () => {})
  return lines
}

/** Wide enough a sheet for any table; a column format that is not used costs nothing. */
const TEXT_COLUMNS = 64

function writeXlsx(rows: TableRows, sheetName: string, isText: boolean): Readable {
  const output = new PassThrough()
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({
    stream: output,
    useSharedStrings: false,
    useStyles: isText,
  })
  const sheet = workbook.addWorksheet(sheetName, { views: [{ state: 'frozen', ySplit: 1 }] })
  if (isText) sheet.columns = Array.from({ length: TEXT_COLUMNS }, () => ({ style: { numFmt: '@' } }))
  const write = async () => {
    let count = 0
    for await (const row of rows) {
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

/**
 * The first row is the heading. Strings that begin with = + - @ stay strings. With `isText` the cells of a workbook
 * keep every digit that is typed into them, as what is corrected by hand must.
 */
export function writeTable(
  format: TableFormat,
  rows: TableRows,
  sheetName: string,
  { isText = false }: { isText?: boolean } = {},
): Readable {
  return format === 'csv' ? writeCsv(rows) : writeXlsx(rows, sheetName, isText)
}

/** A workbook of several small tables, each on a sheet of its own with its first row as heading. No cell is a formula. */
export function writeWorkbook(
  sheets: readonly { name: string; rows: readonly (readonly Cell[])[] }[],
): Readable {
  const output = new PassThrough()
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream: output, useSharedStrings: false })
  for (const { name, rows } of sheets) {
    const sheet = workbook.addWorksheet(name, { views: [{ state: 'frozen', ySplit: 1 }] })
    for (const row of rows) sheet.addRow([...row]).commit()
    sheet.commit()
  }
  workbook.commit().catch((error: unknown) => {
    output.destroy(error instanceof Error ? error : new Error(String(error)))
  })
  return output
}
