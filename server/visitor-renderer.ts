/**
 * Renders visitors' pages straight from what their loaders read. Remix's own way copies the request, writes the data as
 * JSON, reads them again, and writes them once more for scripts that these pages don't have: as much work as React's
 * (decision 0010). Whatever is not simply a page (an error, nothing of that name) is left to Remix.
 */
import { createRequestHandler, type EntryContext, type ServerBuild } from '@remix-run/node'
import type { requestLocale } from '#app/web/language.server.ts'
import { type PlainPage, VISITOR_CONTEXT } from '#app/web/store-page.server.ts'
import { VISITOR_ROUTES, visitorMatch } from '#app/web/visitor-page.server.ts'

type Locale = ReturnType<typeof requestLocale>
type Entry = Pick<typeof import('#app/entry.server.tsx'), 'withLocale' | 'htmlOf'>
type Routes = ServerBuild['routes']
type Route = NonNullable<Routes[string]>

/** What of an answer becomes a kept page. */
export type RenderedPage = Pick<Response, 'status' | 'headers' | 'text'>

/** The visitors' pages alone: Remix goes through every route it knows for each page it makes. */
function visitorRoutes(routes: Routes): Routes {
  const isVisitors = (path: string | undefined) => path === undefined || VISITOR_ROUTES.has(path)
  return Object.fromEntries(Object.entries(routes).filter(([, route]) => isVisitors(route?.path)))
}

/** What Remix renders of a page that `root` and one route make, but for what was read for it. */
function frameOf(build: ServerBuild, route: Route): Omit<EntryContext, 'staticHandlerContext'> {
  const ids = ['root', route.id]
  const only = <T>(all: Record<string, T>) =>
    Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)))
  return {
    manifest: { ...build.assets, routes: only(build.assets.routes) },
    routeModules: Object.fromEntries(
      Object.entries(only(build.routes)).flatMap(([id, of]) => (of ? [[id, of.module]] : [])),
    ),
    future: build.future,
    isSpaMode: build.isSpaMode,
    serializeError: () => ({ message: '' }),
  }
}

type Context = EntryContext['staticHandlerContext']

/** What Remix's router knows when `route` answered an address with `data`. */
function contextOf(route: Route, url: URL, params: Record<string, string>, data: unknown): Context {
  const { pathname, search } = url
  const match = (id: string, at: string) => ({ params, pathname: at, pathnameBase: at, route: { id } })
  return {
    basename: '/',
    location: { pathname, search, hash: '', state: null, key: 'default' },
    matches: [match('root', '/'), match(route.id, pathname)] as Context['matches'],
    loaderData: { root: null, [route.id]: data },
    actionData: null,
    errors: null,
    statusCode: 200,
    loaderHeaders: {},
    actionHeaders: {},
    activeDeferreds: null,
  }
}

/**
 * Renders the page at an address as any visitor sees it: nothing of whoever asks is known to it. `origin` is where
 * the links of its data lead.
 */
export function visitorRenderer(
  build: ServerBuild,
  origin: () => string,
): (address: string, locale: Locale) => Promise<RenderedPage> {
  const routes = visitorRoutes(build.routes)
  const remix = createRequestHandler({ ...build, routes }, 'production')
  const { withLocale, htmlOf } = build.entry.module as unknown as Entry
  const pages = new Map(
    Object.values(routes).flatMap((route) =>
      route && route.id !== 'root' ? [[route.path ?? '', { route, frame: frameOf(build, route) }]] : [],
    ),
  )

  async function straight(address: string, href: string): Promise<RenderedPage | null> {
    const match = visitorMatch(address)
    const page = match && pages.get(match.route)
    const loader = page?.route.module.loader
    if (!match || !loader) return null
    const { params } = match
    const asked = { request: new Request(href), params, context: VISITOR_CONTEXT }
    const { data, headers } = (await loader(asked)) as PlainPage
    const { route, frame } = page
    const staticHandlerContext = contextOf(route, new URL(href), params, data)
    const html = htmlOf({ ...frame, staticHandlerContext }, href)
    const own = new Headers({ ...headers, 'Content-Type': 'text/html; charset=utf-8' })
    return { status: 200, headers: own, text: async () => html }
  }

  return (address, locale) => {
    const href = `${origin()}${address}`
    return withLocale(locale, href, async () => {
      // What went wrong goes wrong again on Remix's way, and is logged and shown there.
      const page = await straight(address, href).catch(() => null)
      return page ?? remix(new Request(href), { clientAddress: 'unknown' })
    })
  }
}
