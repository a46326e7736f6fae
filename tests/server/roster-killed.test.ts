/** A roster that is being applied when its worker, and then its whole server, is killed: all of it or nothing, at last all. */
import { chmodSync, mkdtempSync, openAsBlob, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { database, disconnect } from '#app/db/client.server.ts'
import { paths } from '#app/paths.ts'
import { childrenOf } from '#scripts/bench/processes.ts'
import { type Browser, send, signedInBrowser } from '#scripts/driving/browser.ts'
import { writeRoster } from '#scripts/driving/roster.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { COUNTY, seedAccount, seedGround, TOWN } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'

const PEOPLE = 12_000

let dataDir: string
let embedded: EmbeddedDatabase
let served: ServerProcess
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-killed-'))
  chmodSync(dataDir, 0o711)
  process.env.DATA_DIR = dataDir
  embedded = await openEmbeddedDatabase(dataDir)
  await migrate(embedded.urls)
  publishDatabase(embedded.urls)
  await seedGround()
  await database().division.create({
    data: {
      code: '510981100200',
      name: '金鱼垭村村民委员会',
      shortName: '金鱼垭',
      level: 'village',
      parentCode: TOWN,
      fromDay: new Date('2020-01-01'),
    },
  })
  env = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  served = await serve(env)
}, 300_000)

afterAll(async () => {
  await end(served.server)
  await disconnect()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function upload(office: Browser, file: string): Promise<string> {
  const form = new FormData()
  form.set('kind', 'households')
  form.set('file', await openAsBlob(file), 'roster.xlsx')
  const answer = await fetch(office.address + paths.countyImport(), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: office.cookie, origin: office.address },
    body: form,
  })
  expect(answer.status).toBe(302)
  return answer.headers.get('location') ?? ''
}

/** The process that works on the roster now, or none. */
function workerOf(server: number): number | null {
  const isWorker = (pid: number) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('import-worker')
    } catch {
      return false
    }
  }
  return childrenOf(server).find(isWorker) ?? null
}

async function until<T>(look: () => Promise<T | null | false>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await pause(20)
  }
}

/** Waits until the given try has written part of the roster. */
const halfWay = (tries: number) =>
  until(async () => {
    const work = await database().importWork.findFirst()
    return work !== null && work.tries === tries && work.done > 0 && work
  })

const counts = async () => ({
  households: await database().household.count(),
  people: await database().person.count(),
  states: await database().householdState.count(),
})
const NOTHING = { households: 0, people: 0, states: 0 }
const EVERYTHING = { households: PEOPLE / 3, people: PEOPLE, states: PEOPLE / 3 }

it('leaves nothing half way, and is taken up again until all of it is there', async () => {
  const file = path.join(dataDir, 'roster.xlsx')
  await writeRoster(file, PEOPLE)
  const { account } = await seedAccount({ role: 'county-office', scopeCode: COUNTY })
  const office = await signedInBrowser(served.address, account.id)
  const round = await upload(office, file)
  const id = round.split('/').at(-1) ?? ''
  expect(await counts()).toEqual(NOTHING)
  expect((await send(office, round, { apply: '1' })).status).toBe(302)
  const page = await (await send(office, round)).text()
  expect(page).toContain('http-equiv="refresh"')

  const first = await halfWay(1)
  expect(first.done).toBeLessThan(first.total)
  process.kill(workerOf(served.server.pid ?? 0) ?? 0, 'SIGKILL')
  await until(async () => (await database().importWork.findFirst())?.tries === 2)
  expect(await counts()).toEqual(NOTHING)

  await halfWay(2)
  const worker = workerOf(served.server.pid ?? 0) ?? 0
  await end(served.server, 'SIGKILL')
  await until(async () => !readable(`/proc/${worker}/cmdline`))
  expect(await counts()).toEqual(NOTHING)
  expect(await database().importRound.findUniqueOrThrow({ where: { id } })).toMatchObject({
    state: 'waiting',
  })

  served = await serve(env)
  await until(async () => {
    const { state } = await database().importRound.findUniqueOrThrow({ where: { id } })
    return state === 'applied'
  })
  expect(await counts()).toEqual(EVERYTHING)
  expect(await database().importItem.count({ where: { roundId: id, outcome: { not: 'applied' } } })).toBe(0)
}, 300_000)

function readable(file: string): boolean {
  try {
    return readFileSync(file).length > 0
  } catch {
    return false
  }
}
