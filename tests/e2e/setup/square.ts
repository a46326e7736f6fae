import { execFileSync } from 'node:child_process'

type Square = {
  eventId: number
  password: string
  desks: { phone: string; who: string; role: string; place: string }[]
  orders: { id: string; code: string; gooseFen: number; isWeighed: boolean }[]
  jinFen: number
  gooseFen: number
  sellerId: number
}

/** Seeds a village square into the database of the running server. */
export function seedSquare(): Square {
  const env: NodeJS.ProcessEnv = { ...process.env, DATA_DIR: process.env.E2E_DATA_DIR }
  delete env.DATABASE_URL
  delete env.DATABASE_OWNER_URL
  const output = execFileSync(process.execPath, ['--import', 'tsx', 'tests/e2e/setup/seed-square.ts'], {
    env,
    encoding: 'utf8',
  })
  return JSON.parse(output.slice(output.indexOf('{"eventId"'))) as Square
}
