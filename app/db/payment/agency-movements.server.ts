import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { agencyAccount } from '#app/domain/ledger/accounts.ts'
import { type AgencyMovement, movementKind } from '#app/domain/payment/agency-statement.ts'
import type { Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

type Reader = Pick<Transaction, '$queryRaw'>
type Row = { id: bigint; business_day: Date; amount_fen: bigint; part: string; is_debit: boolean }

function toMovement(row: Row): AgencyMovement {
  return {
    postingId: row.id,
    businessDay: fromDateColumn(row.business_day),
    kind: movementKind(row.is_debit ? 'debit' : 'credit', row.part),
    amountFen: safeFen(row.amount_fen),
  }
}

/** What is on an agency's account and on no statement yet, of business days before one; by day, then as posted. */
export async function readUnstatedMovements(
  reader: Reader,
  agencyId: number,
  before: CivilDate,
): Promise<AgencyMovement[]> {
  const account = agencyAccount(agencyId)
  const rows = await reader.$queryRaw<Row[]>`
    SELECT p.id, p.business_day, p.amount_fen, p.part, p.from_account = ${account} AS is_debit FROM posting p
    WHERE (p.from_account = ${account} OR p.to_account = ${account}) AND p.business_day < ${before}::date
      AND NOT EXISTS (SELECT 1 FROM agency_statement_line l WHERE l.posting_id = p.id)
    ORDER BY p.business_day, p.id`
  return rows.map(toMovement)
}

/** What is on one statement, in its order. */
export async function readStatedMovements(
  reader: Reader,
  statement: { id: number; agencyId: number },
): Promise<AgencyMovement[]> {
  const account = agencyAccount(statement.agencyId)
  const rows = await reader.$queryRaw<Row[]>`
    SELECT p.id, p.business_day, p.amount_fen, p.part, p.from_account = ${account} AS is_debit
    FROM agency_statement_line l JOIN posting p ON p.id = l.posting_id
    WHERE l.statement_id = ${statement.id} ORDER BY l.position`
  return rows.map(toMovement)
}

/** What is on every statement, by the statement's id, each in its order. */
export async function readAllStatedMovements(reader: Reader): Promise<Map<number, AgencyMovement[]>> {
  const rows = await reader.$queryRaw<(Row & { statement_id: number })[]>`
    SELECT l.statement_id, p.id, p.business_day, p.amount_fen, p.part, p.from_account = 'agency:' || s.agency_id AS is_debit
    FROM agency_statement_line l JOIN agency_statement s ON s.id = l.statement_id JOIN posting p ON p.id = l.posting_id
    ORDER BY l.statement_id, l.position`
  const movements = new Map<number, AgencyMovement[]>()
  for (const row of rows) {
    const own = movements.get(row.statement_id)
    if (own) own.push(toMovement(row))
    else movements.set(row.statement_id, [toMovement(row)])
  }
  return movements
}

/** What each agency owes now, in fen; below zero where it has paid ahead, and left out where nothing was ever posted. */
export async function readAgencyBalances(
  reader: Reader,
  agencyIds: readonly number[],
): Promise<Map<number, number>> {
  const accounts = agencyIds.map(agencyAccount)
  const rows = await reader.$queryRaw<{ id: number; fen: bigint }[]>`
    SELECT substring(account FROM 8)::int AS id, sum(fen)::bigint AS fen FROM (
      SELECT from_account AS account, amount_fen AS fen FROM posting WHERE from_account = ANY (${accounts})
      UNION ALL SELECT to_account, -amount_fen FROM posting WHERE to_account = ANY (${accounts})) sides
    GROUP BY account`
  return new Map(rows.map((row) => [row.id, safeFen(row.fen)]))
}
