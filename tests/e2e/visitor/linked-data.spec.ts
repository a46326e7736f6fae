import { expect, test } from '../setup/test.ts'

/** What each public page says to machines, with the page's own security policy in force. */
const PAGES: { path: string; link?: string; types: string[] }[] = [
  { path: '/', types: ['Organization', 'ItemList'] },
  { path: '/?q=dabaie', types: ['Organization', 'ItemList'] },
  { path: '/', link: 'a[href^="/offers/"]', types: ['Product', 'BreadcrumbList'] },
  { path: '/villages/510981100212', types: ['BreadcrumbList'] },
  { path: '/events', link: 'main a[href^="/events/"]', types: ['Event', 'BreadcrumbList'] },
]

test('pages carry data of schema.org that the security policy lets stand', async ({ page }) => {
  const violations: string[] = []
  await page.exposeFunction('onViolation', (text: string) => violations.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      ;(window as unknown as { onViolation: (text: string) => void }).onViolation(
        `${event.violatedDirective} ${event.blockedURI}`,
      )
    })
  })
  for (const { path, link, types } of PAGES) {
    await page.goto(path)
    if (link) await page.goto((await page.locator(link).first().getAttribute('href')) ?? '')
    const answer = await page.reload()
    expect(answer?.headers()['content-security-policy']).toContain("script-src 'self';")
    const blocks = await page.locator('script[type="application/ld+json"]').allTextContents()
    const data = blocks.map((block) => JSON.parse(block))
    expect(data.map((each) => each['@type'])).toEqual(types)
    for (const each of data) expect(each['@context']).toBe('https://schema.org')
  }
  expect(violations).toEqual([])
})

test('what is searched for in pinyin is found without any script', async ({ browser, baseURL }) => {
  const context = await browser.newContext({ baseURL, locale: 'zh-CN', javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  await page.getByRole('searchbox').fill('dabaie')
  await page.getByRole('searchbox').press('Enter')
  await expect(page.locator('.good h2').first()).toHaveText('大白鹅')
  await page.getByRole('link', { name: '去掉：dabaie' }).click()
  await expect(page).toHaveURL(/\/$/)
  await page.getByRole('searchbox').fill('dabeie')
  await page.getByRole('searchbox').press('Enter')
  await expect(page.locator('.lead')).toContainText('您是不是要找')
  await expect(page.locator('.good h2').first()).toHaveText('大白鹅')
  await context.close()
})
