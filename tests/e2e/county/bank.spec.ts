import type { BrowserContext } from '@playwright/test'
import { audit, demo, expect, keepSeparate, loginOf, signIn, test } from '../setup/test.ts'

/** The buyers' orders, each to be paid by transfer, and what the office's statement will bring for it. */
const TRANSFERS = ['good', 'short', 'double'] as const
type Transfer = (typeof TRANSFERS)[number]

type Ordered = { path: string; reference: string; amountFen: number }

/** Puts one of something into the basket and orders it by transfer, as a buyer does. */
async function orderByTransfer(context: BrowserContext): Promise<Ordered> {
  const page = await context.newPage()
  await page.goto('/events')
  // Until noon the first event is the one that is being handed over: what is wanted is one that takes orders.
  const open = page.locator('main a[href^="/events/"]', { hasText: /\d截单/ }).first()
  await page.goto((await open.getAttribute('href')) ?? '')
  await page.goto((await page.locator('main a[href^="/offers/"]').first().getAttribute('href')) ?? '')
  await page.locator('main .go').first().click()
  await expect(page).toHaveURL(/\/basket/)
  await page.goto('/checkout')
  await page.locator('[name=payBy][value=transfer]').check()
  await keepSeparate(page)
  await page.getByRole('button', { name: '下单' }).click()
  await expect(page).toHaveURL(/\/orders\/[0-9a-f-]{36}/)
  const panel = page.locator('section[aria-labelledby=pay-ahead]')
  const reference = (await panel.locator('b.num').innerText()).trim()
  const figure = (await panel.locator('.bignum').innerText()).replace(/[^\d.]/g, '')
  const path = new URL(page.url()).pathname
  await page.close()
  return { path, reference, amountFen: Math.round(Number(figure) * 100) }
}

const yuan = (fen: number) => (fen / 100).toFixed(2)

test('a statement with a good, a short, a double and an unmatched transfer, and what the buyers then see', async ({
  browser,
  baseURL,
}) => {
  const open = () => browser.newContext({ baseURL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const buyers = demo().logins.filter(({ role }) => role === 'buyer')
  const orders = new Map<Transfer, Ordered & { context: BrowserContext }>()
  const contexts: BrowserContext[] = []
  const contextOf = async (at: number) => {
    const context = contexts[at] ?? (await open())
    if (!contexts[at]) await signIn(context, buyers[at] ?? loginOf('buyer'))
    contexts[at] = context
    return context
  }
  for (const [i, transfer] of TRANSFERS.entries()) {
    const context = await contextOf(i % Math.max(1, buyers.length))
    orders.set(transfer, { ...(await orderByTransfer(context)), context })
  }
  const [good, short, double] = TRANSFERS.map((transfer) => orders.get(transfer))
  if (!good || !short || !double) throw new Error('three orders')

  const office = await open()
  await signIn(office, loginOf('county-office'))
  const page = await office.newPage()
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(new Date())
  const line = (amount: string, remark: string, serial: string) =>
    `${today},${amount},,${remark},${serial},某人`
  const rows = [
    '账户明细',
    '交易日期,收入金额,支出金额,附言,交易流水号,对方户名',
    line(yuan(good.amountFen), `货款${good.reference}`, 'E2E1'),
    line(yuan(short.amountFen - 100), short.reference, 'E2E2'),
    line(yuan(double.amountFen), double.reference, 'E2E3'),
    line(yuan(double.amountFen), double.reference, 'E2E4'),
    line('123.45', '忘了写号', 'E2E5'),
  ]
  await page.goto('/county/bank')
  await page.locator('[name=file]').setInputFiles({
    name: '十一月流水.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(rows.join('\r\n')),
  })
  await page.getByRole('button', { name: '先看看' }).click()
  await expect(page).toHaveURL(/\/county\/bank\/[0-9a-f-]{36}/)
  for (const words of ['正好付清', '付少了，差的取货时付', '多了的，自动转到待退', '没写YG开头的附言']) {
    await expect(page.locator('main')).toContainText(words)
  }
  await page.getByRole('button', { name: /入账这/ }).click()
  await expect(page.locator('main')).toContainText('已入账')

  const seen = async (order: Ordered & { context: BrowserContext }) => {
    const mine = await order.context.newPage()
    await mine.goto(order.path)
    const text = await mine.locator('main').innerText()
    await mine.close()
    return text
  }
  const said = { good: await seen(good), short: await seen(short), double: await seen(double) }
  expect(said.good).toContain(`已付${yuan(good.amountFen)}`)
  expect(said.good).not.toContain('退给您的')
  // What is short is asked for still, and no more than that.
  expect(said.short.replace(/\s/g, '')).toContain('1.00元')
  expect(said.short).toContain(short.reference)
  expect(said.double).toContain('付多了')
  expect(said.double).toContain('等退')

  await page.goto('/county/refunds')
  await expect(page.locator('main')).toContainText('跟账本对得上')
  await page.goto('/county/bank')
  await page.getByRole('link', { name: '忘了写号' }).click()
  await page.locator('form', { hasText: '放一边' }).getByText('不是买货的钱').click()
  await page.getByRole('button', { name: '放一边' }).click()
  await expect(page.getByRole('status')).toContainText('放到一边了')
  expect(audit().checks.filter((check) => !check.ok)).toEqual([])
  for (const context of [office, ...contexts]) await context.close()
})
