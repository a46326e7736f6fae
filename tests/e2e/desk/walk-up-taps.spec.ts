import type { Locator } from '@playwright/test'
import { seedSquare } from '../setup/square.ts'
import { expect, expectNoSidewaysScroll, signIn, test } from '../setup/test.ts'

test('a sale at the stall takes four taps at most once the household is chosen, and goods from home are for sale at once', async ({
  page,
  context,
}) => {
  const square = seedSquare()
  await signIn(context, square.desks[0] ?? never(), square.password)
  const desk = `/desk/${square.eventId}`
  let taps = 0
  const tap = async (what: Locator) => {
    taps += 1
    await what.click()
  }

  // Nothing is left but three geese of one household: two of them, in cash.
  await page.goto(desk)
  await page.getByRole('link', { name: '现场卖' }).click()
  await page.locator(`a[href*="household=${square.sellerId}"]`).click()
  await tap(page.locator('label', { hasText: /^2$/ }))
  await tap(page.getByRole('button', { name: '收现金' }))
  await expect(page.locator('.note.ok')).toContainText('收现金246.80元')
  expect(taps).toBeLessThanOrEqual(4)

  // One goose: it is the quantity that stands there.
  taps = 0
  await page.locator(`a[href*="household=${square.sellerId}"]`).click()
  await tap(page.getByRole('button', { name: '扫码付' }))
  await expect(page.locator('.note.ok')).toContainText('扫码收123.40元')
  await expect(page.locator(`a[href*="household=${square.sellerId}"]`)).toHaveCount(0)
  expect(taps).toBeLessThanOrEqual(4)

  // The household goes home for four more, which are for sale in the next breath.
  await page.goto(desk)
  await page.getByRole('link', { name: '回家又取的货' }).click()
  await page.locator(`a[href*="household=${square.sellerId}"]`).click()
  await expectNoSidewaysScroll(page)
  await page.getByLabel('带来多少').fill('4')
  await page.getByLabel('农户自己带来的，愿意按原来的价卖').check()
  await page.getByRole('button', { name: '添上' }).click()
  await expect(page.locator('.note.ok')).toContainText('现有4只可卖')
  await expect(page.locator('.note.ok')).toContainText(/\d+号摊/)
  await page.goto(`${desk}/walk-up?household=${square.sellerId}`)
  // A figure typed counts before a tapped one.
  taps = 0
  await tap(page.locator('label', { hasText: /^10$/ }))
  await tap(page.getByLabel('别的数'))
  await page.keyboard.type('4')
  await tap(page.getByRole('button', { name: '收现金' }))
  await expect(page.locator('.note.ok')).toContainText('收现金493.60元')
  expect(taps).toBeLessThanOrEqual(4)
})

function never(): never {
  throw new Error('the square has two desks')
}
