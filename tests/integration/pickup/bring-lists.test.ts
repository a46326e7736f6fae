/** What a village's households bring to an event: a list at the cut-off that misses no order, and numbered corrections. */
import { beforeEach, describe, expect, it } from 'vitest'
import { correctBringLists } from '#app/commands/pickup/correct-bring-lists.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import { paths } from '#app/paths.ts'
import { readBringList, readBringLists } from '#app/queries/pickup/bring-lists.server.ts'
import * as listRoute from '#app/routes/village/bring-list.tsx'
import * as listsRoute from '#app/routes/village/bring-lists.tsx'
import {
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import { never } from '../handover/desk-world.ts'
import { fillBasket, order, place, readCheckout, seedBuyer } from '../ordering/buyers.ts'

useDatabase()
let staff: Someone
beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
})

const HEAD = '罗小满'
const cutOff = () => cutOffPickupEvents(SYSTEM_ACTOR)
const correct = () => correctBringLists(SYSTEM_ACTOR)
/** The village's own lists first, each village's in their order. */
async function lists() {
  const all = await database().bringList.findMany({ orderBy: { number: 'asc' } })
  return [VILLAGE, OTHER_VILLAGE].flatMap((code) => all.filter((list) => list.villageCode === code))
}
const linesOf = (list: { lines: unknown } | undefined) => (list?.lines ?? []) as BringLine[]
const bring = (who: Someone) => scopeFor(who, 'bring:read')

/** An event whose cut-off has just passed, with an order of three geese from two households and a hen from another village. */
async function dueEvent() {
  const event = await seedPickupEvent({
    serves: [VILLAGE, OTHER_VILLAGE],
    cutOffAt: new Date(Date.now() - 1_000),
  })
  const inGrid = await seedHousehold({ villageCode: VILLAGE, gridNumber: 1, name: HEAD })
  const first = await seedLot({ householdId: inGrid.id, quantity: 5 })
  const elsewhere = await seedHousehold({ villageCode: VILLAGE, gridNumber: 3 })
  const second = await seedLot({ householdId: elsewhere.id, quantity: 5 })
  const hens = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'hen',
    unitPriceFen: 9_000,
    referencePriceFen: 8_000,
  })
  const { product, offer } = first
  const { order, lines } = await seedOrder({
    event,
    lines: [
      { product, offer, from: [{ lot: first.lot, quantity: 2 }] },
      { product, offer, from: [{ lot: second.lot, quantity: 1 }] },
      { product: hens.product, offer: hens.offer, from: [{ lot: hens.lot, quantity: 1 }] },
    ],
  })
  return { event, order, lines, offerId: offer.id, first: inGrid.id, second: second.householdId }
}

/** As if an organizer had cancelled it: the goods are no longer reserved for it. */
async function cancelLine(orderLineId: string): Promise<void> {
  await database().orderLine.update({
    where: { id: orderLineId },
    data: { state: 'cancelled', cancelReason: 'by-buyer' },
  })
  await database().allocation.updateMany({ where: { orderLineId }, data: { state: 'released' } })
}

describe('the list at the cut-off', () => {
  it('is one for each village, of what is reserved there, and is made once', async () => {
    const { event, offerId, first, second } = await dueEvent()
    expect(await cutOff()).toBe(1)
    const [own, others] = await lists()
    expect([own?.villageCode, own?.number, others?.villageCode, others?.number]).toEqual([
      VILLAGE,
      1,
      OTHER_VILLAGE,
      1,
    ])
    expect(linesOf(own)).toEqual(
      [
        { householdId: first, offerId, quantity: 2 },
        { householdId: second, offerId, quantity: 1 },
      ].sort((a, b) => a.householdId - b.householdId),
    )
    expect(await cutOff()).toBe(0)
    expect(await correct()).toBe(0)
    expect(await database().bringList.count({ where: { eventId: event.id } })).toBe(2)
  })

  it('misses no order that is placed while the clock cuts off', async () => {
    const event = await seedPickupEvent()
    const { offer } = await seedLot({ quantity: 200 })
    const buyers = await Promise.all(Array.from({ length: 6 }, () => seedBuyer()))
    const isOver = () => database().pickupEvent.count({ where: { id: event.id, state: 'cut-off' } })
    const keepOrdering = async (buyer: Awaited<ReturnType<typeof seedBuyer>>) => {
      for (let i = 0; i < 40 && (await isOver()) === 0; i++) {
        await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }]).catch(() => null)
        const input = await readCheckout(buyer).catch(() => null)
        if (input) await place(buyer, input)
      }
    }
    const keepCutting = async () => {
      const cutOffAt = new Date(Date.now() + 1_500)
      await database().pickupEvent.update({ where: { id: event.id }, data: { cutOffAt } })
      while ((await isOver()) === 0) await cutOff()
    }
    const [first] = buyers
    if (first) await order(first, [{ offerId: offer.id, quantity: 1 }])
    await Promise.all([...buyers.map(keepOrdering), keepCutting()])
    const reserved = await database().allocation.aggregate({
      where: { state: 'reserved', orderLine: { eventId: event.id } },
      _sum: { quantity: true },
    })
    const [list] = await lists()
    expect(reserved._sum.quantity).toBeGreaterThan(0)
    expect(linesOf(list).reduce((sum, line) => sum + line.quantity, 0)).toBe(reserved._sum.quantity)
    expect(await correct()).toBe(0)
  })

  it('is none where nothing is to be brought', async () => {
    await seedPickupEvent({ cutOffAt: new Date(Date.now() - 1_000) })
    expect(await cutOff()).toBe(1)
    expect(await lists()).toEqual([])
  })
})

describe('what changes after it', () => {
  it('is a numbered correction, once, however many look at the same time', async () => {
    const { lines, offerId, first, second } = await dueEvent()
    await cutOff()
    await cancelLine(lines[1]?.id ?? '')
    const written = await Promise.all(Array.from({ length: 4 }, correct))
    expect(written.reduce((sum, count) => sum + count, 0)).toBe(1)
    const [before, after] = await lists()
    expect([after?.villageCode, after?.number]).toEqual([VILLAGE, 2])
    expect(linesOf(after)).toEqual([{ householdId: first, offerId, quantity: 2 }])
    const page = await readBringList(staff.actor, bring(staff), after?.id ?? 0)
    expect(
      page?.households.map((one) => [one.id, one.isChanged, one.goods.map((g) => [g.quantity, g.before])]),
    ).toEqual([
      [first, false, [[2, null]]],
      [second, true, [[0, 1]]],
    ])
    expect((await readBringList(staff.actor, bring(staff), before?.id ?? 0))?.newerId).toBe(after?.id)
    expect((await readBringLists(bring(staff))).map(({ id }) => id)).toEqual([after?.id])
  })

  it('takes everything off the list where nothing is left, and is left alone once the desk is open', async () => {
    const { event, lines } = await dueEvent()
    await cutOff()
    await cancelLine(lines[0]?.id ?? '')
    await cancelLine(lines[1]?.id ?? '')
    expect(await correct()).toBe(1)
    expect(linesOf((await lists())[1])).toEqual([])
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    await cancelLine(lines[2]?.id ?? '')
    expect(await correct()).toBe(0)
  })

  it('never changes or takes away a list that was made', async () => {
    await dueEvent()
    await cutOff()
    const [list] = await lists()
    const where = { id: list?.id ?? 0 }
    await expect(database().bringList.update({ where, data: { lines: [] } })).rejects.toThrow()
    await expect(database().bringList.delete({ where })).rejects.toThrow()
    const { id: _, madeAt: __, lines, ...row } = list ?? never()
    await expect(
      database().bringList.create({ data: { ...row, lines: linesOf({ lines }), number: 3 } }),
    ).rejects.toThrow()
    await expect(
      database().bringList.create({ data: { ...row, lines: linesOf({ lines }), number: 2 } }),
    ).rejects.toThrow()
  })
})

describe('who reads it', () => {
  it('is the village’s people; a grid worker reads of the grid, and nobody of another village anything', async () => {
    const { first } = await dueEvent()
    await cutOff()
    const [list] = await lists()
    const id = list?.id ?? 0
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const otherWorker = await someone('grid-worker', { scopeCode: `${VILLAGE}-02` })
    const stranger = await someone('village-staff', { scopeCode: OTHER_VILLAGE })
    const readBy = async (who: Someone) =>
      (await readBringList(who.actor, bring(who), id))?.households.map((household) => household.id)
    expect((await readBy(staff))?.length).toBe(2)
    expect(await readBy(worker)).toEqual([first])
    expect(await readBy(otherWorker)).toEqual([])
    expect(await readBy(stranger)).toBeUndefined()
    expect((await readBringLists(bring(stranger))).map((row) => row.village)).toHaveLength(1)
  })

  it('sees a page for each household, and a text for the loudspeaker that names nobody', async () => {
    await dueEvent()
    await cutOff()
    const [list] = await lists()
    const routes = { '/village/bring': listsRoute, '/village/bring/:id': listRoute }
    const browser = await browserOf(routes, staff.accountId)
    const index = await browser.get(paths.villageBring())
    expect(index.html).toContain(paths.villageBringList(list?.id ?? 0))
    const { status, html } = await browser.get(paths.villageBringList(list?.id ?? 0))
    expect(status).toBe(200)
    expect(html).toContain(HEAD)
    const script = /<p class="bring-script">(.*?)<\/p>/.exec(html)?.[1] ?? ''
    expect(script).toContain('大白鹅3只')
    expect(script).not.toContain(HEAD)
    expect(script).toContain(staff.name)
  })
})
