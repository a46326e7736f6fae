/** Starts the product: database, migrations, jobs, web. Ends all of them on SIGTERM or SIGINT within ten seconds. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ServerBuild } from '@remix-run/node'
import { settings } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { createWebApp } from '#server/app.ts'
import { createKeptPages } from '#server/kept-pages.ts'
import { openDatabase } from '#server/open-database.ts'
import { securityHeaders } from '#server/security-headers.ts'
import { visitorRenderer } from '#server/visitor-renderer.ts'

type AppModule = ServerBuild & {
  entry: { module: { startBackground: () => Promise<Background>; firstLink: () => Promise<string | null> } }
}
type Background = { stop: () => Promise<void>; notReady: () => Promise<string | null> }

async function loadBuild(): Promise<AppModule> {
  return (await import(pathToFileURL(path.resolve('build/server/index.js')).href)) as AppModule
}

async function start(): Promise<void> {
  const database = await openDatabase()
  const development = settings().mode === 'development'
  const vite = development
    ? await (await import('vite')).createServer({ server: { middlewareMode: true } })
    : null
  const load = vite ? () => vite.ssrLoadModule('virtual:remix/server-build') as Promise<AppModule> : loadBuild
  const build = await load()
  const background = await build.entry.module.startBackground()

  let port = settings().port
  const headers = securityHeaders(settings().publicUrl, settings().stripe?.payOrigin ?? null, development)
  const app = createWebApp({
    build: vite ? load : build,
    clientDir: path.resolve(vite ? 'public' : 'build/client'),
    publicUrl: settings().publicUrl,
    securityHeaders: headers,
    port: () => port,
    notReady: async () => (await database.notReady()) ?? background.notReady(),
    development: vite?.middlewares,
  })
  const origin = () => settings().publicUrl?.origin ?? `http://localhost:${port}`
  // In development every page is made anew, with what was last written.
  const kept = vite
    ? null
    : createKeptPages({
        render: visitorRenderer(build, origin),
        securityHeaders: headers,
        now: () => performance.now(),
      })
  const http = createServer((request, response) => {
    const passOn = () => void app(request, response)
    if (!kept?.answer(request, response, passOn)) passOn()
  })
  http.requestTimeout = 60_000
  const host = settings().publicUrl ? '0.0.0.0' : '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  port = (http.address() as AddressInfo).port
  let ending = false
  const end = async () => {
    if (ending) return
    ending = true
    const closed = new Promise((resolve) => http.close(resolve))
    http.closeIdleConnections()
    setTimeout(() => http.closeAllConnections(), 3_000).unref()
    await closed
    await background.stop()
    // The app's pools are this process's; while they are open the database has a client and is left running.
    await disconnect()
    await vite?.close()
    await database.stop()
    process.exit(0)
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
  const link = await build.entry.module.firstLink()
  if (link)
    process.stdout.write(`The county office signs up here, once, within 14 days: ${origin()}${link}\n`)
  process.stdout.write(`listening on ${origin()}\n`)
}

start().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
  process.exit(1)
})
