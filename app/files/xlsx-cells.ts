/**
 * A cell of a workbook as the text a person sees in it: dates as civil dates, numbers without float noise.
 * Invariant: digits are never invented. A number too long to be exact stays in the form the file has it.
 */
import { dateOfSerial, timeOfFraction } from '#app/domain/intake/moments.ts'

/** What a style does to a number. */
export type CellFormat =
  | { kind: 'plain' }
  | { kind: 'date'; hasDate: boolean; hasTime: boolean }
  | { kind: 'padded'; digits: number }

export const PLAIN: CellFormat = { kind: 'plain' }

/** The built-in formats that show dates and times, by number; the others show numbers. */
export function builtInFormat(id: number): CellFormat {
  const hasDate =
    (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)
  const hasTime = (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47)
  return hasDate || hasTime ? { kind: 'date', hasDate, hasTime } : PLAIN
}

/** What a format code does: `yyyy"年"m"月"`, `h:mm`, `000000`. */
export function formatOfCode(code: string): CellFormat {
  const first = code.split(';')[0] ?? ''
  if (/^0{2,}$/.test(first)) return { kind: 'padded', digits: first.length }
  const bare = first
    .replace(/"[^"]*"/g, '')
    .replace(/\\./g, '')
    .replace(/[_*]./g, '')
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
    .replace(/general|g\/通用格式/gi, '')
  const hasDate = /[ydy年月日]|e(?![+-])/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))
  const hasTime = /[hs时分秒]/i.test(bare)
  return hasDate || hasTime ? { kind: 'date', hasDate, hasTime } : PLAIN
}

/** The most that a double holds exactly in decimal digits; a longer number has lost its end. */
const EXACT_DIGITS = 15

/** A number as the sheet stores it, as plain text. */
export function plainNumber(stored: string): string {
  const text = stored.trim()
  if (/^-?\d+$/.test(text)) return text === '-0' ? '0' : text
  const value = Number(text)
  if (text === '' || !Number.isFinite(value)) return text
  if (Math.abs(value) >= 10 ** EXACT_DIGITS) return text
  const [mantissa = '', exponent = '0'] = value.toExponential(EXACT_DIGITS - 1).split('e')
  return withoutExponent(mantissa, Number(exponent))
}

/** `-1.2300` and 1 as `-12.3`. */
function withoutExponent(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : ''
  const digits = mantissa.replace(/[-.]/g, '')
  const padded = exponent < 0 ? '0'.repeat(-exponent) + digits : digits
  const point = Math.max(1, exponent + 1)
  const whole = padded.slice(0, point)
  const fraction = padded.slice(point).replace(/0+$/, '')
  const text = fraction === '' ? whole : `${whole}.${fraction}`
  return /^[0.]*$/.test(text) ? '0' : sign + text
}

/** A stored number under its format. `is1904` is the other calendar, 1,462 days later. */
export function numberText(stored: string, format: CellFormat, is1904: boolean): string {
  const serial = Number(stored) + (is1904 && format.kind === 'date' && format.hasDate ? 1462 : 0)
  if (format.kind === 'date' && stored.trim() !== '' && serial >= 0 && serial < 2_958_466) {
    return momentText(serial, format)
  }
  const plain = plainNumber(stored)
  return format.kind === 'padded' && /^\d+$/.test(plain) ? plain.padStart(format.digits, '0') : plain
}

/** A day, a day and hour, or an hour, to the minute, as the format shows it. */
function momentText(serial: number, format: { hasDate: boolean; hasTime: boolean }): string {
  const minutes = Math.round(serial * 1440)
  const day = Math.floor(minutes / 1440)
  const minute = minutes - day * 1440
  const time = timeOfFraction(minute / 1440)
  if (day === 0 || !format.hasDate) return time
  return format.hasTime && minute !== 0 ? `${dateOfSerial(day)} ${time}` : dateOfSerial(day)
}

/** `_x000D_` is how a workbook writes a character XML can't hold. */
export function unescapeCell(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}

/** The 0-based column of a reference such as `AB12`; -1 for what is none. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference) {
    const code = letter.charCodeAt(0)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
  }
  return column - 1
}

/** The 1-based row of a reference such as `AB12`; NaN for what is none. */
export function rowOf(reference: string): number {
  return Number(/\d+$/.exec(reference)?.[0] ?? Number.NaN)
}
