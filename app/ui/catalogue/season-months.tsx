import { isInSeason, seasonSpans } from '#app/domain/catalogue/season.ts'
import { formatMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { classNames } from '#app/ui/primitives/class-names.ts'

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** `10月到次年3月`, or all year. */
export function seasonText(months: readonly number[]): string {
  const spans = seasonSpans(months).map(({ from, to }) => {
    if (from === to) return formatMonth(from)
    const span = { from: formatMonth(from), to: formatMonth(to) }
    return from < to ? m.store_season_span(span) : m.store_season_over_year(span)
  })
  return spans.length === 0
    ? m.store_season_all()
    : spans.reduce((first, second) => m.joined({ first, second }))
}

/** A year as twelve marks, those in season full; the words stand below. */
export function SeasonMonths({ months }: { months: readonly number[] }) {
  return (
    <>
      <svg className="mt-2 block h-3 w-full max-w-80" aria-hidden="true">
        {MONTHS.map((month) => (
          <rect
            key={month}
            className={classNames(isInSeason(months, month) ? 'fill-cel' : 'fill-line')}
            x={`${((month - 1) * 100) / 12}%`}
            width="7.6%"
            height="12"
            rx="2"
          />
        ))}
      </svg>
      <span className="soft">{seasonText(months)}</span>
    </>
  )
}
