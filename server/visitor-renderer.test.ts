import type { ServerBuild } from '@remix-run/node'
import { describe, expect, it } from 'vitest'
import { visitorRenderer } from './visitor-renderer.ts'

type Loader = (args: { request: Request; params: Record<string, string>; context: unknown }) => unknown

/** A build of one route, `/offers/:id`. Remix would render "by Remix", the straight way what its loader gave. */
function renderer(loader: Loader) {
  const module = { default: () => null }
  const routes = {
    root: { id: 'root', path: '', module },
    offer: { id: 'offer', parentId: 'root', path: 'offers/:id', module: { ...module, loader } },
  }
  const entry = {
    withLocale: (_locale: string, _url: string, work: () => unknown) => work(),
    htmlOf: ({ staticHandlerContext: { loaderData } }: { staticHandlerContext: { loaderData: unknown } }) =>
      JSON.stringify(loaderData),
    default: (_request: Request, status: number) => new Response('by Remix', { status }),
    handleError: () => {},
  }
  const assets = { routes: { root: {}, offer: {} }, entry: {}, url: '', version: '' }
  const build = { routes, assets, entry: { module: entry }, future: {}, isSpaMode: false }
  return visitorRenderer(build as unknown as ServerBuild, () => 'http://localhost')
}

describe('the renderer of visitors’ pages', () => {
  it('renders what the loader read, as it is, with the headers it says', async () => {
    const asked: unknown[] = []
    const render = renderer(({ request, params }) => {
      asked.push([request.url, params])
      return { data: { goose: 1 }, headers: { 'Cache-Control': 'public' } }
    })
    const page = await render('/offers/7', 'en')
    expect(asked).toEqual([['http://localhost/offers/7', { id: '7' }]])
    expect([page.status, await page.text()]).toEqual([200, '{"root":null,"offer":{"goose":1}}'])
    expect(Object.fromEntries(page.headers)).toEqual({
      'cache-control': 'public',
      'content-type': 'text/html; charset=utf-8',
    })
  })

  it('leaves to Remix what is not found, and what fails', async () => {
    const lost = renderer(() => {
      throw new Response(null, { status: 404 })
    })
    const broken = renderer(() => {
      throw new Error('no database')
    })
    for (const [render, status] of [
      [lost, 404],
      [broken, 500],
    ] as const) {
      const page = await render('/offers/7', 'en')
      expect([page.status, await page.text()]).toEqual([status, 'by Remix'])
    }
  })

  it('leaves to Remix an address of no visitors’ page', async () => {
    const page = await renderer(() => null)('/basket', 'en')
    expect(page.status).toBe(404)
  })
})
