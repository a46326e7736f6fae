import { beforeAll, describe, expect, it } from 'vitest'
import { loader as calendar } from '#app/routes/resources/event-calendar.ts'
import { loader as language } from '#app/routes/resources/language.ts'
import { loader as catalogue } from '#app/routes/store/catalogue.tsx'
import { loader as event } from '#app/routes/store/event.tsx'
import { loader as events } from '#app/routes/store/events.tsx'
import { loader as offer } from '#app/routes/store/offer.tsx'
import { loader as village } from '#app/routes/store/village.tsx'
import { openSession } from '#app/web/session.server.ts'
import { seedAccount, seedGround, seedLot, seedPickupEvent, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase({ per: 'file' })

type Loader =
  | typeof catalogue
  | typeof offer
  | typeof village
  | typeof events
  | typeof event
  | typeof calendar
type Page = { loader: Loader; params: Record<string, string> }

async function ask({ loader, params }: Page, headers: Record<string, string> = {}): Promise<Response> {
  const request = new Request('http://localhost/', { headers })
  try {
    return await loader({ request, params, context: { cspNonce: '' } })
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

const pages: Record<string, Page> = {}

beforeAll(async () => {
  await seedGround()
  const { offer: goose } = await seedLot()
  const { id } = await seedPickupEvent()
  Object.assign(pages, {
    catalogue: { loader: catalogue, params: {} },
    offer: { loader: offer, params: { id: String(goose.id) } },
    village: { loader: village, params: { code: VILLAGE } },
    events: { loader: events, params: {} },
    event: { loader: event, params: { id: String(id) } },
    calendar: { loader: calendar, params: { id: String(id) } },
  })
})

describe.each(['catalogue', 'offer', 'village', 'events', 'event', 'calendar'])('the %s page', (name) => {
  it('is the same for every visitor and sets no cookie', async () => {
    const response = await ask(pages[name] as Page)
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(response.headers.get('cache-control')).toBe('public, max-age=0, must-revalidate')
    expect(response.headers.get('vary')).toBe('Cookie, Accept-Language')
    const other = await ask(pages[name] as Page, { cookie: 'yigou=forged; other=1' })
    expect(await other.text()).toBe(await response.text())
  })

  it('is kept by nobody for who is signed in', async () => {
    const { account } = await seedAccount({ role: 'buyer' })
    const cookie = (await openSession(account.id)).split(';')[0] ?? ''
    const response = await ask(pages[name] as Page, { cookie })
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })
})

it.each([
  ['offer', { id: '999999' }],
  ['offer', { id: 'x' }],
  ['offer', { id: '99999999999' }],
  ['event', { id: '0' }],
  ['event', { id: '999999' }],
  ['calendar', { id: '-1' }],
  ['village', { code: '510981100999' }],
  ['village', { code: '..' }],
])('%s %j is not found', async (name, params) => {
  expect((await ask({ ...(pages[name] as Page), params })).status).toBe(404)
})

it('tells a phone when and where to collect, in UTC', async () => {
  const response = await ask(pages.calendar as Page)
  expect(response.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  expect(await response.text()).toMatch(/\r\nDTSTART:\d{8}T010000Z\r\nDTEND:\d{8}T033000Z\r\n/)
})

it.each([
  ['to=en&back=%2Foffers%2F3%3Fa%3Db', '/offers/3?a=b', 'lang=en'],
  ['to=zh-CN&back=https%3A%2F%2Fevil.example', '/', 'lang=zh-CN'],
  ['to=zh-CN&back=%2F%2Fevil.example', '/', 'lang=zh-CN'],
  ['to=fr&back=%2Fevents', '/events', null],
])('changes the language and goes back: %s', async (query, back, cookie) => {
  const request = new Request(`http://localhost/language?${query}`)
  const response = await language({ request, params: {}, context: { cspNonce: '' } })
  expect(response.status).toBe(302)
  expect(response.headers.get('location')).toBe(back)
  expect(response.headers.get('set-cookie')?.split(';')[0] ?? null).toBe(cookie)
  expect(response.headers.get('cache-control')).toBe('no-store')
})
