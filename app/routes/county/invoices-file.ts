import type { LoaderFunctionArgs } from '@remix-run/node'
import { recordExport } from '#app/commands/audit/record-export.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { TABLE_TYPES, writeTable } from '#app/files/write-table.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readAllOpenInvoices } from '#app/queries/payment/county-invoices.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

const COLUMNS = [
  'order_no',
  'version',
  'asked_on',
  'title_kind',
  'title',
  'tax_number',
  'amount_fen',
  'email',
  'note',
  'agency',
  'standing_invoice',
] as const

/** The invoices that wait, as a file to issue them from: `/county/invoices.csv`, and `.xlsx`, which keeps long numbers. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'invoice:work' })
  const format = new URL(args.request.url).pathname.endsWith('.csv') ? 'csv' : 'xlsx'
  const [rows, frame] = await Promise.all([readAllOpenInvoices(scope, new Date()), readRoomFrame(actor)])
  for (const prefix of scope.prefixes) {
    await recordExport(actor, {
      report: 'invoice-requests',
      scopeCode: prefix.padEnd(12, '0'),
      format,
      rowCount: rows.length,
      filter: {},
    })
  }
  const cells = rows.map((row) => [
    row.orderNumber,
    row.version,
    civilDateOf(new Date(row.requestedAt)),
    row.titleKind,
    row.title,
    row.taxNumber,
    row.amountFen,
    row.email,
    row.note,
    row.agency,
    row.standingNumber,
  ])
  const table = writeTable(format, [[...COLUMNS], ...cells], m.invoice_county_sheet())
  const name = `${m.invoice_county_file({ place: frame.where })}.${format}`
  return tableResponse(table, TABLE_TYPES[format], name)
}
