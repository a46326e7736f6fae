import type { ReactNode } from 'react'
import { BrandLink } from './brand.tsx'
import { LanguageLink } from './language-link.tsx'
import { SkipLink } from './skip-link.tsx'

/** One thing to do: sign in, take up an invitation. A narrow column under the brand. */
export function PlainLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <SkipLink />
      <header className="site">
        <div className="wrap site-in plain">
          <BrandLink />
          <LanguageLink />
        </div>
        <div className="stars" />
      </header>
      <main id="main">
        <div className="wrap plain-main">{children}</div>
      </main>
    </>
  )
}
