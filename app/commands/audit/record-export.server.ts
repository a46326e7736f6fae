import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'

/** Records that a report left the product as a file: by whom, which one, of where, how many rows. */
export async function recordExport(
  actor: Actor,
  input: {
    report: string
    scopeCode: string
    format: string
    rowCount: number
    filter: Record<string, string>
  },
): Promise<void> {
  await inTransaction((tx) =>
    recordActivity(tx, {
      countyCode: countyOf(input.scopeCode),
      actorId: actor.accountId,
      act: 'report:export',
      subjectKind: 'report',
      subjectId: input.report,
      scopeCode: input.scopeCode,
      facts: { format: input.format, rows: input.rowCount, ...input.filter },
    }),
  )
}
