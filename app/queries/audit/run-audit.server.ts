/** The audit: every invariant as a named check, all over one snapshot of the live database. */
import { readDatabase } from '#app/db/client.server.ts'
import { type AuditReport, auditReport, checkResult } from '#app/domain/audit/findings.ts'
import { BANK_CHECKS } from './bank-checks.server.ts'
import { CONDUCT_CHECKS } from './conduct-checks.server.ts'
import { GOODS_CHECKS } from './goods-checks.server.ts'
import { GROUP_CHECKS } from './group-checks.server.ts'
import { INVOICE_CHECKS } from './invoice-checks.server.ts'
import { MONEY_CHECKS } from './money-checks.server.ts'
import { PREPAID_CHECKS } from './prepaid-checks.server.ts'
import { SEALED_CHECKS } from './sealed-checks.server.ts'
import { SHARE_CHECKS } from './share-checks.server.ts'
import { STATEMENT_CHECKS } from './statement-checks.server.ts'

export const AUDIT_CHECKS = [
  ...GOODS_CHECKS,
  ...GROUP_CHECKS,
  ...MONEY_CHECKS,
  ...SHARE_CHECKS,
  ...INVOICE_CHECKS,
  ...PREPAID_CHECKS,
  ...BANK_CHECKS,
  ...STATEMENT_CHECKS,
  ...CONDUCT_CHECKS,
  ...SEALED_CHECKS,
]

const AUDIT_LIMIT_MS = 10 * 60_000

/** Runs every check. Reads only, beside a running server too. */
export async function runAudit(): Promise<AuditReport> {
  return readDatabase().$transaction(
    async (tx) => {
      const results = []
      for (const check of AUDIT_CHECKS) {
        const { checked, differences } = await check.run(tx)
        results.push(checkResult(check.name, checked, differences))
      }
      return auditReport(new Date(), results)
    },
    { isolationLevel: 'RepeatableRead', timeout: AUDIT_LIMIT_MS, maxWait: 20_000 },
  )
}
