import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { monthOf } from '#app/domain/kernel/calendar.ts'
import { dayOf, formatMonth, formatWeekday } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

/** A leaf of a tear-off calendar: month and weekday above, the day large. */
export function DateBadge({ date }: { date: CivilDate }) {
  return (
    <p className="date">
      <span>{m.date_month_weekday({ month: formatMonth(monthOf(date)), weekday: formatWeekday(date) })}</span>
      <b>{dayOf(date)}</b>
    </p>
  )
}
