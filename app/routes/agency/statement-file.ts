import type { LoaderFunctionArgs } from '@remix-run/node'
import { recordExport } from '#app/commands/audit/record-export.server.ts'
import { TABLE_TYPES, writeTable } from '#app/files/write-table.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readAgencyStatement } from '#app/queries/payment/agency-statements.server.ts'
import { monthName } from '#app/ui/payment/statement-words.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

const COLUMNS = ['business_day', 'kind', 'order_no', 'member', 'amount_fen'] as const

/** The lines of a statement as a file: `/agency/statements/:id/lines.csv` and `.xlsx`; what is owed less is negative. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'statement:read' })
  const id = readId(args.params.id)
  const statement = id === null ? null : await readAgencyStatement(scope, id)
  if (statement === null) throw notFound()
  const format = new URL(args.request.url).pathname.endsWith('.csv') ? 'csv' : 'xlsx'
  const { agency, month, number, lines } = statement
  await recordExport(actor, {
    report: 'agency-statement',
    scopeCode: agency.countyCode,
    format,
    rowCount: lines.length,
    filter: { agency: String(agency.id), number: String(number) },
  })
  const rows = lines.map((line) => [
    line.businessDay,
    line.kind,
    line.orderNumber,
    line.memberName,
    line.kind === 'charged' ? line.amountFen : -line.amountFen,
  ])
  const name = `${m.statement_file({ agency: agency.name, month })}.${format}`
  const sheet = m.statement_of_month({ month: monthName(month) })
  return tableResponse(writeTable(format, [[...COLUMNS], ...rows], sheet), TABLE_TYPES[format], name)
}
