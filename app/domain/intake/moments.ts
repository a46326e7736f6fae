/**
 * Dates and times as offices write them, read to civil dates (`2026-11-03`) and times of day (`09:00`).
 * A month before a day before a year (11/3/2026) is not read: it may mean two days.
 */
import { addDays, type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { cleanText } from './text.ts'

export type Moment = { on: CivilDate; time: string | null }

/** Serials of 1954-10-03 to 2119-01-09; smaller and larger bare numbers are no dates of ours. */
const SERIAL = /^([2-7]\d{4})(\.\d+)?$/

/** A day from an Excel serial of the 1900 calendar. */
export function dateOfSerial(serial: number): CivilDate {
  // The 1900 calendar has a 29 February that never was: serials below 60 count from one day later.
  return addDays(serial < 60 ? '1899-12-31' : '1899-12-30', Math.floor(serial))
}

/** The time of day of a fraction of a day, to the nearest minute. */
export function timeOfFraction(fraction: number): string {
  const minutes = Math.min(1439, Math.round(fraction * 1440))
  return clock(Math.floor(minutes / 60), minutes % 60) ?? '00:00'
}

function clock(hour: number, minute: number): string | null {
  if (hour > 23 || minute > 59) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function day(year: string, month: string, dayOfMonth: string): CivilDate | null {
  const date = `${year}-${month.padStart(2, '0')}-${dayOfMonth.padStart(2, '0')}`
  return isCivilDate(date) ? date : null
}

const DATE_FORMS: readonly RegExp[] = [
  /^(\d{4})年(\d{1,2})月(\d{1,2})[日号]?/,
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/,
  /^(\d{4})(\d{2})(\d{2})(?!\d)/,
]

/** A day, with the time of day where the cell has one; null for what is neither. */
export function parseMoment(raw: string): Moment | null {
  const text = cleanText(raw).replace(/\s*([年月日号])\s*/g, '$1')
  const serial = SERIAL.exec(text)
  if (serial) {
    const fraction = Number(serial[2] ?? 0)
    return { on: dateOfSerial(Number(serial[1])), time: fraction === 0 ? null : timeOfFraction(fraction) }
  }
  for (const form of DATE_FORMS) {
    const match = form.exec(text)
    if (!match) continue
    const parts = match.slice(1).filter((part) => /^\d+$/.test(part))
    const on = day(parts[0] ?? '', parts[1] ?? '', parts[2] ?? '')
    const rest = text
      .slice(match[0].length)
      .replace(/^T(?=\d)/, '')
      .replace(/^\s*\(?(星期|周)[一二三四五六日天]\)?/, '')
      .trim()
    if (on === null) return null
    if (rest === '') return { on, time: null }
    const time = parseTime(rest)
    return time === null ? null : { on, time }
  }
  return null
}

/** A day; a time of midnight beside it is what exports add, any other time is refused. */
export function parseDate(raw: string): CivilDate | null {
  const moment = parseMoment(raw)
  return moment !== null && (moment.time === null || moment.time === '00:00') ? moment.on : null
}

/** The hour on a 24-hour clock; a spoken hour above twelve already is. */
function hourOf(half: string, hour: number): number {
  if (half === '' || hour > 12) return hour
  if (/^(凌晨|am)$/.test(half)) return hour % 12
  if (/^(早上|早晨|上午)$/.test(half)) return hour
  if (half === '中午') return hour < 3 ? hour + 12 : hour
  return (hour % 12) + 12
}

/** A time of day from `9:00`, `09:00:00`, `上午9点半`, `下午2时30分`, `2:30 pm`; null for what is none. */
export function parseTime(raw: string): string | null {
  const text = cleanText(raw).replace(/\s+/g, '').toLowerCase()
  if (/^0?\.\d+$/.test(text)) return timeOfFraction(Number(text))
  const half = /^(凌晨|早上|早晨|上午|中午|下午|晚上|傍晚|am|pm)|(am|pm)$/.exec(text)?.[0] ?? ''
  const bare = half === '' ? text : text.replace(half, '')
  const match = /^(\d{1,2})[:点时](?:(\d{1,2})分?|(半)|整)?(?::\d{2}(?:\.\d+)?)?$/.exec(bare)
  if (!match || (bare.includes(':') && match[2] === undefined)) return null
  return clock(hourOf(half, Number(match[1])), match[3] === undefined ? Number(match[2] ?? 0) : 30)
}

/** Two times of one day from `09:00-11:30` or `9点至11点半`. */
export function parseTimeRange(raw: string): { start: string; end: string } | null {
  const parts = cleanText(raw).split(/\s*(?:-|–|—|~|至|到)\s*/)
  if (parts.length !== 2) return null
  const start = parseTime(parts[0] ?? '')
  const end = parseTime(parts[1] ?? '')
  return start === null || end === null ? null : { start, end }
}

/** Two days from `2026-11-16至2026-12-27`. A bare hyphen between them is not read: dates hold hyphens. */
export function parseDateRange(raw: string): { from: CivilDate; to: CivilDate } | null {
  const parts = cleanText(raw).split(/\s*(?:–|—|~|至|到| - )\s*/)
  if (parts.length !== 2) return null
  const from = parseDate(parts[0] ?? '')
  const to = parseDate(parts[1] ?? '')
  return from === null || to === null ? null : { from, to }
}
