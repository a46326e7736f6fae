import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import { m } from '#app/i18n/generated/messages.js'
import { hoursText } from '#app/ui/catalogue/opening-hours.ts'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'

export type TownChoice = { code: string; name: string; villages: { code: string; name: string }[] }

export type PointChoice = { id: number; name: string; openingHours: readonly OpeningSpan[] }

/** A field by its name, with what was typed and what is wrong with it. */
export type FieldOf = (name: string) => { name: string; error: string | undefined; defaultValue: string }

/** The form of a new event. Field ids are their names; every error stands by its field and above the form. */
export function EventForm({
  towns,
  points,
  values,
  served,
  errors,
}: {
  towns: readonly TownChoice[]
  points: readonly PointChoice[]
  values: Record<string, string>
  /** The villages ticked so far. */
  served: readonly string[]
  errors: Record<string, string>
}) {
  const field: FieldOf = (name) => ({ name, error: errors[name], defaultValue: values[name] ?? '' })
  return (
    <form method="post" className="stack narrow">
      <ErrorSummary errors={errors} />
      <WhereFields towns={towns} points={points} field={field} />
      <TextInput {...field('day')} label={m.organizer_field_day()} type="date" required />
      <HourFields field={field} />
      <div className="two">
        <TextInput {...field('cutOffDay')} label={m.organizer_field_cut_off_day()} type="date" required />
        <TextInput {...field('cutOffAt')} label={m.organizer_field_cut_off_time()} type="time" required />
      </div>
      <RoomFields field={field} />
      <Served towns={towns} served={served} error={errors.servedVillageCodes} />
      <Button tone="go" size="big">
        {m.organizer_new_save()}
      </Button>
    </form>
  )
}

export function WhereFields({
  towns,
  points,
  field,
}: {
  towns: readonly TownChoice[]
  points: readonly PointChoice[]
  field: FieldOf
}) {
  return (
    <>
      <TextInput {...field('title')} label={m.organizer_field_title()} maxLength={60} required />
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
      {points.length > 0 && (
        <Select
          {...field('servicePointId')}
          label={m.point_field_held_at()}
          hint={m.point_field_held_at_hint()}
          placeholder={m.point_held_elsewhere()}
          options={points.map(({ id, name, openingHours }) => ({
            value: String(id),
            label: m.joined({ first: name, second: hoursText(openingHours) }),
          }))}
        />
      )}
      <TextInput
        {...field('place')}
        label={m.organizer_field_place()}
        hint={points.length > 0 ? m.point_field_place_or() : m.organizer_field_place_hint()}
        maxLength={60}
        required={points.length === 0}
      />
    </>
  )
}

export function HourFields({ field }: { field: FieldOf }) {
  return (
    <div className="two">
      <TextInput {...field('startsAt')} label={m.organizer_field_starts()} type="time" required />
      <TextInput {...field('endsAt')} label={m.organizer_field_ends()} type="time" required />
    </div>
  )
}

export function RoomFields({ field }: { field: FieldOf }) {
  return (
    <>
      <div className="two">
        <TextInput
          {...field('capacityOrders')}
          label={m.organizer_field_capacity()}
          hint={m.organizer_field_capacity_hint()}
          inputMode="numeric"
          required
        />
        <TextInput {...field('scaleCount')} label={m.organizer_field_scales()} inputMode="numeric" required />
      </div>
      <TextInput
        {...field('deskMinutesPerScale')}
        label={m.organizer_field_desk_minutes()}
        hint={m.organizer_field_desk_minutes_hint()}
        inputMode="numeric"
      />
    </>
  )
}

/** One group a town; of many towns the ones with nothing ticked are folded away. */
export function Served({
  towns,
  served,
  error,
}: {
  towns: readonly TownChoice[]
  served: readonly string[]
  error: string | undefined
}) {
  const isMany = towns.length > 1
  const group = (town: TownChoice, index: number) => (
    <Choice
      key={town.code}
      legend={m.organizer_serves_town({ town: town.name })}
      hideLegend={isMany}
      name="servedVillageCodes"
      id={index === 0 ? 'servedVillageCodes' : `served-${town.code}`}
      kind="checkbox"
      chosen={served}
      error={index === 0 ? error : undefined}
      options={town.villages.map((village) => ({ value: village.code, label: village.name }))}
    />
  )
  return (
    <div className="stack">
      <p>
        <b>{m.organizer_field_serves()}</b>
        <br />
        <span className="hint">{m.organizer_field_serves_hint()}</span>
      </p>
      {isMany
        ? towns.map((town, index) => (
            <details
              key={town.code}
              open={
                (index === 0 && error !== undefined) ||
                town.villages.some(({ code }) => served.includes(code))
              }
            >
              <summary>{m.organizer_serves_town({ town: town.name })}</summary>
              {group(town, index)}
            </details>
          ))
        : towns.map(group)}
    </div>
  )
}
