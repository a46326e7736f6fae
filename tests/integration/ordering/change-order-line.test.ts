import { beforeEach, describe, expect, it } from 'vitest'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { database } from '#app/db/client.server.ts'
import {
  seedAgency,
  seedContract,
  seedCooperative,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, expectWholeBooks, stockOf } from './whole-books.ts'

useDatabase()
let buyer: Buyer
let eventId: number
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
  eventId = (await seedPickupEvent()).id
})

function change(who: Buyer, orderId: string, offerId: number, quantity: number | string) {
  return changeOrderLine(who.actor, who.scope, { orderId, offerId, eventId, quantity: String(quantity) })
}

describe('of one line', () => {
  it('takes more by need and gives back from who would have been asked last', async () => {
    const few = await seedHousehold({ headcount: 2, number: '5109810000001' })
    const many = await seedHousehold({ headcount: 4, number: '5109810000002' })
    const a = await seedLot({ householdId: few.id, quantity: 9, unitPriceFen: 10_000 })
    const b = await seedLot({ householdId: many.id, quantity: 9, unitPriceFen: 10_000 })
    const stocks = async () => [(await stockOf(a.lot.id)).reserved, (await stockOf(b.lot.id)).reserved]
    // Steps of 100.00: per head it is 50 a step for the one and 25 for the other, ties to the lower number.
    const orderId = await order(buyer, [{ offerId: a.offer.id, quantity: 3 }])
    expect(await stocks()).toEqual([1, 2])
    expect(await change(buyer, orderId, a.offer.id, 6)).toEqual({ ok: true, value: { quantity: 6 } })
    expect(await stocks()).toEqual([2, 4])
    await expectWholeBooks()
    expect(await change(buyer, orderId, a.offer.id, 2)).toEqual({ ok: true, value: { quantity: 2 } })
    expect(await stocks()).toEqual([1, 1])
    const line = await database().orderLine.findFirstOrThrow({ where: { orderId } })
    expect(line).toMatchObject({ quantity: 2, heldAmountFen: 20_000n, state: 'placed' })
    await expectWholeBooks()
    const activities = await database().activityRecord.findMany({
      where: { act: 'order:change' },
      orderBy: { id: 'asc' },
    })
    expect(activities.map((activity) => activity.facts)).toEqual([
      { offerId: a.offer.id, eventId, before: 3, after: 6, refundedFen: 0 },
      { offerId: a.offer.id, eventId, before: 6, after: 2, refundedFen: 0 },
    ])
  })

  it('leaves out of a household’s income what it would earn of the order by its contract, not what is paid', async () => {
    const [a, b] = [await seedHousehold({ headcount: 1 }), await seedHousehold({ headcount: 1 })]
    const others = await seedLot({
      householdId: b.id,
      productKey: 'garlic',
      quantity: 500,
      unitPriceFen: 48_000,
    })
    await order(buyer, [{ offerId: others.offer.id, quantity: 1 }])
    const cooperative = await seedCooperative()
    const sold = async (householdId: number, quantity: number) => {
      const contract = await seedContract(cooperative, { householdId, purchasePriceFen: 6_000 })
      const terms = { quantity, unitPriceFen: 10_000, referencePriceFen: 6_000 }
      return seedLot({ ...terms, householdId, contract })
    }
    const [ofA, ofB] = [await sold(a.id, 8), await sold(b.id, 2)]
    const orderId = await order(buyer, [{ offerId: ofA.offer.id, quantity: 10 }])
    expect((await change(buyer, orderId, ofA.offer.id, 8)).ok).toBe(true)
    // Without the order A has nothing and B 480.00: steps of 100.00 are A's to 500.00, then by turns.
    expect([(await stockOf(ofA.lot.id)).reserved, (await stockOf(ofB.lot.id)).reserved]).toEqual([6, 2])
  })

  it('reads 斤 where the product is ordered by weight', async () => {
    const { offer, lot } = await seedLot({
      productKey: 'garlic',
      quantity: 5000,
      unitPriceFen: 561,
      referencePriceFen: 500,
    })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    expect((await change(buyer, orderId, offer.id, '5')).ok).toBe(true)
    expect(await stockOf(lot.id)).toEqual({ available: 2500, reserved: 2500 })
    expect((await database().order.findUniqueOrThrow({ where: { id: orderId } })).totalFen).toBe(2805n)
    expect(await change(buyer, orderId, offer.id, '5.3')).toEqual({
      ok: false,
      code: 'weight-not-in-steps',
      facts: { stepGrams: 500 },
    })
    expect(await change(buyer, orderId, offer.id, 20)).toEqual({
      ok: false,
      code: 'weight-not-enough',
      facts: { availableGrams: 2500 },
    })
    expect(await change(buyer, orderId, offer.id, 'five')).toEqual({
      ok: false,
      code: 'ordered-quantity-unreadable',
    })
  })

  it('does nothing where the quantity is what it was', async () => {
    const { offer } = await seedLot({ quantity: 5 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    const before = await countWritten()
    expect(await change(buyer, orderId, offer.id, 2)).toEqual({ ok: true, value: { quantity: 2 } })
    expect(await countWritten()).toEqual(before)
  })
})

describe('of weighed animals', () => {
  it('adds and drops animals, each a line of one lot', async () => {
    const { offer, lot } = await seedLot({
      productKey: 'goose-weighed',
      quantity: 3,
      unitPriceFen: 1680,
      referencePriceFen: 1500,
    })
    const other = await seedLot({
      productKey: 'goose-weighed',
      quantity: 3,
      unitPriceFen: 1680,
      referencePriceFen: 1500,
    })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    expect((await change(buyer, orderId, offer.id, 5)).ok).toBe(true)
    const lines = await database().orderLine.findMany({ where: { orderId }, orderBy: { lineNumber: 'asc' } })
    expect(lines.map((l) => [l.lineNumber, l.quantity, l.state, l.heldAmountFen])).toEqual(
      [1, 2, 3, 4, 5].map((number) => [number, 1, 'placed', 15_960n]),
    )
    expect((await stockOf(lot.id)).reserved + (await stockOf(other.lot.id)).reserved).toBe(5)
    await expectWholeBooks()
    expect((await change(buyer, orderId, offer.id, 1)).ok).toBe(true)
    const states = await database().orderLine.groupBy({ by: ['state'], where: { orderId }, _count: true })
    expect(states.map((group) => [group.state, group._count]).sort()).toEqual([
      ['cancelled', 4],
      ['placed', 1],
    ])
    expect((await database().order.findUniqueOrThrow({ where: { id: orderId } })).totalFen).toBe(15_960n)
    await expectWholeBooks()
  })
})

describe('refused, and nothing changed', () => {
  it('where there is not enough, the price is another, or the event has cut off', async () => {
    const { offer } = await seedLot({ quantity: 5, unitPriceFen: 12_000 })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    const before = await countWritten()
    expect(await change(buyer, orderId, offer.id, 6)).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { available: 3 },
    })
    await database().offer.update({ where: { id: offer.id }, data: { unitPriceFen: 13_000 } })
    expect(await change(buyer, orderId, offer.id, 3)).toEqual({
      ok: false,
      code: 'price-changed',
      facts: { lineFen: 12_000, nowFen: 13_000 },
    })
    await database().pickupEvent.update({
      where: { id: eventId },
      data: { cutOffAt: new Date(Date.now() - 1000) },
    })
    expect(await change(buyer, orderId, offer.id, 1)).toEqual({ ok: false, code: 'past-cut-off' })
    expect(await countWritten()).toEqual(before)
    await expectWholeBooks()
  })

  it('where it would pass the agency’s limit, or the order is another’s', async () => {
    const agency = await seedAgency({ memberLimitFen: 30_000 })
    const member = await seedBuyer({ agencyId: agency.id })
    const { offer } = await seedLot({ quantity: 9, unitPriceFen: 12_000 })
    await fillBasket(member, [{ offerId: offer.id, quantity: 1 }])
    const placed = await place(member, await readCheckout(member, { payBy: 'agency-account' }))
    const orderId = placed.ok ? placed.value.orderId : ''
    expect((await change(member, orderId, offer.id, 2)).ok).toBe(true)
    const before = await countWritten()
    expect(await change(member, orderId, offer.id, 3)).toEqual({
      ok: false,
      code: 'over-agency-limit',
      facts: { totalFen: 12_000, leftFen: 6000 },
    })
    expect(await change(buyer, orderId, offer.id, 1)).toEqual({ ok: false, code: 'not-found' })
    expect(await countWritten()).toEqual(before)
  })
})

describe('raced', () => {
  it('never takes the last goose twice, whoever adds it', async () => {
    const { offer, lot } = await seedLot({ quantity: 12 })
    const buyers = await Promise.all(Array.from({ length: 8 }, () => seedBuyer()))
    const orders: string[] = []
    for (const one of buyers) orders.push(await order(one, [{ offerId: offer.id, quantity: 1 }]))
    const verdicts = await Promise.all(buyers.map((one, i) => change(one, orders[i] ?? '', offer.id, 2)))
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(4)
    expect(verdicts.filter((verdict) => !verdict.ok && verdict.code === 'not-enough')).toHaveLength(4)
    expect(await stockOf(lot.id)).toEqual({ available: 0, reserved: 12 })
    await expectWholeBooks()
  })

  it('charges an agency no more than the limit, though one adds to an order while placing another', async () => {
    const agency = await seedAgency({ memberLimitFen: 36_000 })
    const { offer } = await seedLot({ quantity: 90, unitPriceFen: 12_000 })
    for (let repeat = 0; repeat < 8; repeat++) {
      const member = await seedBuyer({ agencyId: agency.id })
      await fillBasket(member, [{ offerId: offer.id, quantity: 1 }])
      const first = await place(member, await readCheckout(member, { payBy: 'agency-account' }))
      const orderId = first.ok ? first.value.orderId : ''
      await fillBasket(member, [{ offerId: offer.id, quantity: 2 }])
      const second = await readCheckout(member, { payBy: 'agency-account' })
      await Promise.all([change(member, orderId, offer.id, 3), place(member, second)])
      const charged = await database().order.aggregate({
        where: { accountId: member.actor.accountId },
        _sum: { totalFen: true },
      })
      expect(charged._sum.totalFen).toBe(36_000n)
    }
    await expectWholeBooks()
  })
})
