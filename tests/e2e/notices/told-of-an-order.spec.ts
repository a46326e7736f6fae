import { expect, expectAccessible, keepSeparate, loginOf, signIn, test } from '../setup/test.ts'

test('a buyer orders, is told so once, sees the count in the header, and reads it', async ({
  context,
  page,
}) => {
  test.setTimeout(180_000)
  await signIn(context, loginOf('buyer'))
  await page.goto('/notices')
  const unread = page.locator('header .told .count')
  // What the demo's weeks of trade told is read first, so that what follows is new.
  if ((await unread.count()) > 0) await page.getByRole('button', { name: '都看过了' }).click()
  await expect(unread).toHaveCount(0)

  await page.goto('/')
  await page.locator('.good a[href^="/offers/"]').first().click()
  await page.getByRole('button', { name: '放进篮子' }).first().click()
  await page.getByRole('link', { name: '去下单' }).first().click()
  await keepSeparate(page)
  await page.getByRole('button', { name: '下单', exact: true }).first().click()
  await expect(page.getByText('下好单了，货给您留着')).toBeVisible()
  const order = new URL(page.url()).pathname
  await expect(page.getByRole('heading', { name: '这一单发过的通知' })).toBeVisible()
  await expect(page.getByText('只在这里通知')).toBeVisible()

  await expect(unread).toHaveText('1条没看1')
  await page.locator('header .told').click()
  await expect(page.locator('.notices .unread')).toHaveCount(1)
  await expectAccessible(page)
  // Looking again reads nothing; opening does.
  await page.reload()
  await expect(page.locator('.notices .unread')).toHaveCount(1)
  await page
    .getByRole('button', { name: /^下好单了/ })
    .first()
    .click()
  await expect(page).toHaveURL(new RegExp(`${order}$`))
  await expect(unread).toHaveCount(0)
})
