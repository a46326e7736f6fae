/** Agencies' accounts: each statement stands as it was issued, holds what it should, and what was paid has come. */
import { createHash } from 'node:crypto'
import { readAllStatedMovements } from '#app/db/payment/agency-movements.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Difference } from '#app/domain/audit/findings.ts'
import { drawStatement, statementContent } from '#app/domain/payment/agency-statement.ts'
import { type AuditCheck, sqlCheck } from './check.server.ts'

const everyStatementStands: AuditCheck = {
  name: 'every-agency-statement-stands-as-issued',
  run: async (tx) => {
    const statements = await tx.agencyStatement.findMany({
      orderBy: [{ agencyId: 'asc' }, { number: 'asc' }],
    })
    const stated = await readAllStatedMovements(tx)
    const differences: Difference[] = []
    // By agency, the statement before the one that is looked at.
    const lastOf = new Map<number, { number: number; closingFen: number }>()
    for (const statement of statements) {
      const { id, agencyId, number, month } = statement
      const what = `statement ${number} of agency ${agencyId}`
      const before = lastOf.get(agencyId)
      const movements = stated.get(id) ?? []
      const drawn = drawStatement(before?.closingFen ?? 0, movements)
      const hash = createHash('sha256')
        .update(statementContent({ agencyId, number, month }, drawn, movements))
        .digest('hex')
      if (number !== (before?.number ?? 0) + 1)
        differences.push({ what, expected: `number ${(before?.number ?? 0) + 1}`, found: `number ${number}` })
      if (safeFen(statement.closingFen) !== drawn.closingFen)
        differences.push({
          what,
          expected: `closes at ${drawn.closingFen}`,
          found: String(statement.closingFen),
        })
      if (statement.contentHash !== hash)
        differences.push({ what, expected: `hash ${hash}`, found: statement.contentHash })
      lastOf.set(agencyId, { number, closingFen: safeFen(statement.closingFen) })
    }
    return { checked: statements.length, differences }
  },
}

export const STATEMENT_CHECKS: AuditCheck[] = [
  everyStatementStands,
  sqlCheck(
    'what-is-on-an-agency-account-is-on-its-statement',
    (tx) => tx.$queryRaw`
      SELECT count(*) FROM posting WHERE from_account LIKE 'agency:%' OR to_account LIKE 'agency:%'`,
    // A journal's own time is given before its transaction ends: what ended a moment after is on the next statement.
    (tx) => tx.$queryRaw`
      WITH last AS (SELECT DISTINCT ON (agency_id) agency_id, month, issued_at FROM agency_statement
        ORDER BY agency_id, number DESC)
      SELECT 'posting ' || p.id AS what, 'on a statement of agency ' || l.agency_id AS expected, 'on none' AS found
      FROM last l JOIN posting p ON 'agency:' || l.agency_id IN (p.from_account, p.to_account)
      JOIN journal j ON j.id = p.journal_id
      WHERE to_char(p.business_day, 'YYYY-MM') <= l.month AND j.posted_at < l.issued_at - interval '5 minutes'
        AND NOT EXISTS (SELECT 1 FROM agency_statement_line s WHERE s.posting_id = p.id)`,
  ),
  sqlCheck(
    'every-payment-of-an-agency-is-a-bank-line',
    (tx) => tx.$queryRaw`SELECT count(*) FROM journal WHERE kind = 'agency-payment'`,
    (tx) => tx.$queryRaw`
      SELECT 'bank line ' || l.id AS what, (l.in_fen || ' for agency ' || s.agency_id) AS expected,
        coalesce(sum(p.amount_fen)::text, 'nothing') AS found
      FROM bank_line l JOIN agency_statement s ON s.id = l.agency_statement_id
      LEFT JOIN journal j ON j.kind = 'agency-payment' AND j.cause_kind = 'bank-line'
        AND j.cause_id = l.county_code || ':' || l.line_key
      LEFT JOIN posting p ON p.journal_id = j.id AND p.from_account = 'bank:' || l.county_code
        AND p.to_account = 'agency:' || s.agency_id
      GROUP BY l.id, s.agency_id HAVING sum(p.amount_fen) IS DISTINCT FROM l.in_fen
      UNION ALL
      SELECT 'journal ' || j.id, 'a bank line', 'none' FROM journal j
      WHERE j.kind = 'agency-payment' AND NOT EXISTS (SELECT 1 FROM bank_line l
        WHERE l.agency_statement_id IS NOT NULL AND j.cause_id = l.county_code || ':' || l.line_key)`,
  ),
]
