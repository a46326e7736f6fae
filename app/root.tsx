import type { LinksFunction, MetaFunction } from '@remix-run/node'
import { isRouteErrorResponse, Links, Meta, Outlet, useRouteError } from '@remix-run/react'
import type { ReactNode } from 'react'
import { m } from '#app/i18n/generated/messages.js'
import { locale } from '#app/i18n/locale.ts'
import { isWaitingForm, SignInAgain } from '#app/ui/access/kept-form.tsx'
import { ErrorPage } from '#app/ui/layouts/error-page.tsx'
import stylesheet from './tailwind.css?url'

/** Built by vite.enhance.config.ts; in development Vite serves the source. */
const ENHANCE = import.meta.env.DEV ? '/app/ui/enhance/enhance.ts' : '/enhance.js'

export const links: LinksFunction = () => [
  { rel: 'icon', href: '/favicon.svg', type: 'image/svg+xml' },
  { rel: 'stylesheet', href: stylesheet },
]

export const meta: MetaFunction = () => [{ title: m.brand() }]

/** No page ships React: it is HTML and forms, and one small module of our own enhances it (decision 0008). */
function Document({ children }: { children: ReactNode }) {
  return (
    <html lang={locale()}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="theme-color" content="#faf7ee" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#191510" media="(prefers-color-scheme: dark)" />
        <Meta />
        <Links />
        <script type="module" src={ENHANCE} />
      </head>
      <body>{children}</body>
    </html>
  )
}

export default function Root() {
  return (
    <Document>
      <Outlet />
    </Document>
  )
}

export function ErrorBoundary() {
  const error = useRouteError()
  return (
    <Document>
      {isRouteErrorResponse(error) && isWaitingForm(error.data) ? (
        <SignInAgain kept={error.data.kept} />
      ) : (
        <ErrorPage error={error} />
      )}
    </Document>
  )
}
