import type { LinksFunction, MetaFunction } from '@remix-run/node'
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useMatches, useRouteError } from '@remix-run/react'
import { useContext } from 'react'
import { locale } from '#app/i18n/locale.ts'
import { m } from '#app/i18n/generated/messages.js'
import { ErrorPage } from '#app/ui/layouts/error-page.tsx'
import { NonceContext } from '#app/web/nonce.ts'
import stylesheet from './tailwind.css?url'

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'stylesheet', href: stylesheet },
]

export const meta: MetaFunction = () => [{ title: m.brand() }]

/** What a route may say about itself to the document around it. */
export type RouteHandle = {
  /** Pages that a visitor reads ship no React: nothing on them needs it. */
  withoutScripts?: boolean
}

function shipsScripts(matches: ReturnType<typeof useMatches>): boolean {
  return !matches.some((match) => (match.handle as RouteHandle | undefined)?.withoutScripts === true)
}

function Document({ children, scripts }: { children: React.ReactNode; scripts: boolean }) {
  const nonce = useContext(NonceContext)
  return (
    <html lang={locale()}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#faf7ee" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#191510" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {scripts ? (
          <>
            <ScrollRestoration nonce={nonce} />
            <Scripts nonce={nonce} />
          </>
        ) : null}
      </body>
    </html>
  )
}

export default function Root() {
  return (
    <Document scripts={shipsScripts(useMatches())}>
      <Outlet />
    </Document>
  )
}

export function ErrorBoundary() {
  return (
    <Document scripts={false}>
      <ErrorPage error={useRouteError()} />
    </Document>
  )
}
