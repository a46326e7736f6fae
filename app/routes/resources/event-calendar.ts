import type { LoaderFunctionArgs } from '@remix-run/node'
import { calendarFile } from '#app/files/calendar-file.ts'
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { readEventCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { placeInVillage } from '#app/ui/catalogue/words.ts'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { readId, storeHeaders } from '#app/web/store-page.server.ts'

/** `/events/:id.ics`, for the calendar of a phone. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const id = readId(args.params.id)
  const event = id === null ? null : await readEventCalendar(id)
  if (event === null) throw notFound()
  const place = placeInVillage(event)
  const file = calendarFile({
    uid: `pickup-event-${event.id}@${event.countyCode}.yigou`,
    stampedAt: new Date(event.createdAt),
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    summary: m.store_calendar_summary({ village: event.village }),
    location: m.joined({ first: place, second: event.town }),
    description: m.event_cut_off({ instant: formatInstant(event.cutOffAt) }),
    url: `${publicOrigin(args.request)}${paths.event(event.id)}`,
    isCancelled: event.isCancelled,
  })
  return new Response(file, {
    headers: {
      ...storeHeaders(actor),
      'Content-Type': 'text/calendar; charset=utf-8',
      'Content-Disposition': `attachment; filename="yigou-${event.id}.ics"`,
    },
  })
}
