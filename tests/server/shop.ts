/** Browsers without scripts at a built server: signed in, sending the forms they were given. */
import { openSession } from '#app/web/session.server.ts'
import { seedAccount } from '#seed/builders.ts'

export type Browser = { address: string; cookie: string }

/** A new buyer of the agency, signed in. */
export async function browserOf(address: string, agencyId: number): Promise<Browser> {
  const { account } = await seedAccount({ role: 'buyer', agencyId })
  const cookie = (await openSession(account.id)).split(';')[0] ?? ''
  return { address, cookie }
}

export function send(browser: Browser, url: string, form?: Record<string, string>): Promise<Response> {
  return fetch(browser.address + url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie: browser.cookie, origin: browser.address, 'accept-language': 'zh-CN' },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
}

/** The fields of the checkout form, as a browser would send them untouched. */
function fieldsOf(html: string): Record<string, string> {
  const plain = (text: string) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&#x27;/g, "'")
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&')
  const fields: Record<string, string> = {}
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(tag)?.[1]
    const isChosen = !/type="(radio|checkbox)"/.test(tag) || /\schecked=/.test(tag)
    if (name && name !== 'q' && isChosen) fields[name] = plain(/value="([^"]*)"/.exec(tag)?.[1] ?? '')
  }
  return fields
}

/** Up to the button: one of the offer is in the basket and the checkout is on the screen. */
export async function readyToOrder(browser: Browser, offerId: number): Promise<Record<string, string>> {
  const put = await send(browser, '/basket', { offerId: String(offerId), quantity: '1' })
  if (put.status !== 302) throw new Error(`not put into the basket: ${put.status}`)
  const checkout = await send(browser, '/checkout')
  if (checkout.status !== 200) throw new Error(`no checkout: ${checkout.status}`)
  return fieldsOf(await checkout.text())
}
