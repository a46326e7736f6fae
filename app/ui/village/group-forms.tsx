import { LEAVE_REASONS } from '#app/domain/people/household-group.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button, TapLink } from '#app/ui/primitives/button.tsx'
import { Tick } from '#app/ui/primitives/choice.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { fieldsOf, type NamedAnswer } from '#app/ui/primitives/named-form.ts'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { leaveReasonWords } from './group-words.ts'
import { householdInFull, type ShownHousehold } from './words.ts'

export function MakeGroupForm({
  villages,
  today,
  answer,
}: {
  villages: readonly { code: string; name: string }[]
  today: string
  answer: NamedAnswer
}) {
  const { field, errors } = fieldsOf('make', answer)
  const [only, ...others] = villages
  return (
    <form method="post" className="stack">
      <ErrorSummary errors={errors} />
      {only && others.length === 0 ? (
        <input type="hidden" name="villageCode" value={only.code} />
      ) : (
        <Select
          {...field('villageCode')}
          label={m.group_village()}
          placeholder={m.group_choose_village()}
          options={villages.map(({ code, name }) => ({ value: code, label: name }))}
          required
        />
      )}
      <TextInput
        {...field('name')}
        label={m.group_name()}
        hint={m.group_name_hint()}
        maxLength={20}
        autoComplete="off"
        required
      />
      <TextInput {...field('startsOn', today)} label={m.group_starts_on()} type="date" required />
      <Button tone="go">{m.group_make_do()}</Button>
    </form>
  )
}

/** `otherHref` is where another household is looked for. */
export function AddMemberForm({
  household,
  otherHref,
  today,
  answer,
}: {
  household: ShownHousehold
  otherHref: string
  today: string
  answer: NamedAnswer
}) {
  const { field, errors } = fieldsOf('add', answer)
  return (
    <form method="post" className="stack">
      <input type="hidden" name="intent" value="add" />
      <input type="hidden" name="householdId" value={household.id} />
      <p>
        <b>{m.group_add_of({ household: householdInFull(household) })}</b>{' '}
        <TapLink href={otherHref}>{m.group_add_other()}</TapLink>
      </p>
      <ErrorSummary errors={errors} />
      <WeightField {...field('weight')} />
      <TextInput {...field('startsOn', today)} label={m.group_starts_on()} type="date" required />
      <Button tone="go">{m.group_add_do()}</Button>
    </form>
  )
}

function WeightField(field: ReturnType<ReturnType<typeof fieldsOf>['field']>) {
  return (
    <TextInput
      {...field}
      label={m.group_weight_field()}
      hint={m.group_weight_hint()}
      inputMode="numeric"
      maxLength={4}
      autoComplete="off"
      required
    />
  )
}

export function EndGroupForm({ answer }: { answer: NamedAnswer }) {
  const { field, errors } = fieldsOf('end', answer)
  const { id, name, error } = field('sure')
  return (
    <form method="post" className="stack">
      <input type="hidden" name="intent" value="end" />
      <p className="soft">{m.group_end_why()}</p>
      <ErrorSummary errors={errors} />
      <Tick id={id} name={name} error={error} label={m.group_end_sure()} required />
      <Button>{m.group_end_do()}</Button>
    </form>
  )
}

/** `tomorrow` is the first day that may be chosen. */
export function ChangeWeightForm({
  own,
  tomorrow,
  answer,
}: {
  own: number
  tomorrow: string
  answer: NamedAnswer
}) {
  const { field, errors } = fieldsOf('weight', answer)
  return (
    <form method="post" className="stack">
      <input type="hidden" name="intent" value="weight" />
      <p className="soft">{m.group_change_weight_why()}</p>
      <ErrorSummary errors={errors} />
      <WeightField {...field('weight', String(own))} />
      <TextInput
        {...field('startsOn', tomorrow)}
        label={m.group_change_weight_from()}
        type="date"
        min={tomorrow}
        required
      />
      <Button tone="go">{m.group_change_weight_do()}</Button>
    </form>
  )
}

export function LeaveForm({ answer }: { answer: NamedAnswer }) {
  const { field, errors } = fieldsOf('leave', answer)
  return (
    <form method="post" className="stack">
      <input type="hidden" name="intent" value="leave" />
      <p className="soft">{m.group_leave_why()}</p>
      <ErrorSummary errors={errors} />
      <Select
        {...field('reason')}
        label={m.group_leave_reason()}
        placeholder={m.group_choose_reason()}
        options={LEAVE_REASONS.map((reason) => ({ value: reason, label: leaveReasonWords(reason) }))}
        required
      />
      <Button>{m.group_leave_do()}</Button>
    </form>
  )
}
