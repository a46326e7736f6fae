/** A receipt: what was handed over and what was paid, the same as the ledger has it, and nobody's name. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { paths } from '#app/paths.ts'
import { readReceiptPage } from '#app/queries/payment/receipt-page.server.ts'
import * as orderRoute from '#app/routes/store/order.tsx'
import * as receiptRoute from '#app/routes/store/order-receipt.tsx'
import { COUNTY, seedHousehold, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, someone } from '../access/people.ts'
import { balanceOf, expectSoundBooks, runningEvent, settlingAt } from '../handover/desk-world.ts'
import { type Buyer, seedBuyer } from '../ordering/buyers.ts'
import { referenceOf, take } from './bank-world.ts'
import { orderPaidBy } from './card-world.ts'
import {
  colleagueOf,
  type EventWorld,
  handOver,
  leftBuyer,
  pay,
  placedOrder,
  soldOrder,
} from './invoice-world.ts'

useDatabase()
let world: EventWorld
beforeEach(async () => {
  world = await runningEvent()
})

const read = ({ actor, scope }: Buyer, orderId: string) => readReceiptPage(actor, scope, orderId)

/** The receipt's figures come to one another, and what they leave is the ledger's balance of the order. */
async function expectLedger(buyer: Buyer, orderId: string) {
  const page = await read(buyer, orderId)
  if (!page) throw new Error('no receipt')
  const { sum } = page
  const { goodsFen, receivedFen, chargedFen, roundedOffFen, refundedFen, noShowShareFen, keptFen, owedFen } =
    sum
  const comes = receivedFen + chargedFen + roundedOffFen - refundedFen - noShowShareFen
  expect(goodsFen - comes).toBe(owedFen - keptFen)
  expect(await balanceOf(`order:${orderId}`)).toBe(owedFen - keptFen)
  return page
}

const ROUTES = { '/orders/:id': orderRoute, '/orders/:id/receipt': receiptRoute }
const browse = (buyer: Buyer) => browserOf(ROUTES, buyer.actor.accountId)

describe('a receipt', () => {
  it('is none before anything was handed over or paid, and says so', async () => {
    const { orderId, buyer } = await placedOrder(world)
    expect((await expectLedger(buyer, orderId)).isReceipt).toBe(false)
    const { status, html } = await (await browse(buyer)).get(paths.orderReceipt(orderId))
    expect(status).toBe(200)
    expect(html).toContain('<h1 class="head">还没有可以开收据的</h1>')
    expect(html).not.toContain('120.00')
  })

  it('says each line as ordered and as handed over, and what is still owed until it is paid', async () => {
    const sold = await placedOrder(world, { quantity: 3 })
    const { orderId, buyer } = sold
    await handOver(world, sold, 2)
    const unpaid = await expectLedger(buyer, orderId)
    expect(unpaid.trips.map(({ event, lines }) => [event.id, lines.length])).toEqual([[world.event.id, 1]])
    expect(unpaid.trips[0]?.lines[0]).toMatchObject({
      ordered: 3,
      given: 2,
      weightGrams: null,
      amountFen: 24_000,
      state: 'part-handed-over',
    })
    expect(unpaid.sum).toMatchObject({ goodsFen: 24_000, receivedFen: 0, owedFen: 24_000 })
    await pay(world, orderId, 'qr')
    const paid = await expectLedger(buyer, orderId)
    expect(paid.payments.map(({ way, amountFen }) => [way, amountFen])).toEqual([['qr', 24_000]])
    expect(paid.sum).toMatchObject({ goodsFen: 24_000, receivedFen: 24_000, owedFen: 0 })
    await expectSoundBooks()
  })

  it('rounds cash as the county does, and weighs each animal on its own line', async () => {
    const { lot, offer, product } = await seedLot({
      productKey: 'goose-weighed',
      quantity: 4,
      unitPriceFen: 1_683,
      referencePriceFen: 1_500,
    })
    const buyer = await seedBuyer()
    const { order, lines } = await seedOrder({
      event: world.event,
      buyer: { accountId: buyer.actor.accountId, agencyId: buyer.agencyId },
      lines: [1, 2].map(() => ({ product, offer, from: [{ lot, quantity: 1 }] })),
    })
    for (const [index, line] of lines.entries()) {
      const parts = [{ lotId: lot.id, quantity: 1, weightGrams: 4_010 + index * 100 }]
      const weighing = settlingAt(world.event.id, { order, line }, { parts })
      expect(await settleLine(world.organizer, world.scope, weighing)).toMatchObject({ ok: true })
    }
    await pay(world, order.id)
    const page = await expectLedger(buyer, order.id)
    expect(page.trips[0]?.lines.map(({ weightGrams, amountFen }) => [weightGrams, amountFen])).toEqual([
      [4_010, 13_498],
      [4_110, 13_834],
    ])
    expect(page.sum).toMatchObject({ goodsFen: 27_332, receivedFen: 27_330, roundedOffFen: 2, owedFen: 0 })
  })

  it('says what is charged to the agency apart from money', async () => {
    const { orderId, buyer } = await soldOrder(world, { payBy: 'agency-account', capacity: 'canteen' })
    const page = await expectLedger(buyer, orderId)
    expect(page.payments.map(({ way, amountFen }) => [way, amountFen])).toEqual([['agency-account', 24_000]])
    expect(page.sum).toMatchObject({ goodsFen: 24_000, receivedFen: 0, chargedFen: 24_000, owedFen: 0 })
    const { html } = await (await browse(buyer)).get(paths.orderReceipt(orderId))
    const { agency } = page
    expect(agency).not.toBeNull()
    expect(html).toContain(agency ?? '')
    expect(await read(leftBuyer(buyer), orderId)).toBeNull()
  })

  it('says what was paid ahead, what of it goes back, and what is kept for goods to come', async () => {
    await database().countySetting.create({
      data: {
        countyCode: COUNTY,
        transferPayee: '某中心',
        transferBank: '某行',
        transferAccount: '600000000001',
      },
    })
    const office = await someone('county-office')
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 5 })
    const buyer = await seedBuyer()
    const orderId = await orderPaidBy(buyer, 'transfer', [{ offerId: offer.id, quantity: 2 }])
    const before = await expectLedger(buyer, orderId)
    expect([before.isReceipt, before.sum.unpaidAheadFen]).toEqual([false, 24_000])
    await take(office, [{ in: '250.00', remark: await referenceOf(orderId), serial: 'A1' }])
    const page = await expectLedger(buyer, orderId)
    expect(page).toMatchObject({ isReceipt: true, payee: '某中心', county: '射洪市' })
    expect(page.payments.map(({ way, amountFen }) => [way, amountFen])).toEqual([['transfer', 25_000]])
    expect(page.refunds).toMatchObject([{ amountFen: 1_000, cause: 'overpaid', state: 'due', sentAt: null }])
    expect(page.sum).toMatchObject({
      goodsFen: 0,
      receivedFen: 25_000,
      refundedFen: 1_000,
      keptFen: 24_000,
      owedFen: 0,
      unpaidAheadFen: 0,
    })
    const { html } = await (await browse(buyer)).get(paths.orderReceipt(orderId))
    expect(html).toContain('某中心')
    expect(html).toContain('付多了')
  })

  it('is led to from the order, with the invoice, once there is something to confirm', async () => {
    const sold = await placedOrder(world)
    const { orderId, buyer } = sold
    const browser = await browse(buyer)
    const links = async () => {
      const { html } = await browser.get(paths.order(orderId))
      return [paths.orderReceipt(orderId), paths.orderInvoice(orderId)].map((to) =>
        html.includes(`href="${to}"`),
      )
    }
    expect(await links()).toEqual([false, false])
    await handOver(world, sold, 2)
    expect(await links()).toEqual([true, true])
  })

  it('is there for the order’s own buyer only', async () => {
    const { orderId, buyer } = await soldOrder(world)
    const stranger = await colleagueOf(buyer)
    expect(await read(stranger, orderId)).toBeNull()
    expect(await read(buyer, randomUUID())).toBeNull()
    expect((await (await browse(stranger)).get(paths.orderReceipt(orderId))).status).toBe(404)
    expect((await read(leftBuyer(buyer), orderId))?.id).toBe(orderId)
  })

  it('names no household, and tells a browser to keep nothing', async () => {
    const household = await seedHousehold({ name: '罗守田', alias: '鹅棚户', number: '51098199777' })
    const { lot, offer, product } = await seedLot({ householdId: household.id, quantity: 4 })
    const buyer = await seedBuyer()
    const { order, lines } = await seedOrder({
      event: world.event,
      buyer: { accountId: buyer.actor.accountId, agencyId: buyer.agencyId },
      lines: [{ product, offer, from: [{ lot, quantity: 2 }] }],
    })
    const [line] = lines
    if (!line) throw new Error('no line')
    const sold = { orderId: order.id, order, line, lot, product, householdId: household.id, buyer }
    await handOver(world, sold, 2)
    await pay(world, order.id)
    const page = await read(buyer, order.id)
    const { html } = await (await browse(buyer)).get(paths.orderReceipt(order.id))
    expect(html).toContain('240.00')
    for (const secret of ['罗守田', '鹅棚户', '51098199777']) {
      expect(html).not.toContain(secret)
      expect(JSON.stringify(page)).not.toContain(secret)
    }
    const cookie = await cookieOf(buyer.actor.accountId)
    const answer = await receiptRoute.loader({
      request: new Request(`http://localhost${paths.orderReceipt(order.id)}`, { headers: { cookie } }),
      params: { id: order.id },
      context: {},
    })
    expect(answer.headers.get('cache-control')).toBe('private, no-store')
  })
})
