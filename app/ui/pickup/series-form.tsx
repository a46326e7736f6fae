import { MONTH_WEEKS, WEEK_READINGS } from '#app/domain/pickup/recurrence.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import {
  type FieldOf,
  HourFields,
  type PointChoice,
  RoomFields,
  Served,
  type TownChoice,
  WhereFields,
} from './event-form.tsx'
import { readingName, weekdayName, weekName } from './series-words.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/** The form of a series. Field ids are their names; every error stands by its field and above the form. */
export function SeriesForm({
  towns,
  points,
  values,
  weeks,
  served,
  errors,
}: {
  towns: readonly TownChoice[]
  points: readonly PointChoice[]
  values: Record<string, string>
  /** The weeks and villages ticked so far. */
  weeks: readonly string[]
  served: readonly string[]
  errors: Record<string, string>
}) {
  const field: FieldOf = (name) => ({ name, error: errors[name], defaultValue: values[name] ?? '' })
  return (
    <form method="post" className="stack narrow">
      <ErrorSummary errors={errors} />
      <input type="hidden" name="formKey" value={values.formKey} />
      <WhereFields towns={towns} points={points} field={field} />
      <Select
        {...field('weekday')}
        label={m.series_weekday()}
        options={WEEKDAYS.map((weekday) => ({ value: String(weekday), label: weekdayName(weekday) }))}
        required
      />
      <Choice
        legend={m.series_weeks()}
        hint={m.series_weeks_hint()}
        name="weeks"
        kind="checkbox"
        chosen={weeks}
        error={errors.weeks}
        options={MONTH_WEEKS.map((week) => ({ value: week, label: weekName(week) }))}
      />
      <Choice
        legend={m.series_reading()}
        name="reading"
        look="list"
        chosen={values.reading}
        error={errors.reading}
        options={WEEK_READINGS.map((reading) => ({ value: reading, label: readingName(reading) }))}
        required
      />
      <TextInput {...field('fromDay')} label={m.series_from()} type="date" required />
      <TextInput {...field('toDay')} label={m.series_to()} hint={m.series_to_hint()} type="date" optional />
      <HourFields field={field} />
      <div className="two">
        <TextInput
          {...field('cutOffDaysBefore')}
          label={m.series_cut_off_days()}
          inputMode="numeric"
          required
        />
        <TextInput {...field('cutOffAt')} label={m.organizer_field_cut_off_time()} type="time" required />
      </div>
      <RoomFields field={field} />
      <Served towns={towns} served={served} error={errors.servedVillageCodes} />
      <Button tone="go" size="big">
        {m.series_save()}
      </Button>
    </form>
  )
}
