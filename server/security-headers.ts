/** The security headers of every answer, worked out once: kept pages and express send the same. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'

/** `payOrigin`: where a form of ours may lead on to, the card provider's pages; null where there is none. */
function protection(publicUrl: URL | null, payOrigin: string | null, development: boolean) {
  const https = publicUrl?.protocol === 'https:'
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: development ? ["'self'", 'ws:'] : ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'", ...(payOrigin === null ? [] : [payOrigin])],
        ...(https ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // "no-referrer" would send Origin: null with every form that has no script behind it.
    referrerPolicy: { policy: 'strict-origin-when-cross-origin' },
    strictTransportSecurity: https ? undefined : false,
  })
}

/** The desk's pages alone may run WebAssembly: what reads QR codes where the browser can't. */
export function deskPolicy(headers: ReadonlyMap<string, string>): string {
  return (headers.get('Content-Security-Policy') ?? '').replace(
    "script-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
  )
}

/** Names and values, as helmet would set them on an answer. They depend on where the site is served, not on who asks. */
export function securityHeaders(
  publicUrl: URL | null,
  payOrigin: string | null,
  development: boolean,
): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  const answer = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: () => {},
  } as unknown as ServerResponse
  let failure: unknown
  protection(publicUrl, payOrigin, development)({} as IncomingMessage, answer, (error: unknown) => {
    failure = error
  })
  if (failure) throw failure
  return headers
}
