/** Money paid ahead for goods nobody came for: the households' share, what goes back, and what the buyer was told. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { sendCardRefunds } from '#app/commands/payment/send-card-refunds.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Actor, SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import { readReceiptPage } from '#app/queries/payment/receipt-page.server.ts'
import { COUNTY, seedGround, seedLot, seedPickupEvent, TOWN } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { someone } from '../access/people.ts'
import { actorWith, balanceOf, deskScope, never, piece, settlingAt } from '../handover/desk-world.ts'
import { type Buyer, fillBasket, readCheckout, seedBuyer } from '../ordering/buyers.ts'
import { referenceOf, take } from './bank-world.ts'
import {
  type CardWorld,
  expectSoundBooks,
  hearAll,
  moneyOf,
  openCardWorld,
  openPage,
  orderPaidBy,
} from './card-world.ts'

useDatabase()

let cards: CardWorld
let organizer: Actor
let buyer: Buyer
let eventId: number
beforeAll(async () => {
  cards = await openCardWorld()
})
afterAll(() => cards.standIn.close())
beforeEach(async () => {
  await seedGround()
  await setShare(20)
  organizer = await actorWith('organizer', TOWN)
  buyer = await seedBuyer()
  eventId = (await seedPickupEvent()).id
})

async function setShare(noShowSharePercent: number): Promise<void> {
  await database().countySetting.upsert({
    where: { countyCode: COUNTY },
    create: { countyCode: COUNTY, noShowSharePercent },
    update: { noShowSharePercent },
  })
}

/** Two households with a goose each at 120.05 yuan, in one pool. */
async function twoGeese() {
  const first = await seedLot({ quantity: 1, unitPriceFen: 12_005 })
  const second = await seedLot({ quantity: 1, unitPriceFen: 12_005 })
  return { offerId: first.offer.id, lots: [first.lot, second.lot] }
}

async function paidOrder(goods: { offerId: number; quantity: number }[]): Promise<string> {
  const orderId = await orderPaidBy(buyer, 'card', goods)
  cards.standIn.pay(await openPage(cards, buyer, orderId), { late: false })
  await hearAll(cards)
  return orderId
}

async function nobodyCame(orderId: string) {
  await database().pickupEvent.update({ where: { id: eventId }, data: { state: 'running' } })
  return markNoShow(organizer, deskScope(organizer), { operationId: randomUUID(), eventId, orderId })
}

it('gives each household its part, sends the rest back, and is no sale', async () => {
  const { offerId, lots } = await twoGeese()
  const orderId = await paidOrder([{ offerId, quantity: 2 }])
  expect((await nobodyCame(orderId)).ok).toBe(true)
  // A fifth of 240.10 yuan.
  expect(await moneyOf(orderId)).toEqual({
    received: [24_010],
    refunds: ['19208 not-handed-over due'],
    drawn: 0,
  })
  for (const { householdId } of lots) expect(await balanceOf(`household:${householdId}`)).toBe(-2_401)
  expect(await balanceOf(`order:${orderId}`)).toBe(0)
  expect(await database().householdDay.count()).toBe(0)
  const receipt = await readReceiptPage(buyer.actor, buyer.scope, orderId)
  expect(receipt?.sum).toMatchObject({
    goodsFen: 0,
    receivedFen: 24_010,
    refundedFen: 19_208,
    noShowShareFen: 4_802,
  })
  expect((await readOrderPage(buyer.actor, buyer.scope, orderId))?.payment.noShowShareFen).toBe(4_802)
  const [notice] = await database().notice.findMany({ where: { orderId, kind: 'no-show' } })
  expect(notice?.facts).toMatchObject({ noShowShareFen: 4_802 })
  await expectSoundBooks()
})

const undo = (undoneOperationId: string) =>
  undoDeskOperation(organizer, deskScope(organizer), {
    operationId: randomUUID(),
    eventId,
    undoneOperationId,
    reason: 'tapped-by-mistake',
  })
const lastAct = async () =>
  (await database().deskOperation.findFirstOrThrow({ orderBy: { recordedAt: 'desc' } })).id

it('is taken back with what was to go back, when the buyer comes after all', async () => {
  const { offerId, lots } = await twoGeese()
  const orderId = await paidOrder([{ offerId, quantity: 2 }])
  for (let times = 1; times <= 2; times++) {
    await nobodyCame(orderId)
    expect((await undo(await lastAct())).ok).toBe(true)
    expect(await balanceOf(`order:${orderId}`)).toBe(-24_010)
    for (const { householdId } of lots) expect(await balanceOf(`household:${householdId}`)).toBe(0)
    await expectSoundBooks()
  }
  const page = await readOrderPage(buyer.actor, buyer.scope, orderId)
  expect(page?.payment).toMatchObject({ noShowShareFen: 0, refunds: [], unpaidFen: 0 })
  const line = await database().orderLine.findFirstOrThrow({ where: { orderId } })
  const given = settlingAt(
    eventId,
    { order: { id: orderId }, line },
    { parts: lots.map((lot) => piece(lot, 1)) },
  )
  expect((await settleLine(organizer, deskScope(organizer), given)).ok).toBe(true)
  expect(await balanceOf(`order:${orderId}`)).toBe(0)
  await expectSoundBooks()
})

it('is not taken back once the money is on its way', async () => {
  const { offerId } = await twoGeese()
  const orderId = await paidOrder([{ offerId, quantity: 2 }])
  await nobodyCame(orderId)
  const act = await lastAct()
  await sendCardRefunds(SYSTEM_ACTOR, cards.deps)
  const before = await moneyOf(orderId)
  expect(await undo(act)).toEqual({ ok: false, code: 'refund-sent' })
  expect(await moneyOf(orderId)).toEqual(before)
  await expectSoundBooks()
})

it('shares once, however often the desk says so at once', async () => {
  const { offerId } = await twoGeese()
  const orderId = await paidOrder([{ offerId, quantity: 2 }])
  await nobodyCame(orderId)
  const said = await Promise.all(Array.from({ length: 4 }, () => nobodyCame(orderId)))
  expect(said.every((verdict) => !verdict.ok)).toBe(true)
  expect(await database().journal.count({ where: { kind: 'no-show-share' } })).toBe(1)
})

it('is only of what was not collected, and holds as it was when it was ordered', async () => {
  const { offerId } = await twoGeese()
  const hens = await seedLot({
    productKey: 'hen',
    quantity: 3,
    unitPriceFen: 9_000,
    referencePriceFen: 8_000,
  })
  const orderId = await paidOrder([
    { offerId, quantity: 2 },
    { offerId: hens.offer.id, quantity: 3 },
  ])
  await setShare(50)
  await database().pickupEvent.update({ where: { id: eventId }, data: { state: 'running' } })
  const line = await database().orderLine.findFirstOrThrow({ where: { orderId, offerId: hens.offer.id } })
  const given = settlingAt(eventId, { order: { id: orderId }, line }, { parts: [piece(hens.lot, 3)] })
  expect((await settleLine(organizer, deskScope(organizer), given)).ok).toBe(true)
  expect((await nobodyCame(orderId)).ok).toBe(true)
  expect(await moneyOf(orderId)).toEqual({
    received: [51_010],
    refunds: ['19208 not-handed-over due'],
    drawn: 27_000,
  })
  await expectSoundBooks()
})

it('is nothing where the goods are paid at the desk, or the goods were short', async () => {
  const { offerId, lots } = await twoGeese()
  const atDesk = await orderPaidBy(buyer, 'desk', [{ offerId, quantity: 1 }])
  const paid = await paidOrder([{ offerId, quantity: 1 }])
  expect((await nobodyCame(atDesk)).ok).toBe(true)
  const line = await database().orderLine.findFirstOrThrow({ where: { orderId: paid } })
  const short = settlingAt(
    eventId,
    { order: { id: paid }, line },
    { missing: { kind: 'short', reason: 'not-brought' } },
  )
  expect((await settleLine(organizer, deskScope(organizer), short)).ok).toBe(true)
  expect((await moneyOf(paid)).refunds).toEqual(['12005 not-handed-over due'])
  for (const { householdId } of lots) expect(await balanceOf(`household:${householdId}`)).toBe(0)
  await expectSoundBooks()
})

it('is never more than what came', async () => {
  await database().countySetting.update({
    where: { countyCode: COUNTY },
    data: { transferPayee: '某中心', transferBank: '某行', transferAccount: '600000000001' },
  })
  const { offerId } = await twoGeese()
  const orderId = await orderPaidBy(buyer, 'transfer', [{ offerId, quantity: 2 }])
  await take(await someone('county-office'), [
    { in: '30.01', remark: await referenceOf(orderId), serial: 'A1' },
  ])
  expect((await nobodyCame(orderId)).ok).toBe(true)
  expect(await moneyOf(orderId)).toEqual({ received: [3_001], refunds: [], drawn: 0 })
  const shares = await database().posting.findMany({
    where: { part: 'no-show-share' },
    orderBy: { id: 'asc' },
  })
  expect(shares.map(({ amountFen }) => Number(amountFen))).toEqual([1_501, 1_500])
  await expectSoundBooks()
})

it('is told at the checkout, and an order that was told otherwise is not placed', async () => {
  const { offerId } = await twoGeese()
  await fillBasket(buyer, [{ offerId, quantity: 1 }])
  const input = await readCheckout(buyer)
  expect(input.shown.lines[0]?.noShowSharePercent).toBe(20)
  await setShare(30)
  const verdict = await placeOrder(buyer.actor, buyer.scope, input)
  expect(verdict).toMatchObject({
    ok: false,
    code: 'changed-meanwhile',
    differences: [{ code: 'no-show-share-changed', offerId, shownPercent: 20, nowPercent: 30 }],
  })
  const again = await placeOrder(buyer.actor, buyer.scope, await readCheckout(buyer))
  expect(again.ok).toBe(true)
  const line = await database().orderLine.findFirst()
  expect((line ?? never()).noShowSharePercent).toBe(30)
})
