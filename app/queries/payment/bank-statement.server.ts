/** One bank statement: before it is applied what it would do, and afterwards what became of its lines. */
import { readDatabase } from '#app/db/client.server.ts'
import { keyLines, openLines } from '#app/db/payment/bank-lines.server.ts'
import { planBankStatement } from '#app/db/payment/plan-bank-statement.server.ts'
import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { KeptRefusal } from '#app/domain/intake/round.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { AsideReason, BankLineState, MatchKind, OpenCause } from '#app/domain/payment/bank-line.ts'
import { BANK_LINE, type StatementRow, toLineRow, toStatementRow } from './bank-page.server.ts'

/** A line as it stands, or as it would: `known` where another statement had it. */
export type StatementLineRow = {
  key: string
  /** Its number in the file. */
  row: number
  /** Of the line's own page; null before it is applied. */
  lineId: string | null
  day: CivilDate
  inFen: number
  outFen: number
  remark: string
  payer: string
  outcome: BankLineState | 'known'
  openCause: OpenCause | null
  matchKind: MatchKind | null
  asideReason: AsideReason | null
}

export type StatementTally = Record<BankLineState | 'known', number>

export type BankStatementPage = {
  statement: StatementRow
  countyCode: string
  appliedAt: string | null
  rowCount: number
  leftOutCount: number
  isOtherAccount: boolean
  refused: KeptRefusal[]
  /** Adds up to the statement's lines. */
  tally: StatementTally
  /** Those that need a look first, then in the order of the file. */
  lines: StatementLineRow[]
}

const MOST_LINES = 300

/** Null when it is not there or out of scope. */
export async function readBankStatement(
  scope: Scope,
  id: string,
  now: Date,
): Promise<BankStatementPage | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null
  const row = await readDatabase().bankStatement.findUnique({ where: { id } })
  if (row === null || !reaches(scope, row.countyCode)) return null
  const all =
    row.linesSealed === null
      ? await readApplied(id, now)
      : await readPlanned({ countyCode: row.countyCode, statementId: id }, row.linesSealed)
  const tally: StatementTally = { open: 0, matched: 0, 'set-aside': 0, known: 0 }
  for (const { outcome } of all) tally[outcome] += 1
  // Lines that another statement had are kept there, and only counted here.
  if (row.linesSealed === null) tally.known = row.lineCount - all.length
  const first = (line: StatementLineRow) => (line.outcome === 'open' ? 0 : line.outcome === 'known' ? 2 : 1)
  return {
    statement: toStatementRow(row),
    countyCode: row.countyCode,
    appliedAt: row.appliedAt?.toISOString() ?? null,
    rowCount: row.rowCount,
    leftOutCount: row.leftOutCount,
    isOtherAccount: row.isOtherAccount,
    refused: row.refused as unknown as KeptRefusal[],
    tally,
    lines: all.sort((a, b) => first(a) - first(b) || a.row - b.row).slice(0, MOST_LINES),
  }
}

async function readApplied(statementId: string, now: Date): Promise<StatementLineRow[]> {
  const lines = await readDatabase().bankLine.findMany({
    where: { statementId },
    select: { ...BANK_LINE, rowNumber: true },
  })
  return lines.map((line) => {
    const { id, state, ...row } = toLineRow(line, now)
    return { ...row, key: id, lineId: id, row: line.rowNumber, outcome: state }
  })
}

async function readPlanned(
  place: { countyCode: string; statementId: string },
  linesSealed: string,
): Promise<StatementLineRow[]> {
  const planned = await planBankStatement(readDatabase(), place, keyLines(openLines(linesSealed)))
  return planned.map(({ each, verdict }) => {
    const { row, day, inFen, outFen, remark, payer } = each.line
    return {
      key: each.key,
      row,
      lineId: null,
      day,
      inFen,
      outFen,
      remark,
      payer,
      outcome: verdict.is === 'match' ? 'matched' : verdict.is,
      openCause: verdict.is === 'open' ? verdict.cause : null,
      matchKind: verdict.is === 'match' ? verdict.as : null,
      asideReason: null,
    }
  })
}
