import { readFileSync } from 'node:fs'
import { expect, test } from '../setup/test.ts'

/** Names, numbers and phones of the roster as the town's office has it; none may reach a visitor. */
function rosterSecrets(): string[] {
  const goods = new TextDecoder('gb18030').decode(readFileSync('prisma/seed/data/wuan/农产品供应清单.csv'))
  const rows = goods
    .split(/\r?\n/)
    .slice(1, 322)
    .map((line) => line.split(','))
  return [...new Set(rows.flatMap((cells) => [cells[1] ?? '', cells[2] ?? '']))].filter(
    (text) => text.length > 1,
  )
}

const CATEGORIES = ['脱贫户', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户', '贫困户', '监测对象']

test('a visitor reads goods, an offer, a village and an event, gets no cookie, and learns nobody’s name', async ({
  page,
  context,
}) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    expect(response.headers()['set-cookie'], response.url()).toBeUndefined()
    if (/text|json|javascript/.test(response.headers()['content-type'] ?? ''))
      bodies.push(await response.text().catch(() => ''))
  })
  await page.goto('/')
  await page
    .getByRole('link', { name: /大白鹅/ })
    .first()
    .click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('大白鹅')
  await page.locator('main a[href^="/villages/"]').first().click()
  await expect(page.locator('h1')).toBeVisible()
  await page.goto('/events')
  await page.locator('main a[href^="/events/"]').first().click()
  await expect(page.locator('h1')).toBeVisible()
  expect(await context.cookies()).toEqual([])
  const all = bodies.join('\n')
  const secrets = rosterSecrets()
  expect(secrets.length).toBeGreaterThan(100)
  expect([...secrets, ...CATEGORIES].filter((secret) => all.includes(secret))).toEqual([])
  expect(all).not.toMatch(/\d{17}[\dXx]/)
})

test('the calendar file of an event is in UTC and names its place', async ({ request, page }) => {
  await page.goto('/events')
  const href = await page.locator('main a[href^="/events/"]').first().getAttribute('href')
  const answer = await request.get(`${href}.ics`)
  expect(answer.headers()['content-type']).toContain('text/calendar')
  const text = await answer.text()
  expect(text).toMatch(/DTSTART:\d{8}T\d{6}Z/)
  expect(text).toContain('LOCATION')
})
