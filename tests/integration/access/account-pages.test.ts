/** Signing in and out, invitations and resets through their routes: cookies, redirects and limits, as a browser meets them. */
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { inviteAccount } from '#app/commands/access/invite-account.server.ts'
import { issueResetCode } from '#app/commands/access/issue-reset-code.server.ts'
import { database } from '#app/db/client.server.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { action as accountAction } from '#app/routes/account/account.tsx'
import { action as inviteAction, loader as inviteLoader } from '#app/routes/account/invite.tsx'
import { action as loginAction, loader as loginLoader } from '#app/routes/account/login.tsx'
import { action as logoutAction } from '#app/routes/account/logout.ts'
import { action as resetAction } from '#app/routes/account/reset.tsx'
import { action as agencyAction } from '#app/routes/agency/home.tsx'
import { action as settingsAction } from '#app/routes/county/settings.tsx'
import { readActor } from '#app/web/session.server.ts'
import { COUNTY, PASSWORD, seedAgency, seedGround, TOWN, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, scopeFor, someone } from './people.ts'

useDatabase({ per: 'file' })
beforeAll(seedGround)

type Route = (args: {
  request: Request
  params: Record<string, string>
  context: object
}) => Promise<Response>

let addresses = 0
/** A new address for each visit, unless one is given: limits by address are a test of their own. */
async function visit(
  route: Route,
  path: string,
  options: {
    form?: Record<string, string>
    cookie?: string
    address?: string
    params?: Record<string, string>
  } = {},
): Promise<Response> {
  const { form, cookie, params = {}, address = `10.${++addresses % 250}.9.${addresses % 200}` } = options
  const request = new Request(`http://localhost${path}`, {
    method: form ? 'POST' : 'GET',
    headers: cookie === undefined ? {} : { cookie },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
  return route({ request, params, context: { clientAddress: address } }).catch((thrown: unknown) => {
    if (thrown instanceof Response) return thrown
    throw thrown
  })
}

const login = loginAction as unknown as Route
const to = (answer: Response) => [answer.status, answer.headers.get('location')]
const newCookie = (answer: Response) => answer.headers.get('set-cookie')?.split(';')[0] ?? ''

async function whoIs(cookie: string): Promise<number | null> {
  const actor = await readActor(new Request('http://localhost/', { headers: { cookie } }))
  return actor?.accountId ?? null
}

describe('signing in', () => {
  test.each([
    ['buyer', '/'],
    ['agency-manager', '/agency'],
    ['village-staff', '/village'],
    ['village-lead', '/village'],
    ['grid-worker', '/village'],
    ['organizer', '/organizer'],
    ['town-desk', '/county'],
    ['county-office', '/county'],
    ['inspector', '/audit'],
  ] as const)('%s lands in %s', async (role, home) => {
    const { phone, accountId } = await someone(role)
    const answer = await visit(login, '/login', { form: { signInName: phone, password: PASSWORD } })
    expect(to(answer)).toEqual([302, home])
    expect(await whoIs(newCookie(answer))).toBe(accountId)
  })

  test('the cookie is kept from scripts and other sites', async () => {
    const { phone } = await someone('buyer')
    const answer = await visit(login, '/login', { form: { signInName: phone, password: PASSWORD } })
    expect(answer.headers.get('set-cookie')).toMatch(
      /^yigou=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
    )
  })

  test('goes back to the page that asked', async () => {
    const { phone } = await someone('buyer')
    const path = `/login?back=${encodeURIComponent('/orders?after=3')}`
    expect(to(await visit(login, path, { form: { signInName: phone, password: PASSWORD } }))).toEqual([
      302,
      '/orders?after=3',
    ])
  })

  test.each([
    'https://evil.example/',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/%09/evil.example/..//evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    'javascript:alert(1)',
    '\u0000javascript:alert(1)',
    'data:text/html,x',
    'https:evil.example',
    'http:evil.example',
    'evil.example',
    '@evil.example',
    '/\n/evil.example',
    '/\r\n/evil.example',
    'ftp://evil.example',
    'blob:https://evil.example/x',
    '?back=//evil.example',
    '#//evil.example',
    '.evil.example',
    '/..//evil.example',
    `/${'a'.repeat(600)}`,
  ])('never leaves the site for %j', async (back) => {
    const { phone } = await someone('buyer')
    const path = `/login?back=${encodeURIComponent(back)}`
    const answer = await visit(login, path, { form: { signInName: phone, password: PASSWORD } })
    const location = answer.headers.get('location') ?? 'none'
    expect(location).toMatch(/^\/(?![/\\])/)
    expect(new URL(location, 'http://localhost').origin).toBe('http://localhost')
  })

  test('gives a new session and ends the one the browser came with', async () => {
    const { phone, accountId } = await someone('buyer')
    const before = await cookieOf((await someone('buyer')).accountId)
    const answer = await visit(login, '/login', {
      form: { signInName: phone, password: PASSWORD },
      cookie: before,
    })
    expect(newCookie(answer)).not.toBe(before)
    expect(await whoIs(before)).toBeNull()
    expect(await whoIs(newCookie(answer))).toBe(accountId)
  })

  test('wrong: says so, keeps the number and not the password, opens nothing', async () => {
    const { phone } = await someone('buyer')
    const sessions = await database().session.count()
    const answer = await visit(login, '/login', { form: { signInName: phone, password: 'wrong password' } })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('set-cookie')).toBeNull()
    const body = await answer.text()
    expect(body).toContain(phone)
    expect(body).not.toContain('wrong password')
    expect(await database().session.count()).toBe(sessions)
  })

  test('after ten wrong tries the right one waits too, from wherever it comes', async () => {
    const { phone } = await someone('buyer')
    for (let n = 0; n < 10; n++) {
      expect(
        (await visit(login, '/login', { form: { signInName: phone, password: `wrong ${n}` } })).status,
      ).toBe(400)
    }
    const answer = await visit(login, '/login', { form: { signInName: `+86${phone}`, password: PASSWORD } })
    expect(answer.status).toBe(429)
    expect(answer.headers.get('set-cookie')).toBeNull()
  })

  test('somebody signed in already is sent on', async () => {
    const cookie = await cookieOf((await someone('organizer')).accountId)
    expect(to(await visit(loginLoader as unknown as Route, '/login', { cookie }))).toEqual([
      302,
      '/organizer',
    ])
  })

  test('a code from paper leads to its invitation', async () => {
    const path = '/login?code=7k2m%20xq4t%200pwa%209cve'
    expect(to(await visit(loginLoader as unknown as Route, path))).toEqual([
      302,
      '/invite/7K2M-XQ4T-0PWA-9CVE',
    ])
    expect(to(await visit(loginLoader as unknown as Route, '/login?code=..%2F..%2Fevil'))).toEqual([
      302,
      '/invite/..%2F..%2Fevil',
    ])
  })
})

describe('an idle sign-out', () => {
  const typed = {
    countyCode: COUNTY,
    premiumCapPercent: '25',
    cashRoundingFen: '10',
    unpaidOrdersMost: '4',
    noShowSharePercent: '0',
  }

  test('keeps what was typed until it is sent again, and sends nothing by itself', async () => {
    const { accountId, phone } = await someone('county-office')
    const idle = await cookieOf(accountId)
    await database().session.updateMany({
      where: { accountId },
      data: { lastSeenAt: new Date(Date.now() - 31 * 60_000) },
    })
    const path = '/county/settings?county=510981000000'
    const asked = await visit(settingsAction as unknown as Route, path, { form: typed, cookie: idle })
    expect(asked.status).toBe(401)
    const { kept } = (await asked.json()) as { kept: unknown }

    const form = { signInName: phone, password: PASSWORD, kept: JSON.stringify(kept) }
    const signedIn = await visit(login, `/login?back=${encodeURIComponent(path)}`, { form, cookie: idle })
    expect(signedIn.status).toBe(200)
    expect(await signedIn.json()).toMatchObject({ carryOn: { action: path, fields: Object.entries(typed) } })
    expect(await whoIs(newCookie(signedIn))).toBe(accountId)
    expect(await database().countySetting.count()).toBe(0)

    const sent = await visit(settingsAction as unknown as Route, path, {
      form: typed,
      cookie: newCookie(signedIn),
    })
    expect(sent.status).toBe(302)
    expect(await database().countySetting.findUniqueOrThrow({ where: { countyCode: COUNTY } })).toMatchObject(
      { premiumCapPercent: 25 },
    )
  })

  test('keeps it over a wrong password', async () => {
    const { phone } = await someone('buyer')
    const kept = JSON.stringify({ action: '/basket', fields: [['quantity', '3']] })
    const answer = await visit(login, '/login', {
      form: { signInName: phone, password: 'wrong password', kept },
    })
    expect(await answer.json()).toMatchObject({ values: { kept } })
  })
})

describe('invitations', () => {
  const invite = inviteAction as unknown as Route

  async function invitedCode(): Promise<string> {
    const office = await someone('county-office')
    const scope = scopeFor(office, 'account:invite')
    const invited = await inviteAccount(office.actor, scope, { role: 'village-lead', scopeCode: VILLAGE })
    invariant(invited.ok, 'invited')
    return invited.value.code
  }
  const form = {
    intent: 'accept',
    name: '周新来',
    signInName: '13622220001',
    password: 'two geese and a pear tree',
  }

  test('a newcomer is signed in and lands in the room of the role', async () => {
    const code = await invitedCode()
    const path = `/invite/${code.toLowerCase().replaceAll('-', '')}`
    const answer = await visit(invite, path, { form, params: { code: path.slice(8) } })
    expect(to(answer)).toEqual([302, '/village'])
    expect(await whoIs(newCookie(answer))).not.toBeNull()
    const again = await visit(invite, path, {
      form: { ...form, signInName: '13622220002' },
      params: { code },
    })
    expect(again.status).toBe(400)
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  test('somebody signed in adds the role; a visitor who tries is sent to sign in first', async () => {
    const code = await invitedCode()
    const take = { form: { intent: 'take-up' }, params: { code } }
    expect(to(await visit(invite, `/invite/${code}`, take))).toEqual([302, `/login?back=%2Finvite%2F${code}`])
    const cookie = await cookieOf((await someone('buyer')).accountId)
    expect(to(await visit(invite, `/invite/${code}`, { ...take, cookie }))).toEqual([302, '/village'])
  })

  test.each(['0000-0000-0000-0000', 'nonsense', '../../etc/passwd', "' OR 1=1--"])(
    '%j opens nothing',
    async (code) => {
      const answer = await visit(inviteLoader as unknown as Route, '/invite/x', { params: { code } })
      expect(await answer.json()).toMatchObject({ invitation: null })
      expect((await visit(invite, '/invite/x', { form, params: { code } })).status).toBe(400)
    },
  )

  test('an address may not try codes without end', async () => {
    let answered = 0
    for (let n = 0; n < 250; n++) {
      const code = `0000-0000-0000-${String(n).padStart(4, '0')}`
      const answer = await visit(inviteLoader as unknown as Route, '/invite/x', {
        params: { code },
        address: '203.0.113.50',
      })
      if (answer.status === 200) answered += 1
    }
    expect(answered).toBe(200)
  })
})

describe('a new password', () => {
  test('by a printed code: signed in here, signed out everywhere else', async () => {
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    const elsewhere = await cookieOf(staff.accountId)
    const issued = await issueResetCode(desk.actor, scopeFor(desk, 'account:reset'), {
      accountId: staff.accountId,
    })
    invariant(issued.ok, 'issued')
    const form = { code: issued.value.code.toLowerCase(), password: 'four goats on the slope' }
    const answer = await visit(resetAction as unknown as Route, '/login/reset', { form })
    expect(to(answer)).toEqual([302, '/village'])
    expect([await whoIs(elsewhere), await whoIs(newCookie(answer))]).toEqual([null, staff.accountId])
    expect((await visit(resetAction as unknown as Route, '/login/reset', { form })).status).toBe(400)
  })

  test('by the person: this browser stays signed in, with another session', async () => {
    const { accountId } = await someone('buyer')
    const [here, elsewhere] = [await cookieOf(accountId), await cookieOf(accountId)]
    const form = { intent: 'change-password', currentPassword: PASSWORD, password: 'three ducks on the pond' }
    const answer = await visit(accountAction as unknown as Route, '/account', { form, cookie: here })
    expect(to(answer)).toEqual([302, '/account?done=password'])
    expect(await Promise.all([here, elsewhere, newCookie(answer)].map(whoIs))).toEqual([
      null,
      null,
      accountId,
    ])
  })

  test('a browser left open does not give tries without end', async () => {
    const { accountId } = await someone('buyer')
    const cookie = await cookieOf(accountId)
    const form = {
      intent: 'change-password',
      currentPassword: 'a guess',
      password: 'three ducks on the pond',
    }
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) {
      statuses.push((await visit(accountAction as unknown as Route, '/account', { form, cookie })).status)
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 400), 429])
  })
})

test('signing out ends this session and clears the cookie', async () => {
  const { accountId } = await someone('buyer')
  const [here, elsewhere] = [await cookieOf(accountId), await cookieOf(accountId)]
  const answer = await visit(logoutAction as unknown as Route, '/logout', { form: {}, cookie: here })
  expect(to(answer)).toEqual([302, '/'])
  expect(answer.headers.get('set-cookie')).toContain('Max-Age=0')
  expect([await whoIs(here), await whoIs(elsewhere)]).toEqual([null, accountId])
})

test.each([
  ['/account', accountAction],
  ['/agency', agencyAction],
] as const)(
  '%s shows the address of a calendar once, also when the page is reloaded',
  async (path, action) => {
    const { id: agencyId } = await seedAgency()
    const cookie = await cookieOf((await someone('agency-manager', { agencyId })).accountId)
    const form = { intent: 'calendar', agencyId: String(agencyId), formKey: randomUUID() }
    const made = async () => (await visit(action as unknown as Route, path, { form, cookie })).json()
    expect(await made()).toMatchObject({ calendar: { url: expect.stringContaining('http://localhost/') } })
    expect(await made()).toMatchObject({ calendar: { url: null } })
    const without = { intent: 'calendar', agencyId: String(agencyId) }
    expect((await visit(action as unknown as Route, path, { form: without, cookie })).status).toBe(400)
    expect(await database().calendarFeed.count({ where: { formKey: form.formKey } })).toBe(1)
  },
)
