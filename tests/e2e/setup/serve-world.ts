/** Once a run: the demo world in a folder of its own, served by the built server, as `npm start` would. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'

const DATA_DIR = path.resolve('.cache/e2e-data')
const START_LIMIT_MS = 60_000

/** Starts the built server. Resolves with its address once it listens. */
export function serve(env: NodeJS.ProcessEnv): Promise<{ server: ChildProcess; address: string }> {
  const server = spawn(process.execPath, ['build/start/server.js'], {
    env: { ...env, NODE_ENV: 'production', PORT: env.PORT ?? '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('the server did not start')), START_LIMIT_MS)
    server.once('exit', (code) => reject(new Error(`the server ended with code ${code}`)))
    server.stdout?.on('data', (chunk: Buffer) => {
      const address = /^listening on (\S+)$/m.exec(String(chunk))?.[1]
      if (!address) return
      clearTimeout(limit)
      resolve({ server, address })
    })
  })
}

/** Ends a server as an operator would, and waits until it and its database have ended. */
export function end(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null) return resolve()
    server.once('exit', () => resolve())
    server.kill('SIGTERM')
  })
}

export default async function setup(): Promise<() => Promise<void>> {
  rmSync(DATA_DIR, { recursive: true, force: true })
  mkdirSync(DATA_DIR, { recursive: true })
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR }
  delete env.DATABASE_URL
  delete env.DATABASE_OWNER_URL
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/world.ts', 'demo'], { env, stdio: 'inherit' })
  const { server, address } = await serve(env)
  process.env.E2E_ADDRESS = address
  process.env.E2E_DATA_DIR = DATA_DIR
  return () => end(server)
}
