import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { formatDay, formatInstant, formatWeekday, type Instant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

export type EventRow = {
  href: string
  startsAt: Instant
  /** Where, and whose goods come there. */
  place: string
  cutOffAt: Instant
  /** Stands in place of the cut-off: why nothing can be ordered for it any more. */
  note?: string | null
  /** How many goods can be collected there; left out where it isn't known. */
  goodsCount?: number
}

/** Pickup events in the order given: date, place, cut-off. A row on a phone, a column each from 40rem. */
export function EventRows({ events }: { events: readonly EventRow[] }) {
  return (
    <ul className="days">
      {events.map((event) => {
        const date = civilDateOf(new Date(event.startsAt))
        return (
          <li key={event.href}>
            <a href={event.href}>
              <time dateTime={date}>
                <b>{formatDay(date)}</b>
                {formatWeekday(date)}
              </time>
              <span>
                <span className="where">{event.place}</span>
                <span className="cut">
                  {event.note ?? m.event_cut_off({ instant: formatInstant(event.cutOffAt) })}
                </span>
              </span>
              {event.goodsCount !== undefined && (
                <span className="qty">{m.event_goods({ count: event.goodsCount })}</span>
              )}
            </a>
          </li>
        )
      })}
    </ul>
  )
}
