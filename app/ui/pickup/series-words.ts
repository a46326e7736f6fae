/** How a series and its days are said. */
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { DeclaredKind } from '#app/domain/pickup/public-holiday.ts'
import type { MonthWeek, WeekReading } from '#app/domain/pickup/recurrence.ts'
import { formatWeekday } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

export function readingName(reading: WeekReading): string {
  return reading === 'weekday-of-month' ? m.series_reading_weekday() : m.series_reading_week()
}

const A_MONDAY = '2026-06-01'

/** 1 for Monday to 7 for Sunday. */
export function weekdayName(weekday: number): string {
  return formatWeekday(addDays(A_MONDAY, weekday - 1))
}

const WEEKS: Record<MonthWeek, () => string> = {
  1: m.series_week_1,
  2: m.series_week_2,
  3: m.series_week_3,
  4: m.series_week_4,
  5: m.series_week_5,
  last: m.series_week_last,
}

export function weekName(week: MonthWeek): string {
  return WEEKS[week]()
}

/** `第一、第三周的星期一` */
export function ruleWords(rule: {
  weekday: number
  weeks: readonly MonthWeek[]
  reading: WeekReading
}): string {
  const weeks = rule.weeks.map(weekName).join(m.organizer_and())
  const weekday = weekdayName(rule.weekday)
  return rule.reading === 'weekday-of-month'
    ? m.series_rule_weekday({ weeks, weekday })
    : m.series_rule_week({ weeks, weekday })
}

const KINDS: Record<DeclaredKind, () => string> = {
  holiday: m.series_kind_holiday,
  working: m.series_kind_working,
  ordinary: m.series_kind_ordinary,
}

export function declaredKindName(kind: DeclaredKind): string {
  return KINDS[kind]()
}
