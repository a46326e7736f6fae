import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import * as account from '#app/routes/account/account.tsx'
import * as notices from '#app/routes/account/notices.tsx'
import * as language from '#app/routes/resources/language.ts'
import * as offerRoute from '#app/routes/store/offer.tsx'
import * as orderRoute from '#app/routes/store/order.tsx'
import * as watchRoute from '#app/routes/store/watch.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, order, seedBuyer } from '../ordering/buyers.ts'
import { allNotices, giveAddress, tellRefunds } from './people.ts'

process.env.SMTP_URL = 'smtp://127.0.0.1:9'
useDatabase()

const ROUTES = {
  '/notices': notices,
  '/account': account,
  '/language': language,
  '/orders/:id': orderRoute,
  '/offers/:id': offerRoute,
  '/offers/:id/watch': watchRoute,
}
const browse = (buyer: Buyer | null) => browserOf(ROUTES, buyer?.actor.accountId ?? null)

let buyer: Buyer
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
})

const unreadOf = ({ actor }: Buyer) =>
  database().notice.count({ where: { accountId: actor.accountId, readAt: null } })

describe('/notices', () => {
  it('says that there are none', async () => {
    const { html } = await (await browse(buyer)).get('/notices')
    expect(html).toContain('还没有通知')
    expect(html).not.toContain('条没看')
  })

  it('lists one’s own, newest first, a page at a time, and reads nothing by being looked at', async () => {
    await tellRefunds(buyer.actor.accountId, 23)
    const other = await seedBuyer()
    await tellRefunds(other.actor.accountId, 1)
    const browser = await browse(buyer)
    const first = await browser.get('/notices')
    const titles = (html: string) => [...html.matchAll(/退给您(\d+)\.00元/g)].map((match) => Number(match[1]))
    expect(titles(first.html)).toEqual(Array.from({ length: 20 }, (_one, index) => 23 - index))
    expect(first.html).toContain('23条没看')
    const next = /href="(\/notices\?before=\d+)"/.exec(first.html)?.[1] ?? ''
    expect(titles((await browser.get(next)).html)).toEqual([3, 2, 1])
    expect(await unreadOf(buyer)).toBe(23)
  })

  it('reads the one that is opened and goes to its order', async () => {
    await seedPickupEvent({ daysAhead: 14 })
    const { offer } = await seedLot({ quantity: 5 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    await tellRefunds(buyer.actor.accountId, 1)
    const [placed] = await allNotices()
    const opened = await (await browse(buyer)).post('/notices', { intent: 'open', id: String(placed?.id) })
    expect(opened).toMatchObject({ status: 302, location: `/orders/${orderId}` })
    expect(await unreadOf(buyer)).toBe(1)
    const [{ readAt } = { readAt: null }] = await allNotices()
    await (await browse(buyer)).post('/notices', { intent: 'open', id: String(placed?.id) })
    expect((await allNotices())[0]?.readAt).toEqual(readAt)
  })

  it('reads all that was shown, and nothing that came since', async () => {
    await tellRefunds(buyer.actor.accountId, 3)
    const shown = (await allNotices())[1]
    await (await browse(buyer)).post('/notices', { intent: 'all-read', upTo: String(shown?.id) })
    expect(await unreadOf(buyer)).toBe(1)
  })

  it('finds nobody else’s', async () => {
    const other = await seedBuyer()
    await tellRefunds(other.actor.accountId, 2)
    const theirs = (await allNotices())[0]
    const browser = await browse(buyer)
    expect(await browser.post('/notices', { intent: 'open', id: String(theirs?.id) })).toMatchObject({
      status: 404,
    })
    await browser.post('/notices', { intent: 'all-read', upTo: '2147483647' })
    expect(await unreadOf(other)).toBe(2)
    expect((await browser.get('/notices')).html).toContain('还没有通知')
  })
})

describe('an order’s page', () => {
  it('lists what was told of it, and how each was sent', async () => {
    await giveAddress(buyer.actor.accountId, 'buyer@office.example')
    await seedPickupEvent({ daysAhead: 14 })
    const { offer } = await seedLot({ quantity: 5 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    await tellRefunds(buyer.actor.accountId, 1)
    const browser = await browse(buyer)
    expect((await browser.get(`/orders/${orderId}`)).html).toContain('邮件正在发')
    await database().notice.updateMany({
      where: { orderId },
      data: { mail: 'sent', mailNextAt: null, mailSentAt: new Date('2026-11-25T02:04:00Z') },
    })
    const { html } = await browser.get(`/orders/${orderId}`)
    expect(html).toContain('这一单发过的通知')
    expect(html).toContain('11月25日10:04发了邮件')
    expect(html).not.toContain('退给您')
  })
})

describe('settings', () => {
  it('are whether mails are wanted, for who has an address', async () => {
    await giveAddress(buyer.actor.accountId, 'buyer@office.example')
    const browser = await browse(buyer)
    const isWanted = async () =>
      (await database().account.findUniqueOrThrow({ where: { id: buyer.actor.accountId } })).mailWanted
    expect((await browser.get('/account')).html).toContain('也发邮件到buyer@office.example')
    expect(await browser.post('/account', { intent: 'notices' })).toMatchObject({
      status: 302,
      location: '/account?done=notices#notices',
    })
    expect(await isWanted()).toBe(false)
    await browser.post('/account', { intent: 'notices', mailWanted: 'on' })
    expect(await isWanted()).toBe(true)
    const acts = await database().activityRecord.findMany({ where: { act: 'account:notices' } })
    expect(acts.map((act) => act.facts)).toEqual([{ mailWanted: false }, { mailWanted: true }])
  })

  it('say why there are no mails to who signs in by phone', async () => {
    const { html } = await (await browse(buyer)).get('/account')
    expect(html).toContain('您没有留邮箱，不发邮件。')
    expect(html).not.toContain('name="mailWanted"')
  })

  it('take the language that is chosen for mails as well, and none that is not ours', async () => {
    const browser = await browse(buyer)
    const languageOf = async () =>
      (await database().account.findUniqueOrThrow({ where: { id: buyer.actor.accountId } })).language
    expect(await languageOf()).toBe('zh-CN')
    await browser.get('/language?to=en&back=/')
    expect(await languageOf()).toBe('en')
    await browser.get('/language?to=fr&back=/')
    expect(await languageOf()).toBe('en')
    await (await browse(null)).get('/language?to=zh-CN&back=/')
    expect(await languageOf()).toBe('en')
  })
})

describe('an offer that can’t be ordered', () => {
  it('takes a wish to be told, and gives it up again', async () => {
    const { offer } = await seedLot({ quantity: 5 })
    const browser = await browse(buyer)
    const page = `/offers/${offer.id}`
    expect((await browser.get(page)).html).toContain('有取货日了告诉我')
    expect(await browser.post(`${page}/watch`, { intent: 'watch' })).toMatchObject({
      status: 302,
      location: `${page}#watch`,
    })
    expect((await browser.get(page)).html).toContain('能订的时候告诉您')
    await browser.post(`${page}/watch`, { intent: 'unwatch' })
    expect((await browser.get(page)).html).toContain('有取货日了告诉我')
    expect(await browser.post('/offers/999999/watch', { intent: 'watch' })).toMatchObject({ status: 404 })
  })

  it('leads a visitor to sign in with the wish kept', async () => {
    const { offer } = await seedLot({ quantity: 5 })
    const visitor = await browse(null)
    expect((await visitor.get(`/offers/${offer.id}`)).html).toContain('有取货日了告诉我')
    expect(await visitor.post(`/offers/${offer.id}/watch`, { intent: 'watch' })).toMatchObject({
      status: 401,
    })
    expect(await database().watch.count()).toBe(0)
  })

  it('asks nothing of what can be ordered', async () => {
    await seedPickupEvent({ daysAhead: 14 })
    const { offer } = await seedLot({ quantity: 5 })
    const { html } = await (await browse(buyer)).get(`/offers/${offer.id}`)
    expect(html).not.toContain(`/offers/${offer.id}/watch`)
  })
})
