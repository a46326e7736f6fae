import type { LoaderFunctionArgs } from '@remix-run/node'
import { eventsCalendarFile } from '#app/files/event-calendar-file.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readOwnCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { calendarResponse } from '#app/web/calendar-response.server.ts'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { addressOf, takeCalendarMiss } from '#app/web/rate-limit.server.ts'

/** A person's or an agency's calendar. Its secret is all that is asked for: calendars carry no cookie. */
export async function loader(args: LoaderFunctionArgs) {
  await publicRoute(args)
  const events = await readOwnCalendar(args.params.token ?? '', new Date())
  if (events === null) {
    // Only misses count: a whole agency may read its calendar from one address, day and night.
    const counted = await takeCalendarMiss(addressOf(args.context))
    throw counted.ok ? notFound() : new Response(null, { status: 429 })
  }
  const file = eventsCalendarFile(events, { name: m.feed_name_own(), origin: publicOrigin(args.request) })
  return calendarResponse(file, 'yigou.ics', {
    'Cache-Control': 'private, no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Robots-Tag': 'noindex',
  })
}
