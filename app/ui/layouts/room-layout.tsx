import { useLocation } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { BrandLink } from './brand.tsx'
import { LanguageLink } from './language-link.tsx'
import { SignOutForm } from './sign-out-form.tsx'
import { SkipLink } from './skip-link.tsx'

/** `holds` are addresses below which pages belong to the link beside its own. */
export type RoomLink = { href: string; label: ReactNode; holds?: readonly string[] }

type RoomLayoutProps = {
  /** The room's name: county office, organizer, agency. */
  room: string
  /** Who is signed in, and for where, in small print. */
  who: string
  where?: string
  nav: readonly RoomLink[]
  thumb?: ReactNode
  className?: string
  children: ReactNode
}

/** A staff room at a desk. The page brings its own h1; `report` sections space themselves. */
export function RoomLayout({
  room,
  who,
  where,
  nav,
  thumb,
  className = 'report',
  children,
}: RoomLayoutProps) {
  const here = useLocation().pathname
  return (
    <>
      <SkipLink />
      <header className="site room">
        <div className="wrap room-in">
          <BrandLink />
          <p className="room-who">
            <b>{room}</b>
            <span>
              <a href={paths.account()}>{who}</a>
            </span>
            {where && <span>{where}</span>}
          </p>
          <div className="room-acts">
            <LanguageLink />
            <SignOutForm />
          </div>
        </div>
        {nav.length > 0 && (
          <nav className="wrap" aria-label={m.room_nav()}>
            <div className="filters">
              {nav.map((link) => (
                <a key={link.href} href={link.href} aria-current={currentOf(link, here)}>
                  {link.label}
                </a>
              ))}
            </div>
          </nav>
        )}
        <div className="stars" />
      </header>
      <main id="main">
        <div className={classNames('wrap room-main', className)}>{children}</div>
        {thumb}
      </main>
    </>
  )
}

/** The page itself, or that a page below it is shown. */
function currentOf({ href, holds = [] }: RoomLink, here: string): 'page' | 'true' | undefined {
  if (href === here) return 'page'
  return holds.some((start) => here === start || here.startsWith(`${start}/`)) ? 'true' : undefined
}
