/** A card order from its page to its goods, its freeing and its refund, against a provider that speaks HTTP. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { freeUnpaidOrders } from '#app/commands/payment/free-unpaid-orders.server.ts'
import { hearProvider } from '#app/commands/payment/hear-provider.server.ts'
import { lookAfterCardSessions } from '#app/commands/payment/look-after-card-sessions.server.ts'
import { openCardSession } from '#app/commands/payment/open-card-session.server.ts'
import { payAtDesk } from '#app/commands/payment/pay-at-desk.server.ts'
import { sendCardRefunds } from '#app/commands/payment/send-card-refunds.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, fillBasket, place, readCheckout, seedBuyer } from '../ordering/buyers.ts'
import {
  type CardWorld,
  expectSoundBooks,
  hear,
  hearAll,
  moneyOf,
  openCardWorld,
  openPage,
  orderPaidBy,
  RETURN_URL,
} from './card-world.ts'

useDatabase()

let world: CardWorld
let buyer: Buyer
let offerId: number
let lotId: number
let eventId: number

beforeAll(async () => {
  world = await openCardWorld()
})
afterAll(() => world.standIn.close())

beforeEach(async () => {
  world.clock.ahead = 0
  for (const kept of [world.standIn.sessions, world.standIn.payments, world.standIn.refunds]) kept.clear()
  world.standIn.events.length = 0
  world.standIn.heard.length = 0
  world.standIn.refundsBecome('succeeded')
  await seedGround()
  eventId = (await seedPickupEvent()).id
  const seeded = await seedLot({ quantity: 5 })
  offerId = seeded.offer.id
  lotId = seeded.lot.id
  buyer = await seedBuyer()
})

const MINUTE = 60_000
const availableNow = async () => (await database().lot.findUniqueOrThrow({ where: { id: lotId } })).available
const stateOf = async (orderId: string) =>
  (await database().order.findUniqueOrThrow({ where: { id: orderId } })).cancelledAt === null
    ? 'kept'
    : 'freed'
/** The job that looks again does so half a minute after the page was opened. */
const makeDue = () => database().cardSession.updateMany({ data: { nextLookAt: new Date(0) } })

/** What the buyer was told of an order, in turn. */
const toldOf = async (orderId: string) =>
  (await database().notice.findMany({ where: { orderId }, orderBy: { id: 'asc' } })).map(
    (notice) => notice.kind,
  )

describe('a card order', () => {
  it('is paid on a page: a second tap is the same page, and the money is received once', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    const page = await openPage(world, buyer, orderId)
    expect(await openPage(world, buyer, orderId)).toBe(page)
    expect(world.standIn.sessions.size).toBe(1)
    world.standIn.pay(page)
    await hearAll(world)
    await hearAll(world)
    expect(await moneyOf(orderId)).toEqual({ received: [24_000], refunds: [], drawn: 0 })
    expect(await toldOf(orderId)).toEqual(['order-placed', 'payment-received'])
    expect((await database().order.findUniqueOrThrow({ where: { id: orderId } })).heldUntil).toBeNull()
    await expectSoundBooks()
  })

  it('tells the provider amounts and ids of our own, and nothing of anybody', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    await openPage(world, buyer, orderId)
    const { number } = await database().order.findUniqueOrThrow({ where: { id: orderId } })
    const [session] = await database().cardSession.findMany()
    const told = world.standIn.heard.map(({ params }) => params)
    expect(told).toEqual([
      {
        mode: 'payment',
        allowed_payment_method_types: ['card', 'alipay', 'wechat_pay'],
        payment_method_options: { wechat_pay: { client: 'web' } },
        line_items: [
          {
            quantity: '1',
            price_data: {
              currency: 'cny',
              unit_amount: '12000',
              product_data: { name: `以购助扶 Yigou ${number}` },
            },
          },
        ],
        client_reference_id: session?.id,
        expires_at: String(Math.floor((session?.expiresAt.getTime() ?? 0) / 1_000)),
        success_url: RETURN_URL,
        cancel_url: RETURN_URL,
      },
    ])
  })

  it('that nobody pays is freed after its page has ended, not before', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    const page = await openPage(world, buyer, orderId)
    world.clock.ahead = 34 * MINUTE
    expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(0)
    expect(await availableNow()).toBe(3)
    world.clock.ahead = 36 * MINUTE
    expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(1)
    expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(0)
    expect([await availableNow(), await stateOf(orderId)]).toEqual([5, 'freed'])
    expect(world.standIn.sessions.get(page)?.status).toBe('expired')
    const [line] = await database().orderLine.findMany({ where: { orderId } })
    expect([line?.state, line?.cancelReason]).toEqual(['cancelled', 'not-paid'])
    await expectSoundBooks()
  })

  it('whose page was never opened is freed too, and two processes free it once', async () => {
    await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    world.clock.ahead = 36 * MINUTE
    const freed = await Promise.all([1, 2].map(() => freeUnpaidOrders(SYSTEM_ACTOR, world.deps)))
    expect(freed.sort()).toEqual([0, 1])
    expect(await availableNow()).toBe(5)
    expect(await database().activityRecord.count({ where: { act: 'order:free' } })).toBe(1)
  })

  it('paid while it was about to be freed keeps its goods', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    const page = await openPage(world, buyer, orderId)
    world.standIn.pay(page)
    world.clock.ahead = 36 * MINUTE
    expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(0)
    expect(await stateOf(orderId)).toBe('kept')
    expect((await moneyOf(orderId)).received).toEqual([24_000])
    await expectSoundBooks()
  })

  it('paid after its goods were freed is refunded by itself', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    const page = await openPage(world, buyer, orderId)
    world.clock.ahead = 36 * MINUTE
    await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)
    world.standIn.pay(page, { late: true })
    await hearAll(world)
    expect((await moneyOf(orderId)).refunds).toEqual(['24000 came-too-late due'])
    expect(await sendCardRefunds(SYSTEM_ACTOR, world.deps)).toBe(1)
    await hearAll(world)
    expect(await moneyOf(orderId)).toEqual({
      received: [24_000],
      refunds: ['24000 came-too-late sent'],
      drawn: 0,
    })
    expect([...world.standIn.refunds.values()].map((refund) => refund.amount)).toEqual([24_000])
    expect(await availableNow()).toBe(5)
    expect(await toldOf(orderId)).toEqual(['order-placed', 'order-freed', 'payment-received', 'refunded'])
    await expectSoundBooks()
  })

  it('paid after its goods were freed, with nobody saying so, is found by a later look and refunded', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 2 }])
    const page = await openPage(world, buyer, orderId)
    world.clock.ahead = 36 * MINUTE
    await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)
    await makeDue()
    expect(await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)).toBe(1)
    expect(await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)).toBe(0)
    world.standIn.pay(page, { late: true })
    await makeDue()
    await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)
    expect((await moneyOf(orderId)).refunds).toEqual(['24000 came-too-late due'])
    await expectSoundBooks()
  })

  it('whose news never comes is found by looking, and so is a page whose answer was lost', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    const lost = {
      ...world.provider,
      openSession: async (...input: Parameters<typeof world.provider.openSession>) => {
        await world.provider.openSession(...input)
        throw new Error('the line went dead')
      },
    }
    const said: unknown[] = []
    const spoken = console.error
    console.error = (...words: unknown[]) => void said.push(words)
    const opened = await openCardSession(
      buyer.actor,
      buyer.scope,
      { orderId, returnUrl: RETURN_URL },
      {
        ...world.deps,
        provider: () => lost,
      },
    )
    console.error = spoken
    expect(opened).toEqual({ ok: false, code: 'card-silent' })
    expect(said).toHaveLength(1)
    const page = await openPage(world, buyer, orderId)
    expect(world.standIn.sessions.size).toBe(1)
    world.standIn.pay(page)
    await makeDue()
    expect(await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)).toBe(1)
    expect((await moneyOf(orderId)).received).toEqual([12_000])
    expect(await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)).toBe(0)
    await expectSoundBooks()
  })

  it('whose money takes its time keeps its goods meanwhile, and frees them when it does not come', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    const page = await openPage(world, buyer, orderId)
    world.standIn.beginSlowPayment(page)
    await hearAll(world)
    expect(await moneyOf(orderId)).toEqual({ received: [], refunds: [], drawn: 0 })
    world.standIn.endSlowPayment(page, false)
    await hearAll(world)
    expect((await database().cardSession.findFirstOrThrow()).state).toBe('expired')
    world.clock.ahead = 60 * MINUTE
    await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)
    expect(await stateOf(orderId)).toBe('freed')
    await expectSoundBooks()
  })

  it('moved to the desk is held like any desk order; money that comes even so is kept for it', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    const page = await openPage(world, buyer, orderId)
    expect(await payAtDesk(buyer.actor, buyer.scope, { orderId })).toEqual({ ok: true, value: null })
    world.clock.ahead = 36 * MINUTE
    expect(await freeUnpaidOrders(SYSTEM_ACTOR, world.deps)).toBe(0)
    expect(await stateOf(orderId)).toBe('kept')
    world.standIn.pay(page, { late: true })
    await hearAll(world)
    expect(await moneyOf(orderId)).toEqual({ received: [12_000], refunds: [], drawn: 0 })
    await expectSoundBooks()
  })

  it('can’t be opened by others, for nothing, at a desk order, too late, or for ever', async () => {
    const open = (who: Buyer, orderId: string) =>
      openCardSession(who.actor, who.scope, { orderId, returnUrl: RETURN_URL }, world.deps)
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    expect(await open(await seedBuyer(), orderId)).toMatchObject({ code: 'not-found' })
    const atDesk = await orderPaidBy(buyer, 'desk', [{ offerId, quantity: 1 }])
    expect(await open(buyer, atDesk)).toMatchObject({ code: 'not-by-card' })
    for (let page = 0; page < 3; page++) {
      const opened = await openPage(world, buyer, orderId)
      await world.provider.endSession(opened)
      await makeDue()
      await lookAfterCardSessions(SYSTEM_ACTOR, world.deps)
    }
    expect(await open(buyer, orderId)).toMatchObject({ code: 'card-too-often' })
    const other = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    await database().pickupEvent.update({
      where: { id: eventId },
      data: { cutOffAt: new Date(Date.now() + 30 * MINUTE) },
    })
    expect(await open(buyer, other)).toMatchObject({ code: 'card-too-late' })
    const page = await database().cardSession.count()
    expect(page).toBe(3)
  })

  it('is not taken where no provider is set up, nor by the statement when the cut-off is near', async () => {
    await fillBasket(buyer, [{ offerId, quantity: 1 }])
    expect(await place(buyer, await readCheckout(buyer, { payBy: 'card' }))).toMatchObject({
      code: 'card-not-offered',
    })
    expect(await place(buyer, await readCheckout(buyer, { payBy: 'transfer' }))).toMatchObject({
      code: 'transfer-not-offered',
    })
    await database().pickupEvent.update({
      where: { id: eventId },
      data: { cutOffAt: new Date(Date.now() + 30 * MINUTE) },
    })
    await expect(orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])).rejects.toThrow('card-too-late')
    expect(await database().order.count()).toBe(0)
  })
})

describe('a paid order', () => {
  async function paid(quantity: number): Promise<string> {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity }])
    world.standIn.pay(await openPage(world, buyer, orderId))
    await hearAll(world)
    return orderId
  }
  const change = (orderId: string, quantity: string) =>
    changeOrderLine(buyer.actor, buyer.scope, { orderId, offerId, eventId, quantity })

  it('cancelled goes back whole, made less in part, and made more asks for the rest', async () => {
    const orderId = await paid(3)
    expect((await change(orderId, '2')).ok).toBe(true)
    expect((await moneyOf(orderId)).refunds).toEqual(['12000 changed due'])
    expect((await change(orderId, '4')).ok).toBe(true)
    const page = await openPage(world, buyer, orderId)
    expect(world.standIn.sessions.get(page)?.amount_total).toBe(24_000)
    world.standIn.pay(page)
    await hearAll(world)
    expect((await cancelOrder(buyer.actor, buyer.scope, { orderId, part: null })).ok).toBe(true)
    expect(await sendCardRefunds(SYSTEM_ACTOR, world.deps)).toBe(3)
    await hearAll(world)
    expect(await moneyOf(orderId)).toEqual({
      received: [36_000, 24_000],
      refunds: ['12000 changed sent', '24000 cancelled sent', '24000 cancelled sent'],
      drawn: 0,
    })
    await expectSoundBooks()
  })

  it('whose refund the provider takes its time with, or turns down, says so', async () => {
    const orderId = await paid(1)
    world.standIn.refundsBecome('pending')
    await cancelOrder(buyer.actor, buyer.scope, { orderId, part: null })
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    expect((await moneyOf(orderId)).refunds).toEqual(['12000 cancelled sending'])
    const [refund] = [...world.standIn.refunds.values()]
    if (refund) refund.status = 'failed'
    await database().refund.updateMany({ data: { nextTryAt: new Date(0) } })
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    expect((await moneyOf(orderId)).refunds).toEqual(['12000 cancelled failed'])
    await expectSoundBooks()
  })

  it('whose refund could not be sent is tried again under the same key, and goes back once', async () => {
    const orderId = await paid(1)
    await cancelOrder(buyer.actor, buyer.scope, { orderId, part: null })
    world.standIn.failNext(3, true)
    const spoken = console.error
    console.error = () => {}
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    console.error = spoken
    expect((await moneyOf(orderId)).refunds).toEqual(['12000 cancelled due'])
    await database().refund.updateMany({ data: { nextTryAt: new Date(0) } })
    await sendCardRefunds(SYSTEM_ACTOR, world.deps)
    expect((await moneyOf(orderId)).refunds).toEqual(['12000 cancelled sent'])
    expect(world.standIn.refunds.size).toBe(1)
    await expectSoundBooks()
  })

  it('asked for a page twenty times at once has one', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    const pages = await Promise.all(Array.from({ length: 20 }, () => openPage(world, buyer, orderId)))
    expect(new Set(pages).size).toBe(1)
    expect(await database().cardSession.count()).toBe(1)
  })
})

describe('what was not said by the provider', () => {
  it('is refused twelve ways, and nothing is written', async () => {
    const orderId = await orderPaidBy(buyer, 'card', [{ offerId, quantity: 1 }])
    world.standIn.pay(await openPage(world, buyer, orderId))
    const event = world.standIn.events.at(-1)
    if (!event) throw new Error('paying is told')
    const seconds = Math.floor(Date.now() / 1_000)
    const good = world.standIn.sign(event)
    const [, mac = ''] = good.signature.split('v1=')
    const forged: { body: string; signature: string | null }[] = [
      { ...good, signature: null },
      { ...good, signature: '' },
      { ...good, signature: `t=${seconds}` },
      { ...good, signature: `t=${seconds},v1=` },
      { ...good, signature: `v1=${mac}` },
      { ...good, signature: `t=${seconds},v0=${mac}` },
      { ...good, signature: `t=${seconds},v1=${mac.replace(/^./, (sign) => (sign === '0' ? '1' : '0'))}` },
      world.standIn.sign(event, seconds - 301),
      { ...good, body: JSON.stringify(JSON.parse(good.body), null, 2) },
      { ...good, body: good.body.replace('"livemode":false', '"livemode":true') },
      { ...good, body: '' },
      { body: good.body, signature: `t=${seconds},v1=${'0'.repeat(64)},v1=${'f'.repeat(64)}` },
    ]
    for (const said of forged) {
      expect(await hearProvider(SYSTEM_ACTOR, said, world.deps)).toEqual({
        ok: false,
        code: 'not-the-provider',
      })
    }
    expect(await database().providerEvent.count()).toBe(0)
    expect(await database().prepayment.count()).toBe(0)
    expect((await hear(world, event)).ok).toBe(true)
    expect(await database().prepayment.count()).toBe(1)
  })
})
