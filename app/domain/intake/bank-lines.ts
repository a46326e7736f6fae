/**
 * A bank's statement read into its lines: what came and what went on which day, with what was written on it.
 * Invariant: a line has one amount, in or out, above zero and in whole fen; what is no movement of money is left out.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { isFen } from '#app/domain/kernel/money.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { BANK, type BankKey } from './bank-columns.ts'
import type { FileRefusalCode, IntakeCode } from './codes.ts'
import { type MoneyUnit, parseMoneyCell, parseMoneyUnit } from './figures.ts'
import { parseMoment } from './moments.ts'
import { type Fault, groupByRow, type RefusedRow, type Sheet, type SheetRow } from './sheet.ts'
import { formulaFault, isUnitNote, moneyUnitOfTitles, readTable, type Table } from './table.ts'
import { isLostNumber, squeezedText } from './text.ts'

/** Of `inFen` and `outFen` one is 0. `balanceFen` may be below zero; null where the bank gives none. */
export type StatementLine = {
  row: number
  day: CivilDate
  /** As the bank writes it; empty where it gives none. */
  time: string
  inFen: number
  outFen: number
  balanceFen: number | null
  /** The bank's own name of the line; empty where it gives none. */
  serial: string
  /** All that is written on it, in which a reference may stand. */
  remark: string
  payer: string
  payerAccount: string
}

export type CheckedStatement = {
  /** Rows with content below the header. */
  rows: number
  lines: StatementLine[]
  refused: RefusedRow[]
  /** Rows that are no movement: totals, balances carried over, signatures. */
  leftOut: number
  /** The last four digits of the account that the rows above the header name; null where they name none. */
  accountEnd: string | null
}

type Reading = {
  table: Table<BankKey>
  units: Record<'in' | 'out' | 'amount' | 'balance', number>
  /** Whether a bare amount is money in and one below zero money out. */
  isSigned: boolean
}

const MONEY_KEYS = ['in', 'out', 'amount', 'balance'] as const
const READ_KEYS = BANK.columns.map((column) => column.key)

/** Reads a statement. Refusals of the whole file are the Verdict's; those of rows are in its value. */
export function checkStatement(sheet: Sheet): Verdict<CheckedStatement, FileRefusalCode> {
  const read = readTable(sheet, BANK)
  if (!read.ok) return read
  const table = read.value
  const isSigned =
    !table.has('direction') && table.rows.some((row) => /^[+-]/.test(table.text(row, 'amount')))
  const absent = absentColumn(table, isSigned)
  if (absent !== null) return refuse('column-missing', { columns: absent, row: table.headerRow })
  const units = readUnits(table)
  if (!units.ok) return units
  const reading = { table, units: units.value, isSigned }
  const rows = table.rows.map((row) => readRow(reading, row))
  return accept({
    rows: rows.length + table.warnings.filter(({ code }) => code === 'row-left-out').length,
    lines: rows.flatMap((row) => (row.is === 'line' ? [row.line] : [])),
    refused: groupByRow(rows.flatMap((row) => (row.is === 'refused' ? [row.fault] : []))),
    leftOut:
      rows.filter((row) => row.is === 'left-out').length +
      table.warnings.filter(({ code }) => code === 'row-left-out').length,
    accountEnd: accountEndOf(table.titles),
  })
}

/** Columns of which a file needs one or the other. */
function absentColumn(table: Table<BankKey>, isSigned: boolean): string | null {
  if (table.has('in')) return null
  if (!table.has('amount')) return '收入金额 (credit)'
  return table.has('direction') || table.has('out') || isSigned ? null : '借贷标志 (direction)'
}

function readUnits(table: Table<BankKey>): Verdict<Reading['units'], FileRefusalCode> {
  const ofTitles = moneyUnitOfTitles(table.titles)
  const units = { in: 100, out: 100, amount: 100, balance: 100 }
  for (const key of MONEY_KEYS) {
    const note = table.note(key)
    const stated: MoneyUnit | null = note !== null && isUnitNote(note) ? parseMoneyUnit(note) : ofTitles
    if (note !== null && isUnitNote(note) && stated === null) {
      return refuse('header-unit-unknown', { column: table.header(key), unit: note, row: table.headerRow })
    }
    units[key] = stated?.fenPerOne ?? 100
  }
  return accept(units)
}

/** The account a title names: 账号:6217 0000 0000 1234, also with its middle hidden. */
function accountEndOf(titles: readonly string[]): string | null {
  for (const title of titles) {
    const digits = /(?:账号|帐号|账户|卡号|account)[^\d*]{0,12}([\d* -]{8,40})/i.exec(title)?.[1]
    const end = digits?.replace(/[ -]/g, '').slice(-4)
    if (end !== undefined && /^\d{4}$/.test(end)) return end
  }
  return null
}

type ReadRow = { is: 'line'; line: StatementLine } | { is: 'left-out' } | { is: 'refused'; fault: Fault }

const NO_MOVEMENT = /合计|总计|小计|累计|笔数|期初|期末|承前|过次|上[期页日]余|结转|页次/
/** How an empty amount is written. */
const NOTHING = /^[-–—/\s]*$/

function readRow(reading: Reading, row: SheetRow): ReadRow {
  const { table } = reading
  const refused = (key: BankKey | null, code: IntakeCode, facts?: Fault['facts']): ReadRow => ({
    is: 'refused',
    fault: table.fault(row.row, key, code, facts),
  })
  const broken = formulaFault(table, row, READ_KEYS)
  if (broken !== null) return { is: 'refused', fault: broken }
  const moved = readMoved(reading, row)
  const moment = parseMoment(table.text(row, 'day'))
  if (
    moment === null &&
    (moved.is === 'nothing' || row.cells.some((cell) => NO_MOVEMENT.test(squeezedText(cell))))
  )
    return { is: 'left-out' }
  if (moved.is === 'nothing') return { is: 'left-out' }
  if (moment === null) return { is: 'refused', fault: table.unreadable(row, 'day', 'date-unreadable') }
  if (moved.is === 'refused') return moved
  const currency = squeezedText(table.text(row, 'currency'))
  if (!/^(|人民币.*|cny|rmb|156|01|元)$/.test(currency))
    return refused('currency', 'bank-currency-foreign', { value: table.text(row, 'currency') })
  const serial = table.text(row, 'serial').replaceAll(' ', '')
  const remarks = (['summary', 'postscript', 'purpose', 'remark'] as const).map((key) => table.text(row, key))
  return {
    is: 'line',
    line: {
      row: row.row,
      day: moment.on,
      time: moment.time ?? table.text(row, 'time'),
      inFen: moved.inFen,
      outFen: moved.outFen,
      balanceFen: readBalance(reading, row),
      serial: isLostNumber(serial) || /^0*$/.test(serial) ? '' : serial,
      remark: [...new Set(remarks.filter((text) => text !== ''))].join(' '),
      payer: table.text(row, 'payer'),
      payerAccount: table.text(row, 'payerAccount').replaceAll(' ', ''),
    },
  }
}

type Moved =
  | { is: 'moved'; inFen: number; outFen: number }
  | { is: 'nothing' }
  | { is: 'refused'; fault: Fault }

/** What a row moves. An amount below zero in a column of one way is taken back: it went the other way. */
function readMoved(reading: Reading, row: SheetRow): Moved {
  const { table } = reading
  const inFen = readFen(reading, row, 'in')
  if (typeof inFen === 'object') return { is: 'refused', fault: inFen }
  const outFen = readFen(reading, row, 'out')
  if (typeof outFen === 'object') return { is: 'refused', fault: outFen }
  if (inFen !== 0 && outFen !== 0)
    return { is: 'refused', fault: table.fault(row.row, 'in', 'bank-both-ways') }
  if (inFen !== 0 || outFen !== 0) return movedBy(inFen - outFen)
  if (table.has('in') && table.has('out')) return { is: 'nothing' }
  const amount = readFen(reading, row, 'amount')
  if (typeof amount === 'object') return { is: 'refused', fault: amount }
  if (amount === 0) return { is: 'nothing' }
  if (!table.has('direction')) return movedBy(amount)
  const sign = directionSign(table.text(row, 'direction'))
  return sign === null
    ? { is: 'refused', fault: table.unreadable(row, 'direction', 'bank-direction-unknown') }
    : movedBy(sign * amount)
}

function movedBy(fen: number): Moved {
  return { is: 'moved', inFen: Math.max(0, fen), outFen: Math.max(0, -fen) }
}

/** By the bank's own books: what it credits a customer with has come to him. */
function directionSign(text: string): 1 | -1 | null {
  const word = squeezedText(text)
  if (/^(贷.*|收.*|来账?|转入|存入?|入账?|进|c|cr|credit|in|\+)$/.test(word)) return 1
  if (/^(借.*|支.*|付.*|往账?|转出|取|出账?|出|d|dr|debit|out|-)$/.test(word)) return -1
  return null
}

/** An amount in fen; 0 where there is none. */
function readFen(reading: Reading, row: SheetRow, key: 'in' | 'out' | 'amount'): number | Fault {
  const { table, units } = reading
  const text = table.text(row, key)
  if (NOTHING.test(text)) return 0
  const fen = fenOf(text, units[key])
  if (fen === 'unreadable') return table.fault(row.row, key, 'money-unreadable', { value: text })
  if (fen === 'below-fen') return table.fault(row.row, key, 'money-below-fen', { value: text })
  return isFen(Math.abs(fen)) ? fen : table.fault(row.row, key, 'figure-too-large', { value: text })
}

/** A balance is only compared with other balances, so that one which can't be read is none. */
function readBalance({ table, units }: Reading, row: SheetRow): number | null {
  const text = table.text(row, 'balance')
  const fen = NOTHING.test(text) ? null : fenOf(text, units.balance)
  return typeof fen === 'number' && isFen(Math.abs(fen)) ? fen : null
}

function fenOf(text: string, fenPerOne: number): number | 'unreadable' | 'below-fen' {
  const cell = parseMoneyCell(text)
  if (cell === null || cell.unit?.per) return 'unreadable'
  const scaled = cell.value.digits * BigInt(cell.unit?.fenPerOne ?? fenPerOne)
  const divisor = 10n ** BigInt(cell.value.scale)
  if (scaled % divisor !== 0n) return 'below-fen'
  return Number(scaled / divisor)
}
