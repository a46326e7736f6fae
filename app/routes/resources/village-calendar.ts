import type { LoaderFunctionArgs } from '@remix-run/node'
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { eventsCalendarFile } from '#app/files/event-calendar-file.ts'
import { m } from '#app/i18n/generated/messages.js'
import { readVillageCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { calendarResponse } from '#app/web/calendar-response.server.ts'
import { notFound, publicRoute } from '#app/web/guard.server.ts'
import { publicOrigin } from '#app/web/public-origin.server.ts'
import { storeHeaders } from '#app/web/store-page.server.ts'

/** Many calendars ask for the same file, and none of them minds a quarter of an hour. */
const KEPT = { 'Cache-Control': 'public, max-age=900' }

/** A village's events, for a calendar that is subscribed to it. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor } = await publicRoute(args)
  const code = args.params.code ?? ''
  const village = isDivisionCode(code) ? await readVillageCalendar(code, new Date()) : null
  if (village === null) throw notFound()
  const name = m.feed_name_village({ village: village.name })
  const file = eventsCalendarFile(village.events, { name, origin: publicOrigin(args.request) })
  return calendarResponse(file, 'yigou.ics', { ...storeHeaders(actor), ...(actor === null ? KEPT : {}) })
}
