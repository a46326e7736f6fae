/** Promised goods that are gone: other lots take over, the latest orders go without, and every book agrees afterwards. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type ReportLostGoodsInput,
  type ReportLostGoodsRefusal,
  reportLostGoods,
} from '#app/commands/catalogue/report-lost-goods.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { paths } from '#app/paths.ts'
import { readLotLoss } from '#app/queries/catalogue/lot-loss.server.ts'
import { readOrderPage } from '#app/queries/ordering/order-page.server.ts'
import * as changeRoute from '#app/routes/village/lot-change.tsx'
import * as lossRoute from '#app/routes/village/lot-loss.tsx'
import {
  OTHER_VILLAGE,
  seedAgency,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  today,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'
import { actorWith, deskScope } from '../handover/desk-world.ts'
import { buyerOf, order as placeOrder, seedBuyer } from '../ordering/buyers.ts'
import {
  expectSoundBooks,
  hearAll,
  moneyOf,
  openCardWorld,
  openPage,
  orderPaidBy,
} from '../payment/card-world.ts'
import { goodsTables, lotRow, staffOf, type Villager } from './yard.ts'

useDatabase()

let staff: Villager
beforeEach(async () => {
  await seedGround()
  staff = await staffOf()
})

type Loss = Partial<ReportLostGoodsInput> & { by?: Villager }

/** As the page does it: what would happen is read, and sent back with the form. */
async function lose(lotId: number, quantity: number, { by = staff, ...change }: Loss = {}) {
  const why = change.why ?? 'died'
  const scope = scopeFor(by, 'lot:withdraw')
  const page = await readLotLoss(by.actor, scope, { lotId, quantity, why })
  return reportLostGoods(by.actor, scope, {
    changeId: randomUUID(),
    lotId,
    quantity,
    expected: page?.expected ?? 0,
    why,
    reason: '死了',
    shown: page?.fingerprint ?? '',
    ...change,
  })
}

async function everything() {
  const db = database()
  return {
    goods: await goodsTables(),
    changes: await db.lotChange.findMany(),
    lines: await db.orderLine.findMany({ orderBy: { id: 'asc' } }),
    allocations: await db.allocation.findMany({ orderBy: { id: 'asc' } }),
    orders: await db.order.findMany({ orderBy: { id: 'asc' } }),
    notices: await db.notice.findMany(),
    refunds: await db.refund.findMany(),
    lists: await db.bringList.findMany(),
  }
}

async function refusedWithout<T>(act: () => Promise<T>): Promise<T> {
  const before = await everything()
  const verdict = await act()
  expect(await everything()).toEqual(before)
  return verdict
}

type Goods = Awaited<ReturnType<typeof seedLot>>
type Event = Awaited<ReturnType<typeof seedPickupEvent>>
const ordered = (goods: Goods, event: Event, quantity: number, payBy?: 'desk' | 'agency-account') =>
  seedOrder({ event, payBy, lines: [{ ...goods, from: [{ lot: goods.lot, quantity }] }] })

const linesOf = (orderId: string) =>
  database().orderLine.findMany({
    where: { orderId },
    orderBy: { lineNumber: 'asc' },
    include: { allocations: { where: { state: 'reserved' }, orderBy: { lotId: 'asc' } } },
  })
const lostNotices = () =>
  database().notice.findMany({ where: { kind: 'goods-lost' }, orderBy: { id: 'asc' } })

describe('promised goods that died', () => {
  test('the latest order goes without, its total and its buyer are told to the fen', async () => {
    const geese = await seedLot({ quantity: 5 })
    const event = await seedPickupEvent()
    const first = await ordered(geese, event, 2)
    const second = await ordered(geese, event, 2)
    expect(await lose(geese.lot.id, 2)).toEqual({
      ok: true,
      value: { lotId: geese.lot.id, shortenedOrders: 1 },
    })
    expect(await lotRow(geese.lot.id)).toMatchObject({ available: 0, reserved: 3, writtenOff: 2 })
    expect(await linesOf(first.order.id)).toMatchObject([{ state: 'placed', quantity: 2 }])
    expect(await linesOf(second.order.id)).toMatchObject([
      {
        state: 'placed',
        quantity: 1,
        unitPriceFen: 12_000,
        heldAmountFen: 12_000n,
        heldBaseFen: 11_000n,
        allocations: [{ lotId: geese.lot.id, quantity: 1, amountFen: 12_000n, ruleName: 'by-need' }],
      },
    ])
    expect(await lostNotices()).toMatchObject([
      {
        accountId: second.accountId,
        orderId: second.order.id,
        facts: {
          offerId: geese.offer.id,
          before: 2,
          after: 1,
          why: 'died',
          totalFen: 12_000,
          refundedFen: 0,
        },
      },
    ])
    const acts = await database().activityRecord.findMany({
      where: { actorId: staff.accountId },
      orderBy: { id: 'asc' },
    })
    expect(acts.map(({ act }) => act)).toEqual(['order:lose-goods', 'lot:change'])
    await expectSoundBooks()
  })

  test('an order of which nothing is left is cancelled, with its reason and its room given back', async () => {
    const geese = await seedLot({ quantity: 2 })
    const event = await seedPickupEvent()
    const { order } = await ordered(geese, event, 2)
    expect(await lose(geese.lot.id, 2)).toMatchObject({ ok: true })
    expect(await linesOf(order.id)).toMatchObject([{ state: 'cancelled', cancelReason: 'goods-lost' }])
    const after = await database().order.findUniqueOrThrow({ where: { id: order.id } })
    expect([after.totalFen, after.cancelledAt === null]).toEqual([0n, false])
    expect(await database().pickupEvent.findUnique({ where: { id: event.id } })).toMatchObject({
      ordersTaken: 0,
    })
    await expectSoundBooks()
  })

  test('the order’s page says by its goods how much is gone and why, and nothing by those that came', async () => {
    const geese = await seedLot({ quantity: 5 })
    const event = await seedPickupEvent()
    const [first, shorter, none] = [
      await ordered(geese, event, 1),
      await ordered(geese, event, 3),
      await ordered(geese, event, 1),
    ]
    await lose(geese.lot.id, 2)
    await lose(geese.lot.id, 1, { why: 'spoiled' })
    const goodsOf = async ({ accountId, order }: typeof first) => {
      const buyer = buyerOf(accountId, [])
      return (await readOrderPage(buyer.actor, buyer.scope, order.id))?.trips.flatMap(({ goods }) => goods)
    }
    expect(await goodsOf(first)).toMatchObject([{ state: 'placed', losses: [] }])
    expect(await goodsOf(shorter)).toMatchObject([
      {
        state: 'placed',
        quantity: 1,
        losses: [
          { less: 1, why: 'died' },
          { less: 1, why: 'spoiled' },
        ],
      },
    ])
    expect(await goodsOf(none)).toMatchObject([{ state: 'cancelled', losses: [{ less: 1, why: 'died' }] }])
  })

  test('the order’s page says it at the event whose goods are gone, where the order has of them at two', async () => {
    const geese = await seedLot({ quantity: 5 })
    const [event, later] = [await seedPickupEvent(), await seedPickupEvent({ daysAhead: 20 })]
    const from = (quantity: number) => ({ ...geese, from: [{ lot: geese.lot, quantity }] })
    const { order, accountId } = await seedOrder({ event, lines: [from(3), from(2)] })
    await database().pickupEventOrder.create({
      data: { eventId: later.id, orderId: order.id, pickupCode: '4711' },
    })
    await database().orderLine.updateMany({
      where: { orderId: order.id, lineNumber: 2 },
      data: { eventId: later.id },
    })
    await lose(geese.lot.id, 1)
    const buyer = buyerOf(accountId, [])
    const trips = (await readOrderPage(buyer.actor, buyer.scope, order.id))?.trips ?? []
    expect(trips.map(({ goods }) => goods.map(({ quantity, losses }) => ({ quantity, losses })))).toEqual([
      [{ quantity: 3, losses: [] }],
      [{ quantity: 1, losses: [{ less: 1, why: 'died' }] }],
    ])
  })

  test('another household’s goods take over where they are brought to the event, and nobody is told', async () => {
    const geese = await seedLot({ quantity: 3 })
    const other = await seedLot({ quantity: 5 })
    const event = await seedPickupEvent()
    const { order } = await ordered(geese, event, 3)
    expect(await lose(geese.lot.id, 2)).toMatchObject({ ok: true, value: { shortenedOrders: 0 } })
    expect(await linesOf(order.id)).toMatchObject([
      {
        quantity: 3,
        heldAmountFen: 36_000n,
        allocations: [
          { lotId: geese.lot.id, quantity: 1, ruleName: 'by-need' },
          { lotId: other.lot.id, householdId: other.householdId, quantity: 2, ruleName: 'least-off-first' },
        ],
      },
    ])
    expect(await lotRow(other.lot.id)).toMatchObject({ available: 3, reserved: 2 })
    expect(await lostNotices()).toEqual([])
    await expectSoundBooks()
  })

  test('what is past its days, not approved or too little does not take over', async () => {
    const geese = await seedLot({ quantity: 3 })
    await seedLot({ availableTo: today() })
    await seedLot({ state: 'pending' })
    await seedLot({ quantity: 1 })
    const event = await seedPickupEvent()
    const { order } = await ordered(geese, event, 3)
    expect(await lose(geese.lot.id, 3)).toMatchObject({ ok: true, value: { shortenedOrders: 1 } })
    expect(await linesOf(order.id)).toMatchObject([{ quantity: 1 }])
    await expectSoundBooks()
  })

  test('of animals weighed one by one, and of greens by weight, as much as is gone', async () => {
    const event = await seedPickupEvent()
    const weighed = await seedLot({
      productKey: 'goose-weighed',
      quantity: 3,
      unitPriceFen: 2_000,
      referencePriceFen: 1_500,
    })
    const part = { ...weighed, from: [{ lot: weighed.lot, quantity: 1 }] }
    const animals = await seedOrder({ event, lines: [part, part, part] })
    expect(await lose(weighed.lot.id, 2)).toMatchObject({ ok: true })
    expect((await linesOf(animals.order.id)).map(({ state }) => state)).toEqual([
      'placed',
      'cancelled',
      'cancelled',
    ])
    const greens = await seedLot({
      productKey: 'celtuce',
      quantity: 5_000,
      unitPriceFen: 240,
      referencePriceFen: 200,
    })
    const { order } = await ordered(greens, event, 2_500)
    expect(await lose(greens.lot.id, 3_300, { why: 'spoiled' })).toMatchObject({ ok: true })
    expect(await linesOf(order.id)).toMatchObject([{ quantity: 1_700, heldAmountFen: 816n }])
    await expectSoundBooks()
  })

  test('a household takes all back: the lot is off sale and its orders are without', async () => {
    const geese = await seedLot({ quantity: 4 })
    const event = await seedPickupEvent()
    await ordered(geese, event, 2)
    expect(await lose(geese.lot.id, 4, { why: 'sold', reason: '卖到别处了' })).toMatchObject({ ok: true })
    expect(await lotRow(geese.lot.id)).toMatchObject({
      state: 'withdrawn',
      withdrawn: 4,
      reserved: 0,
      withdrawnReason: '卖到别处了',
    })
    await expectSoundBooks()
  })
})

describe('money', () => {
  test('what was paid ahead by card goes back for what is gone, and an open page changes nothing', async () => {
    const world = await openCardWorld()
    try {
      const geese = await seedLot({ quantity: 5 })
      await seedPickupEvent()
      const buyer = await seedBuyer()
      const goods = [{ offerId: geese.offer.id, quantity: 2 }]
      const paid = await orderPaidBy(buyer, 'card', goods)
      world.standIn.pay(await openPage(world, buyer, paid), { late: false })
      await hearAll(world)
      const other = await seedBuyer()
      const open = await orderPaidBy(other, 'card', goods)
      const page = await openPage(world, other, open)
      expect(await lose(geese.lot.id, 4)).toMatchObject({ ok: true, value: { shortenedOrders: 2 } })
      await expectSoundBooks()
      expect((await moneyOf(paid)).refunds).toEqual(['12000 goods-lost due'])
      expect((await lostNotices()).find(({ orderId }) => orderId === paid)?.facts).toMatchObject({
        refundedFen: 12_000,
      })
      world.standIn.pay(page, { late: false })
      await hearAll(world)
      expect((await moneyOf(open)).refunds).toEqual(['24000 came-too-late due'])
      await expectSoundBooks()
    } finally {
      await world.standIn.close()
    }
  })

  test('on an agency’s account less is held, and nothing goes back', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await seedPickupEvent()
    const { order } = await ordered(geese, event, 3, 'agency-account')
    expect(await lose(geese.lot.id, 1)).toMatchObject({ ok: true })
    expect(await database().order.findUnique({ where: { id: order.id } })).toMatchObject({
      totalFen: 24_000n,
    })
    expect(await database().refund.count()).toBe(0)
    await expectSoundBooks()
  })
})

describe('after the cut-off', () => {
  const past = () => seedPickupEvent({ cutOffAt: new Date(Date.now() - 1_000) })

  test('what died is told, and the bring list is corrected in the same act', async () => {
    const geese = await seedLot({ quantity: 3 })
    const other = await seedLot({ quantity: 1 })
    const event = await past()
    await ordered(geese, event, 3)
    await cutOffPickupEvents(SYSTEM_ACTOR)
    expect(await lose(geese.lot.id, 2)).toMatchObject({ ok: true, value: { shortenedOrders: 1 } })
    const lists = await database().bringList.findMany({ orderBy: { number: 'asc' } })
    expect(lists.map(({ number }) => number)).toEqual([1, 2])
    expect(lists[1]?.lines).toMatchObject(
      expect.arrayContaining([expect.objectContaining({ householdId: other.householdId, quantity: 1 })]),
    )
    await expectSoundBooks()
  })

  test('a household that wants otherwise is bound', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await past()
    const { order } = await ordered(geese, event, 3)
    const { number } = await database().order.findUniqueOrThrow({ where: { id: order.id } })
    expect(await refusedWithout(() => lose(geese.lot.id, 3, { why: 'kept' }))).toMatchObject({
      code: 'loss-past-cut-off',
      facts: { orders: String(number) },
    })
  })

  test('at the desk it is a shortfall of the desk’s', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await seedPickupEvent({ state: 'running', daysAhead: 0 })
    await ordered(geese, event, 3)
    expect(await refusedWithout(() => lose(geese.lot.id, 1))).toMatchObject({ code: 'loss-at-desk' })
  })
})

describe('refused and nothing written', () => {
  test('out of scope, without the role, a reason or a key, more than there is', async () => {
    const event = await seedPickupEvent({ serves: [OTHER_VILLAGE] })
    const foreign = await seedLot({ villageCode: OTHER_VILLAGE })
    await ordered(foreign, event, 2)
    expect(await refusedWithout(() => lose(foreign.lot.id, 5))).toEqual({ ok: false, code: 'not-found' })
    const { lot } = await seedLot()
    const organizer = await someone('organizer', { scopeCode: TOWN })
    expect(await refusedWithout(() => lose(lot.id, 1, { by: organizer }))).toMatchObject({
      code: 'not-allowed',
    })
    expect(await refusedWithout(() => lose(lot.id, 1, { reason: ' ' }))).toMatchObject({
      code: 'reason-missing',
    })
    expect(await refusedWithout(() => lose(lot.id, 1, { changeId: 'x' }))).toMatchObject({
      code: 'operation-id-missing',
    })
    expect(await refusedWithout(() => lose(lot.id, 6))).toMatchObject({ code: 'loss-too-much' })
    expect(await refusedWithout(() => lose(lot.id, 0))).toMatchObject({ code: 'quantity-not-whole' })
    expect(await refusedWithout(() => lose(lot.id, 1, { expected: 4 }))).toMatchObject({
      code: 'changed-meanwhile',
    })
  })

  test('what was shown no longer holds', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await seedPickupEvent()
    await ordered(geese, event, 2)
    const scope = scopeFor(staff, 'lot:withdraw')
    const of = { lotId: geese.lot.id, quantity: 2, why: 'died' as const }
    const shown = (await readLotLoss(staff.actor, scope, of))?.fingerprint ?? ''
    await ordered(geese, event, 1)
    expect(await refusedWithout(() => lose(geese.lot.id, 2, { shown }))).toMatchObject({
      code: 'loss-plan-changed',
    })
  })
})

describe('once, and side by side', () => {
  test('one form is one change, however often it is sent', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await seedPickupEvent()
    await ordered(geese, event, 3)
    const changeId = randomUUID()
    const verdicts = await Promise.all([1, 2, 3].map(() => lose(geese.lot.id, 1, { changeId })))
    expect(verdicts.filter(({ ok }) => ok).length).toBeGreaterThan(0)
    expect(await lotRow(geese.lot.id)).toMatchObject({ reserved: 2, writtenOff: 1 })
    expect(await lostNotices()).toHaveLength(1)
    expect(await lose(geese.lot.id, 1, { changeId })).toMatchObject({ ok: true })
    expect(await lotRow(geese.lot.id)).toMatchObject({ reserved: 2, writtenOff: 1 })
    await expectSoundBooks()
  })

  test('two clerks at once never lose more than there is', async () => {
    const geese = await seedLot({ quantity: 3 })
    const event = await seedPickupEvent()
    await ordered(geese, event, 3)
    const verdicts = await Promise.all([lose(geese.lot.id, 2), lose(geese.lot.id, 2)])
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await lotRow(geese.lot.id)).toMatchObject({ available: 0, reserved: 1, writtenOff: 2 })
    await expectSoundBooks()
  })

  test('against buyers who order: nothing is oversold', async () => {
    const geese = await seedLot({ quantity: 6 })
    await seedLot({ quantity: 2 })
    await seedPickupEvent()
    const buyers = await Promise.all([1, 2, 3].map(() => seedBuyer()))
    const [first, ...others] = buyers
    if (first) await placeOrder(first, [{ offerId: geese.offer.id, quantity: 4 }])
    const settled = await Promise.allSettled([
      ...others.map((buyer) => placeOrder(buyer, [{ offerId: geese.offer.id, quantity: 2 }])),
      lose(geese.lot.id, 4),
      lose(geese.lot.id, 3),
    ])
    expect(settled.length).toBe(4)
    await expectSoundBooks()
  })

  test('against the desk: a line is handed over or shortened, never both', async () => {
    const geese = await seedLot({ quantity: 2 })
    const event = await seedPickupEvent({
      state: 'cut-off',
      daysAhead: 0,
    })
    const { order, lines } = await ordered(geese, event, 2)
    const organizer = await actorWith('organizer', TOWN)
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cut-off' } })
    const atDesk = async () => {
      await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
      return settleLine(organizer, deskScope(organizer), {
        operationId: randomUUID(),
        eventId: event.id,
        orderId: order.id,
        orderLineId: lines[0]?.id ?? '',
        parts: [{ lotId: geese.lot.id, quantity: 2, weightGrams: null }],
        missing: null,
        hasBuyerAcceptedMore: false,
      })
    }
    const [given, lost] = await Promise.all([atDesk(), lose(geese.lot.id, 1)])
    expect(given.ok && lost.ok).toBe(false)
    const stock = await lotRow(geese.lot.id)
    expect(stock.given + stock.writtenOff).toBeLessThanOrEqual(2)
    await expectSoundBooks()
  })
})

test('the page shows which orders are hit before it is confirmed, and names no buyer', async () => {
  const household = await seedHousehold({ name: '罗小满' })
  const geese = await seedLot({ householdId: household.id, quantity: 5 })
  const event = await seedPickupEvent()
  const agency = await seedAgency({ name: '县气象局' })
  const buyer = await someone('buyer', { agencyId: agency.id })
  const { order } = await seedOrder({
    event,
    buyer: { accountId: buyer.accountId, agencyId: agency.id },
    lines: [{ ...geese, from: [{ lot: geese.lot, quantity: 3 }] }],
  })
  const { number } = await database().order.findUniqueOrThrow({ where: { id: order.id } })
  const browser = await browserOf(
    { '/village/lots/:id/change': changeRoute, '/village/lots/:id/loss': lossRoute },
    staff.accountId,
  )
  const { location } = await browser.post(paths.villageLotChange(geese.lot.id), {
    act: 'write-off',
    changeId: randomUUID(),
    countedBy: 'piece',
    quantity: '4',
    reason: '坏了',
  })
  expect(location).toBe(paths.villageLotLoss(geese.lot.id, { quantity: 4, why: 'spoiled' }))
  const { html } = await browser.get(location ?? '')
  const cells = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
  expect(cells).toMatch(new RegExp(` ${number} [^只]* 3只 1只 `))
  expect(html).not.toContain(buyer.name)
  expect(html).not.toContain('县气象局')
  const fields = Object.fromEntries(
    ['changeId', 'quantity', 'expected', 'shown'].map((name) => [name, hiddenField(html, name)]),
  )
  const stale = await browser.post(location ?? '', { ...fields, shown: 'x', why: 'spoiled' })
  expect([stale.status, stale.html.includes('看一遍再确认')]).toEqual([400, true])
  const done = await browser.post(location ?? '', { ...fields, why: 'spoiled' })
  expect(done.location).toBe('/village?done=lost')
  expect(await lotRow(geese.lot.id)).toMatchObject({ available: 0, reserved: 1, writtenOff: 4 })
  const [notice] = await lostNotices()
  expect(JSON.stringify(notice?.facts)).not.toContain('罗')
  const foreign = await seedLot({ villageCode: OTHER_VILLAGE })
  expect((await browser.get(paths.villageLotLoss(foreign.lot.id, { quantity: 1, why: 'died' }))).status).toBe(
    404,
  )
})

test('a count below what is promised, and a household that takes all back, lead to the same page', async () => {
  const geese = await seedLot({ quantity: 5 })
  const event = await seedPickupEvent()
  await ordered(geese, event, 3)
  const browser = await browserOf(
    { '/village/lots/:id/change': changeRoute, '/village/lots/:id/loss': lossRoute },
    staff.accountId,
  )
  const counted = await browser.post(paths.villageLotChange(geese.lot.id), {
    act: 'recount',
    changeId: randomUUID(),
    countedBy: 'piece',
    expected: '5',
    counted: '1',
    why: 'kept',
  })
  expect(counted.location).toBe(paths.villageLotLoss(geese.lot.id, { quantity: 4, why: 'kept' }))
  const page = await browser.get(paths.villageLotChange(geese.lot.id))
  const all = paths.villageLotLoss(geese.lot.id, { quantity: 5, why: 'changed' })
  expect(page.html).toContain(all.replaceAll('&', '&amp;'))
  await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
  const { html } = await browser.get(all)
  expect(html).not.toContain('name="shown"')
  expect(html).toContain('已经过了截单时间')
})

test('every refusal has its sentence', () => {
  type Codes = Exclude<ReportLostGoodsRefusal, 'not-found' | 'not-enough' | 'not-reserved'>
  expectTypeOf<CodesWithoutWords<Codes>>().toBeNever()
})
