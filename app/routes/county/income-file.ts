import type { LoaderFunctionArgs } from '@remix-run/node'
import { recordExport } from '#app/commands/audit/record-export.server.ts'
import { INCOME_COLUMNS, incomeCells } from '#app/domain/ledger/income-report.ts'
import { TABLE_TYPES, writeTable } from '#app/files/write-table.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readIncomeReport } from '#app/queries/ledger/income-report.server.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readIncomeAddress } from '#app/web/income-request.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

/** The income report as a file: `/county/income.csv` and `/county/income.xlsx`, with the page's own query. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'income:export' })
  const address = readIncomeAddress(args.request, scope, new Date())
  const report = address && (await readIncomeReport(actor, scope, address))
  if (!address || !report) throw notFound()
  const format = new URL(args.request.url).pathname.endsWith('.csv') ? 'csv' : 'xlsx'
  const { year, level, scopeCode, asOf } = address
  await recordExport(actor, {
    report: 'income',
    scopeCode,
    format,
    rowCount: report.rows.length,
    filter: { year: String(year), level, asOf },
  })
  const rows = [[...INCOME_COLUMNS], ...report.rows.map(incomeCells)]
  const name = `${m.county_income_file({ place: report.scopeName, year })}.${format}`
  return tableResponse(writeTable(format, rows, m.county_income_sheet({ year })), TABLE_TYPES[format], name)
}
