import type { LucideIcon } from 'lucide-react'

export type { LucideIcon }

/** A picture beside a word, never instead of one: hidden from screen readers, in the colour of the text. */
export function Icon({ of: Drawing, className = 'ic' }: { of: LucideIcon; className?: string }) {
  return <Drawing aria-hidden="true" className={className} strokeWidth={2} />
}
