import { AsyncLocalStorage } from 'node:async_hooks'
import { PassThrough } from 'node:stream'
import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from '@remix-run/node'
import { RemixServer } from '@remix-run/react'
import { isbot } from 'isbot'
import { renderToPipeableStream } from 'react-dom/server'
import {
  extractLocaleFromRequest,
  overwriteServerAsyncLocalStorage,
} from '#app/i18n/generated/runtime.js'
import { NonceContext } from '#app/web/nonce.ts'

const RENDER_LIMIT_MS = 10_000

const store = new AsyncLocalStorage()
overwriteServerAsyncLocalStorage(store as Parameters<typeof overwriteServerAsyncLocalStorage>[0])

/** Runs a request in its language, so that loaders and rendering agree; called by the server around Remix. */
export function withLocale<T>(headers: { cookie?: string; acceptLanguage?: string }, url: string, work: () => T): T {
  const request = new Request(url, {
    headers: {
      cookie: headers.cookie ?? '',
      'accept-language': headers.acceptLanguage ?? '',
      'sec-fetch-dest': 'document',
    },
  })
  return store.run({ locale: extractLocaleFromRequest(request), origin: new URL(url).origin }, work)
}

/** What the server in front of Remix starts and stops with itself. */
export { startBackground } from '#app/jobs/background.server.ts'

export default function render(
  request: Request,
  status: number,
  headers: Headers,
  context: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const nonce = loadContext.cspNonce
  // Crawlers, and readers without scripts, want the page whole; there is no deferred part to stream anyway.
  const waitForAll = isbot(request.headers.get('user-agent') ?? '')
  return new Promise((resolve, reject) => {
    let answer = status
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={context} url={request.url} abortDelay={RENDER_LIMIT_MS} nonce={nonce} />
      </NonceContext.Provider>,
      {
        nonce,
        [waitForAll ? 'onAllReady' : 'onShellReady']() {
          const body = new PassThrough()
          headers.set('Content-Type', 'text/html; charset=utf-8')
          resolve(new Response(createReadableStreamFromReadable(body), { headers, status: answer }))
          pipe(body)
        },
        onShellError: reject,
        onError(error: unknown) {
          answer = 500
          console.error(error)
        },
      },
    )
    setTimeout(abort, RENDER_LIMIT_MS).unref()
  })
}
