/**
 * Every route of app/routes.ts, as every role and as a visitor: read, posted to with an empty form, and read at something
 * that lies elsewhere. Built from the site map, so that a new route without a row in the table fails.
 */
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROLES, type Role } from '#app/domain/access/roles.ts'
import routes from '#app/routes.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { seedWorld, type Things, type World } from './matrix-world.ts'
import { cookieOf } from './people.ts'
import { PERMISSION_TABLE, type Row, type Who } from './permission-table.ts'

type Reader = Role | 'visitor'
const READERS: readonly Reader[] = ['visitor', ...ROLES]

type SiteRoute = { path?: string; index?: boolean; file: string; children?: SiteRoute[] }
type Address = { path: string; file: string }

/** The site map as addresses, children under their parents. */
function flatten(entries: readonly SiteRoute[], parent = ''): Address[] {
  return entries.flatMap(({ path, file, children }) => {
    const own = [parent, path].filter(Boolean).join('/')
    return [{ path: `/${own}`, file }, ...flatten(children ?? [], own)]
  })
}

const ADDRESSES = flatten(routes as SiteRoute[])

/** Route modules by their file in app/. Loaded when asked for: one that can't be is that route's failure only. */
const MODULES = import.meta.glob<Record<string, unknown>>('../../../app/routes/**/*.{ts,tsx}')

type RouteFunction = (args: {
  request: Request
  params: Record<string, string>
  context: object
}) => Promise<unknown>

const moduleOf = (file: string) => MODULES[`../../../app/${file}`]

async function loadRoute(file: string): Promise<{ loader?: RouteFunction; action?: RouteFunction }> {
  const load = moduleOf(file)
  if (!load) throw new Error(`app/${file} is named in app/routes.ts and does not exist yet`)
  return (await load()) as { loader?: RouteFunction; action?: RouteFunction }
}

/** What a guard answered: let in (with the page's own status), sent to sign in, or turned away. */
async function outcomeOf(
  work: () => Promise<unknown>,
): Promise<'let in' | 'not found' | 'sign in' | 'forbidden'> {
  const answer = await work().catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
  if (!(answer instanceof Response)) return 'let in'
  if (answer.status === 403) return 'forbidden'
  if (answer.status === 404) return 'not found'
  const location = answer.headers.get('location') ?? ''
  if (answer.status === 401) return 'sign in'
  return answer.status < 400 && /^\/login(\?|$)/.test(location) ? 'sign in' : 'let in'
}

function mayEnter(who: Who, reader: Reader): boolean {
  if (who === 'everyone') return true
  return reader !== 'visitor' && (who === 'signed-in' || who.includes(reader))
}

/** The functions of a module whose first statement is a guard, or another of its functions that begins so. */
function guardedFunctions(source: string): Set<string> {
  const guarded = new Set(['guard', 'guardSignedIn', 'publicRoute'])
  const opening =
    /^(?:export )?async function (\w+)\([^)]*\)[^{]*\{\s*(?:const [^=]+ = )?await (\w+)\(args\b/gm
  const found = [...source.matchAll(opening)].map(([, name = '', first = '']) => ({ name, first }))
  for (let before = -1; before !== guarded.size; ) {
    before = guarded.size
    for (const { name, first } of found) if (guarded.has(first)) guarded.add(name)
  }
  return guarded
}

let world: World
useDatabase({ per: 'file' })
beforeAll(async () => {
  world = await seedWorld()
})

async function ask(reader: Reader, address: Address, row: Row, things: Things, method: 'GET' | 'POST') {
  const { params = {}, search = {} } = row.at?.(things) ?? {}
  const text = (values: Record<string, string | number>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
  const path = address.path.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(params[name] ?? 'none'),
  )
  const query = new URLSearchParams(text(search)).toString()
  const cookie = reader === 'visitor' ? null : await cookieOf(world.people[reader].accountId)
  const request = new Request(`http://localhost${path}${query && `?${query}`}`, {
    method,
    headers: cookie === null ? {} : { cookie },
    ...(method === 'POST' ? { body: new URLSearchParams() } : {}),
  })
  const route = await loadRoute(address.file)
  const run = method === 'GET' ? route.loader : route.action
  if (!run) return 'nothing there'
  const allParams = { ...(address.path.includes(':code') ? { code: 'none' } : {}), ...text(params) }
  return outcomeOf(() => run({ request, params: allParams, context: {} }))
}

function expectedToRead(row: Row, reader: Reader): string {
  if (row.read === undefined) return 'nothing there'
  if (!mayEnter(row.read, reader)) return reader === 'visitor' ? 'sign in' : 'forbidden'
  const isFound = row.found === undefined || reader === 'visitor' || row.found.includes(reader)
  return isFound ? 'let in' : 'not found'
}

describe('the site map and the table name the same addresses', () => {
  test('a new route has a row, and no row is left of an old one', () => {
    expect(Object.keys(PERMISSION_TABLE).sort()).toEqual(
      [...new Set(ADDRESSES.map(({ path }) => path))].sort(),
    )
  })
})

describe.each(ADDRESSES)('$path', (address) => {
  const row = PERMISSION_TABLE[address.path] ?? {}
  // A missing file is one failure, of the first test below, and not four.
  const testRoute = test.runIf(moduleOf(address.file))

  test('begins its loader and its action with a guard', async () => {
    const route = await loadRoute(address.file)
    expect([typeof route.loader, typeof route.action]).toEqual([
      row.read === undefined ? 'undefined' : 'function',
      row.post === undefined ? 'undefined' : 'function',
    ])
    const guarded = guardedFunctions(readFileSync(`app/${address.file}`, 'utf8'))
    const exported = (['loader', 'action'] as const).filter((name) => route[name])
    expect(exported.filter((name) => !guarded.has(name))).toEqual([])
  })

  testRoute('is read by whom the table says', async () => {
    const wrong: string[] = []
    for (const reader of READERS) {
      const expected = expectedToRead(row, reader)
      const found = await ask(reader, address, row, world.own, 'GET')
      if (found !== expected) wrong.push(`${reader} reads ${address.path}: ${found} instead of ${expected}`)
    }
    expect(wrong).toEqual([])
  })

  testRoute('is posted to by whom the table says, and asks that before anything else', async () => {
    const wrong: string[] = []
    for (const reader of READERS) {
      const found = await ask(reader, address, row, world.own, 'POST')
      const who = row.post
      const refused = reader === 'visitor' ? 'sign in' : 'forbidden'
      const isRight =
        who === undefined
          ? found === 'nothing there'
          : mayEnter(who, reader)
            ? found === 'let in' || found === 'not found'
            : found === refused
      if (!isRight) wrong.push(`${reader} posts to ${address.path}: ${found}`)
    }
    expect(wrong).toEqual([])
  })

  test.runIf(moduleOf(address.file) && row.at && !row.isPublic)(
    'what lies elsewhere is not found',
    async () => {
      const wrong: string[] = []
      for (const reader of ROLES.filter((role) => row.read !== undefined && mayEnter(row.read, role))) {
        const found = await ask(reader, address, row, world.foreign, 'GET')
        if (found !== 'not found') wrong.push(`${reader} reads a foreign ${address.path}: ${found}`)
      }
      expect(wrong).toEqual([])
    },
  )
})
