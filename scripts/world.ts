/** `npm run world -- NAME [--seed N]`: builds a world in an empty database. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { settings } from '#app/config/env.server.ts'
import { database, disconnect } from '#app/db/client.server.ts'
import { buildDemoWorld } from '#seed/demo/world.ts'
import { openDatabase } from '#server/open-database.ts'

const WORLDS = ['demo']

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
})
const [name] = positionals
const seed = Number(values.seed)
const say = (what: string) => process.stdout.write(`${what}\n`)

if (name === undefined || !WORLDS.includes(name) || !Number.isSafeInteger(seed)) {
  process.stderr.write(`Usage: npm run world -- NAME [--seed N]\nWorlds: ${WORLDS.join(', ')}\n`)
  process.exit(2)
}

/** What was written in a minute is planned for as what grew in a year: the database need not wait to notice by itself. */
async function analyse(): Promise<void> {
  const { databaseOwnerUrl, databaseUrl } = settings()
  const client = new pg.Client({ connectionString: databaseOwnerUrl ?? databaseUrl ?? '' })
  await client.connect()
  await client.query('ANALYZE')
  await client.end()
}

const opened = await openDatabase()
try {
  if ((await database().account.count()) > 0 || (await database().household.count()) > 0) {
    process.stderr.write(
      'This database is not empty; a world is built in an empty one. Set DATA_DIR to a new folder.\n',
    )
    process.exitCode = 2
  } else {
    say(`Building the world "${name}" …`)
    const world = await buildDemoWorld(seed, say)
    await analyse()
    // The logins are for whoever started it; the app itself does not know of them.
    writeFileSync(path.join(settings().dataDir, 'demo.json'), JSON.stringify(world, null, 2), { mode: 0o600 })
    say('The world is built.')
  }
} finally {
  await disconnect()
  await opened.stop()
}
