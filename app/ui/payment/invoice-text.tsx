import type { InvoiceText } from '#app/domain/payment/invoice-request.ts'
import { m } from '#app/i18n/generated/messages.js'
import { titleKindWord } from './invoice-words.ts'

/** Whom an invoice names, and what was said beside it. */
export function InvoiceTextLines({ text }: { text: InvoiceText }) {
  const { titleKind, title, taxNumber, email, note } = text
  return (
    <>
      <b>{title}</b>
      <br />
      <span className="soft">
        {titleKindWord(titleKind)}
        {taxNumber !== null && (
          <>
            {' · '}
            <span>{m.invoice_tax_number_is({ number: taxNumber })}</span>
          </>
        )}
        {email && (
          <>
            <br />
            {m.invoice_email_is({ email })}
          </>
        )}
        {note && (
          <>
            <br />
            {m.invoice_note_is({ note })}
          </>
        )}
      </span>
    </>
  )
}
