import { formatInstant } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { Note } from '#app/ui/primitives/note.tsx'
import { QrCode } from '#app/ui/primitives/qr-code.tsx'

type OneTimeCodeProps = {
  kind: 'invitation' | 'reset'
  code: string
  /** The address that takes the code up, with its origin: what the QR code says. */
  url: string
  /** ISO instant. */
  expiresAt: string
  /** Whom it is for: a role and its place, or a person. */
  who: string
}

/** A code to be printed and handed over: as a QR code, as an address and to be typed. It is never shown again. */
export function OneTimeCode({ kind, code, url, expiresAt, who }: OneTimeCodeProps) {
  const isInvitation = kind === 'invitation'
  return (
    <section className="code stack" aria-labelledby="one-time-code">
      <h2 id="one-time-code">{isInvitation ? m.account_code_invite_head() : m.account_code_reset_head()}</h2>
      <p>
        <b>{m.account_code_for({ who })}</b>
      </p>
      <QrCode text={url} label={m.account_code_qr()} />
      <p>
        {m.account_code_scan()}
        <br />
        <span className="break-all">{url}</span>
      </p>
      <p>{isInvitation ? m.account_code_type() : m.account_code_type_reset()}</p>
      <p className="num text-3 font-bold tracking-wide">{code}</p>
      <p>{m.account_code_until({ instant: formatInstant(expiresAt) })}</p>
      <div className="no-print">
        <Note tone="look" announce>
          {m.account_code_once()}
        </Note>
      </div>
    </section>
  )
}
