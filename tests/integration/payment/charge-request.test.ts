/** An order above a member's limit: asked for, decided by a manager before the cut-off, else paid at the desk. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { askToCharge } from '#app/commands/payment/ask-to-charge.server.ts'
import { decideChargeRequest } from '#app/commands/payment/decide-charge-request.server.ts'
import { payAtDesk } from '#app/commands/payment/pay-at-desk.server.ts'
import { database } from '#app/db/client.server.ts'
import { paths } from '#app/paths.ts'
import { readAgencyHome } from '#app/queries/access/agency-home.server.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import * as checkoutRoute from '#app/routes/store/checkout.tsx'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { fillBasket, order, place, readCheckout, seedBuyer } from '../ordering/buyers.ts'
import { expectSoundBooks, hearAll, moneyOf, openCardWorld, openPage, orderPaidBy } from './card-world.ts'

useDatabase()

let buyer: Awaited<ReturnType<typeof seedBuyer>>
let manager: Someone
let offerId: number
let eventId: number

beforeEach(async () => {
  await seedGround()
  eventId = (await seedPickupEvent()).id
  offerId = (await seedLot({ quantity: 20 })).offer.id
  buyer = await seedBuyer()
  manager = await someone('agency-manager', { agencyId: buyer.agencyId })
})

/** Two geese to be paid at the desk, 240 yuan. */
const orderTwo = () => order(buyer, [{ offerId, quantity: 2 }])
const ask = (orderId: string) => askToCharge(buyer.actor, buyer.scope, { orderId })
const decide = (orderId: string, isApproved: boolean, by = manager, version = 1) =>
  decideChargeRequest(by.actor, scopeFor(by, 'agency:charge'), { orderId, isApproved, version })
const payByOf = async (id: string) =>
  (await database().order.findUniqueOrThrow({ where: { id }, select: { payBy: true } })).payBy
const shown = async (orderId: string) => (await readOrderPage(buyer.actor, buyer.scope, orderId))?.charge
const waiting = async (by = manager) =>
  (await readAgencyHome(by.actor, scopeFor(by, 'agency:read'), { agencyId: null, before: null }, new Date()))
    ?.chargeRequests
const toldTo = async (accountId: number) =>
  (await database().notice.findMany({ where: { accountId }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)
const cutOff = () =>
  database().pickupEvent.update({
    where: { id: eventId },
    data: { cutOffAt: new Date(Date.now() - 1_000) },
  })

describe('a request', () => {
  it('is approved: the order goes on the account, and both are told', async () => {
    const orderId = await orderTwo()
    expect(await shown(orderId)).toBe('can-ask')
    expect(await ask(orderId)).toEqual({ ok: true, value: null })
    expect(await ask(orderId)).toMatchObject({ ok: false, code: 'charge-asked-before' })
    expect(await payByOf(orderId)).toBe('desk')
    expect(await shown(orderId)).toBe('asked')
    expect(await waiting()).toMatchObject([{ orderId, amountFen: 24_000, isOwn: false }])
    expect(await decide(orderId, true)).toEqual({ ok: true, value: null })
    expect(await payByOf(orderId)).toBe('agency-account')
    expect(await shown(orderId)).toBe('approved')
    expect(await waiting()).toEqual([])
    expect(await decide(orderId, false)).toMatchObject({ ok: false, code: 'charge-decided-before' })
    expect(await toldTo(manager.accountId)).toEqual(['charge-asked'])
    expect(await toldTo(buyer.actor.accountId)).toEqual(['order-placed', 'charge-decided'])
    await expectSoundBooks()
  })

  it('is declined: it is paid at the desk, and not asked for again', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    expect(await decide(orderId, false)).toEqual({ ok: true, value: null })
    expect(await payByOf(orderId)).toBe('desk')
    expect(await shown(orderId)).toBe('declined')
    expect(await ask(orderId)).toMatchObject({ ok: false, code: 'charge-asked-before' })
  })

  it('lapses at the cut-off, whoever presses then', async () => {
    const [asked, notAsked] = [await orderTwo(), await orderTwo()]
    await ask(asked)
    await cutOff()
    expect(await decide(asked, true)).toMatchObject({ ok: false, code: 'charge-not-possible' })
    expect(await ask(notAsked)).toMatchObject({ ok: false, code: 'charge-not-possible' })
    expect([await shown(asked), await shown(notAsked)]).toEqual(['lapsed', null])
    expect(await payByOf(asked)).toBe('desk')
    expect(await waiting()).toEqual([])
  })

  it('is decided on what the manager saw: a changed order is looked at again', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    await changeOrderLine(buyer.actor, buyer.scope, { orderId, offerId, eventId, quantity: '5' })
    expect(await decide(orderId, true)).toMatchObject({ ok: false, code: 'charge-changed' })
    expect(await waiting()).toMatchObject([
      { amountFen: 60_000, version: 2, goods: [{ nameZh: '大白鹅', quantity: 5 }] },
    ])
    expect(await decide(orderId, true, manager, 2)).toEqual({ ok: true, value: null })
  })

  it('is decided once by two managers at once', async () => {
    const other = await someone('agency-manager', { agencyId: buyer.agencyId })
    const orderId = await orderTwo()
    await ask(orderId)
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, i) => decide(orderId, i % 2 === 0, i < 3 ? manager : other)),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const row = await database().chargeRequest.findUniqueOrThrow({ where: { orderId } })
    expect(await payByOf(orderId)).toBe(row.state === 'approved' ? 'agency-account' : 'desk')
    const acts = (await recordedActs()).filter((act) => act === 'charge:approve' || act === 'charge:decline')
    expect(acts).toHaveLength(1)
  })

  it('is never joined at the desk by a basket that is ordered while it is approved', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    await fillBasket(buyer, [{ offerId, quantity: 1 }])
    const input = await readCheckout(buyer)
    const [approved, placed] = await Promise.all([decide(orderId, true), place(buyer, input)])
    const lines = await database().orderLine.count({ where: { orderId } })
    // Joined first: the manager saw another amount. Approved first: what came after is an order of its own.
    if (approved.ok) expect(lines).toBe(1)
    else expect([approved.code, lines]).toEqual(['charge-changed', 2])
    expect(placed.ok).toBe(true)
    await expectSoundBooks()
  })
})

describe('what is gone meanwhile', () => {
  it('a member who left: it can’t go on the account any more', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    await database().assignment.updateMany({
      where: { accountId: buyer.actor.accountId },
      data: { endedAt: new Date() },
    })
    expect(await waiting()).toEqual([])
    expect(await decide(orderId, true)).toMatchObject({ ok: false, code: 'charge-member-left' })
    expect(await payByOf(orderId)).toBe('desk')
  })

  it('an order that was cancelled: nothing is said of it, and nobody is told', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    await cancelOrder(buyer.actor, buyer.scope, { orderId, part: null })
    expect(await shown(orderId)).toBeNull()
    expect(await decide(orderId, false)).toMatchObject({ ok: false, code: 'charge-not-possible' })
    expect(await toldTo(buyer.actor.accountId)).not.toContain('charge-decided')
  })

  it('money that comes by card for what the agency is charged goes back at once', async () => {
    const world = await openCardWorld()
    try {
      const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
      const page = await openPage(world, buyer, orderId)
      expect(await payAtDesk(buyer.actor, buyer.scope, { orderId })).toMatchObject({ ok: true })
      expect(await ask(orderId)).toMatchObject({ code: 'charge-not-possible' })
      await database().cardSession.updateMany({ data: { state: 'expired', endedAt: new Date() } })
      expect(await ask(orderId)).toMatchObject({ ok: true })
      expect(await decide(orderId, true)).toMatchObject({ ok: true })
      world.standIn.pay(page, { late: true })
      await hearAll(world)
      expect((await moneyOf(orderId)).refunds).toEqual(['24000 overpaid due'])
      await expectSoundBooks()
    } finally {
      await world.standIn.close()
    }
  })
})

describe('who decides', () => {
  it('is a manager of that agency, and not who asked', async () => {
    const orderId = await orderTwo()
    await ask(orderId)
    const stranger = await someone('agency-manager')
    expect(await decide(orderId, true, stranger)).toMatchObject({ ok: false, code: 'not-found' })
    const member = await someone('buyer', { agencyId: buyer.agencyId })
    expect(await decide(orderId, true, member)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await waiting(stranger)).toEqual([])
    expect(await payByOf(orderId)).toBe('desk')
  })

  it('is another manager where a manager asks, and nobody is asked where there is none', async () => {
    const scope = scopeFor(manager, 'order:place')
    const own = { actor: manager.actor, scope, agencyId: buyer.agencyId }
    const orderId = await order(own, [{ offerId, quantity: 2 }])
    expect(await askToCharge(manager.actor, scope, { orderId })).toMatchObject({ code: 'charge-no-manager' })
    const other = await someone('agency-manager', { agencyId: buyer.agencyId })
    expect(await askToCharge(manager.actor, scope, { orderId })).toEqual({ ok: true, value: null })
    expect(await decide(orderId, true)).toMatchObject({ ok: false, code: 'charge-own' })
    expect(await waiting()).toMatchObject([{ isOwn: true }])
    expect(await decide(orderId, true, other)).toEqual({ ok: true, value: null })
  })

  it('can’t be asked about somebody else’s order, and the database keeps what was decided', async () => {
    const orderId = await orderTwo()
    const other = await seedBuyer({ agencyId: buyer.agencyId })
    expect(await askToCharge(other.actor, other.scope, { orderId })).toMatchObject({ code: 'not-found' })
    await ask(orderId)
    await decide(orderId, true)
    const db = database()
    await expect(
      db.chargeRequest.update({ where: { orderId }, data: { state: 'declined' } }),
    ).rejects.toThrow()
    await expect(db.chargeRequest.delete({ where: { orderId } })).rejects.toThrow()
  })
})

describe('at the checkout', () => {
  it('asks with the order, and a second tap says nothing against it', async () => {
    await fillBasket(buyer, [{ offerId, quantity: 2 }])
    const browser = await browserOf({ '/checkout': checkoutRoute }, buyer.actor.accountId)
    const { html } = await browser.get(paths.checkout())
    const kept = ['placementKey', 'basketId', 'basketVersion', 'agencyId'].map((name) => [
      name,
      hiddenField(html, name),
    ])
    const shownBasket = hiddenField(html, 'shown').replaceAll('&quot;', '"')
    const form = {
      ...Object.fromEntries(kept),
      shown: shownBasket,
      capacity: 'personal',
      payBy: 'ask-agency',
    }
    const taps = await Promise.all([
      browser.post(paths.checkout(), form),
      browser.post(paths.checkout(), form),
    ])
    const again = await browser.post(paths.checkout(), form)
    const placed = await database().order.findFirstOrThrow()
    for (const tap of [...taps, again]) {
      expect([tap.status, tap.location]).toEqual([302, paths.order(placed.id, { done: 'placed' })])
    }
    expect(await database().order.count()).toBe(1)
    expect(await waiting()).toMatchObject([{ orderId: placed.id, amountFen: 24_000 }])
  })
})
