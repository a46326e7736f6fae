import type { LoaderFunctionArgs } from '@remix-run/node'
import { calendarFileName, eventCalendarFile } from '#app/files/event-calendar-file.ts'
import { readEventCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { calendarResponse } from '#app/web/calendar-response.server.ts'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readId, storeHeaders } from '#app/web/store-page.server.ts'

/** `/events/:id.ics`, for the calendar of a phone. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const id = readId(args.params.id)
  const event = id === null ? null : await readEventCalendar(id)
  if (event === null) throw notFound()
  const file = eventCalendarFile(event, publicOrigin(args.request))
  return calendarResponse(file, calendarFileName(event.id), storeHeaders(actor))
}
