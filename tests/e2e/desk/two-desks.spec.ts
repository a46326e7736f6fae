import type { Browser, BrowserContext, Locator, Page } from '@playwright/test'
import { deskBooks } from '../setup/orders.ts'
import { seedSquare } from '../setup/square.ts'
import { audit, expect, signIn, test } from '../setup/test.ts'

/** What the scale shows for every goose that is weighed: 8.5 斤. */
const JIN = '8.5'

test('two desks serve forty buyers at once: nothing is handed over or paid twice, cash and goods agree', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000)
  const square = seedSquare()
  const dueFen = (order: (typeof square.orders)[number]) =>
    order.gooseFen + (order.isWeighed ? Math.round(square.jinFen * Number(JIN)) : 0)
  const isCash = (index: number) => index % 3 !== 0
  const pages: Page[] = []
  const contexts: BrowserContext[] = []
  for (const desk of square.desks) {
    const context = await openContext(browser, baseURL)
    contexts.push(context)
    await signIn(context, desk, square.password)
    pages.push(await context.newPage())
  }
  const [first, second] = pages as [Page, Page]
  const desk = `/desk/${square.eventId}`
  const open = async (page: Page, index: number) => {
    await page.goto(desk)
    await page.locator('#q').fill(square.orders[index]?.code ?? '')
    await page.locator('#q').press('Enter')
    await expect(page).toHaveURL(new RegExp(`/orders/${square.orders[index]?.id}`))
  }

  // The same order at both desks: what one hands over shows at the other within two seconds, before it types on.
  await open(first, 0)
  await open(second, 0)
  await tap(first, handOver(first))
  await expect(second.locator('[data-live-news]')).toContainText('别的台刚办了这一样', { timeout: 2_000 })
  await expect(second.locator('.figure')).toHaveAttribute('data-figure', 'jin')
  await expect(first.locator('.figure')).toHaveAttribute('data-figure', 'jin')
  // What is being typed there stays, while other orders are worked on.
  await second.locator('[data-key="8"]').click()
  await first.goto(`${desk}/orders/${square.orders[1]?.id}`)
  await tap(first, handOver(first))
  await expect(second.locator('.deskbar')).toContainText('已交1单', { timeout: 2_000 })
  await expect(second.locator('.figure')).toHaveValue('8')

  // Both desks at one line, at one moment, and then at one bill.
  for (const index of [2, 3, 4]) {
    await Promise.all([open(first, index), open(second, index)])
    await Promise.all(pages.map((page) => tap(page, handOver(page))))
    if (square.orders[index]?.isWeighed) {
      await Promise.all(pages.map((page) => page.goto(`${desk}/orders/${square.orders[index]?.id}`)))
      await Promise.all(pages.map((page) => page.locator('.figure').fill(JIN)))
      await Promise.all(pages.map((page) => tap(page, handOver(page))))
    }
    await Promise.all(pages.map((page) => page.goto(`${desk}/orders/${square.orders[index]?.id}`)))
    await Promise.all(pages.map((page) => tap(page, payButton(page, isCash(index)))))
  }

  for (const index of [0, 1, 2, 3, 4]) {
    await open(first, index)
    await finish(first, isCash(index))
  }

  // The others come, and get their numbers at both desks; then each desk calls who is next until nobody waits.
  const rest = square.orders.map((_, index) => index).slice(5)
  const checkIn = async (page: Page, isMine: (index: number) => boolean) => {
    for (const index of rest.filter(isMine)) await open(page, index)
  }
  await Promise.all([checkIn(first, (n) => n % 2 === 0), checkIn(second, (n) => n % 2 === 1)])
  await first.goto(`${desk}/queue`)
  await expect(first.getByRole('heading', { name: `在等，${rest.length}人` })).toBeVisible()
  const called: string[] = []
  const serve = async (page: Page) => {
    for (;;) {
      await page.goto(`${desk}/queue`)
      const next = page.getByRole('button', { name: /叫\d+号/ })
      if ((await next.count()) === 0) return
      await tap(page, next)
      const orderId = /orders\/([0-9a-f-]{36})/.exec(page.url())?.[1]
      if (orderId === undefined) continue
      called.push(orderId)
      await finish(page, isCash(square.orders.findIndex((order) => order.id === orderId)))
    }
  }
  await Promise.all([serve(first), serve(second)])
  expect(called.sort()).toEqual(rest.map((index) => square.orders[index]?.id).sort())

  // The cash box holds what was due in cash, to the fen, and every line was handed over once.
  const cashFen = square.orders.reduce(
    (sum, order, index) => sum + (isCash(index) ? Math.floor(dueFen(order) / 10) * 10 : 0),
    0,
  )
  const books = await deskBooks(square.eventId)
  expect(books.linesHandedOver).toBe(square.orders.length + square.orders.filter((o) => o.isWeighed).length)
  expect(books.linesHandedOverTwice).toBe(0)
  expect(books.linesLeft).toBe(0)
  expect(books.handedOverFen).toBe(square.orders.reduce((sum, order) => sum + dueFen(order), 0))
  expect(books.cashFen).toBe(cashFen)
  expect(books.paidFen + books.roundedOffFen).toBe(books.handedOverFen)
  await first.goto(`${desk}/close`)
  await expect(first.locator('.deskbar .cash')).toContainText(yuan(cashFen))
  await expect(first.locator('.deskbar')).toContainText('已交40单')
  expect(audit().checks.filter((check) => !check.ok)).toEqual([])
  for (const context of contexts) await context.close()
})

function openContext(browser: Browser, baseURL: string | undefined): Promise<BrowserContext> {
  return browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 740 },
  })
}

function handOver(page: Page): Locator {
  return page.locator('.acts button.ok')
}

function payButton(page: Page, isCash: boolean): Locator {
  return page.locator(`section.weigh button[name=method][value=${isCash ? 'cash' : 'qr'}]`).first()
}

/** Presses what may be gone by now, because the other desk was faster; waits for the page that comes of it. */
async function tap(page: Page, button: Locator): Promise<void> {
  if ((await button.count()) === 0) return
  const answered = page.waitForResponse((answer) => answer.request().method() === 'POST', { timeout: 5_000 })
  await button.click({ timeout: 2_000 }).catch(() => {})
  await answered.catch(() => {})
  await page.waitForLoadState()
}

/** Hands over and takes the money for all that is left of an order, whoever began it. */
async function finish(page: Page, isCash: boolean): Promise<void> {
  for (let taps = 0; taps < 8; taps++) {
    if ((await handOver(page).count()) > 0) {
      const figure = page.locator('.figure').first()
      if ((await figure.getAttribute('data-figure')) === 'jin') await figure.fill(JIN)
      await tap(page, handOver(page))
    } else if ((await payButton(page, isCash).count()) > 0) {
      await tap(page, payButton(page, isCash))
    } else {
      return
    }
  }
  throw new Error('an order that does not come to an end')
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`.replace(/\B(?=(\d{3})+\.)/g, ',')
}
