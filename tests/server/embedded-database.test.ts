import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { openEmbeddedDatabase } from '#server/embedded-database.ts'

let dataDir: string
let running: ServerProcess | undefined

beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-server-'))
  // The database's own user, where we are root, has to reach it.
  chmodSync(dataDir, 0o711)
})

afterEach(async () => {
  if (running) await end(running.server)
  running = undefined
  const database = await openEmbeddedDatabase(dataDir)
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<ServerProcess> {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  running = await serve(env)
  return running
}

/** Process ids of PostgreSQL servers on this test's folder. */
function postmasters(): string[] {
  const list = execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
  return list
    .split('\n')
    .filter((line) => /bin\/postgres -D/.test(line) && line.includes(path.basename(dataDir)))
}

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const database = await openEmbeddedDatabase(dataDir)
  const client = new pg.Client({ connectionString: database.urls.owner })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Of nobody: it is looked up and not found. */
const SOME_COOKIE = `yigou=${Buffer.from(JSON.stringify('a'.repeat(43))).toString('base64url')}`

describe('the embedded database', () => {
  it('keeps what was confirmed when the server is killed, and is taken over by the next start', async () => {
    const first = await start()
    await asOwner((client) =>
      client.query(
        "INSERT INTO county_setting (county_code, premium_cap_percent) VALUES ('510981000000', 25)",
      ),
    )
    await end(first.server, 'SIGKILL')
    expect(postmasters().length).toBe(1)
    const left = postmasters()[0]
    const second = await start()
    expect(postmasters()).toEqual([left])
    expect(await (await fetch(`${second.address}/readyz`)).text()).toContain('ready')
    const { rows } = await asOwner((client) => client.query('SELECT premium_cap_percent FROM county_setting'))
    expect(rows).toEqual([{ premium_cap_percent: 25 }])
  })

  it('recovers when server and database are killed together', async () => {
    const first = await start()
    await asOwner((client) =>
      client.query("INSERT INTO county_setting (county_code) VALUES ('510981000000')"),
    )
    const postmaster = Number(postmasters()[0]?.trim().split(' ')[0])
    process.kill(postmaster, 'SIGKILL')
    await end(first.server, 'SIGKILL')
    await start()
    const { rows } = await asOwner((client) => client.query('SELECT county_code FROM county_setting'))
    expect(rows).toEqual([{ county_code: '510981000000' }])
    expect(postmasters().length).toBe(1)
  })

  it('ends with the server on SIGTERM, both within ten seconds', async () => {
    const { server, address } = await start()
    // Both logins are in use by now: the pages' to read, the session's to write.
    expect((await fetch(`${address}/`)).status).toBe(200)
    expect(
      (await fetch(`${address}/orders`, { headers: { cookie: SOME_COOKIE }, redirect: 'manual' })).status,
    ).toBe(302)
    const began = Date.now()
    await end(server)
    expect(Date.now() - began).toBeLessThan(10_000)
    expect(server.exitCode).toBe(0)
    expect(postmasters()).toEqual([])
  })

  it('is one server for two processes that open it at once', async () => {
    const opened = await Promise.all([openEmbeddedDatabase(dataDir), openEmbeddedDatabase(dataDir)])
    expect(opened.filter((each) => each.started).length).toBe(1)
    expect(postmasters().length).toBe(1)
  })

  it.runIf(process.getuid?.() === 0)('runs as an unprivileged user when the server is root', async () => {
    await start()
    const pid = postmasters()[0]?.trim().split(' ')[0]
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(/^Uid:\s+(\d+)/m.exec(status)?.[1]).not.toBe('0')
    expect(existsSync(path.join(dataDir, 'database.json'))).toBe(true)
  })
})
