/**
 * An .ics file of appointments (RFC 5545), instants in UTC.
 * Invariant: lines end in CRLF and hold at most 75 bytes, and no character is cut in two.
 */

export type Appointment = {
  /** The same for the same appointment for ever, so that a calendar updates it and does not add another. */
  uid: string
  /** When this was last said. */
  stampedAt: Date
  startsAt: Date
  endsAt: Date
  summary: string
  location: string
  description: string
  url: string
  isCancelled: boolean
  /** Goes up with every change, and never down. */
  sequence: number
}

const LINE_BYTES = 75
/** How often a calendar that is subscribed to is asked for again, at best. */
const ASKED_AGAIN = 'PT6H'

function utcStamp(instant: Date): string {
  return instant.toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\r\n|\r|\n/g, '\\n')
}

/** Folds a content line: what does not fit goes on in the next line after a space. */
export function foldLine(line: string): string {
  const encoder = new TextEncoder()
  const lines = ['']
  let bytes = 0
  for (const character of line) {
    const size = encoder.encode(character).length
    if (bytes + size > LINE_BYTES) {
      lines.push(' ')
      bytes = 1
    }
    lines[lines.length - 1] += character
    bytes += size
  }
  return lines.join('\r\n')
}

/** `name` is what a calendar that is subscribed to is called; a file of one appointment has none. */
export function calendarFile(appointments: readonly Appointment[], name: string | null = null): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Yigou//Pickup events//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    ...(name === null ? [] : subscribedLines(escapeText(name))),
    ...appointments.flatMap(appointmentLines),
    'END:VCALENDAR',
  ]
  return `${lines.map(foldLine).join('\r\n')}\r\n`
}

/** Each thing said twice: as RFC 7986 has it, and as calendars did before. */
function subscribedLines(name: string): string[] {
  return [
    `NAME:${name}`,
    `X-WR-CALNAME:${name}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${ASKED_AGAIN}`,
    `X-PUBLISHED-TTL:${ASKED_AGAIN}`,
  ]
}

function appointmentLines(appointment: Appointment): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escapeText(appointment.uid)}`,
    `DTSTAMP:${utcStamp(appointment.stampedAt)}`,
    `DTSTART:${utcStamp(appointment.startsAt)}`,
    `DTEND:${utcStamp(appointment.endsAt)}`,
    `SUMMARY:${escapeText(appointment.summary)}`,
    `LOCATION:${escapeText(appointment.location)}`,
    `DESCRIPTION:${escapeText(appointment.description)}`,
    `URL:${appointment.url}`,
    `STATUS:${appointment.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SEQUENCE:${appointment.sequence}`,
    'END:VEVENT',
  ]
}
