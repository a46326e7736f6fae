/** Remix behind the server: one handler for as long as the process lives, and each request in its language. */
import { createRequestHandler as expressHandler } from '@remix-run/express'
import type { ServerBuild } from '@remix-run/node'
import type { RequestHandler } from 'express'
import { requestLocale } from '#app/web/language.server.ts'

type Localised = { module: { withLocale: typeof import('#app/entry.server.tsx').withLocale } }

export type Build = ServerBuild | (() => Promise<ServerBuild>)

async function withLocaleOf(build: Build): Promise<Localised['module']['withLocale']> {
  const loaded = typeof build === 'function' ? await build() : build
  return (loaded.entry as unknown as Localised).module.withLocale
}

/** Answers requests that came through express. In development the build is loaded anew for each. */
export function remixMiddleware(build: Build): RequestHandler {
  const remix = expressHandler({
    build,
    mode: typeof build === 'function' ? 'development' : 'production',
    getLoadContext: (from) => ({ clientAddress: from.ip }),
  })
  return async (request, response, next) => {
    try {
      const withLocale = await withLocaleOf(build)
      const url = `${request.protocol}://${request.get('host') ?? 'localhost'}${request.originalUrl}`
      const locale = requestLocale({
        cookie: request.get('cookie'),
        acceptLanguage: request.get('accept-language'),
      })
      await withLocale(locale, URL.canParse(url) ? url : 'http://localhost/', () =>
        remix(request, response, next),
      )
    } catch (error) {
      next(error)
    }
  }
}
