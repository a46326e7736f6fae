import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { divideBasketLine } from '#app/commands/ordering/divide-basket-line.server.ts'
import { pinBasketLine } from '#app/commands/ordering/pin-basket-line.server.ts'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { database } from '#app/db/client.server.ts'
import { fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import {
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedAgency,
  seedGround,
  seedLot,
  seedPickupEvent,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, buyerOf, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, stockOf } from './whole-books.ts'

useDatabase()
let buyer: Buyer
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
})

describe('done', () => {
  it('writes the order with its lines, allocations, room, record and activity, and reserves the goods', async () => {
    const event = await seedPickupEvent()
    const { lot, offer } = await seedLot({ quantity: 5, unitPriceFen: 12_000, referencePriceFen: 11_000 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 3 }])
    const verdict = await place(buyer, await readCheckout(buyer, { capacity: 'union' }))
    expect(verdict).toEqual({
      ok: true,
      value: { orderId: expect.any(String), isJoined: false, repeated: false },
    })
    if (!verdict.ok) return
    const placed = await database().order.findUniqueOrThrow({
      where: { id: verdict.value.orderId },
      include: { lines: { include: { allocations: true } }, rooms: true },
    })
    expect(placed).toMatchObject({
      kind: 'ahead',
      accountId: buyer.actor.accountId,
      agencyId: buyer.agencyId,
      capacity: 'union',
      payBy: 'desk',
      totalFen: 36_000n,
      cancelledAt: null,
    })
    expect(placed.pickupCode).toMatch(/^\d{6}$/)
    expect(placed.rooms).toMatchObject([
      { eventId: event.id, orderId: placed.id, pickupCode: placed.pickupCode },
    ])
    expect(placed.lines).toHaveLength(1)
    expect(placed.lines[0]).toMatchObject({
      lineNumber: 1,
      eventId: event.id,
      state: 'placed',
      quantity: 3,
      unitPriceFen: 12_000,
      referencePriceFen: 11_000,
      heldAmountFen: 36_000n,
      heldBaseFen: 33_000n,
    })
    expect(placed.lines[0]?.allocations).toHaveLength(1)
    expect(placed.lines[0]?.allocations[0]).toMatchObject({
      lotId: lot.id,
      householdId: lot.householdId,
      quantity: 3,
      amountFen: 36_000n,
      state: 'reserved',
      ruleName: 'least-off-first',
    })
    expect(await stockOf(lot.id)).toEqual({ available: 2, reserved: 3 })
    expect(await countWritten()).toEqual({
      orders: 1,
      lines: 1,
      allocations: 1,
      rooms: 1,
      records: 1,
      activities: 1,
      placedBaskets: 1,
      reserved: 3,
      taken: 1,
    })
    const activity = await database().activityRecord.findFirstOrThrow()
    expect(activity).toMatchObject({
      act: 'order:place',
      subjectKind: 'order',
      subjectId: placed.id,
      actorId: buyer.actor.accountId,
    })
  })

  it('makes each weighed animal its own line, held at the top of its usual weight', async () => {
    await seedPickupEvent()
    const { lot, offer } = await seedLot({
      productKey: 'goose-weighed',
      quantity: 4,
      unitPriceFen: 1680,
      referencePriceFen: 1500,
    })
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 3 }])
    const lines = await database().orderLine.findMany({ where: { orderId }, orderBy: { lineNumber: 'asc' } })
    // 4750 g are 9.5 斤: 9.5 × 16.80 = 159.60, of which 9.5 × 15.00 = 142.50 at the reference.
    expect(lines.map((l) => [l.lineNumber, l.quantity, l.heldAmountFen, l.heldBaseFen])).toEqual([
      [1, 1, 15_960n, 14_250n],
      [2, 1, 15_960n, 14_250n],
      [3, 1, 15_960n, 14_250n],
    ])
    expect((await database().order.findUniqueOrThrow({ where: { id: orderId } })).totalFen).toBe(47_880n)
    expect(await stockOf(lot.id)).toEqual({ available: 1, reserved: 3 })
  })

  it('sends lines of two villages to two events, with room at each', async () => {
    const here = await seedPickupEvent({ daysAhead: 14 })
    const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
    const geese = await seedLot({ quantity: 5 })
    const garlic = await seedLot({
      villageCode: OTHER_VILLAGE,
      productKey: 'garlic',
      quantity: 5000,
      unitPriceFen: 560,
    })
    const orderId = await order(buyer, [
      { offerId: geese.offer.id, quantity: 1 },
      { offerId: garlic.offer.id, quantity: 5 },
    ])
    const lines = await database().orderLine.findMany({ where: { orderId }, orderBy: { lineNumber: 'asc' } })
    expect(lines.map((l) => [l.offerId, l.eventId, l.quantity])).toEqual([
      [geese.offer.id, here.id, 1],
      [garlic.offer.id, there.id, 2500],
    ])
    const rooms = await database().pickupEventOrder.findMany({ where: { orderId } })
    expect(new Set(rooms.map((r) => r.pickupCode)).size).toBe(1)
    expect(rooms.map((r) => r.eventId).sort()).toEqual([here.id, there.id].sort())
  })

  it('keeps what goes nowhere in a new basket with the same wishes', async () => {
    await seedPickupEvent()
    const geese = await seedLot({ quantity: 5 })
    const garlic = await seedLot({ productKey: 'garlic', quantity: 5000, unitPriceFen: 560 })
    await fillBasket(buyer, [
      { offerId: geese.offer.id, quantity: 1 },
      { offerId: garlic.offer.id, quantity: 2 },
    ])
    await database().lot.update({ where: { id: garlic.lot.id }, data: { available: 0, withdrawn: 5000 } })
    const input = await readCheckout(buyer)
    expect(input.shown.lines.map((line) => line.offerId)).toEqual([geese.offer.id])
    expect((await place(buyer, input)).ok).toBe(true)
    const open = await database().basket.findFirstOrThrow({
      where: { accountId: buyer.actor.accountId, placedAt: null },
      include: { lines: true },
    })
    expect(open.id).not.toBe(input.basketId)
    expect(open.lines.map((line) => [line.offerId, line.quantity])).toEqual([[garlic.offer.id, 1000]])
  })

  it('has a line in two only where the buyer was shown it in two', async () => {
    const first = await seedPickupEvent({ daysAhead: 10 })
    const second = await seedPickupEvent({ daysAhead: 30 })
    const early = await seedLot({
      quantity: 6,
      availableTo: fromDateColumn(new Date(Date.now() + 15 * 86_400_000)),
    })
    const late = await seedLot({
      quantity: 4,
      availableFrom: fromDateColumn(new Date(Date.now() + 20 * 86_400_000)),
    })
    await fillBasket(buyer, [{ offerId: early.offer.id, quantity: 9 }])
    const whole = await readCheckout(buyer)
    expect(whole.shown.lines).toEqual([])
    expect(await place(buyer, whole)).toMatchObject({ ok: false, code: 'basket-empty' })
    await divideBasketLine(buyer.actor, buyer.scope, { offerId: early.offer.id, inTwo: true })
    const input = await readCheckout(buyer)
    expect(input.shown.lines.map((line) => [line.eventId, line.quantity])).toEqual([
      [first.id, 6],
      [second.id, 3],
    ])
    expect((await place(buyer, input)).ok).toBe(true)
    expect(await stockOf(early.lot.id)).toEqual({ available: 0, reserved: 6 })
    expect(await stockOf(late.lot.id)).toEqual({ available: 1, reserved: 3 })
  })

  it('goes to the pinned event though a sooner one could take it', async () => {
    await seedPickupEvent({ daysAhead: 10 })
    const later = await seedPickupEvent({ daysAhead: 20 })
    const { offer } = await seedLot({ quantity: 6 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }])
    await pinBasketLine(buyer.actor, buyer.scope, { offerId: offer.id, eventId: later.id })
    const verdict = await place(buyer, await readCheckout(buyer))
    expect(verdict.ok).toBe(true)
    expect((await database().orderLine.findFirstOrThrow()).eventId).toBe(later.id)
  })

  it('charges the agency account up to the limit its manager set', async () => {
    const agency = await seedAgency({ memberLimitFen: 30_000 })
    const member = await seedBuyer({ agencyId: agency.id })
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9, unitPriceFen: 12_000 })
    await fillBasket(member, [{ offerId: offer.id, quantity: 2 }])
    const verdict = await place(
      member,
      await readCheckout(member, { payBy: 'agency-account', capacity: 'canteen' }),
    )
    expect(verdict.ok).toBe(true)
    await fillBasket(member, [{ offerId: offer.id, quantity: 1 }])
    const before = await countWritten()
    const input = await readCheckout(member, { payBy: 'agency-account' })
    expect(await place(member, input)).toEqual({
      ok: false,
      code: 'over-agency-limit',
      facts: { totalFen: 12_000, leftFen: 6000 },
    })
    expect(await countWritten()).toEqual(before)
    expect((await place(member, { ...input, placementKey: randomUUID(), payBy: 'desk' })).ok).toBe(true)
  })
})

describe('refused', () => {
  it('says what changed, and changes nothing: a price', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 5, unitPriceFen: 12_000 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 2 }])
    const input = await readCheckout(buyer)
    await database().offer.update({ where: { id: offer.id }, data: { unitPriceFen: 12_500 } })
    const before = await countWritten()
    expect(await place(buyer, input)).toEqual({
      ok: false,
      code: 'changed-meanwhile',
      differences: [
        { code: 'price-changed', offerId: offer.id, shownFen: 12_000, nowFen: 12_500 },
        { code: 'total-changed', shownFen: 24_000, nowFen: 25_000 },
      ],
    })
    expect(await countWritten()).toEqual(before)
  })

  it('says what is gone, and keeps the rest in the basket', async () => {
    await seedPickupEvent()
    const geese = await seedLot({ quantity: 1 })
    const garlic = await seedLot({ productKey: 'garlic', quantity: 5000, unitPriceFen: 560 })
    await fillBasket(buyer, [
      { offerId: geese.offer.id, quantity: 1 },
      { offerId: garlic.offer.id, quantity: 2 },
    ])
    const input = await readCheckout(buyer)
    await order(await seedBuyer(), [{ offerId: geese.offer.id, quantity: 1 }])
    const before = await countWritten()
    const verdict = await place(buyer, input)
    expect(verdict).toMatchObject({ ok: false, code: 'sold-out' })
    expect('differences' in verdict && verdict.differences?.[0]).toEqual({
      code: 'line-gone',
      offerId: geese.offer.id,
    })
    expect(await countWritten()).toEqual(before)
    const basket = await database().basket.findUniqueOrThrow({
      where: { id: input.basketId },
      include: { lines: true },
    })
    expect(basket.placedAt).toBeNull()
    expect(basket.lines).toHaveLength(2)
  })

  it('refuses once the event has cut off by the database’s clock, whatever was shown', async () => {
    const event = await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 5 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 2 }])
    const input = await readCheckout(buyer)
    await database().pickupEvent.update({
      where: { id: event.id },
      data: { cutOffAt: new Date(Date.now() - 1000) },
    })
    const before = await countWritten()
    expect(await place(buyer, input)).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    expect(await countWritten()).toEqual(before)
  })

  it('refuses a fuller event, a changed basket and a fourth unpaid order', async () => {
    const event = await seedPickupEvent({ capacityOrders: 1 })
    const { offer } = await seedLot({ quantity: 9 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }])
    const input = await readCheckout(buyer)
    const other = await seedBuyer()
    await order(other, [{ offerId: offer.id, quantity: 1 }])
    expect(await place(buyer, input)).toMatchObject({ ok: false, code: 'changed-meanwhile' })
    await database().pickupEvent.update({ where: { id: event.id }, data: { capacityOrders: 50 } })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 2 }])
    expect(await place(buyer, input)).toMatchObject({
      ok: false,
      code: 'changed-meanwhile',
      differences: [
        { code: 'quantity-changed', shownQuantity: 1, nowQuantity: 2 },
        { code: 'total-changed' },
      ],
    })
    await order(other, [{ offerId: offer.id, quantity: 1 }])
    await order(other, [{ offerId: offer.id, quantity: 1 }])
    await fillBasket(other, [{ offerId: offer.id, quantity: 1 }])
    const before = await countWritten()
    expect(await place(other, await readCheckout(other, { isSeparate: true }))).toEqual({
      ok: false,
      code: 'too-many-unpaid',
      facts: { open: 3, most: 3 },
    })
    expect(await countWritten()).toEqual(before)
  })
})

describe('out of scope', () => {
  it('refuses an agency that is not the buyer’s, a basket that is not his, and who may not order', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }])
    const input = await readCheckout(buyer)
    const stranger = await seedBuyer()
    const before = await countWritten()
    expect(await place(buyer, { ...input, agencyId: stranger.agencyId })).toEqual({
      ok: false,
      code: 'not-found',
    })
    expect(await place(stranger, { ...input, agencyId: stranger.agencyId })).toMatchObject({
      ok: false,
      code: 'changed-meanwhile',
    })
    const nobody = buyerOf(buyer.actor.accountId, [])
    expect(await placeOrder(nobody.actor, buyer.scope, input)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await countWritten()).toEqual(before)
    expect((await place(buyer, input)).ok).toBe(true)
    expect(await place(stranger, { ...input, agencyId: stranger.agencyId })).toEqual({
      ok: false,
      code: 'key-reused',
    })
    expect(
      await place(stranger, { ...input, placementKey: randomUUID(), agencyId: stranger.agencyId }),
    ).toEqual({
      ok: false,
      code: 'not-found',
    })
  })

  it('keeps goods of a village that no event serves out of the plan', async () => {
    await seedPickupEvent({ villageCode: VILLAGE })
    const here = await seedLot({ quantity: 5 })
    const foreign = await seedLot({ villageCode: FOREIGN_VILLAGE, quantity: 5 })
    await fillBasket(buyer, [{ offerId: here.offer.id, quantity: 1 }])
    await expect(fillBasket(buyer, [{ offerId: foreign.offer.id, quantity: 1 }])).rejects.toThrow(
      'no-collection-day',
    )
  })
})

describe('repeated', () => {
  it('is the same order for the same key and content, and refused for other content', async () => {
    await seedPickupEvent()
    const { offer, lot } = await seedLot({ quantity: 9 })
    await fillBasket(buyer, [{ offerId: offer.id, quantity: 2 }])
    const input = await readCheckout(buyer)
    const first = await place(buyer, input)
    const after = await countWritten()
    expect(first).toMatchObject({ ok: true, value: { repeated: false } })
    const again = await place(buyer, input)
    expect(again).toEqual({ ok: true, value: { ...(first.ok && first.value), repeated: true } })
    expect(await place(buyer, { ...input, capacity: 'canteen' })).toEqual({
      ok: false,
      code: 'key-reused',
      facts: { orderId: first.ok && first.value.orderId },
    })
    expect(await place(buyer, { ...input, placementKey: randomUUID() })).toEqual({
      ok: false,
      code: 'already-ordered',
      facts: { orderId: first.ok && first.value.orderId },
    })
    expect(await countWritten()).toEqual(after)
    expect(await stockOf(lot.id)).toEqual({ available: 7, reserved: 2 })
  })

  it('draws another pickup code when an event has the first one', async () => {
    await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 9 })
    const first = await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    const taken = (await database().order.findUniqueOrThrow({ where: { id: first } })).pickupCode ?? ''
    const other = await seedBuyer()
    await fillBasket(other, [{ offerId: offer.id, quantity: 1 }])
    const codes = [taken, taken, '777777']
    const verdict = await placeOrder(other.actor, other.scope, await readCheckout(other), {
      newId: randomUUID,
      newPickupCode: () => codes.shift() ?? 'none left',
      now: () => new Date(),
      isCardOffered: () => false,
    })
    expect(verdict.ok).toBe(true)
    const rooms = await database().pickupEventOrder.findMany({ select: { pickupCode: true } })
    expect(rooms.map((room) => room.pickupCode).sort()).toEqual([taken, '777777'].sort())
  })
})

it('leaves books that the audit finds whole', async () => {
  await seedPickupEvent()
  const { offer } = await seedLot({ quantity: 9 })
  await order(buyer, [{ offerId: offer.id, quantity: 2 }])
  const report = await runAudit()
  const goods = report.checks.filter((check) => /lot|line|event|order/.test(check.name))
  expect(goods.filter((check) => !check.ok)).toEqual([])
})
