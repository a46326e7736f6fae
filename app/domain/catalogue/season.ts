/**
 * The months a product is in season, as numbers 1 to 12; none means all year.
 * Invariant: a season runs over the turn of the year as one span.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

/** From one month through another; `from` is after `to` where the season runs over the turn of the year. */
export type SeasonSpan = { from: number; to: number }

export function isInSeason(seasonMonths: readonly number[], month: number): boolean {
  return seasonMonths.length === 0 || seasonMonths.includes(month)
}

/** The month in which a product is next in season; null while it is, and for what is in season all year. */
export function nextSeasonMonth(seasonMonths: readonly number[], month: number): number | null {
  if (isInSeason(seasonMonths, month)) return null
  let next = nextMonth(month)
  while (!seasonMonths.includes(next)) next = nextMonth(next)
  return next
}

/** The spans of consecutive months, in the order they begin in the year. Empty for all year. */
export function seasonSpans(seasonMonths: readonly number[]): SeasonSpan[] {
  const months = new Set(seasonMonths)
  for (const month of months) {
    invariant(Number.isInteger(month) && month >= 1 && month <= 12, `not a month: ${month}`)
  }
  if (months.size === 0 || months.size === 12) return []
  const starts = [...months].filter((month) => !months.has(previousMonth(month))).sort((a, b) => a - b)
  return starts.map((from) => {
    let to = from
    while (months.has(nextMonth(to))) to = nextMonth(to)
    return { from, to }
  })
}

function nextMonth(month: number): number {
  return (month % 12) + 1
}

function previousMonth(month: number): number {
  return ((month + 10) % 12) + 1
}
