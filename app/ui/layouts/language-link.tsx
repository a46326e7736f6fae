import { useLocation } from '@remix-run/react'
import { type Locale, locale, localeNames, otherLocale } from '#app/i18n/locale.ts'
import { paths } from '#app/paths.ts'

/** Leads to this same page in the other language, named in that language. */
export function LanguageLink() {
  const { pathname, search } = useLocation()
  return <LinkToLanguage to={otherLocale(locale())} back={pathname + search} />
}

export function LinkToLanguage({ to, back }: { to: Locale; back: string }) {
  return (
    <a className="site-link lang" href={paths.language(to, back)} hrefLang={to} lang={to}>
      {localeNames[to]}
    </a>
  )
}
