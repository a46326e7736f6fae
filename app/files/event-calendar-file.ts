/** A pickup event for a calendar: the same appointment from its page and from a letter. */
import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { type Locale, locale } from '#app/i18n/locale.ts'
import { paths } from '#app/paths.ts'
import { type Appointment, calendarFile } from './calendar-file.ts'

export type CalendarEvent = {
  id: number
  countyCode: string
  startsAt: string
  endsAt: string
  cutOffAt: string
  /** How often it was changed, and when last. */
  revision: number
  revisedAt: string
  village: string
  town: string
  place: string
  isCancelled: boolean
}

/** `origin` is where its link leads. */
export function eventCalendarFile(event: CalendarEvent, origin: string, to: Locale = locale()): string {
  return calendarFile([toAppointment(event, origin, to)])
}

/** A calendar to subscribe to. It says no more of an event than the event's own public page. */
export function eventsCalendarFile(
  events: readonly CalendarEvent[],
  of: { name: string; origin: string },
): string {
  const appointments = events.map((event) => toAppointment(event, of.origin, locale()))
  return calendarFile(appointments, of.name)
}

function toAppointment(event: CalendarEvent, origin: string, to: Locale): Appointment {
  const isNamedIn = event.place.startsWith(event.village)
  const place = isNamedIn ? event.place : m.store_place_at(event, { locale: to })
  return {
    uid: `pickup-event-${event.id}@${event.countyCode}.yigou`,
    stampedAt: new Date(event.revisedAt),
    startsAt: new Date(event.startsAt),
    endsAt: new Date(event.endsAt),
    summary: m.store_calendar_summary({ village: event.village }, { locale: to }),
    location: m.joined({ first: place, second: event.town }, { locale: to }),
    description: m.event_cut_off({ instant: formatInstant(event.cutOffAt, to) }, { locale: to }),
    url: `${origin}${paths.event(event.id)}`,
    isCancelled: event.isCancelled,
    sequence: event.revision,
  }
}

export function calendarFileName(eventId: number): string {
  return `yigou-${eventId}.ics`
}
