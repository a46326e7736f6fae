/** A first visit with nothing in the browser's cache, counted as it goes over the wire. */
import type { Browser } from '@playwright/test'

export type Visit = {
  /** Of all transfers, headers included. */
  bytes: number
  transfers: number
  /** Goods and their prices can be read where no script ever runs. */
  isReadable: boolean
}

const PHONE = { viewport: { width: 360, height: 740 }, locale: 'zh-CN', deviceScaleFactor: 2 }

async function canBeReadWithoutScript(browser: Browser, url: string): Promise<boolean> {
  const context = await browser.newContext({ ...PHONE, javaScriptEnabled: false })
  try {
    const page = await context.newPage()
    await page.goto(url)
    const goods = page.locator('#goods')
    return (await goods.isVisible()) && /元\/(斤|只|个|箱|枚|把)/.test(await goods.innerText())
  } finally {
    await context.close()
  }
}

/** Opens the page as a phone does, to the end of the page, drawings that load late included. */
export async function measureVisit(browser: Browser, url: string): Promise<Visit> {
  const context = await browser.newContext(PHONE)
  try {
    const page = await context.newPage()
    const network = await context.newCDPSession(page)
    await network.send('Network.enable')
    let bytes = 0
    let transfers = 0
    network.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
      transfers += 1
    })
    await page.goto(url, { waitUntil: 'networkidle' })
    await page.locator('footer').last().scrollIntoViewIfNeeded()
    await page.waitForLoadState('networkidle')
    return { bytes, transfers, isReadable: await canBeReadWithoutScript(browser, url) }
  } finally {
    await context.close()
  }
}
