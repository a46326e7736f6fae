import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Locator, Page } from '@playwright/test'
import sharp from 'sharp'
import { spoken } from '#seed/demo/shown-agreement.ts'
import { expect, expectAccessible, expectNoSidewaysScroll, loginOf, signIn, test } from '../setup/test.ts'

/** As the browser's own "slow 3G": 400 kbit/s and two seconds until the first byte of an answer comes. */
const SLOW_3G = { offline: false, latency: 2_000, downloadThroughput: 50_000, uploadThroughput: 50_000 }
const MOST_TAPS = 12

/** A tap in the yard, counted. Choosing a file is one, too; typing is not. */
class Thumb {
  taps = 0

  async tap(target: Locator): Promise<void> {
    this.taps += 1
    await target.tap()
  }

  async choose(field: Locator, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
    this.taps += 1
    await field.setInputFiles(file)
  }

  /** One stroke across a canvas. */
  async sign(page: Page, canvas: Locator): Promise<void> {
    this.taps += 1
    await canvas.scrollIntoViewIfNeeded()
    const box = await canvas.boundingBox()
    if (!box) throw new Error('there is nowhere to sign')
    await page.mouse.move(box.x + 40, box.y + box.height / 2)
    await page.mouse.down()
    for (let i = 1; i <= 12; i++) {
      const up = i % 2 === 0 ? -30 : 30
      await page.mouse.move(box.x + 40 + i * 18, box.y + box.height / 2 + up)
    }
    await page.mouse.up()
  }
}

async function photo(colour: string): Promise<Buffer> {
  return sharp({ create: { width: 1600, height: 1200, channels: 3, background: colour } })
    .jpeg()
    .toBuffer()
}

/** Pinyin, initials or a number, as a clerk types: from the households the village shows. */
type Seller = {
  asked: string
  product: string
  quantity: string
  floor: string
  agree: (page: Page, thumb: Thumb) => Promise<void>
}

async function listOne(page: Page, seller: Seller, nth: number): Promise<number> {
  const thumb = new Thumb()
  await page.goto('/village')
  await thumb.tap(page.locator('main a[href="/village/list"]'))
  await page.locator('[name=q]').fill(seller.asked)
  await page.locator('[name=q]').press('Enter')
  await thumb.tap(page.locator('main a[href*="household="]').nth(nth))
  await thumb.tap(page.locator(`main a[href$="product=${seller.product}"]`))
  await expect(page.locator('[name=referencePrice]')).not.toHaveValue('')
  await expect(page.locator('[name=referenceSource]')).not.toHaveValue('')
  await expect(page.locator('[name=availableTo]')).not.toHaveValue('')
  await page.locator('[name=quantity]').fill(seller.quantity)
  const reference = Number(await page.locator('[name=referencePrice]').inputValue())
  await page.locator('[name=unitPrice]').fill((reference * 1.08).toFixed(2))
  await page.locator('[name=floorPrice]').fill(seller.floor)
  await seller.agree(page, thumb)
  await expectNoSidewaysScroll(page)
  await thumb.tap(page.getByRole('button', { name: /第一书记/ }))
  await expect(page).toHaveURL(/\/village\/lots\/\d+\/photos\?done=listed/)
  const picture = { name: '货.jpg', mimeType: 'image/jpeg', buffer: await photo(`#a${nth}c9b${nth}`) }
  await thumb.choose(page.locator('#camera'), picture)
  await thumb.tap(page.getByRole('button', { name: '加上照片' }))
  await expect(page).toHaveURL(/done=added/)
  await expect(page.locator('.photos li')).toHaveCount(1)
  return thumb.taps
}

const choice = (page: Page, way: string) => page.locator(`.choice label:has([name=how][value=${way}])`)

test('a village clerk lists three lots for three households on a slow phone, each with a photo and its agreement', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000)
  const context = await browser.newContext({
    baseURL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  })
  await signIn(context, loginOf('village-staff'))
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const network = await context.newCDPSession(page)
  await network.send('Network.enable')
  await network.send('Network.emulateNetworkConditions', SLOW_3G)

  const byHand: Seller = {
    asked: '5109810000',
    product: 'goose',
    quantity: '3',
    floor: '100',
    agree: async (on, thumb) => {
      await thumb.tap(choice(on, 'signature'))
      await thumb.sign(on, on.locator('[data-draw] canvas'))
      await expect(on.locator('[name=drawn]')).toHaveValue(/^data:image\/png;base64,/)
    },
  }
  const byVoice: Seller = {
    asked: '5109810000',
    product: 'hen',
    quantity: '5',
    floor: '90',
    agree: async (on, thumb) => {
      await thumb.tap(choice(on, 'voice'))
      const recording = { name: '录音.wav', mimeType: 'audio/wav', buffer: Buffer.from(spoken()) }
      await thumb.choose(on.locator('[name=evidenceVoice]'), recording)
    },
  }
  const byPhone: Seller = {
    asked: '5109810000',
    product: 'eggs',
    quantity: '60',
    floor: '1.1',
    agree: async (on, thumb) => {
      await thumb.tap(choice(on, 'phone'))
      await on.locator('[name=witness]').fill('安一帆')
    },
  }
  const taps: number[] = []
  for (const [nth, seller] of [byHand, byVoice, byPhone].entries())
    taps.push(await listOne(page, seller, nth))
  for (const count of taps) expect(count, 'taps besides typing').toBeLessThanOrEqual(MOST_TAPS)
  test.info().annotations.push({ type: 'taps', description: taps.join(', ') })

  // What shows the agreements lies sealed: neither file holds what it is a picture or a sound of.
  await network.send('Network.emulateNetworkConditions', {
    ...SLOW_3G,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
  await page.goto('/village')
  await expectAccessible(page)
  const lead = await browser.newContext({ baseURL, locale: 'zh-CN', viewport: { width: 360, height: 740 } })
  await signIn(lead, loginOf('village-lead'))
  const approvals = await lead.newPage()
  await approvals.goto('/village/approvals')
  await expect(approvals.locator('.evidence img').last()).toBeVisible()
  await expect(approvals.locator('.evidence audio').last()).toBeVisible()
  await expectAccessible(approvals)
  const href = (await approvals.locator('.evidence img').last().getAttribute('src')) ?? ''
  expect((await lead.request.get(href)).headers()['cache-control']).toBe('private, no-store')
  const visitor = await browser.newContext({ baseURL })
  expect((await visitor.request.get(href, { maxRedirects: 0 })).status()).toBe(302)
  expect(errors).toEqual([])
  await Promise.all([context, lead, visitor].map((each) => each.close()))
})

test('the page’s one script stays small', () => {
  expect(readFileSync(path.resolve('build/client/enhance.js')).byteLength).toBeLessThan(6 * 1024)
})
