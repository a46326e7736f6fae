import { offersOfManyHouseholds } from '../setup/orders.ts'
import {
  expect,
  expectAccessible,
  expectNoSidewaysScroll,
  keepSeparate,
  loginOf,
  signIn,
  test,
} from '../setup/test.ts'

test('colleagues ask in a chat: pasted, confirmed, and whose is whose up to the sheet', async ({
  page,
  context,
}) => {
  const offers = await offersOfManyHouseholds()
  const weighed = offers.find((offer) => offer.isByWeight && offer.most >= 20)
  const counted = offers.find((offer) => !offer.isByWeight && offer.most >= 6)
  if (!weighed || !counted) throw new Error('the demo world has too little on offer')
  const unit = counted.name === '土鸡蛋' ? '个' : '只'
  await signIn(
    context,
    loginOf('buyer', (login) => login.place === '市人民医院'),
  )
  await page.goto('/')
  await page.getByRole('link', { name: /粘贴聊天/ }).click()
  await page
    .getByRole('textbox', { name: '聊天记录' })
    .fill(
      [
        `张姐：${weighed.name}2斤，${counted.name}3${unit}（送到单位）`,
        '李科长 20:13',
        `${weighed.name}三斤`,
        '老陈：黑猪肉5斤',
        `小周：${weighed.name}1斤`,
        '小周：不要了',
        '收到，谢谢大家🙏',
      ].join('\n'),
    )
  await page.getByRole('button', { name: '认一认' }).click()

  // What was understood is a line to confirm; what was not is there as it was written.
  const main = page.locator('main')
  for (const text of ['送到单位', '老陈：黑猪肉5斤', '小周：不要了', '收到，谢谢大家🙏']) {
    await expect(main.locator('.said').filter({ hasText: text })).toBeVisible()
  }
  await expect(main).toContainText('没认出是什么货')
  await expect(main).toContainText('说不要了，请您定')
  await expect(main).toContainText('有几样都像，请选。')
  await expectNoSidewaysScroll(page)
  await expectAccessible(page)
  const ticks = main.getByRole('checkbox')
  await expect(ticks).toHaveCount(4)
  expect(await ticks.evaluateAll((boxes) => boxes.map((box) => (box as HTMLInputElement).checked))).toEqual([
    true,
    true,
    true,
    false,
  ])
  const others = main.locator('[name="lines[1].offerId"][type=radio]')
  if ((await others.count()) > 1) await others.nth(1).check()
  // What can't be is said beside its line; the others are in.
  await main.locator('[name="lines[2].quantity"]').fill('0.3')
  await page.getByRole('button', { name: /放进篮子/ }).click()
  await expect(main).toContainText('2行已经放进篮子')
  await expect(main.locator('.err')).toHaveCount(1)
  await main.locator('[name="lines[0].quantity"]').fill('3')
  await page.getByRole('button', { name: /放进篮子/ }).click()

  await expect(page).toHaveURL(/\/basket$/)
  await expect(main).toContainText('替谁买：张姐 2、李科长 3')
  await expect(main).toContainText('替谁买：张姐 3')
  await expect(main).toContainText('还没有下单')
  await page.goto('/checkout')
  await keepSeparate(page)
  await page.getByRole('button', { name: '下单' }).click()
  await expect(page).toHaveURL(/\/orders\//)
  await expect(main).toContainText('替谁买：张姐 2、李科长 3')
  await page.getByRole('link', { name: '打印清单' }).click()
  const rows = page.getByRole('table').last().getByRole('row')
  await expect(rows.filter({ hasText: '李科长' })).toContainText(`${weighed.name}，3斤`)
  await expect(rows.filter({ hasText: '张姐' })).toContainText(`${weighed.name}，2斤`)
  await expect(rows.filter({ hasText: '张姐' })).toContainText(counted.name)
  await expectAccessible(page)
})
