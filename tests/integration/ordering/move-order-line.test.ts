/** A buyer's own goods collected at another event: done, repeated, refused, raced. */
import { beforeEach, expect, expectTypeOf, test } from 'vitest'
import { type MoveOrderLineCode, moveOrderLine } from '#app/commands/ordering/move-order-line.server.ts'
import { database } from '#app/db/client.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { expectSoundBooks } from '../payment/card-world.ts'
import { type Buyer, order, seedBuyer } from './buyers.ts'

useDatabase()
beforeEach(seedGround)

async function everything() {
  const db = database()
  return {
    events: await db.pickupEvent.findMany({ orderBy: { id: 'asc' } }),
    lots: await db.lot.findMany({ orderBy: { id: 'asc' } }),
    lines: await db.orderLine.findMany({ orderBy: { id: 'asc' } }),
    rooms: await db.pickupEventOrder.findMany({ orderBy: [{ eventId: 'asc' }, { orderId: 'asc' }] }),
    allocations: await db.allocation.findMany({ orderBy: { id: 'asc' } }),
    orders: await db.order.findMany({ orderBy: { id: 'asc' } }),
  }
}

async function ordered(second: Parameters<typeof seedPickupEvent>[0] = {}) {
  const first = await seedPickupEvent({ daysAhead: 10 })
  const other = await seedPickupEvent({ daysAhead: 17, ...second })
  const { offer, lot } = await seedLot({ quantity: 5 })
  const buyer = await seedBuyer()
  const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
  const move = (by: Buyer = buyer, toEventId = other.id) =>
    moveOrderLine(by.actor, by.scope, { orderId, offerId: offer.id, eventId: first.id, toEventId })
  return { first, other, offer, lot, buyer, orderId, move }
}

test('every refusal has its words', () => {
  expectTypeOf<CodesWithoutWords<Exclude<MoveOrderLineCode, 'not-found'>>>().toBeNever()
})

test('it is offered on the order, done, and the same again is nothing more', async () => {
  const { first, other, buyer, orderId, move } = await ordered()
  const page = await readOrderPage(buyer.actor, buyer.scope, orderId)
  expect(page?.trips[0]?.goods[0]?.others.map(({ id }) => id)).toEqual([other.id])
  expect(await move()).toMatchObject({ ok: true })
  const after = await everything()
  expect(await move()).toMatchObject({ ok: true })
  expect(await everything()).toEqual(after)
  expect(after.lines.map(({ eventId }) => eventId)).toEqual([other.id])
  expect(after.rooms).toMatchObject([{ eventId: other.id, orderId }])
  expect(after.events.map(({ id, ordersTaken }) => [id, ordersTaken])).toEqual([
    [first.id, 0],
    [other.id, 1],
  ])
  await expectSoundBooks()
})

test.each([
  ['a full event', { capacityOrders: 1 }, 'line-cannot-move'],
  ['an event that has cut off', { cutOffAt: new Date(Date.now() - 1_000) }, 'line-cannot-move'],
  ['an event that the goods are not brought to', { villageCode: OTHER_VILLAGE }, 'line-cannot-move'],
] as const)('%s is refused and nothing is written', async (_, second, code) => {
  const { other, move } = await ordered(second)
  if (code === 'line-cannot-move' && 'capacityOrders' in second)
    await database().pickupEvent.update({ where: { id: other.id }, data: { ordersTaken: 1 } })
  const before = await everything()
  expect(await move()).toMatchObject({ ok: false, code })
  expect(await everything()).toEqual(before)
})

test('an event whose desks have no time is not offered, and refused with nothing written', async () => {
  const { other, buyer, orderId, move } = await ordered()
  await database().pickupEvent.update({
    where: { id: other.id },
    data: { deskMinutesPerScale: 1, scaleCount: 1 },
  })
  const before = await everything()
  const page = await readOrderPage(buyer.actor, buyer.scope, orderId)
  expect(page?.trips[0]?.goods[0]?.others).toEqual([])
  expect(await move()).toMatchObject({ ok: false, code: 'desk-time-full' })
  expect(await everything()).toEqual(before)
})

test('not after the cut-off of its own event, not by a stranger', async () => {
  const { first, move } = await ordered()
  const before = await everything()
  expect(await move(await seedBuyer())).toMatchObject({ ok: false, code: 'not-found' })
  expect(await everything()).toEqual(before)
  await database().pickupEvent.update({
    where: { id: first.id },
    data: { cutOffAt: new Date(Date.now() - 1_000) },
  })
  expect(await move()).toMatchObject({ ok: false, code: 'past-cut-off' })
})

test('not at a time at which the buyer is elsewhere', async () => {
  const { other, buyer, move } = await ordered()
  await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 17, startTime: '10:00', endTime: '12:00' })
  const garlic = await seedLot({ villageCode: OTHER_VILLAGE, productKey: 'garlic', quantity: 5000 })
  await order(buyer, [{ offerId: garlic.offer.id, quantity: 2 }])
  const before = await everything()
  expect(await move(buyer, other.id)).toMatchObject({ ok: false, code: 'line-overlaps' })
  expect(await everything()).toEqual(before)
})

test('two for the last room: one has it', async () => {
  const { other, offer, first, move } = await ordered({ capacityOrders: 1 })
  const rival = await seedBuyer()
  const rivalOrder = await order(rival, [{ offerId: offer.id, quantity: 1 }])
  const verdicts = await Promise.all([
    move(),
    moveOrderLine(rival.actor, rival.scope, {
      orderId: rivalOrder,
      offerId: offer.id,
      eventId: first.id,
      toEventId: other.id,
    }),
  ])
  expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
  await expectSoundBooks()
})
