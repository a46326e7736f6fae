/**
 * Stands in front of every route: a request that may change something must come from our own pages.
 * Remix's own check leaves out resource routes and trusts a forwarded host, so this one does not rely on it.
 */
import type { NextFunction, Request, RequestHandler, Response } from 'express'

const READ_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const KNOWN_METHODS = new Set([...READ_METHODS, 'POST', 'PUT', 'PATCH', 'DELETE'])

/** Paths that other servers post to, each with a check of its own. */
const FOREIGN_PATHS = new Set(['/hooks/stripe'])

function originOf(text: string | undefined): string | null {
  if (!text || !URL.canParse(text)) return null
  return new URL(text).origin
}

/** The origins a form may come from: the public one, or this machine's own at the port it serves. */
export function ownOrigins(publicUrl: URL | null, port: number): Set<string> {
  return publicUrl
    ? new Set([publicUrl.origin])
    : new Set([`http://localhost:${port}`, `http://127.0.0.1:${port}`, `http://[::1]:${port}`])
}

/** Whether a changing request comes from our own pages: Sec-Fetch-Site, else Origin, else Referer; none: no. */
export function isOwnRequest(
  headers: { secFetchSite?: string; origin?: string; referer?: string },
  origins: ReadonlySet<string>,
): boolean {
  if (headers.secFetchSite !== undefined) {
    // A same-site page is not ours: another host of the same domain may be anybody's.
    if (headers.secFetchSite !== 'same-origin' && headers.secFetchSite !== 'none') return false
    return headers.origin === undefined || origins.has(headers.origin)
  }
  if (headers.origin !== undefined) return origins.has(headers.origin)
  const referer = originOf(headers.referer)
  return referer !== null && origins.has(referer)
}

export function originGuard(origins: () => ReadonlySet<string>): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    if (!KNOWN_METHODS.has(request.method)) return response.status(405).end()
    if (READ_METHODS.has(request.method) || FOREIGN_PATHS.has(request.path)) return next()
    const own = isOwnRequest(
      {
        secFetchSite: request.get('sec-fetch-site'),
        origin: request.get('origin'),
        referer: request.get('referer'),
      },
      origins(),
    )
    return own
      ? next()
      : response.status(403).type('text/plain').send('This form was sent from another site.\n')
  }
}
