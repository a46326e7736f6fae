import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { database, disconnect } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { openSession } from '#app/web/session.server.ts'
import { seedAccount, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'
import { end, type ServerProcess, serve } from '#tests/setup/server-process.ts'

const BUYERS = 200
const GEESE = 50

let dataDir: string
let embedded: EmbeddedDatabase
let servers: ServerProcess[] = []

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-race-'))
  chmodSync(dataDir, 0o711)
  process.env.DATA_DIR = dataDir
  embedded = await openEmbeddedDatabase(dataDir)
  await migrate(embedded.urls)
  publishDatabase(embedded.urls)
  await seedGround()
})

afterAll(async () => {
  await Promise.all(servers.map(({ server }) => end(server)))
  await disconnect()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(count: number): Promise<string[]> {
  await Promise.all(servers.map(({ server }) => end(server)))
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  servers = await Promise.all(Array.from({ length: count }, () => serve(env)))
  return servers.map(({ address }) => address)
}

type Browser = { address: string; cookie: string }

async function browserOf(address: string, agencyId: number): Promise<Browser> {
  const { account } = await seedAccount({ role: 'buyer', agencyId })
  const cookie = (await openSession(account.id)).split(';')[0] ?? ''
  return { address, cookie }
}

function send(browser: Browser, url: string, form?: Record<string, string>): Promise<Response> {
  return fetch(browser.address + url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie: browser.cookie, origin: browser.address, 'accept-language': 'zh-CN' },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
}

/** The fields of the checkout form, as a browser would send them untouched. */
function fieldsOf(html: string): Record<string, string> {
  const plain = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&#x27;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    const isChosen = !/type="(radio|checkbox)"/.test(tag) || /\schecked=/.test(tag)
    if (name && name !== 'q' && isChosen) fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  return fields
}

/** Up to the button: the goose is in the basket and the checkout is on the screen. */
async function readyToOrder(browser: Browser, offerId: number): Promise<Record<string, string>> {
  const put = await send(browser, '/basket', { offerId: String(offerId), quantity: '1' })
  expect(put.status).toBe(302)
  const checkout = await send(browser, '/checkout')
  expect(checkout.status).toBe(200)
  return fieldsOf(await checkout.text())
}

async function inBatches<T, R>(items: T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (let i = 0; i < items.length; i += size)
    results.push(...(await Promise.all(items.slice(i, i + size).map(work))))
  return results
}

describe.each([1, 2])('%i server process(es), 200 buyers at once for the last 50 geese', (processes) => {
  it('sells exactly 50, and tells every other buyer that they are sold out', async () => {
    const addresses = await start(processes)
    const { offer, lot } = await seedLot({ quantity: GEESE, unitPriceFen: 12_000 + processes })
    await seedPickupEvent({ capacityOrders: 1_000 })
    const agencyId = (await seedAgency()).id
    const buyers = await inBatches(
      Array.from({ length: BUYERS }, (_, i) => addresses[i % addresses.length] ?? ''),
      20,
      (address) => browserOf(address, agencyId),
    )
    const forms = await inBatches(buyers, 20, (buyer) => readyToOrder(buyer, offer.id))
    const answers = await Promise.all(
      buyers.map(async (buyer, i) => {
        const answer = await send(buyer, '/checkout', forms[i])
        return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
      }),
    )
    const placed = answers.filter((a) => a.status === 302 && a.location?.startsWith('/orders/'))
    const others = answers.filter((a) => !placed.includes(a))
    expect(placed.length).toBe(GEESE)
    expect(new Set(placed.map((a) => a.location)).size).toBe(GEESE)
    expect([...new Set(others.map((a) => a.status))]).toEqual([409])
    expect(others.filter((a) => !a.text.includes('卖完了')).length).toBe(0)
    const after = await database().lot.findUniqueOrThrow({ where: { id: lot.id } })
    expect([after.available, after.reserved]).toEqual([0, GEESE])
    const failed = (await runAudit()).checks.filter(
      (c) => !c.ok && c.name !== 'everything-is-sealed-within-a-minute',
    )
    expect(failed).toEqual([])
  })
})
