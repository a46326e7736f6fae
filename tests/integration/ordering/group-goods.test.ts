/** What a ten-household group sells: split by its members' weights over all orders, whatever is ordered, changed or lost. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { reportLostGoods } from '#app/commands/catalogue/report-lost-goods.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { divideBasketLine } from '#app/commands/ordering/divide-basket-line.server.ts'
import { changeMemberWeight } from '#app/commands/people/change-member-weight.server.ts'
import { database } from '#app/db/client.server.ts'
import { readCatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { addDays, civilDateOf, toDateColumn, yearOf } from '#app/domain/kernel/calendar.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { readLotLoss } from '#app/queries/catalogue/lot-loss.server.ts'
import { readOffer } from '#app/queries/catalogue/offer.server.ts'
import { readEventClose } from '#app/queries/handover/event-close.server.ts'
import { readGroupParts } from '#app/queries/people/group-parts.server.ts'
import { seedGround, seedHousehold, seedLot, seedPickupEvent, today } from '#seed/builders.ts'
import { seedGroup } from '#seed/groups.ts'
import { asOwner } from '#tests/setup/as-owner.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'
import { actorWith, deskScope } from '../handover/desk-world.ts'
import { type Buyer, fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { expectWholeBooks, stockOf } from './whole-books.ts'

const url = useDatabase()
const WEIGHTS = [5, 3, 2]

let buyer: Buyer
let members: number[]
let groupId: number
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
  members = []
  for (const [i] of WEIGHTS.entries()) {
    members.push((await seedHousehold({ number: `510981000000${i}` })).id)
  }
  const weights = members.map((householdId, i) => ({ householdId, weight: WEIGHTS[i] ?? 1 }))
  groupId = (await seedGroup(weights)).id
})

/** A lot of each member. */
async function seedGoods(quantity = 20, terms: Parameters<typeof seedLot>[0] = {}) {
  const lots = []
  for (const householdId of members) lots.push(await seedLot({ householdId, groupId, quantity, ...terms }))
  const [first] = lots
  if (!first) throw new Error('no goods')
  return { offerId: first.offer.id, lotIds: lots.map(({ lot }) => lot.id) }
}
type Goods = Awaited<ReturnType<typeof seedGoods>>

const reserved = async ({ lotIds }: Goods) =>
  Promise.all(lotIds.map(async (id) => (await stockOf(id)).reserved))

async function checkNamed(name: string) {
  const report = await runAudit()
  return report.checks.find((check) => check.name === name)
}
const SPLIT = 'group-goods-are-split-by-its-weights'

async function expectSplitRight() {
  await expectWholeBooks()
  const check = await checkNamed(SPLIT)
  expect(check?.checked).toBeGreaterThan(0)
  expect(check?.differences).toEqual([])
}

describe('an order', () => {
  it('takes by weight, one goose at a time as well as ten at once', async () => {
    await seedPickupEvent()
    const goods = await seedGoods()
    for (let i = 0; i < 10; i++) await order(await seedBuyer(), [{ offerId: goods.offerId, quantity: 1 }])
    expect(await reserved(goods)).toEqual([5, 3, 2])
    await order(buyer, [{ offerId: goods.offerId, quantity: 10 }])
    expect(await reserved(goods)).toEqual([10, 6, 4])
    const rules = await database().allocation.findMany({ distinct: ['ruleName', 'ruleVersion'] })
    expect(rules.map(({ ruleName, ruleVersion }) => [ruleName, ruleVersion])).toEqual([
      ['group-weights', '1'],
    ])
    await expectSplitRight()
  })

  it('counts what the group sold of the product at another price, and nothing the household sold alone', async () => {
    await seedPickupEvent()
    const dear = await seedGoods(20, { unitPriceFen: 13_000 })
    const goods = await seedGoods()
    const alone = await seedLot({ householdId: members[2], quantity: 9 })
    await order(buyer, [{ offerId: alone.offer.id, quantity: 9 }])
    // In one basket, too, each line sees the one before.
    await order(buyer, [
      { offerId: dear.offerId, quantity: 1 },
      { offerId: goods.offerId, quantity: 1 },
    ])
    expect([await reserved(dear), await reserved(goods)]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
    ])
    await order(buyer, [{ offerId: goods.offerId, quantity: 8 }])
    expect(await reserved(goods)).toEqual([4, 3, 2])
    await expectSplitRight()
  })

  it('goes by the weight of its event’s day', async () => {
    const goods = await seedGoods()
    const staff = await someone('village-staff')
    const householdId = members[2] ?? 0
    const said = { groupId, householdId, weight: '1000', startsOn: addDays(today(), 10) }
    await changeMemberWeight(staff.actor, scopeFor(staff, 'group:keep'), said)
    const early = await seedPickupEvent({ daysAhead: 9 })
    await order(buyer, [{ offerId: goods.offerId, quantity: 1 }])
    expect(await reserved(goods)).toEqual([1, 0, 0])
    await database().pickupEvent.update({ where: { id: early.id }, data: { state: 'cancelled' } })
    await seedPickupEvent({ daysAhead: 11 })
    await order(await seedBuyer(), [{ offerId: goods.offerId, quantity: 5 }])
    expect(await reserved(goods)).toEqual([1, 0, 5])
    await expectSplitRight()
  })

  it('that is in two events is split by weights at each', async () => {
    await seedPickupEvent({ daysAhead: 10 })
    await seedPickupEvent({ daysAhead: 30 })
    const early = await seedGoods(4, { availableTo: addDays(today(), 15) })
    const late = await seedGoods(4, { availableFrom: addDays(today(), 20) })
    expect(early.offerId).toBe(late.offerId)
    await fillBasket(buyer, [{ offerId: early.offerId, quantity: 20 }])
    await divideBasketLine(buyer.actor, buyer.scope, { offerId: early.offerId, inTwo: true })
    expect((await place(buyer, await readCheckout(buyer))).ok).toBe(true)
    expect(await reserved(early)).toEqual([4, 4, 4])
    const isOneYear = yearOf(addDays(today(), 10)) === yearOf(addDays(today(), 30))
    expect(await reserved(late)).toEqual(isOneYear ? [4, 3, 1] : [4, 2, 2])
    await expectSplitRight()
  })

  it('of many at once never promises more than there is', async () => {
    await seedPickupEvent()
    const goods = await seedGoods(3)
    const buyers = await Promise.all(Array.from({ length: 12 }, () => seedBuyer()))
    for (const each of buyers) await fillBasket(each, [{ offerId: goods.offerId, quantity: 1 }])
    const forms = await Promise.all(buyers.map((each) => readCheckout(each)))
    const placed = await Promise.all(buyers.map((each, i) => place(each, forms[i] ?? (undefined as never))))
    expect(placed.filter(({ ok }) => ok)).toHaveLength(9)
    expect(await reserved(goods)).toEqual([3, 3, 3])
    await expectSplitRight()
  })
})

describe('afterwards', () => {
  async function change(orderId: string, goods: Goods, eventId: number, quantity: number) {
    const said = { orderId, offerId: goods.offerId, eventId, quantity: String(quantity) }
    expect(await changeOrderLine(buyer.actor, buyer.scope, said)).toMatchObject({ ok: true })
  }

  it('an order that becomes more or fewer is split as if it had been ordered so', async () => {
    const { id } = await seedPickupEvent()
    const goods = await seedGoods()
    const orderId = await order(buyer, [{ offerId: goods.offerId, quantity: 10 }])
    await change(orderId, goods, id, 20)
    expect(await reserved(goods)).toEqual([10, 6, 4])
    await change(orderId, goods, id, 1)
    expect(await reserved(goods)).toEqual([1, 0, 0])
    await expectSplitRight()
  })

  it('members take over by weight what one of them has lost', async () => {
    await seedPickupEvent()
    const goods = await seedGoods()
    await order(buyer, [{ offerId: goods.offerId, quantity: 10 }])
    const staff = await someone('village-staff')
    const scope = scopeFor(staff, 'lot:withdraw')
    const [lotId = 0] = goods.lotIds
    const of = { lotId, quantity: 20, why: 'died' as const }
    const page = await readLotLoss(staff.actor, scope, of)
    const lost = await reportLostGoods(staff.actor, scope, {
      ...of,
      changeId: randomUUID(),
      expected: page?.expected ?? 0,
      reason: '死了',
      shown: page?.fingerprint ?? '',
    })
    expect(lost).toMatchObject({ ok: true })
    expect(await reserved(goods)).toEqual([0, 6, 4])
    expect((await checkNamed(SPLIT))?.differences).toEqual([])
  })

  it('what was given still counts, and each member’s part is its own', async () => {
    const event = await seedPickupEvent({ daysAhead: 3 })
    const goods = await seedGoods()
    const orderId = await order(buyer, [{ offerId: goods.offerId, quantity: 2 }])
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    const line = await database().orderLine.findFirstOrThrow({ where: { orderId } })
    const desk = await actorWith('organizer', event.villageCode)
    const settled = await settleLine(desk, deskScope(desk), {
      operationId: randomUUID(),
      eventId: event.id,
      orderId,
      orderLineId: line.id,
      parts: goods.lotIds.slice(0, 2).map((lotId) => ({ lotId, quantity: 1, weightGrams: null })),
      missing: null,
      hasBuyerAcceptedMore: false,
    })
    expect(settled).toMatchObject({ ok: true })
    const close = await readEventClose(deskScope(desk), event.id, null)
    expect(close?.lines.map(({ group }) => group)).toEqual(['向阳十户组'])
    await seedPickupEvent({ daysAhead: 3 })
    await order(await seedBuyer(), [{ offerId: goods.offerId, quantity: 6 }])
    expect(await reserved(goods)).toEqual([3, 1, 2])
    const parts = await readGroupParts({ groupId }, yearOf(civilDateOf(event.startsAt)))
    expect(
      parts.map(({ householdId, reserved: r, given, earnedFen }) => [householdId, r, given, earnedFen]),
    ).toEqual([
      [members[0], 3, 1, 12_000],
      [members[1], 1, 1, 12_000],
      [members[2], 2, 0, 0],
    ])
    await expectSplitRight()
    // All of it is the households': the group has no account that could hold any.
    const accounts = await database().$queryRaw<{ account: string }[]>`
      SELECT DISTINCT to_account AS account FROM posting WHERE part IN ('base', 'premium') ORDER BY 1`
    expect(accounts.map(({ account }) => account)).toEqual(
      members
        .slice(0, 2)
        .map((id) => `household:${id}`)
        .sort(),
    )
  })
})

describe('the audit', () => {
  async function ordered() {
    await seedPickupEvent()
    const goods = await seedGoods()
    await order(buyer, [{ offerId: goods.offerId, quantity: 3 }])
  }

  it.each([
    ['a part by another rule', ['allocation'], "UPDATE allocation SET rule_name = 'least-off-first'"],
    [
      'a part of no member',
      ['household_group_member'],
      "UPDATE household_group_member SET to_day = from_day, end_reason = 'left'",
    ],
    [
      'shares that are not what the rule gives',
      ['dispatch_record'],
      `UPDATE dispatch_record SET plan = jsonb_set(plan::jsonb, '{allocation,0,parts,0,quantity}', '3')`,
    ],
    [
      'weights that give other shares',
      ['dispatch_record'],
      `UPDATE dispatch_record SET inputs = jsonb_set(inputs::jsonb, '{allocation,0,requests,0,lots,2,weight}', '900')`,
    ],
  ])('names %s', async (_what, loosened, statement) => {
    await ordered()
    expect((await checkNamed(SPLIT))?.differences).toEqual([])
    await asOwner(url.urls.owner, loosened, [statement])
    expect((await checkNamed(SPLIT))?.differences).not.toEqual([])
  })
})

describe('the store', () => {
  it('shows a group’s offer and the village’s on one card, and says how many households the group has', async () => {
    await seedPickupEvent()
    const goods = await seedGoods()
    const alone = await seedLot({ quantity: 9, unitPriceFen: 12_000 })
    expect(alone.offer.id).not.toBe(goods.offerId)
    const { cards } = await readCatalogue(readCatalogueFilter(new URLSearchParams()))
    expect(cards).toHaveLength(1)
    expect(cards[0]).toMatchObject({ unitPriceFen: 12_000, hasOtherPrices: false })
    const [ofGroup, ofVillage] = [await readOffer(goods.offerId), await readOffer(alone.offer.id)]
    expect(ofGroup).toMatchObject({ groupSize: 3, householdCount: 3 })
    expect(ofVillage).toMatchObject({ groupSize: 0, householdCount: 1 })
    await database().household.update({
      where: { id: members[2] ?? 0 },
      data: { closedOn: toDateColumn(today()) },
    })
    expect(await readOffer(goods.offerId)).toMatchObject({ groupSize: 2 })
    expect(ofGroup?.otherPrices.map(({ offerId }) => offerId)).toEqual([alone.offer.id])
  })
})
