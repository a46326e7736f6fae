import { mkdirSync } from 'node:fs'
import type { BrowserContext, Page } from '@playwright/test'
import { expect, expectAccessible, expectNoSidewaysScroll, loginOf, signIn, test } from '../setup/test.ts'

/** A page, who looks at it, and what leads to it where its address has an id. */
type Stop = {
  name: string
  role: string | null
  path?: string
  from?: { path: string; link: string }
  /** What comes after the address that was led to. */
  onward?: string
  /** Behind the desk of the event that is running. */
  desk?: string
}

const STOPS: Stop[] = [
  { name: 'catalogue', role: null, path: '/' },
  { name: 'catalogue-search', role: null, path: '/?q=鹅' },
  { name: 'catalogue-pinyin', role: null, path: '/?q=dabaie' },
  { name: 'catalogue-meant', role: null, path: '/?q=dabeie' },
  { name: 'catalogue-filtered', role: null, path: '/?kind=veg&month=12' },
  { name: 'catalogue-nothing', role: null, path: '/?q=鲤鱼' },
  { name: 'offer', role: null, from: { path: '/', link: 'a[href^="/offers/"]' } },
  { name: 'village', role: null, path: '/villages/510981100212' },
  { name: 'events', role: null, path: '/events' },
  { name: 'event', role: null, from: { path: '/events', link: 'main a[href^="/events/"]' } },
  { name: 'login', role: null, path: '/login' },
  { name: 'reset', role: null, path: '/login/reset' },
  { name: 'invite-unknown', role: null, path: '/invite/ABCD-EFGH-JKMN-PQRS' },
  { name: 'not-found', role: null, path: '/villages/000000000000' },
  { name: 'basket-empty', role: 'buyer', path: '/basket' },
  { name: 'basket-paste', role: 'buyer', path: '/basket/paste' },
  { name: 'orders', role: 'buyer', path: '/orders' },
  { name: 'order', role: 'buyer', from: { path: '/orders', link: 'main a[href^="/orders/"]' } },
  {
    name: 'order-sheet',
    role: 'buyer',
    from: { path: '/orders', link: 'main a[href^="/orders/"]' },
    onward: '/sheet',
  },
  {
    name: 'order-receipt',
    role: 'buyer',
    from: { path: '/orders', link: 'main li:last-child a[href^="/orders/"]' },
    onward: '/receipt',
  },
  {
    name: 'order-invoice',
    role: 'buyer',
    from: { path: '/orders', link: 'main li:last-child a[href^="/orders/"]' },
    onward: '/invoice',
  },
  { name: 'notices', role: 'buyer', path: '/notices' },
  { name: 'own-households', role: 'buyer', path: '/agency/households' },
  { name: 'account', role: 'buyer', path: '/account' },
  { name: 'agency', role: 'agency-manager', path: '/agency' },
  { name: 'agency-members', role: 'agency-manager', path: '/agency/members' },
  { name: 'agency-statements', role: 'agency-manager', path: '/agency/statements' },
  {
    name: 'agency-statement',
    role: 'agency-manager',
    from: { path: '/agency/statements', link: 'main a[href^="/agency/statements/"]' },
  },
  { name: 'village-home', role: 'village-staff', path: '/village' },
  { name: 'village-list', role: 'village-staff', path: '/village/list' },
  {
    name: 'village-lot-photos',
    role: 'village-staff',
    from: { path: '/village', link: 'main a[href^="/village/lots/"][href$="/photos"]' },
  },
  {
    name: 'village-list-lot',
    role: 'village-staff',
    from: { path: '/village/list?q=5109', link: 'main a[href*="household="]' },
    onward: '&product=goose',
  },
  {
    name: 'village-lot-change',
    role: 'village-staff',
    from: { path: '/village', link: 'main a[href$="/change"]' },
  },
  { name: 'village-households', role: 'village-staff', path: '/village/households?q=5109' },
  {
    name: 'village-household',
    role: 'village-staff',
    from: { path: '/village/households?q=5109', link: 'main a[href^="/village/households/"]' },
  },
  { name: 'village-groups', role: 'village-staff', path: '/village/groups' },
  {
    name: 'village-group',
    role: 'village-staff',
    from: { path: '/village/groups', link: 'main a[href^="/village/groups/"]' },
  },
  {
    name: 'village-group-member',
    role: 'village-staff',
    from: { path: '/village/groups/1', link: 'main a[href*="/households/"]' },
  },
  { name: 'village-bring', role: 'village-staff', path: '/village/bring' },
  {
    name: 'village-bring-list',
    role: 'village-staff',
    from: { path: '/village/bring', link: 'main a[href^="/village/bring/"]' },
  },
  {
    name: 'village-bring-run',
    role: 'village-staff',
    from: { path: '/village/bring', link: 'main a[href^="/village/bring/"]' },
    onward: '/run',
  },
  { name: 'village-approvals', role: 'village-lead', path: '/village/approvals' },
  { name: 'organizer', role: 'organizer', path: '/organizer' },
  { name: 'organizer-new-event', role: 'organizer', path: '/organizer/events/new' },
  {
    name: 'organizer-event',
    role: 'organizer',
    from: { path: '/organizer', link: 'a[href^="/organizer/events/"]:not([href$="/new"])' },
  },
  { name: 'organizer-missing', role: 'organizer', path: '/organizer/missing' },
  { name: 'organizer-exceptions', role: 'organizer', path: '/organizer/exceptions' },
  ...['/lists', '/lists?by=matrix', '/lists?by=stall', '/labels', '/sheets'].map((onward) => ({
    name: `organizer${onward.replace('/', '-').replace('?by=', '-')}`,
    role: 'organizer',
    from: { path: '/organizer', link: 'a[href^="/organizer/events/"]:not([href$="/new"])' },
    onward,
  })),
  {
    name: 'organizer-change',
    role: 'organizer',
    from: { path: '/organizer', link: 'a[href^="/organizer/events/"]:not([href$="/new"])' },
    onward: '/change',
  },
  { name: 'organizer-points', role: 'organizer', path: '/organizer/points' },
  {
    name: 'organizer-point',
    role: 'organizer',
    from: { path: '/organizer/points', link: 'main a[href^="/organizer/points/"]' },
  },
  {
    name: 'organizer-point-change',
    role: 'organizer',
    from: { path: '/organizer/points', link: 'main a[href^="/organizer/points/"]' },
    onward: '/change',
  },
  { name: 'organizer-series', role: 'organizer', path: '/organizer/series' },
  {
    name: 'organizer-series-preview',
    role: 'organizer',
    from: { path: '/organizer/series', link: 'main a[href^="/organizer/series/"]' },
  },
  { name: 'desk', role: 'organizer', desk: '' },
  { name: 'desk-walk-up', role: 'organizer', desk: '/walk-up' },
  { name: 'desk-queue', role: 'organizer', desk: '/queue' },
  { name: 'desk-top-up', role: 'organizer', desk: '/top-up' },
  { name: 'desk-close', role: 'organizer', desk: '/close' },
  { name: 'county', role: 'county-office', path: '/county' },
  { name: 'county-households', role: 'county-office', path: '/county/households' },
  { name: 'county-import', role: 'county-office', path: '/county/import' },
  {
    name: 'county-import-round',
    role: 'county-office',
    from: { path: '/county/import', link: 'main a[href^="/county/import/"]' },
  },
  {
    name: 'county-import-items',
    role: 'county-office',
    from: { path: '/county/import', link: 'main a[href^="/county/import/"]' },
    onward: '/items?group=added',
  },
  { name: 'county-desk', role: 'county-office', path: '/county/desk' },
  { name: 'county-desk-rows', role: 'county-office', path: '/county/desk/rows?what=coming' },
  { name: 'county-cleaning', role: 'county-office', path: '/county/cleaning' },
  { name: 'county-pairings', role: 'county-office', path: '/county/pairings' },
  {
    name: 'county-pairing',
    role: 'county-office',
    from: {
      path: '/county/pairings',
      link: 'main td a[href^="/county/pairings/"], main th a[href^="/county/pairings/"]',
    },
  },
  { name: 'county-village-pairings', role: 'county-office', path: '/county/pairings/villages' },
  { name: 'county-people', role: 'county-office', path: '/county/people' },
  { name: 'county-settings', role: 'county-office', path: '/county/settings' },
  { name: 'county-calendar', role: 'county-office', path: '/county/calendar' },
  { name: 'county-cooperatives', role: 'county-office', path: '/county/cooperatives' },
  {
    name: 'county-cooperative',
    role: 'county-office',
    from: { path: '/county/cooperatives', link: 'main th a[href^="/county/cooperatives/"]' },
  },
  { name: 'county-prices', role: 'county-office', path: '/county/prices' },
  { name: 'county-invoices', role: 'county-office', path: '/county/invoices' },
  { name: 'county-bank', role: 'county-office', path: '/county/bank' },
  {
    name: 'county-bank-statement',
    role: 'county-office',
    from: { path: '/county/bank', link: 'main a[href^="/county/bank/"]:not([href*="/lines/"])' },
  },
  {
    name: 'county-bank-line',
    role: 'county-office',
    from: { path: '/county/bank', link: 'main a[href^="/county/bank/lines/"]' },
  },
  { name: 'county-refunds', role: 'county-office', path: '/county/refunds' },
  { name: 'county-agencies', role: 'county-office', path: '/county/agencies' },
  {
    name: 'county-agency-statement',
    role: 'county-office',
    from: { path: '/county/agencies', link: 'main a[href^="/county/agencies/statements/"]' },
  },
  { name: 'income-town', role: 'county-office', path: '/county/income' },
  { name: 'income-village', role: 'county-office', path: '/county/income?level=village' },
  { name: 'income-household', role: 'county-office', path: '/county/income?level=household' },
  { name: 'audit', role: 'inspector', path: '/audit' },
]

/** English is the wider of the two. */
const LANGUAGES = [
  { name: 'zh', locale: 'zh-CN', lang: 'zh-CN' },
  { name: 'en', locale: 'en-GB', lang: 'en' },
]
/** A phone and a desk, in pixels. */
const WIDTHS = [360, 1440]

async function runningDesk(page: Page): Promise<string> {
  await page.goto('/organizer')
  const events = await page
    .locator('a[href^="/organizer/events/"]:not([href$="/new"])')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  for (const event of events) {
    await page.goto(event)
    const desk = page.locator('a[href^="/desk/"]')
    if ((await desk.count()) > 0) return (await desk.first().getAttribute('href')) ?? ''
  }
  throw new Error('no event is running')
}

const SHOTS = 'test-results/pages'
mkdirSync(SHOTS, { recursive: true })

// A trace of each of these pages would take longer than looking at it.
test.use({ trace: 'off' })

for (const { name, locale, lang } of LANGUAGES) {
  test.describe(name, () => {
    test.use({ locale, viewport: { width: 360, height: 900 } })
    const signedIn = new Map<string, BrowserContext>()

    test.afterAll(async () => {
      for (const context of signedIn.values()) await context.close()
    })

    for (const stop of STOPS) {
      test(stop.name, async ({ browser, context: visitor, baseURL, viewport }) => {
        const key = stop.role ?? ''
        let context = stop.role === null ? visitor : signedIn.get(key)
        if (!context) {
          context = await browser.newContext({ baseURL, viewport, locale, timezoneId: 'Asia/Shanghai' })
          await signIn(context, loginOf(stop.role ?? ''))
          signedIn.set(key, context)
        }
        const page = await context.newPage()
        if (stop.desk !== undefined) await page.goto((await runningDesk(page)) + stop.desk)
        else await page.goto(stop.from?.path ?? stop.path ?? '/')
        if (stop.from)
          await page.goto(
            ((await page.locator(stop.from.link).first().getAttribute('href')) ?? '') + (stop.onward ?? ''),
          )
        await expect(page.locator('h1')).toHaveCount(1)
        await expect(page.locator('html')).toHaveAttribute('lang', lang)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          await expectNoSidewaysScroll(page)
          await expectAccessible(page)
          await page.screenshot({ path: `${SHOTS}/${stop.name}-${width}-${name}.png`, fullPage: true })
        }
        await page.close()
      })
    }
  })
}
