/** The web application: security headers, limits and the origin guard in front of Remix. */
import path from 'node:path'
import compression from 'compression'
import express, { type NextFunction, type Request, type Response } from 'express'
import { originGuard, ownOrigins } from '#app/web/origin-guard.server.ts'
import { type Build, remixMiddleware } from './render.ts'
import { deskPolicy } from './security-headers.ts'

const FORM_LIMIT_BYTES = 256 * 1024
const UPLOAD_LIMIT_BYTES = 31 * 1024 * 1024
const UPLOAD_PATHS = /^\/county\/import$|^\/village\/lots\/\d+\/photos$/

export type WebAppOptions = {
  build: Build
  clientDir: string
  publicUrl: URL | null
  securityHeaders: ReadonlyMap<string, string>
  /** Where it listens; known only after it does, when the port is 0. */
  port: () => number
  /** Answers /readyz: null when all is well, else what is wrong. */
  notReady: () => Promise<string | null>
  development?: express.RequestHandler
}

function limitBody(request: Request, response: Response, next: NextFunction) {
  const limit = UPLOAD_PATHS.test(request.path) ? UPLOAD_LIMIT_BYTES : FORM_LIMIT_BYTES
  if (Number(request.get('content-length') ?? 0) > limit) return response.status(413).end()
  if (request.get('transfer-encoding') === undefined) return next()
  let received = 0
  request.on('data', (chunk: Buffer) => {
    received += chunk.length
    if (received > limit) request.destroy()
  })
  return next()
}

/** Builds the express application. It listens nowhere yet. */
export function createWebApp(options: WebAppOptions): express.Express {
  const app = express()
  app.disable('x-powered-by')
  app.set('trust proxy', false)
  app.get('/healthz', (_request, response) => void response.type('text/plain').send('ok\n'))
  app.get('/readyz', async (_request, response) => {
    const wrong = await options.notReady().catch((error: unknown) => String(error))
    response
      .status(wrong === null ? 200 : 503)
      .type('text/plain')
      .send(`${wrong ?? 'ready'}\n`)
  })
  app.use((_request, response, next) => {
    response.setHeaders(new Map(options.securityHeaders))
    next()
  })
  app.use('/desk', (_request, response, next) => {
    response.setHeader('Content-Security-Policy', deskPolicy(options.securityHeaders))
    next()
  })
  app.use(originGuard(() => ownOrigins(options.publicUrl, options.port())))
  app.use(limitBody)
  app.use(compression())
  if (options.development) app.use(options.development)
  app.use(
    '/assets',
    express.static(path.join(options.clientDir, 'assets'), { immutable: true, maxAge: '1y', index: false }),
  )
  app.use(express.static(options.clientDir, { maxAge: '1h', index: false }))
  // A dot can't follow a parameter in a Remix route, so the calendar file has a route of its own.
  app.get(/^\/events\/(\d+)\.ics$/, (request, _response, next) => {
    request.url = `/resources/events/${request.params[0]}/calendar`
    // Remix reads the address as it was asked for.
    request.originalUrl = request.url
    next()
  })
  app.all('*', remixMiddleware(options.build))
  return app
}
