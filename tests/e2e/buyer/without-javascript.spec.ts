import { expect, expectNoSidewaysScroll, loginOf, signIn, test } from '../setup/test.ts'

// Nothing can look for barriers in a page that runs no script: tests/e2e/pages and the canteen do.
test.use({ javaScriptEnabled: false })

test('a phone without JavaScript: from the catalogue to an order, added to, changed and cancelled', async ({
  page,
  context,
}) => {
  // The second of the hospital has ordered nothing yet, and no other story has it.
  let before = 0
  await signIn(
    context,
    loginOf('buyer', (login) => login.place === '市人民医院' && before++ === 1),
  )
  await page.goto('/?q=核桃')
  await page.locator('main a[href^="/offers/"]').first().click()
  await page.locator('[name=quantity]').fill('3')
  await page.locator('main .go').first().click()

  // In the basket is not ordered, and the page says so wherever one looks.
  await expect(page).toHaveURL(/\/basket$/)
  await expect(page).toHaveTitle(/还没有下单/)
  await expect(page.locator('header .not-ordered')).toHaveText('未下单')
  await expect(page.locator('main .note').first()).toContainText('还没有下单')
  await expect(page.locator('.thumb')).toContainText('还没有下单')
  await page.getByRole('spinbutton').fill('4')
  await page.getByRole('button', { name: /^改/ }).click()
  await expect(page.getByRole('spinbutton')).toHaveValue('4')
  await page.getByText('换场、备注').click()
  await page.getByLabel('替谁买').fill('张姐 3、李科长1')
  await page.getByRole('button', { name: '记下' }).click()
  await expect(page.locator('main')).toContainText('替谁买：张姐 3、李科长 1')
  await expectNoSidewaysScroll(page)

  await page.locator('.thumb').getByRole('link', { name: '去下单' }).click()
  await expect(page).toHaveURL(/\/checkout$/)
  await expect(page.locator('main')).toContainText('还没有下单')
  await expect(page.locator('main')).not.toContainText('并进您原来的订单')
  await page.getByRole('button', { name: '下单' }).click()
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}\?done=placed/)
  const orderUrl = page.url().replace(/\?.*/, '')
  const code = await page.locator('.says').innerText()
  await expect(page.locator('main')).toContainText('替谁买：张姐 3、李科长 1')
  await expect(page.locator('header .not-ordered')).toHaveCount(0)

  // Back: a form that was sent is not kept, and the way leads to the order. (tests/server sends it again.)
  await page.goBack()
  await expect(page).toHaveURL(/\/basket$/)
  await expect(page.locator('main')).toContainText('篮子是空的')
  await page.locator('main').getByRole('link', { name: '我的订单' }).click()
  await page.locator('main a[href^="/orders/"]').first().click()
  expect(page.url()).toBe(orderUrl)

  // A second order for the same event joins the first.
  await page.goto('/?q=核桃')
  await page.locator('main a[href^="/offers/"]').first().click()
  await page.locator('[name=quantity]').fill('1')
  await page.locator('main .go').first().click()
  await page.locator('.thumb').getByRole('link', { name: '去下单' }).click()
  await expect(page.locator('main')).toContainText(`一个取货码${code}`)
  await page.getByRole('button', { name: '下单' }).click()
  await expect(page).toHaveURL(new RegExp(`${orderUrl}\\?done=joined`))
  await expect(page.locator('main')).toContainText('核桃，5斤')
  await expect(page.locator('.says')).toHaveText(code)

  await page.goto(`${orderUrl}/sheet`)
  await expect(page.getByRole('row').filter({ hasText: '张姐' }).last()).toContainText('核桃，3斤')

  await page.goto(orderUrl)
  await page.getByRole('spinbutton').fill('2')
  await page.getByRole('button', { name: /^改/ }).click()
  await expect(page.locator('main')).toContainText('核桃，2斤')
  await page.getByText('整单退掉').click()
  await page.getByRole('button', { name: '退掉', exact: true }).last().click()
  await expect(page.locator('main')).toContainText('取消好了')
  await expect(page.locator('main .chip').first()).toHaveText('已取消')
})
