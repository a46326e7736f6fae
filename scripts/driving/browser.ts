/** A signed-in browser without scripts, as far as forms and redirects go. */
import { openSession } from '#app/web/session.server.ts'

export type Browser = { address: string; cookie: string }

/** A browser at `address` that is signed in as `accountId`. */
export async function signedInBrowser(address: string, accountId: number): Promise<Browser> {
  const cookie = (await openSession(accountId)).split(';')[0] ?? ''
  return { address, cookie }
}

/** A page asked for, or a form sent. Redirects are not followed. */
export function send(browser: Browser, url: string, form?: Record<string, string>): Promise<Response> {
  return fetch(browser.address + url, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { cookie: browser.cookie, origin: browser.address, 'accept-language': 'zh-CN' },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  })
}

/** The fields of the one form of a page, as a browser would send them untouched. */
export function fieldsOf(html: string): Record<string, string> {
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

async function expectStatus(answer: Response, status: number): Promise<Response> {
  if (answer.status === status) return answer
  throw new Error(
    `${answer.url} answered ${answer.status}, not ${status}: ${(await answer.text()).slice(0, 300)}`,
  )
}

/** Puts one of an offer into the basket. Throws where the server does not say that it is in. */
export async function putInBasket(browser: Browser, offerId: number): Promise<void> {
  const put = await send(browser, '/basket', { offerId: String(offerId), quantity: '1' })
  await (await expectStatus(put, 302)).arrayBuffer()
}

/** The checkout's form, filled in as it is rendered. Throws where there is none. */
export async function openCheckout(browser: Browser): Promise<Record<string, string>> {
  const checkout = await expectStatus(await send(browser, '/checkout'), 200)
  return fieldsOf(await checkout.text())
}

/** Sends the checkout's form. `location` is the order's page where it was placed. */
export async function order(
  browser: Browser,
  form: Record<string, string>,
): Promise<{ status: number; location: string | null; text: string }> {
  const answer = await send(browser, '/checkout', form)
  return { status: answer.status, location: answer.headers.get('location'), text: await answer.text() }
}

/** Up to the button: one of the offer is in the basket and the checkout is on the screen. */
export async function readyToOrder(browser: Browser, offerId: number): Promise<Record<string, string>> {
  await putInBasket(browser, offerId)
  return openCheckout(browser)
}

/** `work` on every item, at most `size` at once, in order. */
export async function inBatches<T, R>(
  items: T[],
  size: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length)
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item, index)
  }
  await Promise.all(Array.from({ length: size }, worker))
  return results
}
