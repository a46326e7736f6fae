/** How a service point's hours are said. */
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import { formatWeekday } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

const A_MONDAY = '2026-06-01'
const dayName = (weekday: number) => formatWeekday(addDays(A_MONDAY, weekday - 1))
const timeText = (time: string) => time.replace(/^0/, '')

/** `周一至周五 9:00–17:00，周六 9:00–12:00`: days in a row with the same hours are said as one. */
export function hoursText(hours: readonly OpeningSpan[]): string {
  const runs: { from: number; to: number; opensAt: string; closesAt: string }[] = []
  for (const { weekday, opensAt, closesAt } of [...hours].sort((a, b) => a.weekday - b.weekday)) {
    const last = runs.at(-1)
    if (last?.to === weekday - 1 && last.opensAt === opensAt && last.closesAt === closesAt) last.to = weekday
    else runs.push({ from: weekday, to: weekday, opensAt, closesAt })
  }
  return runs
    .map(({ from, to, opensAt, closesAt }) =>
      m.point_hours_of({
        days: from === to ? dayName(from) : m.point_days({ from: dayName(from), to: dayName(to) }),
        hours: m.time_span({ from: timeText(opensAt), to: timeText(closesAt) }),
      }),
    )
    .reduce((first, second) => (first === '' ? second : m.joined({ first, second })), '')
}
