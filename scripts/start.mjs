/** `npm start` and `npm run dev`: everything a fresh clone needs, then the server. Later starts do only what is needed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { bin, build, generate, install, run } from './steps.mjs'

const development = process.argv.includes('--dev')
const dataDir = path.resolve(process.env.DATA_DIR ?? '.data')
const demoFile = path.join(dataDir, 'demo.json')
const embedded = !process.env.DATABASE_URL

function refuseDemoInPublic() {
  if (!process.env.PUBLIC_URL || !existsSync(demoFile)) return
  process.stderr.write(
    `${dataDir} holds the demo world, whose logins everyone knows. It never serves a public address.\n` +
      'Set DATA_DIR to a new folder (or DATABASE_URL to a database of your own) and start again.\n',
  )
  process.exit(1)
}

function sayWhereAndWho(address) {
  const lines = ['', `Yigou is at ${address}`]
  if (embedded && existsSync(demoFile)) {
    const { password, logins } = JSON.parse(readFileSync(demoFile, 'utf8'))
    lines.push('', `Demo logins, password for all: ${password}`)
    const width = Math.max(...logins.map((l) => l.phone.length))
    for (const { phone, who } of logins) lines.push(`  ${phone.padEnd(width)}  ${who}`)
  }
  process.stdout.write(`${lines.join('\n')}\n\n`)
}

/** A port that is free now, for a process started at once. */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

/**
 * The demo takes cards through a stand-in for the provider on this machine, so that paying can be tried without an
 * account. Answers what the server is told of it; nothing where a real provider is set up, or this is no demo.
 */
async function startCardDemo() {
  if (!embedded || !existsSync(demoFile) || process.env.STRIPE_SECRET_KEY || process.env.PUBLIC_URL) return {}
  const port = await freePort()
  const keys = { STRIPE_SECRET_KEY: 'sk_test_demo', STRIPE_WEBHOOK_SECRET: 'whsec_demo' }
  const child = spawn(bin('tsx'), ['tests/fakes/stripe/main.ts'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      ...keys,
      STAND_IN_PORT: String(port),
      STAND_IN_WEBHOOK_URL: `http://127.0.0.1:${process.env.PORT ?? 3000}/hooks/stripe`,
    },
  })
  process.on('exit', () => child.kill())
  return { ...keys, STRIPE_API_BASE: `http://127.0.0.1:${port}` }
}

async function serve() {
  const [command, args] = development
    ? [bin('tsx'), ['server.ts']]
    : [process.execPath, ['build/start/server.js']]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      ...(await startCardDemo()),
      NODE_ENV: development ? 'development' : 'production',
    },
  })
  child.stdout.on('data', (chunk) => {
    const text = String(chunk)
    const address = /^listening on (\S+)$/m.exec(text)?.[1]
    process.stdout.write(text.replace(/^listening on .*\n/m, ''))
    if (address) sayWhereAndWho(address)
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code) => process.exit(code ?? 1))
}

refuseDemoInPublic()
await install()
await generate()
if (!development) await build()
if (
  embedded &&
  !process.env.PUBLIC_URL &&
  !existsSync(demoFile) &&
  !existsSync(path.join(dataDir, 'database.json'))
) {
  await run(bin('tsx'), ['scripts/world.ts', 'demo'])
}
await serve()
