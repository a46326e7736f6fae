/** The worlds that benchmarks run in: copies of a demo world, which is built once a day and never served itself. */
import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { folderKey, publishDatabase } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { contentHash } from '../steps.mjs'
import { postmasterOf } from './processes.ts'

/** Where the database's own user can reach it, whoever runs this. */
const FOLDER = path.join(os.tmpdir(), `yigou-bench-${folderKey('.')}`)

function environmentOf(dataDir: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: dataDir }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL', 'PUBLIC_URL'])
    delete env[name]
  return env
}

async function remove(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return
  const left = await openEmbeddedDatabase(dataDir)
  await left.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

/** Today's demo world of this release's schema and seed, at rest. */
async function demoWorld(): Promise<string> {
  const dataDir = path.join(FOLDER, 'demo')
  const stamp = path.join(FOLDER, 'demo-built')
  const wanted = `${civilDateOf(new Date())} ${contentHash(['prisma'])}`
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return dataDir
  mkdirSync(FOLDER, { recursive: true })
  chmodSync(FOLDER, 0o711)
  await remove(dataDir)
  process.stderr.write('Building a demo world to measure in, once a day …\n')
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/world.ts', 'demo'], {
    env: environmentOf(dataDir),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  writeFileSync(stamp, wanted)
  return dataDir
}

/** A copy of the demo world under a name of its own, at rest. Whatever stood under that name is gone. */
export async function copyWorld(name: string): Promise<string> {
  const demo = await demoWorld()
  const dataDir = path.join(FOLDER, name)
  await remove(dataDir)
  // Owners are kept: the database refuses files that are not its user's.
  execFileSync('cp', ['-a', demo, dataDir])
  return dataDir
}

export type ServedWorld = ServerProcess & {
  dataDir: string
  database: EmbeddedDatabase
  /** The server's process id, and the database's. */
  roots: [number, number]
  close: () => Promise<void>
}

/** Serves a copy of the demo world; this process is connected to its database, too. */
export async function serveWorld(name: string): Promise<ServedWorld> {
  const dataDir = await copyWorld(name)
  const database = await openEmbeddedDatabase(dataDir)
  // What this process seals, the server must be able to open.
  process.env.DATA_DIR = dataDir
  publishDatabase(database.urls)
  const running = await serve(environmentOf(dataDir))
  return {
    ...running,
    dataDir,
    database,
    roots: [running.server.pid ?? 0, await postmasterOf(database.urls.reader)],
    close: async () => {
      await end(running.server)
      await disconnect()
      await database.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** One more server on a world that is being served. */
export function serveBeside(world: ServedWorld): Promise<ServerProcess> {
  return serve(environmentOf(world.dataDir))
}

/** Starts the built server on a world at rest, and ends it. Milliseconds until `/` answered. */
export async function startToFirstPage(dataDir: string): Promise<number> {
  const began = performance.now()
  const { server, address } = await serve(environmentOf(dataDir))
  try {
    const first = await fetch(`${address}/`)
    await first.arrayBuffer()
    if (first.status !== 200) throw new Error(`the first page answered ${first.status}`)
    return performance.now() - began
  } finally {
    await end(server)
  }
}
