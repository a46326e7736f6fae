import type { PreviewDay, SeriesPreview } from '#app/domain/pickup/event-series.ts'
import type { DeclaredDay } from '#app/domain/pickup/public-holiday.ts'
import { formatDate, formatDay, formatDayWithWeekday } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice, type ChoiceOption } from '#app/ui/primitives/choice.tsx'

/** What a day's radio buttons are called, and what one of them says when the day is left out. */
export const dayField = (day: string) => `day-${day}`

/** Twelve months of a series, a question a day. Where a holiday falls nothing is chosen beforehand. */
export function SeriesPreviewForm({
  preview,
  seen,
  holidays,
  typed,
}: {
  preview: SeriesPreview
  /** Sent back with the form, so that nothing is decided of days that are not as they were shown. */
  seen: string
  holidays: readonly DeclaredDay[]
  /** What was ticked before, where the form came back; kept where the days are still what they were. */
  typed: Record<string, string>
}) {
  const ticked = typed.seen === seen ? typed : {}
  const isEmpty = preview.days.every(({ isTooLate }) => isTooLate)
  return (
    <form method="post" className="stack narrow">
      <h2>{m.series_preview({ from: formatDate(preview.from), to: formatDate(preview.to) })}</h2>
      <p className="soft">{isEmpty ? m.series_preview_none() : m.series_preview_lead()}</p>
      <Holidays holidays={holidays} />
      <input type="hidden" name="from" value={preview.from} />
      <input type="hidden" name="seen" value={seen} />
      {preview.days.map((one) => (
        <DayChoice key={one.day} {...one} chosen={ticked[dayField(one.day)]} />
      ))}
      <p className="hint">{m.series_make_hint()}</p>
      <div className="flex flex-wrap gap-3">
        <Button name="intent" value="draft" tone="go" size="big">
          {m.series_make_draft()}
        </Button>
        <Button name="intent" value="open" size="big">
          {m.series_make_open()}
        </Button>
      </div>
    </form>
  )
}

function Holidays({ holidays }: { holidays: readonly DeclaredDay[] }) {
  const days = holidays.map(({ day, name }) => m.joined({ first: formatDay(day), second: name }))
  return (
    <p className="hint">
      {days.length === 0
        ? m.series_holidays_none()
        : m.series_holidays({ days: days.join(m.organizer_and()) })}{' '}
      {m.series_holidays_more()}
    </p>
  )
}

function DayChoice({ day, clash, isTooLate, isTaken, chosen }: PreviewDay & { chosen: string | undefined }) {
  const legend = formatDayWithWeekday(day)
  if (isTooLate) {
    return (
      <p>
        <b>{legend}</b> <span className="soft">{m.series_day_too_late()}</span>
      </p>
    )
  }
  const options: ChoiceOption[] = [{ value: day, label: m.series_choice_as_is() }]
  if (clash?.proposedDay) {
    const to = formatDayWithWeekday(clash.proposedDay)
    options.push({ value: clash.proposedDay, label: m.series_choice_moved({ day: to }) })
  }
  options.push({ value: 'left-out', label: m.series_choice_left_out() })
  const notes = [
    ...(clash ? [m.series_day_holiday({ holiday: clash.holiday })] : []),
    ...(isTaken ? [m.series_day_taken()] : []),
  ]
  const beforehand = clash ? '' : isTaken ? 'left-out' : day
  return (
    <Choice
      legend={legend}
      hint={notes.length > 0 ? <b>{notes.join(m.organizer_and())}</b> : undefined}
      name={dayField(day)}
      options={options}
      chosen={chosen ?? beforehand}
      required
    />
  )
}
