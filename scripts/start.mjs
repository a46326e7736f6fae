/** `npm start` and `npm run dev`: everything a fresh clone needs, then the server. Later starts do only what is needed. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
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

function serve() {
  const [command, args] = development
    ? [bin('tsx'), ['server.ts']]
    : [process.execPath, ['build/start/server.js']]
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: development ? 'development' : 'production' },
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
serve()
