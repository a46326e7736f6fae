/** What start, test and verify share: steps that run only when what they depend on has changed. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export const isWindows = process.platform === 'win32'

/** Runs a command to its end, its output shown as it comes. Rejects with the exit code when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: options.quiet ? ['ignore', 'ignore', 'inherit'] : 'inherit',
      shell: isWindows,
      env: { ...process.env, ...options.env },
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${command} ${args.join(' ')}: ${signal ?? `exit code ${code}`}`))
    })
  })
}

/** A program that a package in node_modules brings. */
export function bin(name) {
  return path.join('node_modules', '.bin', isWindows ? `${name}.cmd` : name)
}

function* filesBelow(place) {
  if (!existsSync(place)) return
  if (statSync(place).isFile()) {
    yield place
    return
  }
  for (const entry of readdirSync(place, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    if (entry.name === 'generated' || entry.name.endsWith('.test.ts') || entry.name.endsWith('.test.tsx'))
      continue
    yield* filesBelow(path.join(place, entry.name))
  }
}

/** A hash of the contents of files and folders. */
export function contentHash(places) {
  const hash = createHash('sha256')
  for (const place of places) {
    for (const file of filesBelow(place)) hash.update(file).update('\0').update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Runs `work` unless it ran before on the same contents; says what it does and how long it took. */
export async function step(name, stampFile, places, results, work) {
  const wanted = contentHash(places)
  const fresh = existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted
  if (fresh && results.every((r) => existsSync(r))) return
  const began = Date.now()
  process.stdout.write(`${name} …\n`)
  await work()
  mkdirSync(path.dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, wanted)
  process.stdout.write(`${name}: done in ${((Date.now() - began) / 1000).toFixed(1)} s\n`)
}

const SOURCES = [
  'app',
  'server',
  'server.ts',
  'messages',
  'project.inlang/settings.json',
  'public',
  'vite.config.ts',
  'vite.server.config.ts',
  'vite.enhance.config.ts',
  'vite.desk.config.ts',
  'remix.config.js',
  'package-lock.json',
]

export function install() {
  return step(
    'Installing packages',
    'node_modules/.yigou-installed',
    ['package-lock.json'],
    ['node_modules/.bin'],
    () => run('npm', ['ci', '--no-audit', '--no-fund']),
  )
}

/** The Prisma client and the messages, which the sources import. */
export async function generate() {
  await step(
    'Generating the database client',
    '.cache/generated',
    ['prisma/schema', 'package-lock.json'],
    ['app/db/generated/client.ts'],
    () =>
      // Any program will do: with it set, Prisma downloads no engine, and none is needed to generate.
      run(bin('prisma'), ['generate'], {
        quiet: true,
        env: { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' },
      }),
  )
  await step(
    'Compiling messages',
    '.cache/messages',
    ['messages', 'project.inlang/settings.json', 'package-lock.json'],
    ['app/i18n/generated/messages.js'],
    () => run(process.execPath, ['scripts/compile-messages.mjs']),
  )
}

export function build() {
  return step(
    'Building',
    '.cache/built',
    SOURCES,
    ['build/server/index.js', 'build/client/enhance.js', 'build/client/desk.js', 'build/start/server.js'],
    async () => {
      const env = { NODE_ENV: 'production' }
      await run(bin('remix'), ['vite:build', '--logLevel', 'warn'], { env })
      await run(bin('vite'), ['build', '--config', 'vite.enhance.config.ts', '--logLevel', 'warn'], { env })
      await run(bin('vite'), ['build', '--config', 'vite.desk.config.ts', '--logLevel', 'warn'], { env })
      await run(bin('vite'), ['build', '--config', 'vite.server.config.ts', '--logLevel', 'warn'], { env })
    },
  )
}
