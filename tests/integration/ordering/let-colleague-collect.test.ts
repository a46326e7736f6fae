/** A buyer lets a colleague collect an order at an event, under one code: done, repeated, refused, raced, taken back. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, it, test } from 'vitest'
import {
  type LetColleagueCollectCode,
  letColleagueCollect,
} from '#app/commands/ordering/let-colleague-collect.server.ts'
import { moveOrderLine } from '#app/commands/ordering/move-order-line.server.ts'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { database } from '#app/db/client.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, fillBasket, order, readCheckout, seedBuyer } from './buyers.ts'

useDatabase()

let event: Awaited<ReturnType<typeof seedPickupEvent>>
let offerId: number
let own: Buyer
let colleague: Buyer
let ownId: string
let colleagueId: string
beforeEach(async () => {
  await seedGround()
  event = await seedPickupEvent({ daysAhead: 10 })
  offerId = (await seedLot({ quantity: 20 })).offer.id
  const agencyId = (await seedAgency()).id
  own = await seedBuyer({ agencyId })
  colleague = await seedBuyer({ agencyId })
  ownId = await order(own, [{ offerId, quantity: 1 }])
  colleagueId = await order(colleague, [{ offerId, quantity: 2 }])
})

const say = (by: Buyer, orderId: string, mayCollect = true, eventId = event.id) =>
  letColleagueCollect(by.actor, by.scope, { orderId, eventId, mayCollect })
const shown = async (by: Buyer, orderId: string) =>
  (await readOrderPage(by.actor, by.scope, orderId))?.trips.map((trip) => trip.colleagues)
const codeThere = async () =>
  (await database().groupCode.findFirstOrThrow({ where: { eventId: event.id } })).pickupCode

async function written() {
  const db = database()
  return {
    rooms: await db.pickupEventOrder.findMany({ orderBy: { orderId: 'asc' } }),
    codes: await db.groupCode.findMany(),
    acts: await db.activityRecord.count(),
  }
}

test('every refusal has its words', () => {
  expectTypeOf<CodesWithoutWords<Exclude<LetColleagueCollectCode, 'not-found'>>>().toBeNever()
})

describe('done', () => {
  it('is offered where a colleague is, gives all of them one code, and is taken back', async () => {
    expect(await shown(own, ownId)).toEqual([{ isOpen: true, code: null, orderCount: 0 }])
    expect(await say(own, ownId)).toMatchObject({ ok: true })
    const code = await codeThere()
    expect(code).toMatch(/^\d{6}$/)
    expect(await shown(own, ownId)).toEqual([{ isOpen: true, code, orderCount: 1 }])
    // Who has not said so sees no code.
    expect(await shown(colleague, colleagueId)).toEqual([{ isOpen: true, code: null, orderCount: 1 }])
    expect(await say(colleague, colleagueId)).toMatchObject({ ok: true })
    expect(await shown(own, ownId)).toEqual([{ isOpen: true, code, orderCount: 2 }])
    expect(await say(own, ownId, false)).toMatchObject({ ok: true })
    expect(await shown(own, ownId)).toEqual([{ isOpen: true, code: null, orderCount: 1 }])
    expect(await say(own, ownId)).toMatchObject({ ok: true })
    expect(await codeThere()).toBe(code)
  })

  it('is once however often it is said, also by two at one moment', async () => {
    const answers = await Promise.all([say(own, ownId), say(colleague, colleagueId), say(own, ownId)])
    expect(answers.every((answer) => answer.ok)).toBe(true)
    const after = await written()
    expect(after.codes).toHaveLength(1)
    expect(await say(own, ownId)).toMatchObject({ ok: true })
    expect(await written()).toEqual(after)
  })
})

describe('refused, and nothing is written', () => {
  it('where nobody else of the agency is, and one of another agency is nobody', async () => {
    const stranger = await seedBuyer()
    const strangerId = await order(stranger, [{ offerId, quantity: 1 }])
    expect(await shown(stranger, strangerId)).toEqual([null])
    const before = await written()
    expect(await say(stranger, strangerId)).toMatchObject({ code: 'no-colleague-there' })
    expect(await say(stranger, ownId)).toMatchObject({ code: 'not-found' })
    expect(await say(colleague, ownId)).toMatchObject({ code: 'not-found' })
    expect(await written()).toEqual(before)
  })

  it('for an event where the order is not', async () => {
    const elsewhere = await seedPickupEvent({ daysAhead: 17 })
    const before = await written()
    expect(await say(own, ownId, true, elsewhere.id)).toMatchObject({ code: 'not-found' })
    expect(await written()).toEqual(before)
  })

  it('once the desk has handed over something of it', async () => {
    await say(own, ownId)
    const second = await seedLot({ productKey: 'hen', quantity: 5, unitPriceFen: 9000 })
    const bothId = await order(own, [
      { offerId, quantity: 1 },
      { offerId: second.offer.id, quantity: 1 },
    ])
    await say(own, bothId)
    await database().orderLine.updateMany({
      where: { orderId: bothId, offerId },
      data: { state: 'handed-over' },
    })
    const before = await written()
    expect(await say(own, bothId, false)).toMatchObject({ code: 'collecting-begun' })
    expect(await written()).toEqual(before)
    expect(await shown(own, bothId)).toMatchObject([{ isOpen: false, code: await codeThere() }])
  })
})

describe('gone', () => {
  it('at the old event when the goods go to another one; the order keeps its own code', async () => {
    const other = await seedPickupEvent({ daysAhead: 17 })
    await say(own, ownId)
    const { pickupCode } = await database().order.findUniqueOrThrow({ where: { id: ownId } })
    const move = { orderId: ownId, offerId, eventId: event.id, toEventId: other.id }
    expect(await moveOrderLine(own.actor, own.scope, move)).toMatchObject({ ok: true })
    const rooms = await database().pickupEventOrder.findMany({ where: { orderId: ownId } })
    expect(rooms).toEqual([{ eventId: other.id, orderId: ownId, pickupCode, colleagueMayCollect: false }])
    expect(await shown(colleague, colleagueId)).toEqual([null])
  })

  it('when the buyer has left the agency, not when one of two roles there ended', async () => {
    await say(own, ownId)
    const db = database()
    const { accountId } = own.actor
    const second = await db.assignment.create({
      data: { accountId, role: 'agency-manager', agencyId: own.agencyId },
    })
    const mayCollect = async () =>
      (await db.pickupEventOrder.findFirstOrThrow({ where: { orderId: ownId } })).colleagueMayCollect
    await db.assignment.update({ where: { id: second.id }, data: { endedAt: new Date() } })
    expect(await mayCollect()).toBe(true)
    await db.assignment.updateMany({ where: { accountId, endedAt: null }, data: { endedAt: new Date() } })
    expect(await mayCollect()).toBe(false)
    const left = { ...own, scope: { ...own.scope, agencyIds: [] } }
    const before = await written()
    expect(await say(left, ownId)).toMatchObject({ code: 'not-found' })
    expect(await written()).toEqual(before)
    expect(await shown(left, ownId)).toEqual([null])
  })
})

describe('six digits name one thing at an event', () => {
  it('so that an order is not placed under a group’s code', async () => {
    await say(own, ownId)
    const code = await codeThere()
    const other = await seedBuyer()
    await fillBasket(other, [{ offerId, quantity: 1 }])
    const codes = [code, code, '777777']
    const verdict = await placeOrder(other.actor, other.scope, await readCheckout(other), {
      newId: randomUUID,
      newPickupCode: () => codes.shift() ?? 'none left',
      now: () => new Date(),
      isCardOffered: () => false,
    })
    expect(verdict.ok).toBe(true)
    const rooms = await database().pickupEventOrder.findMany({ select: { pickupCode: true } })
    const drawn = rooms.map((room) => room.pickupCode)
    expect(drawn).toContain('777777')
    expect(drawn).not.toContain(code)
  })

  it('nor a group given an order’s code', async () => {
    const { pickupCode } = await database().pickupEventOrder.findFirstOrThrow({ where: { orderId: ownId } })
    const { agencyId } = own
    const given = { eventId: event.id, agencyId, countyCode: event.countyCode, pickupCode }
    await expect(database().groupCode.create({ data: given })).rejects.toThrow()
  })

  it('and an order that comes along under a group’s code has a new one', async () => {
    await say(own, ownId)
    const code = await codeThere()
    const later = await seedPickupEvent({ daysAhead: 17 })
    const comer = await seedBuyer()
    await database().pickupEvent.update({
      where: { id: event.id },
      data: { cutOffAt: new Date(Date.now() - 1_000) },
    })
    const comerId = await order(comer, [{ offerId, quantity: 1 }])
    await database().pickupEvent.update({
      where: { id: event.id },
      data: { cutOffAt: new Date(Date.now() + 86_400_000) },
    })
    await database().order.update({ where: { id: comerId }, data: { pickupCode: code } })
    await database().pickupEventOrder.updateMany({
      where: { orderId: comerId },
      data: { pickupCode: code },
    })
    const move = { orderId: comerId, offerId, eventId: later.id, toEventId: event.id }
    expect(await moveOrderLine(comer.actor, comer.scope, move)).toMatchObject({ ok: true })
    const moved = await database().pickupEventOrder.findFirstOrThrow({ where: { orderId: comerId } })
    expect(moved.eventId).toBe(event.id)
    expect(moved.pickupCode).not.toBe(code)
  })
})
