/** Visitors' pages: kept, rendered anew each time, and as they go over the wire. */
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { chromium } from '@playwright/test'
import { readDatabase } from '#app/db/client.server.ts'
import { goodsKinds } from '#app/domain/catalogue/kinds.ts'
import { paths } from '#app/paths.ts'
import { inBatches } from '#scripts/driving/browser.ts'
import { measureVisit } from '#scripts/driving/first-visit.ts'
import { findChromium } from '../chromium.mjs'
import { besidePlainServer, requestsASecond } from './plain-server.ts'
import { cpuMsOf } from './processes.ts'
import { atLeast, atMost, type BenchRow, median, type Outcome } from './row.ts'
import type { ServedWorld } from './world.ts'

/** What Chromium on a phone in the hills sends. */
const PHONE = { 'accept-encoding': 'gzip, deflate, br', 'accept-language': 'zh-CN,zh;q=0.9' }
const ENGLISH = { ...PHONE, 'accept-language': 'en' }
const ROUNDS = 3
const ROUND_SECONDS = 4

/** The page's bytes as they came, still compressed. */
async function bytesOnTheWire(
  url: string,
  headers: Record<string, string>,
): Promise<{ body: Buffer; encoding: string }> {
  const [answer] = (await once(get(url, { headers }), 'response')) as [IncomingMessage]
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return { body: Buffer.concat(parts), encoding: answer.headers['content-encoding'] ?? 'identity' }
}

async function measureWarm({ address }: ServedWorld): Promise<Outcome> {
  const page = await bytesOnTheWire(`${address}/`, PHONE)
  return besidePlainServer(page, async (plain) => {
    await requestsASecond(`${address}/`, PHONE, 2)
    await requestsASecond(plain, PHONE, 2)
    const ratios: number[] = []
    const kept: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await requestsASecond(`${address}/`, PHONE, ROUND_SECONDS)
      kept.push(ours)
      ratios.push(ours / (await requestsASecond(plain, PHONE, ROUND_SECONDS)))
    }
    const ratio = median(ratios)
    const what = `${ratio.toFixed(2)} (${Math.round(median(kept))}/s, ${page.body.length} bytes ${page.encoding})`
    return atLeast(ratio, { must: 0.35, aim: 0.8 }, what)
  })
}

/** Renders each address once, so that none is kept. CPU milliseconds a page, server and database. */
async function cpuMsAPage(
  world: ServedWorld,
  urls: string[],
  headers: Record<string, string>,
): Promise<number> {
  const total = await cpuMsOf(world.roots, async () => {
    await inBatches(urls, 4, async (url) => {
      const answer = await fetch(world.address + url, { headers })
      await answer.arrayBuffer()
      if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`)
    })
  })
  return total / urls.length
}

/** Addresses of the catalogue, each with a filter that no other has. */
async function filteredAddresses(): Promise<string[]> {
  const villages = await readDatabase().$queryRaw<{ code: string }[]>`
    SELECT DISTINCT village_code AS code FROM offer ORDER BY 1`
  const months = [null, ...Array.from({ length: 12 }, (_, i) => i + 1)]
  return villages.flatMap(({ code: village }) =>
    [null, ...goodsKinds].flatMap((kind) => months.map((month) => paths.catalogue({ village, kind, month }))),
  )
}

async function measureFiltered(world: ServedWorld): Promise<Outcome> {
  const urls = (await filteredAddresses()).slice(0, 600)
  // In the other language these are other pages, so that the second round finds nothing kept.
  await cpuMsAPage(world, urls.slice(0, 300), ENGLISH)
  const cost = await cpuMsAPage(world, urls, PHONE)
  return atMost(cost, { must: 7.5, aim: 4 }, `${cost.toFixed(1)} CPU-ms (${urls.length} filters)`)
}

async function measureOffer(world: ServedWorld): Promise<Outcome> {
  const offers = await readDatabase().$queryRaw<{ id: number }[]>`
    SELECT id FROM offer o WHERE EXISTS (SELECT FROM lot l WHERE l.offer_id = o.id AND l.approved_at IS NOT NULL)
    ORDER BY id LIMIT 600`
  const urls = offers.map(({ id }) => paths.offer(id))
  await cpuMsAPage(world, urls, ENGLISH)
  const cost = await cpuMsAPage(world, urls, PHONE)
  return atMost(cost, { must: 6.5, aim: 4.5 }, `${cost.toFixed(1)} CPU-ms (${urls.length} offers)`)
}

async function measureFirstVisit({ address }: ServedWorld): Promise<Outcome> {
  const executablePath = await findChromium()
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] })
  try {
    const { bytes, transfers, isReadable } = await measureVisit(browser, `${address}/`)
    const kilobytes = bytes / 1000
    const outcome = atMost(
      kilobytes,
      { must: 90, aim: 60 },
      `${kilobytes.toFixed(1)} KB in ${transfers} transfers${isReadable ? '' : ', NOT readable without script'}`,
    )
    return { ...outcome, ok: kilobytes <= 90 && isReadable }
  } finally {
    await browser.close()
  }
}

export const pageRows: BenchRow<ServedWorld>[] = [
  {
    key: 'warm',
    name: 'catalogue HTML for a visitor without a session, warm',
    must: '0.35 of node:http with the same bytes',
    aim: '0.8',
    measure: measureWarm,
  },
  {
    key: 'filtered',
    name: 'the same, cache off, a different filter each time',
    must: '7.5 CPU-ms, database included',
    aim: '4',
    measure: measureFiltered,
  },
  {
    key: 'offer',
    name: 'offer page, cache off',
    must: '6.5 CPU-ms, database included',
    aim: '4.5',
    measure: measureOffer,
  },
  {
    key: 'first-visit',
    name: 'catalogue page, first visit, all transfers',
    must: '90 KB, readable before any script',
    aim: '60 KB',
    measure: measureFirstVisit,
  },
]
