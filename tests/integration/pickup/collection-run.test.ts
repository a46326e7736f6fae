/** Telling households at the door and fetching their goods: ticked once, by who may, on the list that holds. */
import { beforeEach, describe, expect, it } from 'vitest'
import { correctBringLists } from '#app/commands/pickup/correct-bring-lists.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { nameCarrier } from '#app/commands/pickup/name-carrier.server.ts'
import { tickBringHousehold } from '#app/commands/pickup/tick-bring-household.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { paths } from '#app/paths.ts'
import { readBringList } from '#app/queries/pickup/bring-lists.server.ts'
import { readCollectionRun } from '#app/queries/pickup/collection-run.server.ts'
import { readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { readMissing } from '#app/queries/pickup/missing.server.ts'
import * as listRoute from '#app/routes/village/bring-list.tsx'
import * as runRoute from '#app/routes/village/bring-run.tsx'
import {
  OTHER_VILLAGE,
  seedAccount,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { seedPairing } from '#seed/pairings.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'

useDatabase()
let staff: Someone
beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
})

/** Two households of a village on a list: one in the first grid whose goods are fetched, one that comes by itself. */
async function cutOffEvent() {
  const event = await seedPickupEvent({ cutOffAt: new Date(Date.now() - 1_000) })
  const fetched = await seedHousehold({ gridNumber: 1 })
  const comes = await seedHousehold({ gridNumber: 2 })
  await database().household.update({ where: { id: fetched.id }, data: { accessNeeds: ['door-step'] } })
  const first = await seedLot({ householdId: fetched.id })
  const second = await seedLot({ householdId: comes.id })
  const { product, offer } = first
  const { lines } = await seedOrder({
    event,
    lines: [
      { product, offer, from: [{ lot: first.lot, quantity: 2 }] },
      { product, offer, from: [{ lot: second.lot, quantity: 1 }] },
    ],
  })
  await cutOffPickupEvents(SYSTEM_ACTOR)
  return { event, fetched: fetched.id, comes: comes.id, lines, listId: await newestList() }
}

async function newestList(): Promise<number> {
  return (await database().bringList.findFirstOrThrow({ orderBy: { id: 'desc' } })).id
}

type Tick = Parameters<typeof tickBringHousehold>[2]
const tick = (who: Someone, input: Omit<Tick, 'isDone'> & { isDone?: boolean }) =>
  tickBringHousehold(who.actor, scopeFor(who, 'bring:tick'), { isDone: true, ...input })
const name = (who: Someone, listId: number, carrierId: number) =>
  nameCarrier(who.actor, scopeFor(who, 'bring:tick'), { listId, carrierId, now: new Date() })
const counts = async () => [
  await database().bringTick.count(),
  await database().collectionRun.count(),
  (await recordedActs()).length,
]

describe('ticking a household', () => {
  it('is recorded once however often and at how many desks it is done, and can be taken back', async () => {
    const { fetched, listId, event } = await cutOffEvent()
    const input = { listId, householdId: fetched, kind: 'fetched' as const }
    const results = await Promise.all(Array.from({ length: 4 }, () => tick(staff, input)))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await database().bringTick.count()).toBe(1)
    expect((await recordedActs()).filter((act) => act === 'household:fetched')).toHaveLength(1)
    const organizer = await someone('organizer', { scopeCode: TOWN })
    const lists = await readEventLists(organizer.actor, scopeFor(organizer, 'desk:work'), event.id)
    expect(lists?.households.map(({ id, isFetched }) => [id, isFetched])).toContainEqual([fetched, true])
    expect((await tick(staff, { ...input, isDone: false })).ok).toBe(true)
    const run = await readCollectionRun(staff.actor, scopeFor(staff, 'bring:read'), listId, new Date())
    expect(run?.stops.map(({ id, isFetched }) => [id, isFetched])).toEqual([[fetched, false]])
    await expect(database().bringTick.deleteMany()).rejects.toThrow()
  })

  it('does not stand on a correction that says something else of the household', async () => {
    const { fetched, comes, lines, listId } = await cutOffEvent()
    const organizer = await someone('organizer', { scopeCode: TOWN })
    const untold = async () =>
      (await readMissing(scopeFor(organizer, 'event:plan'))).noPhone.map(({ key }) => key.split(' ')[1])
    expect((await untold()).sort()).toEqual([String(fetched), String(comes)].sort())
    for (const householdId of [fetched, comes]) await tick(staff, { listId, householdId, kind: 'told' })
    expect(await untold()).toEqual([])
    const orderLineId = lines[0]?.id ?? ''
    await database().allocation.updateMany({ where: { orderLineId }, data: { state: 'released' } })
    await correctBringLists(SYSTEM_ACTOR)
    const before = await counts()
    expect(await tick(staff, { listId, householdId: fetched, kind: 'told' })).toMatchObject({
      code: 'bring-list-corrected',
    })
    expect(await counts()).toEqual(before)
    const page = await readBringList(staff.actor, scopeFor(staff, 'bring:read'), await newestList())
    expect(page?.households.map(({ id, isTold }) => [id, isTold])).toEqual([
      [fetched, false],
      [comes, true],
    ])
    expect((await tick(staff, { listId: await newestList(), householdId: fetched, kind: 'told' })).ok).toBe(
      true,
    )
  })

  it('is refused to who has not the household, of a household that is not on the list, and once the desk is closed', async () => {
    const { event, fetched, comes, listId } = await cutOffEvent()
    const other = await seedHousehold()
    const grid = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const stranger = await someone('village-staff', { scopeCode: OTHER_VILLAGE })
    const organizer = await someone('organizer', { scopeCode: TOWN })
    const before = await counts()
    for (const [who, householdId, kind] of [
      [grid, comes, 'told'],
      [stranger, fetched, 'told'],
      [organizer, fetched, 'told'],
      [staff, other.id, 'told'],
      [staff, comes, 'fetched'],
    ] as const) {
      expect(await tick(who, { listId, householdId, kind })).toMatchObject({ code: 'not-found' })
    }
    expect(await tick(staff, { listId: 999_999, householdId: fetched, kind: 'told' })).toMatchObject({
      code: 'not-found',
    })
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'closing' } })
    expect(await tick(grid, { listId, householdId: fetched, kind: 'told' })).toMatchObject({
      code: 'event-state-changed',
    })
    expect(await counts()).toEqual(before)
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    expect((await tick(grid, { listId, householdId: fetched, kind: 'told' })).ok).toBe(true)
  })
})

describe('who fetches', () => {
  it('is one of the village, or a helper of its households, named once', async () => {
    const { fetched, listId } = await cutOffEvent()
    const helper = await seedAccount({ role: 'buyer' })
    await seedPairing({ householdId: fetched, phone: helper.phone, agencyId: helper.agencyId ?? 0 })
    const results = await Promise.all(Array.from({ length: 3 }, () => name(staff, listId, helper.account.id)))
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await database().collectionRun.count()).toBe(1)
    const run = await readCollectionRun(staff.actor, scopeFor(staff, 'bring:read'), listId, new Date())
    expect(run?.carrier).toBe(helper.name)
    expect(run?.carriers.map(({ accountId, isHelper }) => [accountId, isHelper])).toEqual([
      [staff.accountId, false],
      [helper.account.id, true],
    ])
    expect((await name(staff, listId, staff.accountId)).ok).toBe(true)
    expect(await database().collectionRun.count()).toBe(2)
  })

  it('is nobody else, and named by nobody but the village as a whole', async () => {
    const { event, listId } = await cutOffEvent()
    const buyer = await someone('buyer')
    const grid = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const stranger = await someone('village-staff', { scopeCode: OTHER_VILLAGE })
    const before = await counts()
    expect(await name(staff, listId, buyer.accountId)).toMatchObject({ code: 'carrier-unknown' })
    expect(await name(staff, listId, stranger.accountId)).toMatchObject({ code: 'carrier-unknown' })
    for (const who of [grid, stranger, buyer]) {
      expect(await name(who, listId, staff.accountId)).toMatchObject({ code: 'not-found' })
    }
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cancelled' } })
    expect(await name(staff, listId, staff.accountId)).toMatchObject({ code: 'event-state-changed' })
    expect(await counts()).toEqual(before)
  })
})

describe('the pages', () => {
  it('tick by a plain form, and show no form on a list that was corrected', async () => {
    const { fetched, lines, listId } = await cutOffEvent()
    const routes = { '/village/bring/:id': listRoute, '/village/bring/:id/run': runRoute }
    const browser = await browserOf(routes, staff.accountId)
    const household = String(fetched)
    const run = paths.villageBringRun(listId)
    const told = await browser.post(paths.villageBringList(listId), { household, done: 'yes' })
    expect([told.status, told.location]).toEqual([302, `${paths.villageBringList(listId)}#no-phone`])
    expect((await browser.post(run, { household, done: 'yes' })).status).toBe(302)
    expect((await browser.post(run, { carrier: String(staff.accountId) })).status).toBe(302)
    const shown = await browser.get(run)
    expect(shown.html).toContain(staff.name)
    expect(shown.html).toContain('bring-ticked')
    expect((await browser.post(run, { carrier: '' })).status).toBe(400)
    expect((await browser.post(run, { household: '9', done: 'yes' })).status).toBe(404)
    const orderLineId = lines[0]?.id ?? ''
    await database().allocation.updateMany({ where: { orderLineId }, data: { state: 'released' } })
    await correctBringLists(SYSTEM_ACTOR)
    expect((await browser.get(run)).html).not.toContain('name="household"')
    expect((await browser.post(run, { household, done: 'no' })).status).toBe(409)
  })
})
