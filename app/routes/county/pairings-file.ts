import type { LoaderFunctionArgs } from '@remix-run/node'
import { recordExport } from '#app/commands/audit/record-export.server.ts'
import { TABLE_TYPES, writeTable } from '#app/files/write-table.server.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readRoomFrame } from '#app/queries/access/room-frame.server.ts'
import { readAllPairings } from '#app/queries/people/pairings.server.ts'
import { guard } from '#app/web/guard.server.ts'
import { pairingsFilter } from '#app/web/pairing-request.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

const COLUMNS = [
  'household_no',
  'village_code',
  'village',
  'agency',
  'helper',
  'helper_title',
  'helper_phone',
  'from_day',
  'to_day',
  'end_reason',
  'end_note',
] as const

/** The register as it was searched, names and telephones masked: `/county/pairings.csv` and `.xlsx`. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'pairing:read' })
  const format = new URL(args.request.url).pathname.endsWith('.csv') ? 'csv' : 'xlsx'
  const filter = pairingsFilter(args.request)
  const [rows, frame] = await Promise.all([readAllPairings(scope, filter, new Date()), readRoomFrame(actor)])
  for (const prefix of scope.prefixes) {
    await recordExport(actor, {
      report: 'pairings',
      scopeCode: prefix.padEnd(12, '0'),
      format,
      rowCount: rows.length,
      filter,
    })
  }
  const cells = rows.map((row) => [
    row.householdNumber,
    row.villageCode,
    row.village,
    row.agency,
    row.helperName,
    row.helperTitle,
    row.helperPhone,
    row.startsOn,
    row.endsOn,
    row.endReason,
    row.endNote,
  ])
  const table = writeTable(format, [[...COLUMNS], ...cells], m.pairing_sheet())
  return tableResponse(table, TABLE_TYPES[format], `${m.pairing_file({ place: frame.where })}.${format}`)
}
