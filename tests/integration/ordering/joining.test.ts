/** A second order for the same event joins the first, unless the buyer says no. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { type PlaceOrderInput, placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { database } from '#app/db/client.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { COUNTY, OTHER_VILLAGE, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, expectWholeBooks } from './whole-books.ts'

useDatabase()
let buyer: Buyer
let offerId: number
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
})

/** An event in the village with plenty of geese. */
async function seedHere(input: { capacityOrders?: number } = {}) {
  const event = await seedPickupEvent(input)
  const seeded = await seedLot({ quantity: 90, unitPriceFen: 12_000, referencePriceFen: 11_000 })
  offerId = seeded.offer.id
  return { event, ...seeded }
}

/** Orders what may join, and returns what was answered. */
async function add(
  goods: { offerId: number; quantity: number }[],
  changes: Partial<PlaceOrderInput> = {},
  who = buyer,
) {
  await fillBasket(who, goods)
  const verdict = await place(who, await readCheckout(who, changes))
  if (!verdict.ok) throw new Error(`not placed: ${verdict.code}`)
  return verdict.value
}

function readOrder(id: string) {
  return database().order.findUniqueOrThrow({
    where: { id },
    include: { lines: { orderBy: { lineNumber: 'asc' } }, rooms: true },
  })
}

async function expectSoundAudit() {
  const { checks } = await runAudit()
  expect(checks.filter((check) => !check.ok)).toEqual([])
}

describe('joins', () => {
  it('adds lines to the first order: one code, one room, one total, lines numbered on', async () => {
    const { event } = await seedHere()
    const garlic = await seedLot({ productKey: 'garlic', quantity: 5000, unitPriceFen: 560 })
    const first = await add([{ offerId, quantity: 2 }])
    expect(first).toMatchObject({ isJoined: false })
    const before = await readOrder(first.orderId)
    const second = await add([
      { offerId: garlic.offer.id, quantity: 3 },
      { offerId, quantity: 1 },
    ])
    expect(second).toEqual({ orderId: first.orderId, isJoined: true, repeated: false })
    const joined = await readOrder(first.orderId)
    expect(joined).toMatchObject({
      number: before.number,
      pickupCode: before.pickupCode,
      placedAt: before.placedAt,
      totalFen: 24_000n + 1680n + 12_000n,
      version: 2,
      rooms: [{ eventId: event.id, pickupCode: before.pickupCode }],
    })
    expect(joined.lines.map((line) => [line.lineNumber, line.offerId, line.quantity])).toEqual([
      [1, offerId, 2],
      [2, garlic.offer.id, 1500],
      [3, offerId, 1],
    ])
    expect(new Set(joined.lines.map((line) => line.placementId)).size).toBe(2)
    expect(await countWritten()).toMatchObject({ orders: 1, rooms: 1, taken: 1, records: 2, activities: 2 })
    const acts = await database().activityRecord.findMany({ orderBy: { id: 'asc' } })
    expect(acts.map((act) => [act.act, act.subjectKind, act.subjectId])).toEqual([
      ['order:place', 'order', first.orderId],
      ['order:join', 'order', first.orderId],
    ])
    await expectWholeBooks()
    await expectSoundAudit()
  })

  it('takes goods of another event along under the same code', async () => {
    const { event } = await seedHere()
    const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const hens = await seedLot({ villageCode: OTHER_VILLAGE, productKey: 'hen', unitPriceFen: 9000 })
    const first = await add([{ offerId, quantity: 1 }])
    const second = await add([
      { offerId, quantity: 1 },
      { offerId: hens.offer.id, quantity: 1 },
    ])
    expect(second).toMatchObject({ orderId: first.orderId, isJoined: true })
    const { rooms, pickupCode } = await readOrder(first.orderId)
    expect(rooms.map((room) => [room.eventId, room.pickupCode]).sort()).toEqual(
      [
        [event.id, pickupCode],
        [there.id, pickupCode],
      ].sort(),
    )
    await expectSoundAudit()
  })

  it('gives each of two orders what goes to its event', async () => {
    await seedHere()
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const hens = await seedLot({ villageCode: OTHER_VILLAGE, productKey: 'hen', unitPriceFen: 9000 })
    const here = await order(buyer, [{ offerId, quantity: 1 }])
    const there = await order(buyer, [{ offerId: hens.offer.id, quantity: 1 }])
    const both = await add([
      { offerId, quantity: 2 },
      { offerId: hens.offer.id, quantity: 3 },
    ])
    expect(both).toMatchObject({ orderId: there, isJoined: true })
    expect((await readOrder(here)).totalFen).toBe(36_000n)
    expect((await readOrder(there)).totalFen).toBe(36_000n)
    expect(await countWritten()).toMatchObject({ orders: 2, rooms: 2, records: 3, activities: 4 })
    await expectWholeBooks()
    await expectSoundAudit()
  })

  it('needs no room at a full event, and is no further unpaid order', async () => {
    await seedHere({ capacityOrders: 1 })
    await database().countySetting.create({ data: { countyCode: COUNTY, unpaidOrdersMost: 1 } })
    const first = await add([{ offerId, quantity: 1 }])
    expect(await add([{ offerId, quantity: 1 }])).toMatchObject({ orderId: first.orderId, isJoined: true })
    await fillBasket(buyer, [{ offerId, quantity: 1 }])
    const before = await countWritten()
    const apart = await readCheckout(buyer, { isSeparate: true })
    expect(await place(buyer, apart)).toMatchObject({ ok: false, code: 'room-only-in-own-order' })
    const canteen = await readCheckout(buyer, { capacity: 'canteen' })
    expect(await place(buyer, canteen)).toMatchObject({ ok: false, code: 'room-only-in-own-order' })
    expect(await countWritten()).toEqual(before)
    await database().pickupEvent.updateMany({ data: { capacityOrders: 9 } })
    expect(await place(buyer, { ...apart, placementKey: randomUUID() })).toMatchObject({
      ok: false,
      code: 'too-many-unpaid',
      facts: { open: 1, most: 1 },
    })
  })

  it('counts against the agency’s limit what the order has already', async () => {
    const agency = await seedAgency({ memberLimitFen: 30_000 })
    const member = await seedBuyer({ agencyId: agency.id })
    await seedHere()
    const first = await add([{ offerId, quantity: 1 }], { payBy: 'agency-account' }, member)
    await fillBasket(member, [{ offerId, quantity: 2 }])
    expect(await place(member, await readCheckout(member, { payBy: 'agency-account' }))).toEqual({
      ok: false,
      code: 'over-agency-limit',
      facts: { totalFen: 24_000, leftFen: 18_000 },
    })
    await fillBasket(member, [{ offerId, quantity: 1 }])
    const more = await place(member, await readCheckout(member, { payBy: 'agency-account' }))
    expect(more).toMatchObject({ ok: true, value: { orderId: first.orderId, isJoined: true } })
  })

  it('is said by the checkout before it is ordered, for the way those orders were placed', async () => {
    const { event } = await seedHere()
    const first = await add([{ offerId, quantity: 1 }], { capacity: 'union' })
    await fillBasket(buyer, [{ offerId, quantity: 1 }])
    const page = await readCheckoutPage(buyer.actor, buyer.scope)
    const { number, pickupCode } = await readOrder(first.orderId)
    expect(page?.joins).toMatchObject([
      {
        agencyId: buyer.agencyId,
        capacity: 'union',
        payBy: 'desk',
        isWhole: true,
        orders: [{ id: first.orderId, number, pickupCode, events: [{ id: event.id }] }],
      },
    ])
  })
})

describe('does not join', () => {
  it.each([
    ['when the buyer wants it separate', { isSeparate: true }],
    ['when it is for somebody else', { capacity: 'canteen' }],
  ] as const)('%s', async (_what, changes) => {
    await seedHere()
    const first = await add([{ offerId, quantity: 1 }])
    const second = await add([{ offerId, quantity: 1 }], changes)
    expect(second.isJoined).toBe(false)
    expect(second.orderId).not.toBe(first.orderId)
    expect(await countWritten()).toMatchObject({ orders: 2, rooms: 2 })
    await expectSoundAudit()
  })

  it('somebody else’s order, through the same agency', async () => {
    await seedHere()
    await add([{ offerId, quantity: 1 }])
    const colleague = await seedBuyer({ agencyId: buyer.agencyId })
    expect(await add([{ offerId, quantity: 1 }], {}, colleague)).toMatchObject({ isJoined: false })
  })

  it('an order that was cancelled, or has nothing left at the event', async () => {
    await seedHere()
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const hens = await seedLot({ villageCode: OTHER_VILLAGE, productKey: 'hen', unitPriceFen: 9000 })
    const first = await add([
      { offerId, quantity: 1 },
      { offerId: hens.offer.id, quantity: 1 },
    ])
    const [line] = (await readOrder(first.orderId)).lines
    await cancelOrder(buyer.actor, buyer.scope, {
      orderId: first.orderId,
      part: { offerId, eventId: line?.eventId ?? 0 },
    })
    const second = await add([{ offerId, quantity: 1 }])
    expect(second.isJoined).toBe(false)
    await cancelOrder(buyer.actor, buyer.scope, { orderId: second.orderId, part: null })
    expect((await add([{ offerId, quantity: 1 }])).isJoined).toBe(false)
    await expectSoundAudit()
  })

  it('where another order has its code at the event it would take it along to', async () => {
    await seedHere()
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const hens = await seedLot({ villageCode: OTHER_VILLAGE, productKey: 'hen', unitPriceFen: 9000 })
    const withCode = async (who: Buyer, goods: { offerId: number; quantity: number }[]) => {
      await fillBasket(who, goods)
      const codes = ['424242', '535353']
      const verdict = await placeOrder(who.actor, who.scope, await readCheckout(who), {
        newId: randomUUID,
        newPickupCode: () => codes.shift() ?? 'none left',
        now: () => new Date(),
        isCardOffered: () => false,
      })
      if (!verdict.ok) throw new Error(verdict.code)
      return verdict.value
    }
    await withCode(await seedBuyer(), [{ offerId: hens.offer.id, quantity: 1 }])
    const first = await withCode(buyer, [{ offerId, quantity: 1 }])
    const second = await withCode(buyer, [
      { offerId, quantity: 1 },
      { offerId: hens.offer.id, quantity: 1 },
    ])
    expect(second).toMatchObject({ isJoined: false })
    const [joined, opened] = await Promise.all([readOrder(first.orderId), readOrder(second.orderId)])
    expect([joined.lines.length, opened.lines.length]).toEqual([2, 1])
    expect([joined.pickupCode, opened.pickupCode]).toEqual(['424242', '535353'])
  })
})

describe('repeated', () => {
  it('is the same answer for the same key and content, and refused for other content', async () => {
    await seedHere()
    const first = await add([{ offerId, quantity: 1 }])
    await fillBasket(buyer, [{ offerId, quantity: 2 }])
    const input = await readCheckout(buyer)
    const answer = await place(buyer, input)
    expect(answer).toEqual({
      ok: true,
      value: { orderId: first.orderId, isJoined: true, repeated: false },
    })
    const after = await countWritten()
    expect(await place(buyer, input)).toEqual({
      ok: true,
      value: { orderId: first.orderId, isJoined: true, repeated: true },
    })
    expect(await place(buyer, { ...input, isSeparate: true })).toEqual({
      ok: false,
      code: 'key-reused',
      facts: { orderId: first.orderId },
    })
    expect(await place(buyer, { ...input, placementKey: randomUUID() })).toEqual({
      ok: false,
      code: 'already-ordered',
      facts: { orderId: first.orderId },
    })
    expect(await countWritten()).toEqual(after)
  })
})

describe('an order that was joined', () => {
  const quantities = async (orderId: string) =>
    (await readOrder(orderId)).lines.map((line) => [line.state, line.quantity, Number(line.heldAmountFen)])

  it('has the same goods in lines at their own prices; fewer are taken off the last', async () => {
    const { event, offer } = await seedHere()
    const first = await add([{ offerId, quantity: 3 }])
    await database().offer.update({ where: { id: offer.id }, data: { unitPriceFen: 13_000 } })
    await add([{ offerId, quantity: 2 }])
    const change = (quantity: string) =>
      changeOrderLine(buyer.actor, buyer.scope, {
        orderId: first.orderId,
        offerId,
        eventId: event.id,
        quantity,
      })
    expect(await change('7')).toEqual({ ok: true, value: { quantity: 7 } })
    expect(await quantities(first.orderId)).toEqual([
      ['placed', 3, 36_000],
      ['placed', 4, 52_000],
    ])
    await expectWholeBooks()
    await change('4')
    expect(await quantities(first.orderId)).toEqual([
      ['placed', 3, 36_000],
      ['placed', 1, 13_000],
    ])
    await change('2')
    expect(await quantities(first.orderId)).toEqual([
      ['placed', 2, 24_000],
      ['cancelled', 1, 13_000],
    ])
    await expectWholeBooks()
    expect(await change('5')).toMatchObject({ ok: false, code: 'price-changed' })
    await expectSoundAudit()
  })

  it('is allocated anew over the lots of all its lines when it is made less', async () => {
    const event = await seedPickupEvent()
    const poor = await seedLot({ quantity: 1 })
    const other = await seedLot({ quantity: 4 })
    offerId = poor.offer.id
    const first = await add([{ offerId, quantity: 2 }])
    await add([{ offerId, quantity: 3 }])
    for (const quantity of ['4', '3', '1']) {
      const input = { orderId: first.orderId, offerId, eventId: event.id, quantity }
      expect((await changeOrderLine(buyer.actor, buyer.scope, input)).ok).toBe(true)
      await expectWholeBooks()
    }
    const lots = await database().lot.findMany({ where: { id: { in: [poor.lot.id, other.lot.id] } } })
    expect(lots.reduce((sum, lot) => sum + lot.reserved, 0)).toBe(1)
  })

  it('is cancelled as a whole', async () => {
    const { lot } = await seedHere()
    const first = await add([{ offerId, quantity: 3 }])
    await add([{ offerId, quantity: 2 }])
    const cancelled = await cancelOrder(buyer.actor, buyer.scope, { orderId: first.orderId, part: null })
    expect(cancelled).toEqual({ ok: true, value: { cancelled: 2, kept: 0 } })
    expect((await database().lot.findUniqueOrThrow({ where: { id: lot.id } })).available).toBe(90)
    await expectWholeBooks()
    await expectSoundAudit()
  })
})
