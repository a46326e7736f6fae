import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { database } from '#app/db/client.server.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { readOrdersPage } from '#app/queries/ordering/orders-page.server.ts'
import { COUNTY, OTHER_VILLAGE, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, buyerOf, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'

useDatabase()
let buyer: Buyer
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
})

describe('an order’s page', () => {
  it('shows the code, each trip soonest first, weighed animals together, and what may still change', async () => {
    const later = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 20 })
    const sooner = await seedPickupEvent({ daysAhead: 10 })
    const animals = await seedLot({
      productKey: 'goose-weighed',
      quantity: 9,
      unitPriceFen: 1680,
      referencePriceFen: 1500,
    })
    const garlic = await seedLot({
      villageCode: OTHER_VILLAGE,
      productKey: 'garlic',
      quantity: 50_000,
      unitPriceFen: 560,
      referencePriceFen: 500,
    })
    const orderId = await order(buyer, [
      { offerId: garlic.offer.id, quantity: 5 },
      { offerId: animals.offer.id, quantity: 3 },
    ])
    await database().pickupEvent.update({
      where: { id: sooner.id },
      data: { cutOffAt: new Date(Date.now() - 1000) },
    })
    const page = await readOrderPage(buyer.actor, buyer.scope, orderId)
    expect(page).toMatchObject({
      id: orderId,
      state: 'placed',
      payBy: 'desk',
      amountFen: 47_880 + 2800,
      premiumFen: 5130 + 300,
      isEstimate: true,
      paidFen: 0,
    })
    expect(page?.pickupCode).toMatch(/^\d{6}$/)
    expect(page?.trips.map((trip) => [trip.event.id, trip.isOpen])).toEqual([
      [sooner.id, false],
      [later.id, true],
    ])
    expect(page?.trips[0]?.goods).toMatchObject([
      { state: 'placed', quantity: 3, amountFen: 47_880, isEstimate: true, weightGrams: null },
    ])
  })

  it('is there for its buyer only', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    const colleague = await seedBuyer({ agencyId: buyer.agencyId })
    expect(await readOrderPage(colleague.actor, colleague.scope, orderId)).toBeNull()
    expect(await readOrderPage(buyer.actor, buyer.scope, randomUUID())).toBeNull()
    expect((await readOrdersPage(colleague.actor, colleague.scope, null)).orders).toEqual([])
  })

  it('stays with who has left his agency, unless it is on the agency’s account', async () => {
    await seedPickupEvent()
    const agency = await seedAgency({ memberLimitFen: 1_000_000 })
    const member = await seedBuyer({ agencyId: agency.id })
    const { offer } = await seedLot({ quantity: 9 })
    const personal = await order(member, [{ offerId: offer.id, quantity: 1 }])
    await fillBasket(member, [{ offerId: offer.id, quantity: 1 }])
    const charged = await place(member, await readCheckout(member, { payBy: 'agency-account' }))
    const left = buyerOf(member.actor.accountId, [])
    expect((await readOrderPage(left.actor, left.scope, personal))?.id).toBe(personal)
    expect(charged.ok && (await readOrderPage(left.actor, left.scope, charged.value.orderId))).toBeNull()
    const listed = await readOrdersPage(left.actor, left.scope, null)
    expect(listed.orders.map((row) => row.id)).toEqual([personal])
  })
})

describe('the list of orders', () => {
  it('is newest first, a page at a time, by the order’s number', async () => {
    await seedPickupEvent({ capacityOrders: 100 })
    await database().countySetting.create({ data: { countyCode: COUNTY, unpaidOrdersMost: 100 } })
    const { offer } = await seedLot({ quantity: 90 })
    const placed: string[] = []
    for (let i = 0; i < 22; i++) placed.push(await order(buyer, [{ offerId: offer.id, quantity: 1 }]))
    await cancelOrder(buyer.actor, buyer.scope, { orderId: placed[21] ?? '', part: null })
    const first = await readOrdersPage(buyer.actor, buyer.scope, null)
    expect(first.orders.map((row) => row.id)).toEqual([...placed].reverse().slice(0, 20))
    expect(first.orders[0]).toMatchObject({ state: 'cancelled', amountFen: 0, next: null })
    expect(first.orders[1]).toMatchObject({
      state: 'placed',
      amountFen: 12_000,
      isEstimate: false,
      goods: [{ nameZh: '大白鹅' }],
    })
    const second = await readOrdersPage(buyer.actor, buyer.scope, first.nextAfter)
    expect(second.orders.map((row) => row.id)).toEqual([placed[1], placed[0]])
    expect(second.nextAfter).toBeNull()
  })
})
