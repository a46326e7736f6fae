import type { ReactNode } from 'react'
import { formatAmount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { SkipLink } from './skip-link.tsx'

type DeskLayoutProps = {
  place: string
  /** How far the event is: "27 of 41 orders handed over". */
  counts: ReactNode
  cashFen: number
  /** What hasn't reached the server yet; waiting is no fault, so it is amber. */
  unsent?: { href: string; text: ReactNode; more: string } | null
  back?: { href: string; label: string }
  /** An ActBar or a ThumbBar. */
  thumb?: ReactNode
  children: ReactNode
}

/** The desk of an event: place, counts and cash always in view. Children fill `.desk`: `.find`, `.weigh`, `.rest`. */
export function DeskLayout({ place, counts, cashFen, unsent, back, thumb, children }: DeskLayoutProps) {
  return (
    <div className="yard">
      <SkipLink />
      <header className="deskbar">
        <div className="wrap deskbar-in">
          <p data-live="counts">
            <b>{place}</b>
            {counts}
          </p>
          <p className="cash" data-live="cash">
            <b className="num">{formatAmount(cashFen)}</b>
            {m.desk_cash_unit()}
          </p>
          {unsent && (
            <a className="unsent" href={unsent.href}>
              <span className="dot" />
              {unsent.text}
              <span className="more">{unsent.more}</span>
            </a>
          )}
        </div>
      </header>
      <main id="main">
        <div className="wrap">
          {back && <BackLink href={back.href}>{back.label}</BackLink>}
          <div className="desk">{children}</div>
        </div>
        {thumb}
      </main>
    </div>
  )
}
