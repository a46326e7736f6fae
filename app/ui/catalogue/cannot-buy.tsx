import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { formatDay, formatMonth, formatPickupTime, type Instant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'
import { seasonText } from './season-months.tsx'

/** Why an offer can't be put into the basket, in words, and where its village is met next. */
export function CannotBuy({
  isSoldOut,
  product,
  seasonMonths,
  backInMonth,
  firstDay,
  village,
  villageNext,
}: {
  isSoldOut: boolean
  product: string
  seasonMonths: readonly number[]
  backInMonth: number | null
  /** The first day any of it can be had, where that is still to come. */
  firstDay: CivilDate | null
  village: string
  villageNext: { href: string; startsAt: Instant; endsAt: Instant; place: string } | null
}) {
  if (!isSoldOut) {
    return (
      <Note tone="look" title={m.good_no_day()}>
        {firstDay === null ? m.store_no_day() : m.store_no_day_from({ day: formatDay(firstDay) })}
      </Note>
    )
  }
  return (
    <Note title={backInMonth === null ? m.stock_out() : m.store_out_of_season()}>
      {backInMonth === null
        ? m.store_sold_out()
        : m.store_out_of_season_why({
            product,
            season: seasonText(seasonMonths),
            month: formatMonth(backInMonth),
          })}
      {villageNext && (
        <p className="mt-2">
          {m.store_next_of_village({ village })}
          <br />
          <a href={villageNext.href}>
            {m.joined({
              first: formatPickupTime(villageNext.startsAt, villageNext.endsAt),
              second: villageNext.place,
            })}
          </a>
        </p>
      )}
    </Note>
  )
}
