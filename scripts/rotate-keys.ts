/**
 * `npm run rotate-keys [-- --count | --drop ID | --show-hash-key]`: seals every value anew with a new key, beside a
 * running server; run again, it goes on where it was broken off. `--count` only says how many values each key seals,
 * `--drop` takes a key away that seals none. Exit code 1: refused, or a value did not open; 2: not understood.
 */
import { parseArgs } from 'node:util'
import {
  countKeyUses,
  dropKey,
  type KeyUse,
  rotateDeps,
  rotateKeys,
} from '#app/commands/access/rotate-keys.server.ts'
import { settings } from '#app/config/env.server.ts'
import { disconnect } from '#app/db/client.server.ts'
import { keyRing } from '#app/db/sealed/key-ring.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { openDatabase } from '#server/open-database.ts'

const USAGE = 'npm run rotate-keys [-- --count | --drop ID | --show-hash-key]\n'
const WHY = {
  'keys-busy': 'Another process is working on the keys. Try again when it has ended.',
  'key-unknown': 'There is no key of that id.',
  'key-newest': 'It is the key that seals. Run npm run rotate-keys first.',
  'key-in-use': 'Values are still sealed with it. Run npm run rotate-keys first.',
  'key-too-young': 'Another key took its place less than an hour ago. Try again later.',
  'key-in-settings':
    'Nothing is sealed with it. Take it out of FIELD_KEY, with FIELD_HASH_KEY set (--show-hash-key).',
} as const

const say = (line: string) => process.stdout.write(`${line}\n`)

function readRequest() {
  try {
    const { values } = parseArgs({
      options: {
        count: { type: 'boolean', default: false },
        drop: { type: 'string' },
        'show-hash-key': { type: 'boolean', default: false },
      },
    })
    return values
  } catch {
    return null
  }
}

function sayUses(uses: readonly KeyUse[]): void {
  for (const { id, isNewest, count, places } of uses) {
    say(`key ${id ?? '(not here)'}${isNewest ? ', which seals' : ''}: ${count} values`)
    for (const [place, each] of Object.entries(places)) say(`      ${place}: ${each}`)
  }
}

function refused(code: keyof typeof WHY): number {
  process.stderr.write(`${WHY[code]}\n`)
  return 1
}

async function run(request: NonNullable<ReturnType<typeof readRequest>>): Promise<number> {
  const { databaseOwnerUrl, databaseUrl } = settings()
  const deps = rotateDeps(databaseOwnerUrl ?? databaseUrl ?? '')
  if (request['show-hash-key']) {
    say(`FIELD_HASH_KEY=${keyRing().hashing.toString('base64')}`)
    return 0
  }
  if (request.drop !== undefined) {
    const dropped = await dropKey(SYSTEM_ACTOR, { keyId: request.drop }, deps)
    if (!dropped.ok) return refused(dropped.code)
    say(`Dropped key ${request.drop}.`)
    return 0
  }
  if (request.count) {
    const counted = await countKeyUses(SYSTEM_ACTOR, deps)
    if (!counted.ok) return refused(counted.code)
    sayUses(counted.value)
    return counted.value.some(({ id }) => id === null) ? 1 : 0
  }
  const rotated = await rotateKeys(SYSTEM_ACTOR, deps)
  if (!rotated.ok) return refused(rotated.code)
  const { added, resealed, uses } = rotated.value
  say(added === null ? 'No key was added.' : `Added key ${added}.`)
  for (const { place, count, unreadable } of resealed) {
    say(`${place}: ${count} sealed anew${unreadable > 0 ? `, ${unreadable} DID NOT OPEN` : ''}`)
  }
  sayUses(uses)
  return resealed.some(({ unreadable }) => unreadable > 0) ? 1 : 0
}

const request = readRequest()
if (request === null) {
  process.stderr.write(USAGE)
  process.exitCode = 2
} else {
  const opened = await openDatabase()
  try {
    process.exitCode = await run(request)
  } finally {
    await disconnect()
    await opened.stop()
  }
}
