/**
 * A sheet as a table: its header found, its rows told apart from titles, blanks, signatures and totals.
 * Invariant: every row with content below the header is a record or is reported as left out.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { FileRefusalCode, IntakeCode } from './codes.ts'
import { type MoneyUnit, parseMoneyUnit } from './figures.ts'
import { type Column, type ColumnSpec, findHeader, type Header, missingColumns } from './headers.ts'
import type { Fault, Sheet, SheetRow } from './sheet.ts'
import { cleanText, isFormula, isFormulaError, plainText, squeezedText } from './text.ts'

export type Table<Key extends string> = {
  headerRow: number
  titles: readonly string[]
  /** The rows of the table; their cells are read by meaning through `text` and `written`. */
  rows: readonly SheetRow[]
  warnings: Fault[]
  /** A cell cleaned for reading; empty where the file has no such column. */
  text(row: SheetRow, key: Key): string
  /** A cell as it was written, for what is shown again. */
  written(row: SheetRow, key: Key): string
  /** Whether the file has a column of this meaning. */
  has(key: Key): boolean
  /** The header's text in the file; empty where there is none. */
  header(key: Key): string
  /** What the brackets of a header say; null where they say nothing. */
  note(key: Key): string | null
  /** A cell that could not be read: empty where it is, else `code` with what it holds. */
  unreadable(row: SheetRow, key: Key, code: IntakeCode): Fault
  fault(row: number, key: Key | null, code: IntakeCode, facts?: Fault['facts']): Fault
}

/** What kind of file is read: its columns, and the columns that a row of nothing else does not count by. */
export type TableSpec<Key extends string> = {
  columns: readonly ColumnSpec<Key>[]
  /** Columns that templates fill in beforehand: a row with nothing else is blank. */
  background: readonly Key[]
  /** Headers that are known and need no remark when they are not used. */
  ignored: readonly string[]
}

/** Reads a sheet as a table of one kind, or says why the whole file is refused. */
export function readTable<Key extends string>(
  sheet: Sheet,
  spec: TableSpec<Key>,
): Verdict<Table<Key>, FileRefusalCode> {
  const filled = sheet.rows.filter((row) => row.cells.some(hasText))
  if (filled.length === 0) return refuse('file-empty')
  const header = findHeader(spec.columns, filled)
  if (header === null) return refuse('header-not-found')
  const missing = missingColumns(spec.columns, header)
  if (missing.length > 0) {
    return refuse('column-missing', { columns: missing.map(columnName).join('、'), row: header.row })
  }
  const table = tableBelow(sheet, spec, header, filled)
  return table.rows.length === 0 ? refuse('file-without-rows', { row: header.row }) : accept(table)
}

/** A column's usual name with its English one, as both readers need it. */
function columnName<Key extends string>(spec: ColumnSpec<Key>): string {
  const [usual] = spec.names
  const english = spec.names.find((name) => /^[a-z]/.test(name))
  return english === undefined ? (usual ?? spec.key) : `${usual} (${english})`
}

function tableBelow<Key extends string>(
  sheet: Sheet,
  spec: TableSpec<Key>,
  header: Header<Key>,
  filled: readonly SheetRow[],
): Table<Key> {
  const columns = header.columns
  const cell = (row: SheetRow, key: Key) => row.cells[columns[key]?.index ?? -1] ?? ''
  const headerCells = filled.find((row) => row.row === header.row)?.cells ?? []
  const fault: Table<Key>['fault'] = (row, key, code, facts) => ({
    row,
    column: key === null ? '' : (columns[key]?.header ?? ''),
    code,
    ...(facts === undefined ? {} : { facts }),
  })
  const warnings = headerWarnings(sheet, spec, header)
  const rows: SheetRow[] = []
  for (const row of filled) {
    if (row.row <= header.row) continue
    if (isRepeatedHeader(row, headerCells) || isBlank(row, spec, header)) continue
    if (rows.length === 0 && isNumbering(row)) continue
    if (isSignatureOrTotal(row, spec, header)) {
      warnings.push(fault(row.row, null, 'row-left-out'))
      continue
    }
    rows.push(row)
  }
  return {
    headerRow: header.row,
    titles: filled.filter((row) => row.row < header.row).flatMap((row) => row.cells.map(cleanText)),
    rows,
    warnings,
    text: (row, key) => cleanText(cell(row, key)),
    written: (row, key) => plainText(cell(row, key)),
    unreadable: (row, key, code) => {
      const value = cleanText(cell(row, key))
      return value === '' ? fault(row.row, key, 'cell-missing') : fault(row.row, key, code, { value })
    },
    has: (key) => columns[key] !== undefined,
    header: (key) => columns[key]?.header ?? '',
    note: (key) => columns[key]?.note ?? null,
    fault,
  }
}

function headerWarnings<Key extends string>(
  sheet: Sheet,
  spec: TableSpec<Key>,
  header: Header<Key>,
): Fault[] {
  const known = new Set(spec.ignored)
  const about = (columns: readonly Column[], code: IntakeCode): Fault[] =>
    columns
      .filter((column) => !known.has(squeezedText(column.header).replace(/[(),、()]/g, '')))
      .map((column) => ({ row: header.row, column: column.header, code, facts: { column: column.header } }))
  return [
    ...about(header.unused, 'column-not-used'),
    ...about(header.repeated, 'column-repeated'),
    ...sheet.otherSheets.map(
      (name): Fault => ({
        row: header.row,
        column: '',
        code: 'other-sheet-left-out',
        facts: { sheet: name },
      }),
    ),
  ]
}

/** Printed rosters repeat their header on every page. */
function isRepeatedHeader(row: SheetRow, headerCells: readonly string[]): boolean {
  const named = headerCells.filter(hasText).length
  const same = headerCells.filter((text, i) => hasText(text) && text === row.cells[i]).length
  return same > 1 && same * 2 > named
}

/** Official forms number their columns in a row below the header: 甲 乙 1 2 3. */
function isNumbering(row: SheetRow): boolean {
  const texts = row.cells.map(squeezedText).filter((text) => text !== '')
  const numbers = texts.filter((text) => /^\d{1,2}$/.test(text)).map(Number)
  const isLettered = texts.every((text) => /^(\d{1,2}|[甲乙丙丁戊])$/.test(text))
  return isLettered && numbers.length > 3 && numbers.every((number, i) => number === (numbers[0] ?? 0) + i)
}

function hasText(cell: string | undefined): boolean {
  return cell !== undefined && /\S/.test(cell)
}

/** How many columns with a meaning of their own a row fills. */
function filledKeys<Key extends string>(row: SheetRow, spec: TableSpec<Key>, header: Header<Key>): number {
  return spec.columns.filter(({ key }) => {
    const column = header.columns[key]
    return column !== undefined && !spec.background.includes(key) && hasText(row.cells[column.index])
  }).length
}

/** A row of a template: nothing of its own but a running number. */
function isBlank<Key extends string>(row: SheetRow, spec: TableSpec<Key>, header: Header<Key>): boolean {
  if (filledKeys(row, spec, header) > 0) return false
  return !row.cells.some((cell) => SIGNATURE.test(squeezedText(cell)))
}

const SIGNATURE =
  /^(填表|填报|制表|审核|复核|审批|负责|经办|分管|主管|联系|签字|签名|盖章|单位负责|村主任|村支书|书记|镇长|统计|录入)[^:]{0,8}(人|员|领导|日期|时间|电话|单位|章|签字|签名|书记)?:/
const NOTE = /^(注|备注|说明|填表说明|填报说明|note|notes)[:.]?\d?/
const TOTAL = /^(本页)?(合计|总计|小计|共计|累计|总数|total|subtotal|sum)[:.]?/

/** A signature line, a note or a total: it says so and most columns are empty, or it asks for two signatures. */
function isSignatureOrTotal<Key extends string>(
  row: SheetRow,
  spec: TableSpec<Key>,
  header: Header<Key>,
): boolean {
  // A row that fills nearly every column is data, whatever a cell of it says; most rows end here.
  if (filledKeys(row, spec, header) * 3 > Object.keys(header.columns).length * 2) return false
  const texts = row.cells.map(squeezedText).filter((text) => text !== '')
  const [first = ''] = texts
  if (texts.filter((text) => SIGNATURE.test(text)).length > 1) return true
  if (filledKeys(row, spec, header) * 2 >= Object.keys(header.columns).length) return false
  return SIGNATURE.test(first) || NOTE.test(first) || texts.slice(0, 3).some((text) => TOTAL.test(text))
}

/** The unit of money a title states for the whole table (单位:元); null where none does. */
export function moneyUnitOfTitles(titles: readonly string[]): MoneyUnit | null {
  for (const title of titles) {
    const stated = /单位[::]\s*([^\s,;)]+)/.exec(cleanText(title))?.[1]
    const unit = stated === undefined ? null : parseMoneyUnit(stated)
    if (unit !== null) return unit
  }
  return null
}

const UNIT_WORDS = /元|角|分$|斤|克|kg|吨|两|yuan|rmb|cny|fen|jin|usd|\$|eur|dollar/i

/** Whether a header's brackets speak of a unit at all; a remark such as 必填 does not. */
export function isUnitNote(note: string): boolean {
  return UNIT_WORDS.test(note)
}

/** The first cell among `keys` in which a formula failed or was never computed; null where there is none. */
export function formulaFault<Key extends string>(
  table: Table<Key>,
  row: SheetRow,
  keys: readonly Key[],
): Fault | null {
  for (const key of keys) {
    const text = table.text(row, key)
    if (isFormulaError(text)) return table.fault(row.row, key, 'formula-failed', { value: text })
    if (isFormula(text)) return table.fault(row.row, key, 'formula-without-result')
  }
  return null
}
