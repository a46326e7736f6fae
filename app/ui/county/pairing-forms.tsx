import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { ErrorSummary } from '#app/ui/primitives/error-summary.tsx'
import { fieldsOf, type NamedAnswer } from '#app/ui/primitives/named-form.ts'
import { Select, TextInput } from '#app/ui/primitives/text-input.tsx'
import { reasonOptions } from './pairing-words.ts'

type Agencies = readonly { id: number; name: string }[]

type Fields = ReturnType<typeof fieldsOf>

function AgencyField({ field, agencies }: Fields & { agencies: Agencies }) {
  return (
    <Select
      {...field('agencyId')}
      label={m.pairing_agency()}
      placeholder={m.pairing_choose_agency()}
      options={agencies.map(({ id, name }) => ({ value: String(id), label: name }))}
      required
    />
  )
}

function HelperFields({ today, agencies, ...fields }: Fields & { today: string; agencies: Agencies }) {
  const { field } = fields
  return (
    <>
      <AgencyField {...fields} agencies={agencies} />
      <TextInput
        {...field('helperName')}
        label={m.pairing_helper()}
        autoComplete="off"
        maxLength={40}
        required
      />
      <TextInput {...field('helperTitle')} label={m.pairing_helper_title()} maxLength={40} optional />
      <TextInput
        {...field('helperPhone')}
        label={m.pairing_helper_phone()}
        hint={m.pairing_helper_phone_hint()}
        inputMode="tel"
        autoComplete="off"
        optional
      />
      <TextInput {...field('startsOn', today)} label={m.pairing_starts_on()} type="date" required />
    </>
  )
}

function ReasonFields({ field }: Fields) {
  return (
    <>
      <Select
        {...field('reason')}
        label={m.pairing_reason()}
        placeholder={m.pairing_choose_reason()}
        options={reasonOptions()}
        required
      />
      <TextInput
        {...field('note')}
        label={m.pairing_note()}
        hint={m.pairing_note_hint()}
        maxLength={200}
        optional
      />
    </>
  )
}

export function BeginForm({
  agencies,
  today,
  answer,
}: {
  agencies: Agencies
  today: string
  answer: NamedAnswer
}) {
  const fields = fieldsOf('begin', answer)
  return (
    <section>
      <h2>{m.pairing_begin()}</h2>
      <form method="post" className="stack narrow">
        <ErrorSummary errors={fields.errors} />
        <TextInput
          {...fields.field('householdNumber')}
          label={m.pairing_number()}
          autoComplete="off"
          required
        />
        <HelperFields {...fields} agencies={agencies} today={today} />
        <Button tone="go">{m.pairing_begin_do()}</Button>
      </form>
    </section>
  )
}

export function ChangeForm({
  agencies,
  today,
  answer,
}: {
  agencies: Agencies
  today: string
  answer: NamedAnswer
}) {
  const fields = fieldsOf('change', answer)
  return (
    <section>
      <h2>{m.pairing_change()}</h2>
      <p className="soft">{m.pairing_change_why()}</p>
      <form method="post" className="stack narrow">
        <input type="hidden" name="intent" value="change" />
        <ErrorSummary errors={fields.errors} />
        <HelperFields {...fields} agencies={agencies} today={today} />
        <ReasonFields {...fields} />
        <Button tone="go">{m.pairing_change_do()}</Button>
      </form>
    </section>
  )
}

/** Ends a pairing; `pairingId` where several can be ended on the page. */
export function EndForm({
  today,
  answer,
  pairingId,
}: {
  today: string
  answer: NamedAnswer
  pairingId?: number
}) {
  const fields = fieldsOf(pairingId === undefined ? 'end' : `end-${pairingId}`, answer)
  return (
    <form method="post" className="stack narrow">
      <input type="hidden" name="intent" value="end" />
      {pairingId !== undefined && <input type="hidden" name="pairingId" value={pairingId} />}
      <ErrorSummary errors={fields.errors} />
      <TextInput {...fields.field('endsOn', today)} label={m.pairing_ends_on()} type="date" required />
      <ReasonFields {...fields} />
      <Button>{m.pairing_end_do()}</Button>
    </form>
  )
}

export function VillageBeginForm({
  agencies,
  villages,
  today,
  answer,
}: {
  agencies: Agencies
  villages: readonly { code: string; name: string }[]
  today: string
  answer: NamedAnswer
}) {
  const fields = fieldsOf('begin', answer)
  return (
    <section>
      <h2>{m.pairing_village_begin()}</h2>
      <form method="post" className="stack narrow">
        <input type="hidden" name="intent" value="begin" />
        <ErrorSummary errors={fields.errors} />
        <AgencyField {...fields} agencies={agencies} />
        <Select
          {...fields.field('villageCode')}
          label={m.pairing_village()}
          placeholder={m.pairing_choose_village()}
          options={villages.map(({ code, name }) => ({ value: code, label: name }))}
          required
        />
        <TextInput {...fields.field('startsOn', today)} label={m.pairing_starts_on()} type="date" required />
        <Button tone="go">{m.pairing_begin_do()}</Button>
      </form>
    </section>
  )
}
