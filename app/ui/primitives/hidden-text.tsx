import type { ReactNode } from 'react'

/** Words that only a screen reader says. */
export function HiddenText({ children }: { children: ReactNode }) {
  return <span className="vh">{children}</span>
}
