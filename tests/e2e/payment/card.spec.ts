/** A phone buyer pays by card on the provider's page: paid, declined, given up, and paid when it was too late. */
import type { Page } from '@playwright/test'
import { letHoldRunOut } from '../setup/clock.ts'
import { audit, expect, expectAccessible, loginOf, signIn, test } from '../setup/test.ts'

test.beforeEach(async ({ context }) => {
  await signIn(context, loginOf('buyer'))
})

/** Orders one of the first goods there are, to be paid by card; ends on the order's page. */
async function orderByCard(page: Page): Promise<string> {
  await page.goto('/')
  await page.locator('main a[href^="/offers/"]').first().click()
  await page.locator('main .go').first().click()
  await expect(page).toHaveURL(/\/basket/)
  await page.goto('/checkout')
  await page.locator('[name=payBy][value=card]').check({ force: true })
  await page.getByRole('button', { name: '下单' }).click()
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}/)
  return /orders\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? ''
}

const pay = (page: Page) => page.getByRole('button', { name: '去付款' })

/** The provider's word comes a moment after the buyer. */
async function expectSoon(page: Page, orderId: string, text: string | RegExp): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.goto(`/orders/${orderId}`)
        return page.locator('main').innerText()
      },
      { timeout: 30_000 },
    )
    .toMatch(text)
}

test('paid: the order says so, and a second tap was the same page', async ({ page, context }) => {
  const orderId = await orderByCard(page)
  await expect(page.locator('main')).toContainText('货给您留到')
  await expectAccessible(page)
  await pay(page).click()
  const address = page.url()
  expect(address).toContain('/pay/cs_test_')
  const other = await context.newPage()
  await other.goto(`/orders/${orderId}`)
  await pay(other).click()
  expect(other.url()).toBe(address)
  await other.close()
  await page.getByRole('button', { name: /付款 Pay/ }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${orderId}`))
  await expectSoon(page, orderId, /已付/)
  await expect(pay(page)).toHaveCount(0)
  await expectAccessible(page)
  expect(audit().checks.filter((check) => !check.ok)).toEqual([])
})

test('declined, then given up for the desk: nothing is paid and the goods stay', async ({ page }) => {
  const orderId = await orderByCard(page)
  await pay(page).click()
  await page.getByRole('button', { name: /银行拒付/ }).click()
  await expect(page.getByRole('alert')).toContainText('银行没有同意')
  await page.getByRole('button', { name: /返回/ }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${orderId}`))
  await expect(page.locator('main')).toContainText('正在等付款的回音')
  await page.getByRole('button', { name: '不刷卡了，改成取货时付' }).click()
  await expect(page.locator('main')).toContainText('改成取货时付了')
  await expect(pay(page)).toHaveCount(0)
  await page.getByText('整单退掉').click()
  await page.getByRole('button', { name: '退掉', exact: true }).last().click()
  await expect(page.locator('main')).toContainText('取消好了')
})

test('left until the time ran out, then paid even so: the goods are free and the money goes back', async ({
  page,
  request,
}) => {
  const orderId = await orderByCard(page)
  await pay(page).click()
  const address = page.url()
  await letHoldRunOut(orderId)
  await expectSoon(page, orderId, /已取消/)
  expect((await request.post(address, { form: { act: 'pay-late' }, maxRedirects: 0 })).status()).toBe(303)
  await expectSoon(page, orderId, /钱到的时候单子已经没有了[\s\S]*已退/)
  await expectAccessible(page)
  expect(audit().checks.filter((check) => !check.ok)).toEqual([])
})
