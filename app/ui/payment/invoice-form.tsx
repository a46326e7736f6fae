import { type InvoiceText, titleKinds } from '#app/domain/payment/invoice-request.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Button } from '#app/ui/primitives/button.tsx'
import { Choice } from '#app/ui/primitives/choice.tsx'
import { TextInput } from '#app/ui/primitives/text-input.tsx'
import { titleKindWord } from './invoice-words.ts'

/** What the invoice is to say. `seenVersion` is the last request that the page shows, 0 for none. */
export function InvoiceForm({
  action,
  seenVersion,
  offered,
  values,
  errors,
}: {
  action: string
  seenVersion: number
  offered: InvoiceText
  /** What was typed, once a form was refused. */
  values: Record<string, string> | undefined
  errors: Record<string, string>
}) {
  const typed = (name: keyof InvoiceText) => (values ? (values[name] ?? '') : (offered[name] ?? ''))
  return (
    <form method="post" action={action} className="stack narrow">
      <input type="hidden" name="seenVersion" value={seenVersion} />
      <Choice
        legend={m.invoice_title_kind()}
        name="titleKind"
        options={titleKinds.map((kind) => ({ value: kind, label: titleKindWord(kind) }))}
        chosen={typed('titleKind')}
        error={errors.titleKind}
        required
      />
      <TextInput
        label={m.invoice_field_title()}
        hint={m.invoice_field_title_hint()}
        name="title"
        defaultValue={typed('title')}
        error={errors.title}
        autoComplete="off"
        required
      />
      <TextInput
        label={m.invoice_field_tax_number()}
        hint={m.invoice_field_tax_number_hint()}
        name="taxNumber"
        defaultValue={typed('taxNumber')}
        error={errors.taxNumber}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
      />
      <TextInput
        label={m.invoice_field_email()}
        name="email"
        type="text"
        inputMode="email"
        defaultValue={typed('email')}
        error={errors.email}
        autoComplete="email"
        optional
      />
      <TextInput
        label={m.invoice_field_note()}
        name="note"
        defaultValue={typed('note')}
        error={errors.note}
        optional
      />
      <Button tone="go" size="big">
        {m.invoice_ask()}
      </Button>
    </form>
  )
}
