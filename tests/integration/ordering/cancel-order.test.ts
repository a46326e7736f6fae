import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { database } from '#app/db/client.server.ts'
import { OTHER_VILLAGE, seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, buyerOf, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, expectWholeBooks, stockOf } from './whole-books.ts'

useDatabase()

/** An order of geese at one event and garlic at another. */
async function orderAtTwoEvents() {
  await seedGround()
  const buyer = await seedBuyer()
  const here = await seedPickupEvent({ daysAhead: 14 })
  const there = await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 16 })
  const geese = await seedLot({ quantity: 5 })
  const garlic = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'garlic',
    quantity: 5000,
    unitPriceFen: 560,
    referencePriceFen: 500,
  })
  const orderId = await order(buyer, [
    { offerId: geese.offer.id, quantity: 2 },
    { offerId: garlic.offer.id, quantity: 5 },
  ])
  return { buyer, here, there, geese, garlic, orderId }
}

function cancel(buyer: Buyer, orderId: string, part: { offerId: number; eventId: number } | null = null) {
  return cancelOrder(buyer.actor, buyer.scope, { orderId, part })
}

describe('cancelOrder', () => {
  let ground: Awaited<ReturnType<typeof orderAtTwoEvents>>
  beforeEach(async () => {
    ground = await orderAtTwoEvents()
  })

  it('gives back one offer with its goods and its room, and keeps the rest', async () => {
    const { buyer, here, there, geese, garlic, orderId } = ground
    const verdict = await cancel(buyer, orderId, { offerId: garlic.offer.id, eventId: there.id })
    expect(verdict).toEqual({ ok: true, value: { cancelled: 1, kept: 0 } })
    expect(await stockOf(garlic.lot.id)).toEqual({ available: 5000, reserved: 0 })
    expect(await stockOf(geese.lot.id)).toEqual({ available: 3, reserved: 2 })
    const after = await database().order.findUniqueOrThrow({
      where: { id: orderId },
      include: { rooms: true },
    })
    expect(after.totalFen).toBe(24_000n)
    expect(after.cancelledAt).toBeNull()
    expect(after.rooms.map((room) => room.eventId)).toEqual([here.id])
    const line = await database().orderLine.findFirstOrThrow({ where: { orderId, offerId: garlic.offer.id } })
    expect(line).toMatchObject({ state: 'cancelled', cancelReason: 'by-buyer', quantity: 2500 })
    await expectWholeBooks()
  })

  it('cancels the whole order, once', async () => {
    const { buyer, orderId } = ground
    expect(await cancel(buyer, orderId)).toEqual({ ok: true, value: { cancelled: 2, kept: 0 } })
    const after = await countWritten()
    expect(after).toMatchObject({ orders: 1, lines: 0, allocations: 0, rooms: 0, reserved: 0, taken: 0 })
    expect(await cancel(buyer, orderId)).toEqual({ ok: false, code: 'nothing-to-cancel' })
    expect(await countWritten()).toEqual(after)
    const cancelled = await database().order.findUniqueOrThrow({ where: { id: orderId } })
    expect(cancelled.cancelledAt).not.toBeNull()
    expect(cancelled.totalFen).toBe(0n)
    await expectWholeBooks()
  })

  it('follows each line’s own cut-off', async () => {
    const { buyer, here, there, geese, garlic, orderId } = ground
    await database().pickupEvent.update({
      where: { id: here.id },
      data: { cutOffAt: new Date(Date.now() - 1000) },
    })
    const before = await countWritten()
    expect(await cancel(buyer, orderId, { offerId: geese.offer.id, eventId: here.id })).toEqual({
      ok: false,
      code: 'past-cut-off',
    })
    expect(await countWritten()).toEqual(before)
    expect(await cancel(buyer, orderId)).toEqual({ ok: true, value: { cancelled: 1, kept: 1 } })
    expect(await stockOf(geese.lot.id)).toEqual({ available: 3, reserved: 2 })
    expect(await stockOf(garlic.lot.id)).toEqual({ available: 5000, reserved: 0 })
    await database().pickupEvent.update({ where: { id: there.id }, data: { state: 'cut-off' } })
    expect(await cancel(buyer, orderId)).toEqual({ ok: false, code: 'past-cut-off' })
    await expectWholeBooks()
  })

  it('finds no order of another buyer, and none that does not exist', async () => {
    const { buyer, orderId } = ground
    const before = await countWritten()
    const colleague = await seedBuyer({ agencyId: buyer.agencyId })
    expect(await cancel(colleague, orderId)).toEqual({ ok: false, code: 'not-found' })
    expect(await cancel(buyer, randomUUID())).toEqual({ ok: false, code: 'not-found' })
    expect(await countWritten()).toEqual(before)
  })

  it('leaves the order he pays himself to who has left his agency, not the one on its account', async () => {
    const { buyer, geese, orderId } = ground
    const agency = await seedAgency({ memberLimitFen: 1_000_000 })
    const member = buyerOf(buyer.actor.accountId, [agency.id])
    await fillBasket(member, [{ offerId: geese.offer.id, quantity: 1 }])
    const placed = await place(member, await readCheckout(member, { payBy: 'agency-account' }))
    const left = buyerOf(buyer.actor.accountId, [])
    expect(placed.ok && (await cancel(left, placed.value.orderId))).toEqual({ ok: false, code: 'not-found' })
    expect((await cancel(left, orderId)).ok).toBe(true)
    expect(placed.ok && (await cancel(member, placed.value.orderId)).ok).toBe(true)
  })

  it('cancels once, however many ask at the same time', async () => {
    const { buyer, orderId } = ground
    const verdicts = await Promise.all(Array.from({ length: 12 }, () => cancel(buyer, orderId)))
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(1)
    expect(verdicts.filter((verdict) => !verdict.ok && verdict.code === 'nothing-to-cancel')).toHaveLength(11)
    expect(await countWritten()).toMatchObject({ lines: 0, rooms: 0, reserved: 0, taken: 0 })
    await expectWholeBooks()
  })
})
