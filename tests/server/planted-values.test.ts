/**
 * A thousand households are planted, everybody looks at every page, orders, hands over, imports and is written to: an ID
 * number or a card shows nowhere, a name and a phone only where the table of who sees what says so.
 */
import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishDatabase } from '#app/config/env.server.ts'
import { database, disconnect } from '#app/db/client.server.ts'
import { hashText, sealText } from '#app/db/sealed/field-cipher.server.ts'
import { ROLES, type Role } from '#app/domain/access/roles.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import routes from '#app/routes.ts'
import {
  type Browser,
  fieldsOf,
  order,
  readyToOrder,
  send,
  signedInBrowser,
} from '#scripts/driving/browser.ts'
import { end, type ServerProcess, serve } from '#scripts/driving/server-process.ts'
import { COUNTY, seedAccount, seedAgency, seedLot, seedPickupEvent, VILLAGE } from '#seed/builders.ts'
import { type EmbeddedDatabase, openEmbeddedDatabase } from '#server/embedded-database.ts'
import { migrate } from '#server/migrate.ts'
import { openInbox, type SmtpInbox } from '#tests/fakes/smtp-inbox.ts'
import { type StandIn, startStandIn } from '#tests/fakes/stripe/stand-in.ts'
import { seedWorld, type World } from '../integration/access/matrix-world.ts'
import { PERMISSION_TABLE } from '../integration/access/permission-table.ts'
import { type Person, rosterCsv } from '../integration/intake/rounds.ts'
import { type Hit, plantPeople, searchFolder, searchFor, searchRows, textOf } from './planted.ts'

const HOUSEHOLDS = 1_000
/** Of what takes its time: the roster, and some thousand pages. */
const LONG_MS = 300_000
/** Of a file that is looked at and not applied, and of rows that are refused. */
const MORE = 20
const people = plantPeople(HOUSEHOLDS + 2 * MORE)
const planted = people.slice(0, HOUSEHOLDS)
const search = searchFor(people)

let dataDir: string
let embedded: EmbeddedDatabase
let served: ServerProcess
let inbox: SmtpInbox
let standIn: StandIn
let world: World
let said = ''
let personId: number
const browsers = new Map<Role | 'visitor', Browser>()

/** Where something planted was met, each place and kind once. */
type Met = Hit & { where: string }
const metAt = (met: readonly Met[]) => [...new Set(met.map(({ where, kind }) => `${where}: ${kind}`))].sort()

const browserOf = (reader: Role | 'visitor') =>
  browsers.get(reader) ?? { address: served.address, cookie: '' }

async function until<T>(look: () => Promise<T | null | false | undefined>): Promise<T> {
  for (;;) {
    const found = await look()
    if (found) return found
    await pause(50)
  }
}

const rowOf = (one: (typeof people)[number], i: number): Person => ({
  number: `51098197${String(i).padStart(5, '0')}`,
  name: one.name,
  id: one.idNumber,
  headcount: 1,
  kinship: '户主',
  phone: one.phone,
  bank: '农商行',
  card: one.card,
})

async function upload(rows: readonly Person[]): Promise<{ id: string; page: string }> {
  const office = browserOf('county-office')
  const form = new FormData()
  form.set('kind', 'households')
  form.set('file', new File([new Uint8Array(rosterCsv(rows))], '花名册.csv'))
  const answer = await fetch(office.address + paths.countyImport(), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: office.cookie, origin: office.address },
    body: form,
  })
  const page = answer.headers.get('location') ?? ''
  expect([answer.status, page]).toEqual([302, expect.stringContaining('/county/import/')])
  return { id: page.split('/').at(-1) ?? '', page }
}

/** The household of the world's own goods belongs to the first of the planted. */
async function plantFirst(): Promise<void> {
  const [first] = planted
  const { householdId } = world.own
  if (!first) throw new Error('nobody is planted')
  const member = {
    nameSealed: sealText('person.name', first.name),
    nameHash: hashText('person.name', first.name),
    idNumberSealed: sealText('person.id-number', first.idNumber),
    idNumberHash: hashText('person.id-number', first.idNumber),
    phoneSealed: sealText('person.phone', first.phone),
  }
  await database().person.updateMany({ where: { householdId }, data: member })
  personId = (await database().person.findFirstOrThrow({ where: { householdId } })).id
  await database().bankCard.create({
    data: {
      householdId,
      countyCode: COUNTY,
      bankName: '农商行',
      cardSealed: sealText('bank-card.card', first.card),
      cardHash: hashText('bank-card.card', first.card),
      fromDay: toDateColumn('2020-01-01'),
    },
  })
}

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'yigou-planted-'))
  chmodSync(dataDir, 0o711)
  process.env.DATA_DIR = dataDir
  embedded = await openEmbeddedDatabase(dataDir)
  await migrate(embedded.urls)
  publishDatabase(embedded.urls)
  world = await seedWorld()
  await plantFirst()
  inbox = await openInbox()
  const stripe = { secretKey: 'sk_test_planted', webhookSecret: 'whsec_planted' }
  standIn = await startStandIn(stripe)
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    DATA_DIR: dataDir,
    SMTP_URL: inbox.url,
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_BASE: standIn.url,
    LOG_LEVEL: 'debug',
  }
  for (const name of ['DATABASE_URL', 'DATABASE_OWNER_URL', 'DATABASE_READER_URL']) delete env[name]
  served = await serve(env, (text) => {
    said += text
  })
  for (const role of ROLES) {
    browsers.set(role, await signedInBrowser(served.address, world.people[role].accountId))
  }
})

afterAll(async () => {
  await end(served.server)
  await standIn.close()
  await inbox.down()
  await disconnect()
  await embedded.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

type SiteRoute = { path?: string; index?: boolean }
/** The way out last. */
const ADDRESSES = [...new Set((routes as SiteRoute[]).map(({ path: at }) => `/${at ?? ''}`))].sort((a, b) =>
  a === '/logout' ? 1 : b === '/logout' ? -1 : 0,
)

/** What an address of the site map is for this world, and pages that say more when they are asked more. */
function urlsOf(address: string): string[] {
  const { params = {}, search: asked = {} } = PERMISSION_TABLE[address]?.at?.(world.own) ?? {}
  const at = address.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? 'none'))
  const query = new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, String(value)] as [string, string]),
  ).toString()
  const more: Record<string, string[]> = {
    '/village/households': ['?q=顉', '?q=51098197'],
    '/village/list': ['?q=顉', `?household=${world.own.householdId}`],
    '/county/income': ['?level=household', `?level=household&scope=${VILLAGE}`],
    '/county/income.csv': [`?level=household&scope=${VILLAGE}`],
    '/county/income.xlsx': [`?level=household&scope=${VILLAGE}`],
    '/desk/:eventId': ['?q=顉', '?q=1397'],
    '/': ['?q=顉'],
  }
  return [...new Set([query ? `${at}?${query}` : at, ...(more[address] ?? []).map((each) => at + each)])]
}

const NAMES_IN_VILLAGE: readonly string[] = ['village-staff', 'village-lead', 'grid-worker']

/** The table: a village's own people see its names, and a desk those of its event. No figure in full, to nobody. */
function isAllowed(reader: string, url: string, { kind }: Hit): boolean {
  if (kind !== 'name') return false
  return NAMES_IN_VILLAGE.includes(reader) || (reader === 'organizer' && url.startsWith('/desk/'))
}

/** An office's own file, handed back to it with the reasons why rows of it were refused. */
const isOwnFile = (reader: string, url: string) =>
  reader === 'county-office' && /\/refused\.(csv|xlsx)$/.test(url)

let rounds: { id: string; page: string }[] = []

it(
  'takes a roster of a thousand, looks at another, and refuses rows of a third',
  async () => {
    const applied = await upload(planted.slice(1).map(rowOf))
    expect((await send(browserOf('county-office'), applied.page, { apply: '1' })).status).toBe(302)
    await until(async () => {
      const { state } = await database().importRound.findUniqueOrThrow({ where: { id: applied.id } })
      return state === 'applied'
    })
    expect(await database().person.count({ where: { idNumberSealed: { not: null } } })).toBe(HOUSEHOLDS)
    expect(await database().bankCard.count()).toBe(HOUSEHOLDS)
    const changed = planted.slice(1).map((one, i) => {
      const other = people[HOUSEHOLDS + i]
      return rowOf(
        i < MORE && other ? { ...one, name: other.name, phone: other.phone, card: other.card } : one,
        i,
      )
    })
    const looked = await upload(changed)
    const refused = await upload(
      people.slice(HOUSEHOLDS + MORE).map((one, i) => ({ ...rowOf(one, 90_000 + i), village: '没有这个村' })),
    )
    rounds = [applied, looked, refused]
  },
  LONG_MS,
)

it('takes an order paid by card, hands one over, and writes to buyers', async () => {
  const { offer } = await seedLot({ householdId: world.own.householdId, quantity: 9, unitPriceFen: 13_300 })
  await seedPickupEvent({ capacityOrders: 50 })
  const agencyId = (await seedAgency()).id
  const { account } = await seedAccount({ role: 'buyer', agencyId })
  const email = 'planted.buyer@example.org'
  await database().account.update({
    where: { id: account.id },
    data: { emailSealed: sealText('account.email', email), emailHash: hashText('account.email', email) },
  })
  const buyer = await signedInBrowser(served.address, account.id)
  const form = await readyToOrder(buyer, offer.id)
  const placed = await order(buyer, { ...form, payBy: 'card' })
  expect(placed.status).toBe(302)
  await until(
    async () =>
      standIn.sessions.size > 0 || (await send(buyer, `${placed.location?.split('?')[0]}/pay`, {})) === null,
  )
  expect(standIn.heard.length).toBeGreaterThan(0)

  const { eventId, orderId, lotId } = world.own
  const desk = browserOf('organizer')
  const page = await (await send(desk, paths.deskOrder(eventId, orderId))).text()
  const line = await database().orderLine.findFirstOrThrow({ where: { orderId } })
  const { operationId = randomUUID() } = fieldsOf(page)
  const settled = { act: 'settle', operationId, line: line.id, [`given-${lotId}`]: '1' }
  expect((await send(desk, paths.deskOrder(eventId, orderId), settled)).status).toBe(302)
  expect(await database().handover.count()).toBe(1)

  // The event that the order went to is cut off now.
  const { event } = await database().orderLine.findFirstOrThrow({
    where: { order: { accountId: account.id } },
    select: { event: { select: { id: true } } },
  })
  await database().pickupEvent.update({
    where: { id: event.id },
    data: { cutOffAt: new Date(Date.now() - 1_000) },
  })
  await until(
    async () =>
      (await database().pickupEvent.findUniqueOrThrow({ where: { id: event.id } })).state === 'cut-off',
  )
  await until(async () => (await database().bringList.count({ where: { eventId: event.id } })) > 0)
})

describe('everybody, on every page', () => {
  const met: (Met & { reader: string; url: string })[] = []
  const answers = new Map<string, number>()

  beforeAll(async () => {
    const lists = await database().bringList.findMany({ where: { villageCode: VILLAGE } })
    for (const address of ADDRESSES) {
      const ofRounds = address.startsWith('/county/import/:id')
        ? rounds.flatMap(({ id }) =>
            (address.endsWith('items') ? ['added', 'changed', 'removed', 'duplicate'] : ['']).map(
              (group) => address.replace(':id', id) + (group && `?group=${group}`),
            ),
          )
        : []
      const ofLists = address === '/village/bring/:id' ? lists.map(({ id }) => `/village/bring/${id}`) : []
      for (const reader of ['visitor', ...ROLES] as const) {
        for (const url of [...urlsOf(address), ...ofRounds, ...ofLists]) {
          const answer = await send(browserOf(reader), url)
          answers.set(`${answer.status}`, (answers.get(`${answer.status}`) ?? 0) + 1)
          const heads = JSON.stringify([...answer.headers])
          const text = await textOf(answer)
          const where = `${reader} ${address}`
          if (answer.status >= 500)
            met.push({ reader, url, where: `${where} fails`, kind: 'name', value: '' })
          met.push(...[...search(text), ...search(heads)].map((hit) => ({ ...hit, reader, url, where })))
        }
      }
    }
  }, LONG_MS)

  it('sees names only where the table says so, and no figure at all', () => {
    const wrong = met.filter((hit) => !isAllowed(hit.reader, hit.url, hit) && !isOwnFile(hit.reader, hit.url))
    expect(metAt(wrong)).toEqual([])
    expect(answers.get('200')).toBeGreaterThan(200)
  })

  it('is found out by this search where names do show', () => {
    const where = metAt(met)
    for (const reader of NAMES_IN_VILLAGE) expect(where).toContain(`${reader} /village/households: name`)
    expect(where).toContain('organizer /desk/:eventId/orders/:orderId: name')
    expect(metAt(met.filter(({ reader, url }) => isOwnFile(reader, url)))).toHaveLength(8)
  })

  it('that asks for a figure in full gets that one, and who looks for a person in full no name back', async () => {
    const [first, second] = planted
    const unmasked = await send(browserOf('village-lead'), paths.villageHousehold(world.own.householdId), {
      intent: 'unmask',
      field: 'id-number',
      subjectId: String(personId),
      reason: 'pay-out',
    })
    const figures = search(await unmasked.text()).filter(({ kind }) => kind !== 'name')
    expect([...new Set(figures.map(({ value }) => value))]).toEqual([first?.idNumber])
    for (const asked of [second?.name, second?.idNumber]) {
      const found = await send(browserOf('county-office'), paths.countyHouseholds(), { asked: asked ?? '' })
      const text = await found.text()
      expect([found.status, text.includes('5109819700000'), search(text)]).toEqual([200, true, []])
    }
  })
})

describe('behind the pages', () => {
  const atRest = async () => {
    const admin = new pg.Client({ connectionString: embedded.urls.superuser })
    await admin.connect()
    await admin.query('CHECKPOINT')
    await admin.end()
    return [...(await searchRows(embedded.urls.owner, search)), ...searchFolder(dataDir, search)]
  }

  it('no log, letter or call to the card provider holds anything of anybody', async () => {
    const letters = await until(async () => {
      const all = await inbox.letters()
      return all.length > 0 && all
    })
    expect(said).toContain('listening on')
    expect(search(said)).toEqual([])
    expect(search(JSON.stringify(letters))).toEqual([])
    expect(inbox.raw.flatMap((raw) => search(raw))).toEqual([])
    expect(search(JSON.stringify(standIn.heard))).toEqual([])
  })

  it('no table and no file of the data folder holds anything in the clear', async () => {
    expect(metAt(await atRest())).toEqual([])
  })

  it('and one value in the clear is found in its table and in the files', async () => {
    const [first] = planted
    await database().household.updateMany({
      where: { id: world.own.householdId },
      data: { alias: `${first?.name}${first?.idNumber}` },
    })
    const where = await atRest()
    expect(metAt(where.filter((each) => !each.where.startsWith('/')))).toEqual([
      'household: idNumber',
      'household: name',
    ])
    expect(where.some((each) => each.where.startsWith(dataDir))).toBe(true)
  })
})
