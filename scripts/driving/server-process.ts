/** The built server as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'

const START_LIMIT_MS = 60_000

export type ServerProcess = { server: ChildProcess; address: string }

/** Starts the built server on a free port. Resolves with its address once it listens. `hear` is told all that it says. */
export function serve(env: NodeJS.ProcessEnv, hear?: (text: string) => void): Promise<ServerProcess> {
  const server = spawn(process.execPath, ['build/start/server.js'], {
    env: { ...env, NODE_ENV: 'production', PORT: env.PORT ?? '0' },
    stdio: ['ignore', 'pipe', hear ? 'pipe' : 'inherit'],
  })
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk: Buffer) => hear?.(String(chunk)))
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

/** Ends a server as an operator would (or, with SIGKILL, as a power cut would). Resolves when it has ended. */
export function end(server: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  return new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve()
    server.once('exit', () => resolve())
    server.kill(signal)
  })
}
