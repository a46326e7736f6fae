import type { LoaderFunctionArgs } from '@remix-run/node'
import { recordExport } from '#app/commands/audit/record-export.server.ts'
import { TABLE_TYPES, writeWorkbook } from '#app/files/write-table.server.ts'
import { formatInstantDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { listWorkbook } from '#app/ui/pickup/list-workbook.ts'
import { guard, notFound } from '#app/web/guard.server.ts'
import { readId } from '#app/web/store-page.server.ts'
import { tableResponse } from '#app/web/table-response.server.ts'

/** All lists of an event as one workbook: `/organizer/events/:id/lists.xlsx`. Households are in it by alias. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, scope } = await guard(args, { can: 'desk:work' })
  const id = readId(args.params.id)
  const lists = id === null ? null : await readEventLists(actor, scope, id)
  if (lists === null) throw notFound()
  await recordExport(actor, {
    report: 'event-lists',
    scopeCode: lists.countyCode,
    format: 'xlsx',
    rowCount: lists.parts.length,
    filter: { event: String(lists.eventId) },
  })
  const name = m.lists_file({ village: lists.village, day: formatInstantDay(lists.startsAt) })
  return tableResponse(writeWorkbook(listWorkbook(lists)), TABLE_TYPES.xlsx, `${name}.xlsx`)
}
