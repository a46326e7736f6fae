/** Once a run: the demo world in a folder of its own, served by the built server, as `npm start` would. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { end, serve } from '#scripts/driving/server-process.ts'
import { openEmbeddedDatabase } from '#server/embedded-database.ts'
import { startStandIn } from '#tests/fakes/stripe/stand-in.ts'

const DATA_DIR = path.resolve('.cache/e2e-data')
export default async function setup(): Promise<() => Promise<void>> {
  // A run that was broken off may have left its database running.
  const left = await openEmbeddedDatabase(DATA_DIR)
  await left.stop()
  rmSync(DATA_DIR, { recursive: true, force: true })
  mkdirSync(DATA_DIR, { recursive: true })
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR }
  delete env.DATABASE_URL
  delete env.DATABASE_OWNER_URL
  execFileSync(process.execPath, ['--import', 'tsx', 'scripts/world.ts', 'demo'], { env, stdio: 'inherit' })
  const card = { secretKey: 'sk_test_journeys', webhookSecret: 'whsec_journeys' }
  const standIn = await startStandIn({ ...card })
  const { server, address } = await serve({
    ...env,
    STRIPE_SECRET_KEY: card.secretKey,
    STRIPE_WEBHOOK_SECRET: card.webhookSecret,
    STRIPE_API_BASE: standIn.url,
  })
  standIn.tellAt(`${address}/hooks/stripe`)
  process.env.E2E_ADDRESS = address
  process.env.E2E_DATA_DIR = DATA_DIR
  return async () => {
    await end(server)
    await standIn.close()
  }
}
