/**
 * The files of a real-shaped town, their dates moved by whole weeks so that the world is current on the day it is
 * built. Nothing else of them is touched: their planted faults are refused as anybody's would be.
 */
import { readFileSync } from 'node:fs'
import { addDays, type CivilDate, daysBetween } from '#app/domain/kernel/calendar.ts'

const FOLDER = 'prisma/seed/data/wuan'
/** The week the files were made for. */
const MADE_ON: CivilDate = '2026-11-23'

export type TownFile = {
  kind: 'households' | 'pairings' | 'goods' | 'events'
  fileName: string
  bytes: Uint8Array
}

/** How many days, a multiple of seven, bring the files' own day closest to `today`. */
export function daysToMove(today: CivilDate): number {
  return Math.round(daysBetween(MADE_ON, today) / 7) * 7
}

const WRITTEN_DATE = /(20\d\d)(年|-|\/)(\d{1,2})(月|-|\/)(\d{1,2})(日?)/g

/** Moves every date in a text, each kept in the way it was written. */
export function moveDates(text: string, days: number): string {
  return text.replace(
    WRITTEN_DATE,
    (whole, year: string, a: string, month: string, b: string, day: string, c: string) => {
      const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
      const [y, m, d] = addDays(date, days).split('-') as [string, string, string]
      const isPadded = month.length === 2 && day.length === 2 && whole.length >= 10
      return `${y}${a}${isPadded ? m : Number(m)}${b}${isPadded ? d : Number(d)}${c}`
    },
  )
}

function moved(fileName: string, encoding: 'gb18030' | 'utf-8', days: number): Uint8Array {
  const text = new TextDecoder(encoding).decode(readFileSync(`${FOLDER}/${fileName}`))
  // Offices send GB18030 or UTF-8; what was moved is sent as UTF-8.
  return new TextEncoder().encode(`\uFEFF${moveDates(text, days)}`)
}

/** The town's four files in the order they are imported. */
export function townFiles(today: CivilDate): TownFile[] {
  const days = daysToMove(today)
  return [
    { kind: 'households', fileName: '花名册.xlsx', bytes: readFileSync(`${FOLDER}/花名册.xlsx`) },
    { kind: 'pairings', fileName: '结对帮扶台账.xlsx', bytes: readFileSync(`${FOLDER}/结对帮扶台账.xlsx`) },
    { kind: 'goods', fileName: '农产品供应清单.csv', bytes: moved('农产品供应清单.csv', 'gb18030', days) },
    { kind: 'events', fileName: '活动安排.csv', bytes: moved('活动安排.csv', 'utf-8', days) },
  ]
}
