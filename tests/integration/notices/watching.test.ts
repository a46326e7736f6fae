import { beforeEach, describe, expect, it } from 'vitest'
import { tellWatchers } from '#app/commands/notices/tell-watchers.server.ts'
import { unwatchGoods } from '#app/commands/notices/unwatch-goods.server.ts'
import { watchGoods } from '#app/commands/notices/watch-goods.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Actor, SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { readGoodsBack } from '#app/queries/notices/goods-back.server.ts'
import { readIsWatched } from '#app/queries/notices/watched.server.ts'
import { seedGround, seedLot, seedPickupEvent, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith } from '../handover/desk-world.ts'
import { seedBuyer } from '../ordering/buyers.ts'
import { allNotices, kindsTold } from './people.ts'

useDatabase()

let actor: Actor
let geese: Awaited<ReturnType<typeof seedLot>>
beforeEach(async () => {
  await seedGround()
  actor = (await seedBuyer()).actor
  geese = await seedLot({ quantity: 5 })
})

const watch = (by = actor) => watchGoods(by, { offerId: geese.offer.id })
const watches = () => database().watch.findMany({ orderBy: { id: 'asc' } })
/** What the job does. */
const tell = async () => tellWatchers(SYSTEM_ACTOR, { goods: await readGoodsBack() })
const sellOut = (lotId = geese.lot.id) =>
  database().$executeRaw`UPDATE lot SET given = given + available, available = 0 WHERE id = ${lotId}`
const bringBack = () =>
  database()
    .$executeRaw`UPDATE lot SET available = available + 2, topped_up = topped_up + 2 WHERE id = ${geese.lot.id}`

describe('wanting to be told', () => {
  it('is one wish however often it is tapped, and can be taken back', async () => {
    await Promise.all([watch(), watch(), watch()])
    expect(await watches()).toHaveLength(1)
    expect(await readIsWatched(actor, geese.offer.id)).toBe(true)
    await unwatchGoods(actor, { offerId: geese.offer.id })
    await unwatchGoods(actor, { offerId: geese.offer.id })
    expect(await watches()).toEqual([])
    expect(await readIsWatched(actor, geese.offer.id)).toBe(false)
  })

  it('is nobody else’s business', async () => {
    const other = (await seedBuyer()).actor
    await watch()
    expect(await readIsWatched(other, geese.offer.id)).toBe(false)
    expect(await readIsWatched(null, geese.offer.id)).toBe(false)
    await unwatchGoods(other, { offerId: geese.offer.id })
    expect(await watches()).toHaveLength(1)
  })

  it('is for who may order, and for goods that were ever listed', async () => {
    expect(await watch(await actorWith('village-staff', VILLAGE))).toEqual({ ok: false, code: 'not-allowed' })
    expect(await watchGoods(actor, { offerId: 999_999 })).toEqual({ ok: false, code: 'not-found' })
    const pending = await seedLot({ productKey: 'garlic', state: 'pending' })
    expect(await watchGoods(actor, { offerId: pending.offer.id })).toEqual({ ok: false, code: 'not-found' })
    expect(await watches()).toEqual([])
  })
})

describe('goods that are back', () => {
  it('are told once to each who waits, however many tell at the same time', async () => {
    const event = await seedPickupEvent({ daysAhead: 14 })
    await sellOut()
    const others = await Promise.all(Array.from({ length: 5 }, () => seedBuyer()))
    for (const by of [actor, ...others.map((other) => other.actor)]) await watch(by)
    expect(await tell()).toBe(0)
    await bringBack()
    const goods = await readGoodsBack()
    const counts = await Promise.all([1, 2, 3].map(() => tellWatchers(SYSTEM_ACTOR, { goods })))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6)
    expect(await tell()).toBe(0)
    const notices = await allNotices()
    expect(new Set(notices.map((notice) => notice.accountId)).size).toBe(6)
    expect(notices).toHaveLength(6)
    expect(notices[0]).toMatchObject({
      kind: 'goods-back',
      facts: { offerId: geese.offer.id, unitPriceFen: 12_000, startsAt: event.startsAt.toISOString() },
    })
    expect((await watches()).every((row) => row.toldAt !== null)).toBe(true)
  })

  it('are told again to who asks again', async () => {
    await seedPickupEvent({ daysAhead: 14 })
    for (let time = 1; time <= 2; time++) {
      await watch()
      expect(await tell()).toBe(1)
    }
    expect(await kindsTold(actor.accountId)).toEqual(['goods-back', 'goods-back'])
  })

  it('are those that the storefront lets be ordered, at whatever price', async () => {
    await watch()
    expect(await tell(), 'no event').toBe(0)
    const event = await seedPickupEvent({ daysAhead: 14, capacityOrders: 1, state: 'draft' })
    expect(await tell(), 'a draft').toBe(0)
    const change = (data: object) => database().pickupEvent.update({ where: { id: event.id }, data })
    await change({ state: 'open', ordersTaken: 1 })
    expect(await tell(), 'full').toBe(0)
    await change({ ordersTaken: 0, cutOffAt: new Date(Date.now() - 1000) })
    expect(await tell(), 'cut off').toBe(0)
    await change({ cutOffAt: new Date(Date.now() + 3_600_000) })
    await database().lot.update({
      where: { id: geese.lot.id },
      data: { availableTo: new Date(`${addDays(today(), 3)}T00:00:00Z`) },
    })
    expect(await tell(), 'out of season by then').toBe(0)
    const dearer = await seedLot({ quantity: 1, unitPriceFen: 13_000 })
    expect(await tell(), 'another price').toBe(1)
    expect((await allNotices())[0]?.facts).toMatchObject({ offerId: dearer.offer.id, unitPriceFen: 13_000 })
  })

  it('tell nobody who waits for something else, and nothing where nobody waits', async () => {
    await seedPickupEvent({ daysAhead: 14 })
    expect(await readGoodsBack()).toEqual([])
    const garlic = await seedLot({
      productKey: 'garlic',
      quantity: 5000,
      unitPriceFen: 560,
      referencePriceFen: 500,
    })
    await sellOut(garlic.lot.id)
    await watchGoods(actor, { offerId: garlic.offer.id })
    expect(await tell()).toBe(0)
  })
})
