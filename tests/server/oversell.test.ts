import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { BUYERS, GEESE, raceForLastGeese } from '#scripts/driving/last-geese.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { seedGround } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'

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

describe.each([1, 2])('%i server process(es), 200 buyers at once for the last 50 geese', (processes) => {
  it('sells exactly 50, and tells every other buyer that they are sold out', async () => {
    const raced = await raceForLastGeese(await start(processes), 12_000 + processes)
    expect(raced).toEqual({
      placed: GEESE,
      doubled: 0,
      soldOut: BUYERS - GEESE,
      others: [],
      stock: { available: 0, reserved: GEESE },
    })
    const failed = (await runAudit()).checks.filter(
      (c) => !c.ok && c.name !== 'everything-is-sealed-within-a-minute',
    )
    expect(failed).toEqual([])
  })
})
