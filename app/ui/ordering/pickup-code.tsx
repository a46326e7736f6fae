import { type ReactNode, useId } from 'react'
import { formatPickupCode } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { QrCode } from '#app/ui/primitives/qr-code.tsx'

/** What the desk scans, and the six digits to say when it won't. `children` is a link to the calendar or the like. */
export function PickupCode({
  code,
  heading: Heading = 'h2',
  title = m.pickup_code(),
  hint = m.pickup_code_hint(),
  children,
}: {
  /** Six digits. */
  code: string
  heading?: 'h1' | 'h2'
  /** What else it is than one order's code. */
  title?: string
  hint?: string
  children?: ReactNode
}) {
  const id = useId()
  return (
    <section className="code head" aria-labelledby={id}>
      <Heading id={id}>{title}</Heading>
      <QrCode text={code} label={m.pickup_code_qr({ code })} />
      <p className="says">{formatPickupCode(code)}</p>
      <p className="soft">{hint}</p>
      {children}
    </section>
  )
}
