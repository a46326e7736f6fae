/** Placing orders: how fast beside the database's own limit, what a whole visit costs, and the last geese. */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import {
  type Browser,
  inBatches,
  openCheckout,
  order,
  putInBasket,
  readyToOrder,
  send,
  signedInBrowser,
} from '#scripts/driving/browser.ts'
import { BUYERS, GEESE, type LastGeese, raceForLastGeese } from '#scripts/driving/last-geese.ts'
import { end } from '#scripts/driving/server-process.ts'
import { seedAccount, seedAgency, seedGround, seedLot, seedPickupEvent, today } from '#seed/builders.ts'
import { BASKET_ID_SQL, type OrderedBefore, pgbenchScript } from './guarded-statement.ts'
import { cpuMsOf } from './processes.ts'
import { atMost, type BenchRow, type Outcome, quantile } from './row.ts'
import { type ServedWorld, serveBeside } from './world.ts'

const AT_ONCE = 8
const ORDERS = 320
const WARM_UP = 40
const VISITS = 120
/** Days from now on which the demo world has no events of its own. */
const FAR_DAYS = 60
/** Transactions of each of pgbench's clients. */
const TRANSACTIONS = 250

/** Offers of one village each at an event of its own, with more than will be ordered. */
async function seedPlentiful(count: number): Promise<number[]> {
  await seedGround()
  const offerIds: number[] = []
  for (let i = 0; i < count; i++) {
    const day = addDays(today(), FAR_DAYS + i)
    const there = { availableFrom: day, availableTo: day }
    const { offer } = await seedLot({ quantity: 1_000_000, unitPriceFen: 13_000 + i, ...there })
    await seedPickupEvent({ capacityOrders: 1_000_000, daysAhead: FAR_DAYS + i })
    offerIds.push(offer.id)
  }
  return offerIds
}

async function buyersAt(address: string, count: number, agencyId: number): Promise<Browser[]> {
  return inBatches(Array.from({ length: count }), AT_ONCE, async () => {
    const { account } = await seedAccount({ role: 'buyer', agencyId })
    return signedInBrowser(address, account.id)
  })
}

type Placing = { ordersASecond: number; p99Ms: number; location: string }

/** AT_ONCE buyers press the button, then the next, each with another basket; the button alone is timed. */
async function placeOrders(buyers: Browser[], forms: Record<string, string>[]): Promise<Placing> {
  const began = performance.now()
  const placed = await inBatches(buyers, AT_ONCE, async (buyer, i) => {
    const pressed = performance.now()
    const { status, location, text } = await order(buyer, forms[i] ?? {})
    if (status !== 302 || location === null) throw new Error(`not ordered: ${status} ${text.slice(0, 200)}`)
    return { ms: performance.now() - pressed, location }
  })
  const seconds = (performance.now() - began) / 1000
  return {
    ordersASecond: buyers.length / seconds,
    p99Ms: quantile(
      placed.map((each) => each.ms),
      0.99,
    ),
    location: placed[0]?.location ?? '',
  }
}

/** A row as JSON takes it. */
function withoutBigInts<Row extends object>(row: Row): Row {
  return JSON.parse(
    JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
  ) as Row
}

/** An order as it was written, to be written again by pgbench. */
async function readBack(orderId: string): Promise<OrderedBefore> {
  const found = await database().order.findUniqueOrThrow({
    where: { id: orderId },
    include: { lines: { include: { allocations: true } } },
  })
  const [line] = found.lines
  const [allocation] = line?.allocations ?? []
  if (!line || !allocation || found.agencyId === null) throw new Error('the order has no line')
  const dispatched = await database().dispatchRecord.findUniqueOrThrow({
    where: { placementId: line.placementId ?? '' },
  })
  const event = await database().pickupEvent.findUniqueOrThrow({ where: { id: line.eventId } })
  const day = allocation.businessDay.toISOString().slice(0, 10)
  const { offerId, unitPriceFen, referencePriceFen, countyCode } = line
  return {
    countyCode,
    agencyId: found.agencyId,
    capacity: found.capacity,
    payBy: found.payBy,
    totalFen: Number(found.totalFen),
    dispatch: {
      ruleVersion: dispatched.ruleVersion,
      inputs: dispatched.inputs,
      plan: dispatched.plan,
    },
    events: [{ id: event.id, startsAt: event.startsAt.toISOString(), newRooms: 1 }],
    offers: [{ id: offerId, unitPriceFen, referencePriceFen }],
    lots: [{ id: allocation.lotId, offerId, quantity: allocation.quantity, firstDay: day, lastDay: day }],
    lines: [
      {
        ...withoutBigInts(line),
        heldAmountFen: Number(line.heldAmountFen),
        heldBaseFen: Number(line.heldBaseFen),
      },
    ],
    allocations: [
      {
        ...withoutBigInts(allocation),
        lineId: line.id,
        amountFen: Number(allocation.amountFen),
        businessDay: day,
      },
    ],
  }
}

/** Accounts and open baskets for every transaction of pgbench. The number that an account's id is its `n` above. */
async function seedBaskets(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ base: number }>('SELECT max(id) AS base FROM account')
    const base = rows[0]?.base ?? 0
    const numbers =
      'generate_series(0, $1::int - 1) c, generate_series(1, $2::int) t, LATERAL (SELECT c * 100000 + t AS n) x'
    const size = [AT_ONCE, TRANSACTIONS]
    await client.query(
      `INSERT INTO account (id, name_sealed, phone_sealed, phone_hash, password_hash)
       SELECT $3::int + n, 'none', 'none', 'bench-' || n, 'none' FROM ${numbers}`,
      [...size, base],
    )
    await client.query(
      `INSERT INTO basket (id, account_id) SELECT ${BASKET_ID_SQL}, $3::int + n FROM ${numbers}`,
      [...size, base],
    )
    return base
  } finally {
    await client.end()
  }
}

/** A login as PostgreSQL's own programs take it: in an argument everybody on the machine could read it. */
function loginOf(url: string): Record<string, string> {
  const { username, password, pathname, hostname, port, searchParams } = new URL(url)
  return {
    PGHOST: searchParams.get('host') ?? hostname,
    PGPORT: port || '5432',
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: pathname.slice(1),
  }
}

/** Transactions a second of the guarded statement, AT_ONCE clients; null where there is no pgbench. */
async function pgbenchRate(url: string, orderIds: string[]): Promise<number | null> {
  const run = promisify(execFile)
  if (!(await run('pgbench', ['--version']).catch(() => null))) return null
  const account = await seedBaskets(url)
  const folder = mkdtempSync(path.join(os.tmpdir(), 'yigou-pgbench-'))
  try {
    const files: string[] = []
    for (const [i, id] of orderIds.entries()) {
      const file = path.join(folder, `${i}.sql`)
      writeFileSync(file, await pgbenchScript(await readBack(id)))
      files.push('-f', file)
    }
    const counts = ['-c', String(AT_ONCE), '-j', '2', '-t', String(TRANSACTIONS)]
    const flags = ['-n', '-M', 'prepared', '-D', `account=${account}`, '-D', 'i=0', ...counts, ...files]
    const { stdout } = await run('pgbench', flags, { env: { ...process.env, ...loginOf(url) } })
    const failed = Number(/failed transactions: (\d+)/.exec(stdout)?.[1] ?? 0)
    const rate = Number(/tps = ([\d.]+)/.exec(stdout)?.[1])
    if (failed > 0 || !Number.isFinite(rate)) throw new Error(`pgbench:\n${stdout}`)
    return rate
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measurePlacing({ address, database: embedded }: ServedWorld): Promise<Outcome> {
  const offerIds = await seedPlentiful(AT_ONCE)
  const agencyId = (await seedAgency()).id
  const offerOf = (i: number) => offerIds[i % offerIds.length] ?? 0
  const ready = async (count: number) => {
    const buyers = await buyersAt(address, count, agencyId)
    const forms = await inBatches(buyers, AT_ONCE, (buyer, i) => readyToOrder(buyer, offerOf(i)))
    return { buyers, forms }
  }
  const first = await ready(WARM_UP)
  await placeOrders(first.buyers, first.forms)
  const { buyers, forms } = await ready(ORDERS)
  const placing = await placeOrders(buyers, forms)
  const orders = await database().order.findMany({
    where: { agencyId },
    distinct: ['totalFen'],
    select: { id: true },
  })
  const limit = await pgbenchRate(
    embedded.urls.app,
    orders.map((each) => each.id),
  )
  const what = `${placing.ordersASecond.toFixed(0)}/s, p99 ${placing.p99Ms.toFixed(0)} ms`
  if (limit === null) return { notMeasured: `pgbench is not installed (${what})` }
  const ratio = placing.ordersASecond / limit
  return {
    measured: `${ratio.toFixed(2)} (${what}, pgbench ${limit.toFixed(0)}/s)`,
    ok: ratio >= 0.1 && placing.p99Ms <= 150,
    reachesAim: ratio >= 0.25 && placing.p99Ms <= 150,
  }
}

async function visit(buyer: Browser, offerId: number): Promise<void> {
  await putInBasket(buyer, offerId)
  const { location } = await order(buyer, await openCheckout(buyer))
  const page = await send(buyer, location ?? '/')
  await page.arrayBuffer()
  if (page.status !== 200) throw new Error(`the order's page answered ${page.status}`)
}

async function measureVisits({ address, roots }: ServedWorld): Promise<Outcome> {
  const offerIds = await seedPlentiful(AT_ONCE)
  const buyers = await buyersAt(address, VISITS + WARM_UP, (await seedAgency()).id)
  const go = (some: Browser[]) =>
    inBatches(some, 2, (buyer, i) => visit(buyer, offerIds[i % offerIds.length] ?? 0))
  await go(buyers.slice(0, WARM_UP))
  const total = await cpuMsOf(roots, async () => void (await go(buyers.slice(WARM_UP))))
  const cost = total / VISITS
  return atMost(cost, { must: 30, aim: 18 }, `${cost.toFixed(1)} CPU-ms (${VISITS} visits)`)
}

function isExact({ placed, doubled, soldOut, others, stock }: LastGeese): boolean {
  const isSold = placed === GEESE && doubled === 0 && stock.available === 0 && stock.reserved === GEESE
  return isSold && soldOut === BUYERS - GEESE && others.length === 0
}

async function measureLastGeese(world: ServedWorld): Promise<Outcome> {
  await seedGround()
  const one = await raceForLastGeese([world.address], 14_001)
  const second = await serveBeside(world)
  try {
    const two = await raceForLastGeese([world.address, second.address], 14_002)
    const say = (raced: LastGeese) =>
      `${raced.placed} sold, ${raced.soldOut} told sold out, ${raced.others.length} else ${[...new Set(raced.others)].slice(0, 3).join('; ')}`
    return {
      measured: `one: ${say(one)}; two: ${say(two)}`,
      ok: isExact(one) && isExact(two),
      reachesAim: null,
    }
  } finally {
    await end(second.server)
  }
}

export const orderRows: BenchRow<ServedWorld>[] = [
  {
    key: 'order',
    name: 'placing an order (POST to redirect), 8 buyers at once',
    must: '0.10 of pgbench running the same guarded statement; p99 150 ms',
    aim: '0.25',
    measure: measurePlacing,
  },
  {
    key: 'visit',
    name: 'the whole visit: add, checkout, order, order page',
    must: '30 CPU-ms, database included',
    aim: '18',
    measure: measureVisits,
  },
  {
    key: 'last-geese',
    name: '200 buyers for the last 50 geese, on one and on two server processes',
    must: 'exactly 50 sold, each other buyer told “sold out”, 0 errors',
    aim: '',
    measure: measureLastGeese,
  },
]
