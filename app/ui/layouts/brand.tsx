import { m } from '#app/i18n/generated/messages.js'
import { paths } from '#app/paths.ts'

/** The mark: a steelyard with a persimmon hanging from it. */
export function BrandMark() {
  return (
    <svg viewBox="0 0 36 36" aria-hidden="true" fill="none">
      <path d="M3 13 33 7" stroke="currentColor" strokeWidth="3" strokeLinecap="round" />
      <path d="M12 11.2V5M25 8.7V17" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
      <circle cx="25" cy="24.5" r="8.5" fill="var(--pers-bright)" />
      <path d="M21 17.5c2 2 6 2 8 0-1.5-1.5-6.5-1.5-8 0z" fill="var(--cel)" />
    </svg>
  )
}

export function BrandLink({ where }: { where?: string }) {
  return (
    <a className="brand" href={paths.catalogue()}>
      <BrandMark />
      <span>{m.brand()}</span>
      {where && <small className="where">{where}</small>}
    </a>
  )
}
