/** Visitors' pages of the built server, over real HTTP on a real database. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { get as httpGet, type IncomingMessage } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { paths } from '#app/paths.ts'
import { order, readyToOrder, signedInBrowser } from '#scripts/driving/browser.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { seedAccount, seedGround, seedLot, seedPickupEvent, VILLAGE } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'

let dataDir: string
let embedded: EmbeddedDatabase
let running: ServerProcess
let offerId: number
let eventId: number
let pages: string[]

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-pages-'))
  chmodSync(dataDir, 0o711)
  process.env.DATA_DIR = dataDir
  embedded = await openEmbeddedDatabase(dataDir)
  await migrate(embedded.urls)
  publishDatabase(embedded.urls)
  await seedGround()
  offerId = (await seedLot({ quantity: 9 })).offer.id
  eventId = (await seedPickupEvent({ capacityOrders: 50 })).id
  pages = [
    paths.catalogue(),
    paths.offer(offerId),
    paths.village(VILLAGE),
    paths.events(),
    paths.event(eventId),
  ]
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  running = await serve(env)
})

afterAll(async () => {
  await end(running.server)
  await disconnect()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

type Answer = { status: number; headers: IncomingMessage['headers']; body: Buffer }

/** As it came: nothing is decompressed, and no header is added. */
function ask(url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = httpGet(running.address + url, { headers, method }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(parts),
        }),
      )
    })
    asked.on('error', reject)
  })
}

/** A session that nobody has: its bearer is a visitor, and answered past the kept pages. */
const PAST = { cookie: `yigou=${Buffer.from(JSON.stringify('a'.repeat(43))).toString('base64url')}` }

describe('a visitor’s page', () => {
  it('sets no cookie, and is kept under one tag', async () => {
    for (const page of pages) {
      const first = await ask(page)
      const again = await ask(page)
      expect([page, first.status, again.status]).toEqual([page, 200, 200])
      expect(first.headers['set-cookie']).toBeUndefined()
      expect(first.headers.etag).toMatch(/^W\/"/)
      expect(again.headers.etag).toBe(first.headers.etag)
      expect(first.headers['cache-control']).toBe('public, max-age=0, must-revalidate')
      expect(first.headers.vary).toBe('Cookie, Accept-Language, Accept-Encoding')
    }
  })

  it('is the same page, with the same headers, as the one that is not kept', async () => {
    const ownOfKept = ['etag', 'content-length', 'date', 'transfer-encoding']
    const shown = ({ headers }: Answer) =>
      Object.fromEntries(Object.entries(headers).filter(([name]) => !ownOfKept.includes(name)))
    for (const page of pages) {
      await ask(page)
      const kept = await ask(page)
      const uncached = await ask(page, PAST)
      expect(uncached.headers.etag).toBeUndefined()
      expect(shown(kept)).toEqual(shown(uncached))
      expect(kept.body.toString()).toBe(uncached.body.toString())
    }
    const { headers } = await ask('/')
    expect(headers['content-security-policy']).toContain("script-src 'self'")
    expect(headers['x-content-type-options']).toBe('nosniff')
  })

  it('comes in br, gzip or plain, as asked, and not at all for HEAD', async () => {
    const plain = await ask('/', { 'accept-encoding': 'identity' })
    const br = await ask('/', { 'accept-encoding': 'gzip, deflate, br' })
    const gzip = await ask('/', { 'accept-encoding': 'gzip' })
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip'])
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true)
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true)
    const head = await ask('/', { 'accept-encoding': 'br' }, 'HEAD')
    expect(head.status).toBe(200)
    expect(head.body.length).toBe(0)
    expect(head.headers['content-length']).toBe(br.headers['content-length'])
  })

  it('is answered 304 to whoever has it, without a body', async () => {
    const { etag = '' } = (await ask('/')).headers
    const known = await ask('/', { 'if-none-match': etag, 'accept-encoding': 'br' })
    expect([known.status, known.body.length, known.headers.etag]).toEqual([304, 0, etag])
    expect((await ask('/', { 'if-none-match': `"x", ${etag}` })).status).toBe(304)
    expect((await ask('/', { 'if-none-match': 'W/"other"' })).status).toBe(200)
  })

  it('has a tag of its own in each language', async () => {
    const chinese = await ask('/', { 'accept-language': 'zh-CN' })
    const english = await ask('/', { 'accept-language': 'en' })
    expect(chinese.body.toString()).toContain('<html lang="zh-CN">')
    expect(english.body.toString()).toContain('<html lang="en">')
    expect(english.headers.etag).not.toBe(chinese.headers.etag)
    expect((await ask('/', { 'accept-language': 'zh-CN', cookie: 'lang=en' })).headers.etag).toBe(
      english.headers.etag,
    )
  })

  it('is not another for what it does not read of its address, nor holds it', async () => {
    const { etag } = (await ask('/?q=%E9%B9%85')).headers
    const answers = await Promise.all(
      Array.from({ length: 40 }, (_, i) => ask(`/?utm${i}=s3cret${i}&q=%E9%B9%85`)),
    )
    expect(new Set(answers.map((answer) => answer.headers.etag))).toEqual(new Set([etag]))
    expect(answers.filter((answer) => answer.body.includes('s3cret'))).toEqual([])
  })

  it('is never made of a Host that somebody sent', async () => {
    const answer = await ask('/events', { host: 'evil.example' })
    expect(answer.status).toBe(200)
    expect(answer.body.includes('evil')).toBe(false)
  })

  it('is not kept when there is none', async () => {
    const missing = await ask(paths.offer(2_000_000_000))
    expect([missing.status, missing.headers.etag]).toEqual([404, undefined])
    expect(missing.headers['cache-control']).toContain('no-store')
    expect(missing.headers['content-security-policy']).toContain("script-src 'self'")
  })

  it('shows two seconds after an order at the latest what it left', async () => {
    const page = paths.offer(offerId)
    const text = async () => (await ask(page)).body.toString()
    expect(await text()).toContain('只剩9只')
    const { account } = await seedAccount({ role: 'buyer' })
    const buyer = await signedInBrowser(running.address, account.id)
    const placed = await order(buyer, await readyToOrder(buyer, offerId))
    expect(placed.status).toBe(302)
    const placedAt = performance.now()
    // Others go on looking, so that the page is never let go.
    while (performance.now() - placedAt <= 2_000) expect((await ask(page)).status).toBe(200)
    expect(await text()).toContain('只剩8只')
  })
})
