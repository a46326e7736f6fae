/** A double tap, an answer that is lost, a replay and a form gone back to: through HTTP, each is one order. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { database, disconnect } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { type Browser, readyToOrder, send, signedInBrowser } from '#scripts/driving/browser.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { seedAccount, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'

let dataDir: string
let embedded: EmbeddedDatabase
let served: ServerProcess
let browser: Browser
let offerId: number
let lotId: number

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-once-'))
  chmodSync(dataDir, 0o711)
  process.env.DATA_DIR = dataDir
  embedded = await openEmbeddedDatabase(dataDir)
  await migrate(embedded.urls)
  publishDatabase(embedded.urls)
  await seedGround()
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  served = await serve(env)
})

afterAll(async () => {
  await end(served.server)
  await disconnect()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

let price = 12_000
beforeEach(async () => {
  await database().pickupEvent.updateMany({ where: { state: 'open' }, data: { state: 'cancelled' } })
  await seedPickupEvent()
  price += 100
  const seeded = await seedLot({ quantity: 20, unitPriceFen: price })
  offerId = seeded.offer.id
  lotId = seeded.lot.id
  const { account } = await seedAccount({ role: 'buyer', agencyId: (await seedAgency()).id })
  browser = await signedInBrowser(served.address, account.id)
})

async function reserved(): Promise<number> {
  return (await database().lot.findUniqueOrThrow({ where: { id: lotId } })).reserved
}

/** The order that a redirect leads to. */
function orderIn(answer: Response): string {
  expect(answer.status).toBe(302)
  return /^\/orders\/([0-9a-f-]{36})/.exec(answer.headers.get('location') ?? '')?.[1] ?? 'no order'
}

async function expectSoundAudit(): Promise<void> {
  const { checks } = await runAudit()
  expect(checks.filter((check) => !check.ok && !/sealed/.test(check.name))).toEqual([])
}

it('is one order of a form sent ten times at once', async () => {
  const form = await readyToOrder(browser, offerId)
  const answers = await Promise.all(Array.from({ length: 10 }, () => send(browser, '/checkout', form)))
  expect(new Set(answers.map(orderIn)).size).toBe(1)
  expect(await reserved()).toBe(1)
  await expectSoundAudit()
})

it('is one order when the answer was lost on the way, and the form is sent again', async () => {
  const form = await readyToOrder(browser, offerId)
  const lost = new AbortController()
  const gone = fetch(`${browser.address}/checkout`, {
    method: 'POST',
    redirect: 'manual',
    signal: lost.signal,
    headers: { cookie: browser.cookie, origin: browser.address },
    body: new URLSearchParams(form),
  }).catch(() => null)
  // The signal goes as soon as the goods are taken: before or after the answer left, nobody can tell.
  while ((await reserved()) === 0) await new Promise((resolve) => setImmediate(resolve))
  lost.abort()
  await gone
  const again = await send(browser, '/checkout', form)
  expect(again.headers.get('location')).toMatch(/\?done=placed$/)
  expect(await reserved()).toBe(1)
  expect(await database().order.count({ where: { lines: { some: { offerId } } } })).toBe(1)
})

it('leads to the order when the form is gone back to, changed or not', async () => {
  const form = await readyToOrder(browser, offerId)
  const orderId = orderIn(await send(browser, '/checkout', form))
  expect(orderIn(await send(browser, '/checkout', form))).toBe(orderId)
  const changed = await send(browser, '/checkout', { ...form, capacity: 'canteen' })
  expect(changed.headers.get('location')).toBe(`/orders/${orderId}?done=before`)
  const page = await send(browser, `/orders/${orderId}?done=before`)
  expect(await page.text()).toContain('早就下好单了')
  expect(await reserved()).toBe(1)
})

it('joins the first order once, however often the second is sent', async () => {
  const first = orderIn(await send(browser, '/checkout', await readyToOrder(browser, offerId)))
  const form = await readyToOrder(browser, offerId)
  const answers = await Promise.all(Array.from({ length: 6 }, () => send(browser, '/checkout', form)))
  expect(answers.map((answer) => answer.headers.get('location'))).toEqual(
    new Array(6).fill(`/orders/${first}?done=joined`),
  )
  expect(await reserved()).toBe(2)
  const third = await readyToOrder(browser, offerId)
  expect(orderIn(await send(browser, '/checkout', { ...third, isSeparate: 'on' }))).not.toBe(first)
  expect(await reserved()).toBe(3)
  await expectSoundAudit()
})
