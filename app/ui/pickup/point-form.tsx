import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import type { FieldOf, TownChoice } from './event-form.tsx'
import { weekdayName } from './series-words.ts'

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]

/** The form of a service point, new or as it is. Field ids are their names; every error stands by its field. */
export function PointForm({
  towns,
  values,
  errors,
  save,
}: {
  /** Of a new one; null where its village stays what it is. */
  towns: readonly TownChoice[] | null
  values: Record<string, string>
  errors: Record<string, string>
  save: string
}) {
  const field: FieldOf = (name) => ({ name, error: errors[name], defaultValue: values[name] ?? '' })
  return (
    <form method="post" className="stack narrow">
      <ErrorSummary errors={errors} />
      {towns && <input type="hidden" name="formKey" value={values.formKey} />}
      <TextInput
        {...field('name')}
        label={m.point_field_name()}
        hint={m.point_field_name_hint()}
        maxLength={60}
        required
      />
      {towns && (
        <Select
          {...field('villageCode')}
          label={m.organizer_field_village()}
          placeholder=""
          required
          options={towns.flatMap((town) =>
            town.villages.map((village) => ({
              value: village.code,
              label: m.joined({ first: village.name, second: town.name }),
            })),
          )}
        />
      )}
      <TextInput
        {...field('place')}
        label={m.organizer_field_place()}
        hint={m.point_field_place_hint()}
        maxLength={60}
        required
      />
      <HoursFields field={field} />
      <div className="two">
        <TextInput {...field('scaleCount')} label={m.organizer_field_scales()} inputMode="numeric" required />
        <TextInput {...field('staffCount')} label={m.point_field_staff()} inputMode="numeric" required />
      </div>
      <Choice
        legend={m.point_field_cold_box()}
        name="hasColdBox"
        options={[
          { value: 'yes', label: m.point_cold_box_yes() },
          { value: 'no', label: m.point_cold_box_no() },
        ]}
        chosen={values.hasColdBox ?? 'no'}
        error={errors.hasColdBox}
        required
      />
      <Button tone="go" size="big">
        {save}
      </Button>
    </form>
  )
}

/** Two times a weekday; both left empty is a day on which the point is closed. */
function HoursFields({ field }: { field: FieldOf }) {
  return (
    <div className="stack">
      <p>
        <b>{m.point_field_hours()}</b>
        <br />
        <span className="hint">{m.point_field_hours_hint()}</span>
      </p>
      {WEEKDAYS.map((weekday) => (
        <div key={weekday} className="two">
          <TextInput
            {...field(`opensAt${weekday}`)}
            label={m.point_field_opens({ weekday: weekdayName(weekday) })}
            type="time"
          />
          <TextInput
            {...field(`closesAt${weekday}`)}
            label={m.point_field_closes({ weekday: weekdayName(weekday) })}
            type="time"
          />
        </div>
      ))}
    </div>
  )
}
