import { offersOfManyHouseholds, reachOf } from '../setup/orders.ts'
import {
  audit,
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  loginOf,
  signIn,
  test,
} from '../setup/test.ts'

/** Managers order too; the buyers are left to other stories. */
const LOOKS = [
  { width: 360, agency: '市档案馆' },
  { width: 1440, agency: '市人民医院' },
]

for (const look of LOOKS) {
  test.describe(`${look.width} px`, () => {
    test.use({ viewport: { width: look.width, height: 900 } })

    test('a canteen buys from thirty households over several villages, once', async ({ page, context }) => {
      test.setTimeout(240_000)
      await signIn(
        context,
        loginOf('agency-manager', (login) => login.place === look.agency),
      )
      const origin = { Origin: process.env.E2E_ADDRESS ?? '' }
      let households = 0
      let goods = 0
      for (const offer of await offersOfManyHouseholds()) {
        if (households >= 45 || goods === 15) break
        // More than half of what there is, so that more than half of its households are needed.
        const quantity = String(Math.max(1, Math.floor(offer.most * 0.55)))
        const form = { offerId: String(offer.offerId), quantity }
        const put = await context.request.post('/basket', { form, headers: origin, maxRedirects: 0 })
        expect(put.status(), `${offer.name} of ${offer.village}`).toBe(302)
        households += offer.households
        goods += 1
      }

      // Grouped by trip, each with its reason, and what it would take to make one trip.
      await page.goto('/basket')
      const trips = page.locator('section.trip:has(.date)')
      expect(await trips.count()).toBeGreaterThanOrEqual(2)
      await expect(page.locator('section.trip .why')).toHaveCount(await trips.count())
      await expect(page.locator('main')).toContainText('要是只想跑一趟')
      await expect(page.locator('main')).toContainText('还没有下单')
      await expect(trips.first()).toContainText(/这一场\d+样/)
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
      await page.screenshot({ path: `test-results/pages/canteen-basket-${look.width}.png`, fullPage: true })

      // Two quantities typed and one button: neither is lost.
      const fields = page.locator('section.trip').getByRole('spinbutton')
      const typed = await Promise.all([0, 1].map((i) => fields.nth(i).inputValue()))
      for (const i of [0, 1]) await fields.nth(i).fill(String(Number(typed[i]) - 1))
      await page.getByRole('button', { name: /^改/ }).first().click()
      await expect(page).toHaveURL(/\/basket$/)
      for (const i of [0, 1]) await expect(fields.nth(i)).toHaveValue(String(Number(typed[i]) - 1))

      // Until when, and near which town.
      await page.getByText('什么时候、哪里取方便').click()
      await page.getByLabel('最晚哪天取').fill('2027-12-31')
      await page.getByLabel('离哪个镇近些好').selectOption({ index: 1 })
      await page.getByRole('button', { name: '照这样重新排' }).click()
      await expect(page.getByLabel('最晚哪天取')).toHaveValue('2027-12-31')

      await page.getByRole('link', { name: '去下单' }).filter({ visible: true }).first().click()
      await page.getByText('食堂', { exact: true }).click()
      await expectNoSidewaysScroll(page)
      await expectAccessible(page)
      await page.screenshot({ path: `test-results/pages/canteen-checkout-${look.width}.png`, fullPage: true })
      await page.getByRole('button', { name: '下单' }).click()
      await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}/)
      await expect(page.locator('.says')).toBeVisible()
      const reach = await reachOf(/orders\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '')
      expect(reach.households).toBeGreaterThanOrEqual(30)
      expect(reach.villages).toBeGreaterThanOrEqual(4)
      expect(reach.events).toBeGreaterThanOrEqual(2)
      expect(audit().checks.filter((check) => !check.ok)).toEqual([])
    })
  })
}
