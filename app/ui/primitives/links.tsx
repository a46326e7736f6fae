import { ChevronLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { TapLink } from './button.tsx'
import { Icon } from './icon.tsx'

/** One step back up. */
export function BackLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a className="crumb" href={href}>
      <Icon of={ChevronLeft} />
      {children}
    </a>
  )
}

export type FilterLink = { href: string; label: ReactNode; count?: number; current?: boolean }

/** Filters that are links, so that they work before any script. `label` names the group. */
export function FilterLinks({ label, links }: { label: string; links: readonly FilterLink[] }) {
  return (
    <nav className="filters" aria-label={label}>
      {links.map((link) => (
        <a key={link.href} href={link.href} aria-current={link.current ? 'page' : undefined}>
          {link.label}
          {link.count !== undefined && (
            <>
              {' '}
              <span>{formatCount(link.count)}</span>
            </>
          )}
        </a>
      ))}
    </nav>
  )
}

/** Lists page by key: a link onward, and one back to the start. Draws nothing on a list of one page. */
export function Pagination({ nextHref, firstHref }: { nextHref?: string | null; firstHref?: string | null }) {
  if (!nextHref && !firstHref) return null
  return (
    <nav className="flex flex-wrap gap-x-6" aria-label={m.page_nav()}>
      {firstHref && <TapLink href={firstHref}>{m.page_first()}</TapLink>}
      {nextHref && (
        <TapLink href={nextHref} rel="next">
          {m.page_next()}
        </TapLink>
      )}
    </nav>
  )
}
