/** Routes as a browser without scripts meets them: a request in, a status and the page's HTML out. */

import { type ComponentType, createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { createStaticHandler, createStaticRouter, StaticRouterProvider } from 'react-router-dom/server.js'
import { openSession } from '#app/web/session.server.ts'

const ORIGIN = 'http://localhost:3000'

// biome-ignore lint/suspicious/noExplicitAny: each route's loader has its own answer; here it is only passed on.
type RouteFunction = (args: any) => any
export type RouteModule = { loader?: RouteFunction; action?: RouteFunction; default?: ComponentType }

export type Answered = { status: number; html: string; location: string | null }

/** A browser signed in as `accountId`, or as nobody, that knows these routes by their paths. */
export async function browserOf(routes: Record<string, RouteModule>, accountId: number | null) {
  const cookie = accountId === null ? '' : ((await openSession(accountId)).split(';')[0] ?? '')
  const handler = createStaticHandler(
    Object.entries(routes).map(([path, route]) => ({
      path,
      loader: route.loader,
      action: route.action,
      Component: route.default,
    })),
  )
  const send = async (path: string, init: RequestInit): Promise<Answered> => {
    const request = new Request(ORIGIN + path, { ...init, headers: { cookie } })
    const answer = await handler.query(request, { requestContext: {} })
    if (answer instanceof Response) {
      return { status: answer.status, html: '', location: answer.headers.get('location') }
    }
    const thrown = Object.values(answer.errors ?? {})[0]
    if (thrown instanceof Error) throw thrown
    if (answer.errors) return { status: answer.statusCode, html: '', location: null }
    const router = createStaticRouter(handler.dataRoutes, answer)
    const html = renderToStaticMarkup(
      createElement(StaticRouterProvider, { router, context: answer, hydrate: false }),
    )
    return { status: answer.statusCode, html, location: null }
  }
  return {
    get: (path: string) => send(path, {}),
    post: (path: string, fields: Record<string, string> | [string, string][]) =>
      send(path, { method: 'POST', body: new URLSearchParams(fields) }),
  }
}

/** The value of a hidden field of the page. */
export function hiddenField(html: string, name: string): string {
  const value = new RegExp(`<input type="hidden" name="${name}" value="([^"]*)"`).exec(html)?.[1]
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`)
  return value
}
