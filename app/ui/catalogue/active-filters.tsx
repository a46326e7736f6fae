import { X } from 'lucide-react'
import type { CatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { formatMonth } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { HiddenText } from '#app/ui/primitives/hidden-text.tsx'
import { Icon } from '#app/ui/primitives/icon.tsx'
import { kindName } from './words.ts'

type Asked = Pick<CatalogueFilter, 'q' | 'placeCode' | 'kind' | 'month'>

export type ActiveFilter = {
  label: string
  /** The same page without it. */
  href: string
  /** Cards there. */
  count: number
}

/** What is asked for, each with the way to ask for all but it. */
export function activeFilters(
  filter: Asked,
  found: {
    anyKind: number
    anyMonth: number
    anyPlace: number
    anyQuery: number
    place: { name: string } | null
  },
): ActiveFilter[] {
  const { q, placeCode, kind, month } = filter
  const without = (change: { q?: null; village?: null; kind?: null; month?: null }) =>
    paths.catalogue({ q, village: placeCode, kind, month, ...change })
  const active: ActiveFilter[] = []
  if (q !== '') active.push({ label: q, href: without({ q: null }), count: found.anyQuery })
  if (placeCode !== null) {
    const label = found.place?.name ?? placeCode
    active.push({ label, href: without({ village: null }), count: found.anyPlace })
  }
  if (kind !== null) {
    active.push({ label: kindName(kind), href: without({ kind: null }), count: found.anyKind })
  }
  if (month !== null) {
    active.push({ label: formatMonth(month), href: without({ month: null }), count: found.anyMonth })
  }
  return active
}

/** Each filter chosen, to be taken away by one tap. */
export function ActiveFilters({ filters }: { filters: readonly ActiveFilter[] }) {
  if (filters.length === 0) return null
  return (
    <nav className="chosen" aria-label={m.store_filter_active()}>
      {filters.map(({ label, href }) => (
        <a key={href} href={href}>
          <HiddenText>{m.store_filter_remove({ label })}</HiddenText>
          <span aria-hidden="true">{label}</span>
          <Icon of={X} />
        </a>
      ))}
      {filters.length > 1 && <a href={paths.catalogue()}>{m.store_show_all()}</a>}
    </nav>
  )
}
