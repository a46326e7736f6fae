import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'
import { FilterLinks } from '#app/ui/primitives/links.tsx'

/** The pages of the county's money, one beside the other. */
export function MoneyLinks({ current }: { current: 'bank' | 'refunds' | 'agencies' }) {
  const links = [
    { key: 'bank', href: paths.countyBank(), label: m.bank_title() },
    { key: 'agencies', href: paths.countyAgencies(), label: m.statement_agencies_title() },
    { key: 'refunds', href: paths.countyRefunds(), label: m.bank_refunds_title() },
  ]
  return (
    <FilterLinks
      label={m.bank_nav()}
      links={links.map(({ key, href, label }) => ({ href, label, current: key === current }))}
    />
  )
}
