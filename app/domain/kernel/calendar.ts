/**
 * Civil dates are `YYYY-MM-DD` strings in Asia/Shanghai; instants are Dates in UTC.
 * China has kept UTC+8 without daylight saving since 1991; no date here is earlier.
 */
import { invariant } from './invariant.ts'

/** A civil date, `2026-11-22`. */
export type CivilDate = string

const SHANGHAI_OFFSET_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

/** True for an existing day of the form `YYYY-MM-DD`, years 1900 to 2999. */
export function isCivilDate(text: string): boolean {
  const match = /^(19|2\d)\d\d-\d\d-\d\d$/.exec(text)
  if (!match) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** The civil date in Shanghai at an instant. */
export function civilDateOf(instant: Date): CivilDate {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)
}

/** The instant of a wall-clock time in Shanghai: `instantOf('2026-12-07', '09:00')`. */
export function instantOf(date: CivilDate, time: string): Date {
  invariant(isCivilDate(date), `not a civil date: ${date}`)
  invariant(/^([01]\d|2[0-3]):[0-5]\d$/.test(time), `not a time of day: ${time}`)
  return new Date(`${date}T${time}:00+08:00`)
}

/** Wall-clock time in Shanghai, `09:00`. */
export function timeOfDay(instant: Date): string {
  return new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16)
}

export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from one civil date to another; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(date: CivilDate): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
}

export function yearOf(date: CivilDate): number {
  return Number(date.slice(0, 4))
}

export function monthOf(date: CivilDate): number {
  return Number(date.slice(5, 7))
}

/** The first day of the month that lies `months` after a date's own. */
export function firstOfMonth(date: CivilDate, months: number): CivilDate {
  return new Date(Date.UTC(yearOf(date), monthOf(date) - 1 + months, 1)).toISOString().slice(0, 10)
}

/** A civil date as a Date at UTC midnight, the form a database `date` column takes. */
export function toDateColumn(date: CivilDate): Date {
  invariant(isCivilDate(date), `not a civil date: ${date}`)
  return new Date(`${date}T00:00:00Z`)
}

/** The civil date a database `date` column holds. */
export function fromDateColumn(value: Date): CivilDate {
  return value.toISOString().slice(0, 10)
}
