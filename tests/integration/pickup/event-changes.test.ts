/** An event that is cancelled, shrinks or moves: planned by its job, shown, done in one act, and refused where it no longer holds. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { type DoEventChangeCode, doEventChange } from '#app/commands/pickup/do-event-change.server.ts'
import { type DropEventChangeCode, dropEventChange } from '#app/commands/pickup/drop-event-change.server.ts'
import { planEventChange } from '#app/commands/pickup/plan-event-change.server.ts'
import {
  type ProposeEventChangeCode,
  proposeEventChange,
} from '#app/commands/pickup/propose-event-change.server.ts'
import { runWaitingEventChange } from '#app/commands/pickup/run-waiting-event-change.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Actor, SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { AgainRequest } from '#app/domain/dispatch/again.ts'
import { holdAgain } from '#app/domain/dispatch/check-again.ts'
import { type AgainPlan, planAgain } from '#app/domain/dispatch/plan-again.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import type { EventChange } from '#app/domain/pickup/event-change.ts'
import { loadSolve } from '#app/gateways/highs.server.ts'
import { type RunPlanningWorker, runPlanningWorker } from '#app/gateways/planning-worker.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { childrenOf } from '#scripts/bench/processes.ts'
import { FOREIGN_COUNTY, seedGround, seedLot, seedPickupEvent, TOWN, today } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'
import { order, seedBuyer } from '../ordering/buyers.ts'
import { expectSoundBooks } from '../payment/card-world.ts'

useDatabase()

let organizer: Actor
beforeEach(async () => {
  await seedGround()
  organizer = await actorWith('organizer', TOWN)
})

const CANCEL: EventChange = { kind: 'cancel' }
const never = new AbortController().signal
/** The worker's task in this process. */
const here: RunPlanningWorker = async (task) => {
  await planEventChange(SYSTEM_ACTOR, task)
}
const plan = (work = here) => runWaitingEventChange(SYSTEM_ACTOR, never, { work })
const done = (changeId: string, by = organizer) => doEventChange(by, planScope(by), { changeId })

async function propose(eventId: number, change: EventChange, by = organizer) {
  const input = { changeId: randomUUID(), eventId, change, reason: '下大雨' }
  const verdict = await proposeEventChange(by, planScope(by), input)
  if (!verdict.ok) throw new Error(`not proposed: ${verdict.code}`)
  return verdict.value.changeId
}

async function planned(eventId: number, change: EventChange) {
  const changeId = await propose(eventId, change)
  await plan()
  return changeId
}

const stored = (changeId: string) => database().eventChange.findUniqueOrThrow({ where: { id: changeId } })
const linesOf = async (orderId: string) =>
  (await database().orderLine.findMany({ where: { orderId }, orderBy: { lineNumber: 'asc' } })).map(
    ({ eventId, state, cancelReason }) => ({ eventId, state, cancelReason }),
  )
const roomsOf = async (eventId: number) =>
  (await database().pickupEvent.findUniqueOrThrow({ where: { id: eventId } })).ordersTaken

async function everything() {
  const db = database()
  return {
    events: await db.pickupEvent.findMany({ orderBy: { id: 'asc' } }),
    lots: await db.lot.findMany({ orderBy: { id: 'asc' } }),
    lines: await db.orderLine.findMany({ orderBy: { id: 'asc' } }),
    orders: await db.order.findMany({ orderBy: { id: 'asc' } }),
    rooms: await db.pickupEventOrder.findMany({ orderBy: [{ eventId: 'asc' }, { orderId: 'asc' }] }),
    allocations: await db.allocation.findMany({ orderBy: { id: 'asc' } }),
    notices: await db.notice.count(),
    refunds: await db.refund.count(),
  }
}

/** Two buyers at an event, and another event a week later. */
async function world(capacity: { first?: number; second?: number } = {}) {
  const first = await seedPickupEvent({ daysAhead: 10, capacityOrders: capacity.first ?? 10 })
  const second = await seedPickupEvent({ daysAhead: 17, capacityOrders: capacity.second ?? 10 })
  const geese = await seedLot({ quantity: 20 })
  const [ann, bo] = [await seedBuyer(), await seedBuyer()]
  const goods = [{ offerId: geese.offer.id, quantity: 2 }]
  const orders = [await order(ann, goods), await order(bo, goods)] as const
  return { first, second, geese, ann, bo, goods, orders }
}

test('every refusal has its words', () => {
  expectTypeOf<CodesWithoutWords<Exclude<ProposeEventChangeCode, 'not-found'>>>().toBeNever()
  expectTypeOf<CodesWithoutWords<Exclude<DoEventChangeCode, 'not-found'>>>().toBeNever()
  expectTypeOf<CodesWithoutWords<Exclude<DropEventChangeCode, 'not-found'>>>().toBeNever()
})

describe('a cancelled event', () => {
  test('its lines go to the next event, with room, code and goods, and their buyers are told once', async () => {
    const { first, second, geese, orders } = await world()
    const before = await database().order.findMany({ orderBy: { id: 'asc' } })
    const changeId = await planned(first.id, CANCEL)
    expect(await stored(changeId)).toMatchObject({ state: 'ready' })
    expect(await done(changeId)).toMatchObject({ ok: true })
    expect(await done(changeId)).toMatchObject({ ok: true })
    for (const orderId of orders) {
      expect(await linesOf(orderId)).toEqual([{ eventId: second.id, state: 'placed', cancelReason: null }])
      expect(await database().pickupEventOrder.findMany({ where: { orderId } })).toMatchObject([
        { eventId: second.id },
      ])
    }
    expect([await roomsOf(first.id), await roomsOf(second.id)]).toEqual([0, 2])
    expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: first.id } })).toMatchObject({
      state: 'cancelled',
    })
    expect(await database().lot.findUniqueOrThrow({ where: { id: geese.lot.id } })).toMatchObject({
      reserved: 4,
    })
    const after = await database().order.findMany({ orderBy: { id: 'asc' } })
    expect(after.map(({ totalFen }) => totalFen)).toEqual(before.map(({ totalFen }) => totalFen))
    expect(await database().notice.count({ where: { kind: 'order-moved' } })).toBe(2)
    await expectSoundBooks()
  })

  test('what nobody can take is cancelled, and its goods are free', async () => {
    const { first, second, geese, orders } = await world({ second: 1 })
    const changeId = await planned(first.id, CANCEL)
    await done(changeId)
    const states = (await Promise.all(orders.map(linesOf))).flat()
    expect(states.filter(({ state }) => state === 'placed')).toEqual([
      { eventId: second.id, state: 'placed', cancelReason: null },
    ])
    expect(states.filter(({ state }) => state === 'cancelled')).toMatchObject([
      { cancelReason: 'event-cancelled' },
    ])
    expect(await database().lot.findUniqueOrThrow({ where: { id: geese.lot.id } })).toMatchObject({
      reserved: 2,
    })
    expect(await database().notice.count({ where: { kind: 'order-cancelled' } })).toBe(1)
    await expectSoundBooks()
  })

  test('goods that are not there on the new day are made anew from those that are', async () => {
    const first = await seedPickupEvent({ daysAhead: 10 })
    const second = await seedPickupEvent({ daysAhead: 17 })
    const early = await seedLot({ quantity: 3, availableTo: addDays(today(), 12) })
    const orderId = await order(await seedBuyer(), [{ offerId: early.offer.id, quantity: 3 }])
    const late = await seedLot({ quantity: 9 })
    expect(late.offer.id).toBe(early.offer.id)
    await done(await planned(first.id, CANCEL))
    expect(await linesOf(orderId)).toMatchObject([{ eventId: second.id, state: 'placed' }])
    const lots = await database().lot.findMany({ orderBy: { id: 'asc' } })
    expect(lots.map(({ available, reserved }) => [available, reserved])).toEqual([
      [3, 0],
      [6, 3],
    ])
    await expectSoundBooks()
  })

  test('a list that was made at the cut-off is put right', async () => {
    const { first } = await world()
    await database().pickupEvent.update({
      where: { id: first.id },
      data: { cutOffAt: new Date(Date.now() - 1_000) },
    })
    await cutOffPickupEvents(SYSTEM_ACTOR)
    expect(await database().bringList.count({ where: { eventId: first.id } })).toBe(1)
    await done(await planned(first.id, CANCEL))
    const lists = await database().bringList.findMany({
      where: { eventId: first.id },
      orderBy: { number: 'asc' },
    })
    expect(lists.map(({ number }) => number)).toEqual([1, 2])
    expect(lists[1]?.lines).toEqual([])
  })

  test('a draft without orders is cancelled at once', async () => {
    const draft = await seedPickupEvent({ state: 'draft' })
    const changeId = await propose(draft.id, CANCEL)
    expect(await stored(changeId)).toMatchObject({ state: 'applied' })
    expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: draft.id } })).toMatchObject({
      state: 'cancelled',
    })
  })
})

test('an event that shrinks keeps as many orders as it has rooms, and those make no new trip', async () => {
  const { first, second, orders } = await world()
  const changeId = await planned(first.id, { kind: 'shrink', capacityOrders: 1 })
  expect((await stored(changeId)).plan).toMatchObject({
    terms: expect.arrayContaining([{ term: 'new-events', value: 1, bound: 1 }]),
  })
  await done(changeId)
  const at = (await Promise.all(orders.map(linesOf))).flat().map(({ eventId }) => eventId)
  expect(at.sort()).toEqual([first.id, second.id])
  expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: first.id } })).toMatchObject({
    capacityOrders: 1,
    ordersTaken: 1,
  })
  expect(await database().notice.count({ where: { kind: 'order-moved' } })).toBe(1)
  await expectSoundBooks()
})

test('an event that moves takes its orders with it, and they are told', async () => {
  const { first, orders } = await world()
  const day = addDays(today(), 12)
  const change: EventChange = {
    kind: 'move',
    startsAt: instantOf(day, '14:00').toISOString(),
    endsAt: instantOf(day, '16:00').toISOString(),
    cutOffAt: instantOf(addDays(day, -2), '18:00').toISOString(),
    place: '小学门口',
  }
  await done(await planned(first.id, change))
  expect((await Promise.all(orders.map(linesOf))).flat().map(({ eventId }) => eventId)).toEqual([
    first.id,
    first.id,
  ])
  expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: first.id } })).toMatchObject({
    place: '小学门口',
    startsAt: new Date(change.startsAt),
    ordersTaken: 2,
  })
  expect(await database().notice.count({ where: { kind: 'order-moved' } })).toBe(2)
  await expectSoundBooks()
})

describe('what no longer holds is not done', () => {
  test('an order took the last room meanwhile: nothing is written, and it is planned anew', async () => {
    const { first, second, goods } = await world({ second: 2 })
    const changeId = await planned(first.id, CANCEL)
    await database().pickupEvent.update({ where: { id: first.id }, data: { capacityOrders: 2 } })
    await order(await seedBuyer(), goods)
    expect(await roomsOf(second.id)).toBe(1)
    const before = await everything()
    expect(await done(changeId)).toMatchObject({ ok: false, code: 'event-change-stale' })
    expect(await everything()).toEqual(before)
    expect(await stored(changeId)).toMatchObject({ state: 'waiting' })
    await plan()
    expect(await done(changeId)).toMatchObject({ ok: true })
    expect(await roomsOf(second.id)).toBe(2)
    await expectSoundBooks()
  })

  test('the cut-off of where it was to go has passed', async () => {
    const { first, second } = await world()
    const changeId = await planned(first.id, CANCEL)
    await database().pickupEvent.update({
      where: { id: second.id },
      data: { cutOffAt: new Date(Date.now() - 1_000) },
    })
    const before = await everything()
    expect(await done(changeId)).toMatchObject({ ok: false, code: 'event-change-stale' })
    expect(await everything()).toEqual(before)
  })

  test('another order came to the event itself', async () => {
    const { first, goods } = await world()
    const changeId = await planned(first.id, CANCEL)
    await order(await seedBuyer(), goods)
    const before = await everything()
    expect(await done(changeId)).toMatchObject({ ok: false, code: 'event-change-stale' })
    expect(await everything()).toEqual(before)
  })

  test('two organizers at once do it once', async () => {
    const { first } = await world()
    const changeId = await planned(first.id, CANCEL)
    const other = await actorWith('organizer', TOWN)
    const verdicts = await Promise.all([done(changeId), done(changeId, other)])
    expect(verdicts.every(({ ok }) => ok)).toBe(true)
    expect(await database().activityRecord.count({ where: { act: 'event:change' } })).toBe(1)
    expect(await database().notice.count({ where: { kind: 'order-moved' } })).toBe(2)
    await expectSoundBooks()
  })
})

describe('what is refused', () => {
  test('another county, a buyer, a desk that is open, more rooms than now, a second change', async () => {
    const { first, ann } = await world()
    const ask = (by: Actor, change: EventChange = CANCEL, eventId = first.id) =>
      proposeEventChange(by, planScope(by), { changeId: randomUUID(), eventId, change, reason: '下大雨' })
    const stranger = await actorWith('organizer', FOREIGN_COUNTY)
    const running = await seedPickupEvent({ state: 'running' })
    const before = await everything()
    expect(await ask(stranger)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await ask(ann.actor)).toMatchObject({ ok: false, code: 'not-allowed' })
    expect(await ask(organizer, CANCEL, running.id)).toMatchObject({
      ok: false,
      code: 'event-change-too-late',
    })
    expect(await ask(organizer, { kind: 'shrink', capacityOrders: 10 })).toMatchObject({
      ok: false,
      code: 'event-change-not-fewer',
    })
    expect(await database().eventChange.count()).toBe(0)
    const changeId = await propose(first.id, CANCEL)
    expect(await ask(organizer)).toMatchObject({ ok: false, code: 'event-change-open' })
    expect(await done(changeId)).toMatchObject({ ok: false, code: 'event-change-not-ready' })
    await plan()
    expect(await done(changeId, stranger)).toMatchObject({ ok: false, code: 'not-found' })
    expect(await dropEventChange(stranger, planScope(stranger), { changeId })).toMatchObject({
      code: 'not-found',
    })
    expect(await everything()).toEqual(before)
  })

  test('a dropped change is not done, and another may be asked for', async () => {
    const { first } = await world()
    const changeId = await planned(first.id, CANCEL)
    const drop = () => dropEventChange(organizer, planScope(organizer), { changeId })
    expect(await drop()).toMatchObject({ ok: true })
    expect(await drop()).toMatchObject({ ok: true })
    expect(await done(changeId)).toMatchObject({ ok: false, code: 'event-change-not-ready' })
    await propose(first.id, CANCEL)
  })
})

describe('the job', () => {
  test('two servers plan a change once', async () => {
    const { first } = await world()
    await propose(first.id, CANCEL)
    expect((await Promise.all([plan(), plan()])).filter(Boolean)).toHaveLength(1)
  })

  test('a worker that dies is followed by another, three times', async () => {
    const { first } = await world()
    const changeId = await propose(first.id, CANCEL)
    const dying: RunPlanningWorker = async () => {
      throw new Error('killed')
    }
    await expect(plan(dying)).rejects.toThrow('killed')
    expect(await stored(changeId)).toMatchObject({ state: 'waiting', tries: 1 })
    await expect(plan(dying)).rejects.toThrow('killed')
    await expect(plan(dying)).rejects.toThrow('killed')
    expect(await stored(changeId)).toMatchObject({ state: 'failed', failure: 'event-change-broken-off' })
    await planned(first.id, CANCEL)
  })

  test('its stored plan is the same from its stored inputs, keeps to the rules, and is within its bounds', async () => {
    const { first } = await world({ second: 1 })
    const changeId = await planned(first.id, CANCEL)
    await done(changeId)
    const row = await stored(changeId)
    const [inputs, plan] = [row.inputs as unknown as AgainRequest, row.plan as unknown as AgainPlan]
    const again = planAgain(inputs, await loadSolve())
    expect(again).toEqual(plan)
    const held = holdAgain(inputs, plan)
    expect(held.faults).toEqual([])
    for (const { term, value, bound } of plan.terms) {
      expect(held.values[term]).toBe(value)
      expect(value).toBeGreaterThanOrEqual(bound)
    }
    // A plan that was tampered with is found out.
    const [one] = plan.sent
    const other = {
      sent: plan.sent.map((sent) => ({ ...sent, event: sent === one ? first.id : sent.event })),
    }
    expect(holdAgain(inputs, other).faults).toContain('event-cannot')
  })

  test('a process killed midway leaves nothing, and the next one plans it', async () => {
    const { first } = await world()
    const changeId = await propose(first.id, CANCEL)
    const running = plan(runPlanningWorker).catch((error: unknown) => String(error))
    let pid: number | undefined
    while (pid === undefined) {
      await pause(5)
      pid = childrenOf(process.pid).find((child) => commandOf(child).includes('planning-worker'))
    }
    process.kill(pid, 'SIGKILL')
    expect(await running).toContain('the planning worker ended')
    expect(await stored(changeId)).toMatchObject({ state: 'waiting', tries: 1, plan: null })
    expect(await plan(runPlanningWorker)).toBe(true)
    expect(await stored(changeId)).toMatchObject({ state: 'ready', tries: 2 })
  }, 60_000)
})

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

test('whatever was ordered: no room is passed, no lot oversold, and every fen is where it was', async () => {
  const some = fc.record({
    rooms: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }),
    lots: fc.array(
      fc.record({ quantity: fc.integer({ min: 2, max: 6 }), lastDay: fc.integer({ min: 10, max: 30 }) }),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    orders: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
    isShrunk: fc.boolean(),
  })
  for (const { rooms, lots, orders, isShrunk } of fc.sample(some, { numRuns: 6, seed: 20261202 })) {
    const earlier = await database().pickupEvent.findMany({ select: { id: true } })
    await database().pickupEvent.updateMany({
      where: { id: { in: earlier.map(({ id }) => id) } },
      data: { cutOffAt: new Date(Date.now() - 1_000) },
    })
    const first = await seedPickupEvent({ daysAhead: 10, capacityOrders: 9 })
    const offers = await Promise.all(
      lots.map(({ quantity, lastDay }) => seedLot({ quantity, availableTo: addDays(today(), lastDay) })),
    )
    for (const quantity of orders) {
      const buyer = await seedBuyer()
      const goods = [{ offerId: offers[0]?.offer.id ?? 0, quantity }]
      await order(buyer, goods).catch(() => null)
    }
    for (const [index, capacityOrders] of rooms.entries())
      await seedPickupEvent({ daysAhead: 12 + 5 * index, capacityOrders })
    const lines = () => database().orderLine.findMany({ orderBy: { id: 'asc' } })
    const before = await lines()
    const changeId = await planned(first.id, isShrunk ? { kind: 'shrink', capacityOrders: 1 } : CANCEL)
    if ((await stored(changeId)).state === 'ready') expect(await done(changeId)).toMatchObject({ ok: true })
    const fen = (rows: typeof before) =>
      rows.map(({ id, heldAmountFen, heldBaseFen }) => [id, heldAmountFen, heldBaseFen])
    expect(fen(await lines())).toEqual(fen(before))
    await expectSoundBooks()
  }
}, 120_000)
