import type { ReactNode } from 'react'
import { classNames } from '#app/ui/primitives/class-names.ts'
import { BackLink } from '#app/ui/primitives/links.tsx'
import { BrandLink } from './brand.tsx'
import { LanguageLink } from './language-link.tsx'
import { SignOutForm } from './sign-out-form.tsx'
import { SkipLink } from './skip-link.tsx'

type YardLayoutProps = {
  /** One step back; the first page of the room has none and shows the brand, the language and the way out. */
  back?: { href: string; label: string }
  /** Where this is and how it stands: the village, "draft saved". */
  status?: ReactNode
  /** A ThumbBar (`narrow`). */
  thumb?: ReactNode
  className?: string
  children: ReactNode
}

/** The village's phone in the yard: 18 px, taps of 56 px, one question after another. */
export function YardLayout({ back, status, thumb, className, children }: YardLayoutProps) {
  return (
    <div className="yard">
      <SkipLink />
      <header className="villagebar">
        <div className="wrap villagebar-in">
          {back ? <BackLink href={back.href}>{back.label}</BackLink> : <BrandLink />}
          {status && <span className="soft">{status}</span>}
        </div>
      </header>
      <main id="main">
        <div className={classNames('wrap narrow yard-main', className)}>{children}</div>
        {thumb}
      </main>
      {!back && (
        <footer className="wrap narrow yard-foot">
          <LanguageLink />
          <SignOutForm />
        </footer>
      )}
    </div>
  )
}
