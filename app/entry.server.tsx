import { AsyncLocalStorage } from 'node:async_hooks'
import type { EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { renderToString } from 'react-dom/server'
import { type Locale, overwriteServerAsyncLocalStorage } from '#app/i18n/generated/runtime.js'

const store = new AsyncLocalStorage()
overwriteServerAsyncLocalStorage(store as Parameters<typeof overwriteServerAsyncLocalStorage>[0])

/** Runs a request in its language, so that loaders and rendering agree; called by the server around Remix. */
export function withLocale<T>(locale: Locale, url: string, work: () => T): T {
  return store.run({ locale, origin: new URL(url).origin }, work)
}

/** What the server in front of Remix starts and stops with itself. */
export { startBackground } from '#app/jobs/background.server.ts'
export { firstLink } from '#app/jobs/first-link.server.ts'

/**
 * What is rendered needs to know the routes it is made of, and no others: Remix lays out all that it knows of anew
 * for every page. Without scripts there is nothing in the browser that would ask for the rest.
 */
function matchedOnly(context: EntryContext): EntryContext {
  const { manifest, staticHandlerContext } = context
  const ids = staticHandlerContext.matches.map((match) => match.route.id)
  const routes = Object.fromEntries(Object.entries(manifest.routes).filter(([id]) => ids.includes(id)))
  return { ...context, manifest: { ...manifest, routes } }
}

/** A whole page, from what its routes read. */
export function htmlOf(context: EntryContext, url: string): string {
  return `<!DOCTYPE html>${renderToString(<RemixServer context={context} url={url} />)}`
}

/** Renders whole pages: nothing on them is deferred, and the bytes can be measured, compressed and compared. */
export default function render(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
): Response {
  const html = htmlOf(matchedOnly(context), request.url)
  headers.set('Content-Type', 'text/html; charset=utf-8')
  // A page that doesn't say it may be kept is somebody's own.
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'private, no-store')
  return new Response(html, { status, headers })
}
