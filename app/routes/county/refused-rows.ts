import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportRefusedRows } from '#app/commands/intake/export-refused-rows.server.ts'
import type { KeptFindings } from '#app/domain/intake/round.ts'
import { sheetRowsInChild } from '#app/files/read-sheet-in-child.server.ts'
import { refusedRows } from '#app/files/refused-rows.ts'
import { TABLE_TYPES, writeTable } from '#app/files/write-table.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { refusalText } from '#app/i18n/refusals.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

/** Why each row came back; rows held with a refused one of their household say which one it was. */
function reasonsOf(findings: KeptFindings): Map<number, string> {
  const reasons = new Map<number, string>()
  for (const refusal of findings.refused) {
    reasons.set(
      refusal.row,
      [refusal, ...refusal.also].map(({ code, facts }) => refusalText(code, facts)).join(' '),
    )
    for (const row of refusal.heldRows) reasons.set(row, m.county_import_held({ row: refusal.row }))
  }
  return reasons
}

/** `/county/import/:id/refused.xlsx` and `.csv`: the refused rows as they were, with a column that says why. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'import:preview' })
  const format = new URL(args.request.url).pathname.endsWith('.csv') ? 'csv' : 'xlsx'
  const exported = await exportRefusedRows(
    actor,
    scope,
    { roundId: args.params.id ?? '', format },
    async (filePath, findings) => {
      const lines: string[][] = []
      const request = {
        headerRow: findings.headerRow,
        reasonHeader: m.intake_reason_header(),
        reasons: reasonsOf(findings),
      }
      // Only the refused rows are kept, and the file they come from is gone when this returns.
      for await (const line of refusedRows(sheetRowsInChild(filePath), request)) lines.push(line)
      return lines
    },
  )
  if (!exported.ok) throw notFound()
  const name = `${m.county_import_refused_name()}.${format}`
  const table = writeTable(format, exported.value, m.county_import_refused_name(), { isText: true })
  return tableResponse(table, TABLE_TYPES[format], name)
}
