import { beforeEach, describe, expect, it } from 'vitest'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { movePickupEvent, type OrganizerMove } from '#app/commands/pickup/move-pickup-event.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Actor, SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import type { EventPlan } from '#app/domain/pickup/plan-event.ts'
import { cutOffEvents } from '#app/jobs/cut-off-events.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedPickupEvent,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'

useDatabase({ per: 'file' })
let organizer: Actor
beforeEach(async () => {
  await seedGround()
  organizer = await actorWith('organizer', TOWN)
})

const plan = (change: Partial<EventPlan> = {}): EventPlan => ({
  title: ' “以购助扶”活动 ',
  villageCode: VILLAGE,
  place: '村委会广场',
  startsAt: instantOf(addDays(today(), 14), '09:00'),
  endsAt: instantOf(addDays(today(), 14), '11:30'),
  cutOffAt: instantOf(addDays(today(), 11), '18:00'),
  capacityOrders: 100,
  scaleCount: 2,
  deskMinutesPerScale: null,
  servicePointId: null,
  servedVillageCodes: [OTHER_VILLAGE, VILLAGE, VILLAGE],
  ...change,
})
const create = (change: Partial<EventPlan> = {}, actor = organizer) =>
  createPickupEvent(actor, planScope(actor), plan(change))
const rows = async () => ({
  events: await database().pickupEvent.count(),
  activities: await database().activityRecord.count(),
})

describe('planning an event', () => {
  it('writes a draft with the villages it serves, and who made it', async () => {
    const made = await create()
    expect(made.ok).toBe(true)
    const event = await database().pickupEvent.findFirstOrThrow({
      orderBy: { id: 'desc' },
      include: { servedVillages: { orderBy: { villageCode: 'asc' } } },
    })
    expect(event).toMatchObject({
      title: '“以购助扶”活动',
      countyCode: COUNTY,
      villageCode: VILLAGE,
      state: 'draft',
      ordersTaken: 0,
      createdBy: organizer.accountId,
    })
    expect(event.servedVillages.map((village) => village.villageCode)).toEqual([OTHER_VILLAGE, VILLAGE])
    expect(
      await database().activityRecord.findMany({
        where: { act: 'event:create', subjectId: String(event.id) },
      }),
    ).toMatchObject([{ actorId: organizer.accountId, scopeCode: VILLAGE }])
  })

  it.each([
    ['a village out of scope', { villageCode: FOREIGN_VILLAGE }, 'villageCode', 'village-not-yours'],
    ['a village that does not exist', { villageCode: '510981100999' }, 'villageCode', 'village-not-yours'],
    ['a town', { villageCode: TOWN }, 'villageCode', 'village-not-yours'],
    [
      'serving a village out of scope',
      { servedVillageCodes: [FOREIGN_VILLAGE] },
      'servedVillageCodes',
      'village-not-yours',
    ],
    [
      'a start in the past',
      { startsAt: instantOf(addDays(today(), -1), '09:00') },
      'startsAt',
      'event-in-the-past',
    ],
    ['no capacity', { capacityOrders: 0 }, 'capacityOrders', 'capacity-out-of-range'],
  ] as const)('is refused for %s, by field', async (_, change, field, code) => {
    const before = await rows()
    const made = await create(change)
    expect(made).toMatchObject({ ok: false, code: 'plan-refused' })
    expect('faults' in made && made.faults).toContainEqual({ field, code })
    expect(await rows()).toEqual(before)
  })

  it('is for organizers', async () => {
    const lead = await actorWith('village-lead', VILLAGE)
    expect(await create({}, lead)).toEqual({ ok: false, code: 'not-allowed' })
  })
})

const move = (eventId: number, from: PickupEventState, to: OrganizerMove, actor = organizer) =>
  movePickupEvent(actor, planScope(actor), { eventId, from, to })
const stateOf = async (id: number) =>
  (await database().pickupEvent.findUniqueOrThrow({ where: { id } })).state
const movesOf = (id: number) =>
  database().activityRecord.findMany({
    where: { act: 'event:move', subjectId: String(id) },
    orderBy: { id: 'asc' },
    select: { actorId: true, facts: true },
  })

describe('moving an event on', () => {
  it('opens it for orders, and records it', async () => {
    const event = await seedPickupEvent({ state: 'draft' })
    expect(await move(event.id, 'draft', 'open')).toEqual({ ok: true, value: { state: 'open' } })
    expect(await stateOf(event.id)).toBe('open')
    expect(await movesOf(event.id)).toEqual([
      { actorId: organizer.accountId, facts: { from: 'draft', to: 'open' } },
    ])
  })

  it('opens nothing whose cut-off has passed', async () => {
    const event = await seedPickupEvent({ state: 'draft', cutOffAt: new Date(Date.now() - 1_000) })
    expect(await move(event.id, 'draft', 'open')).toEqual({ ok: false, code: 'cut-off-has-passed' })
    expect(await stateOf(event.id)).toBe('draft')
    expect(await movesOf(event.id)).toEqual([])
  })

  it('starts on its day, also when its hour has passed, and not before', async () => {
    const todays = await seedPickupEvent({
      state: 'cut-off',
      daysAhead: 0,
      startTime: '00:00',
      endTime: '00:30',
    })
    const tomorrows = await seedPickupEvent({ state: 'cut-off', daysAhead: 1 })
    expect(await move(todays.id, 'cut-off', 'running')).toEqual({ ok: true, value: { state: 'running' } })
    expect(await move(tomorrows.id, 'cut-off', 'running')).toEqual({ ok: false, code: 'event-not-today' })
    expect(await stateOf(tomorrows.id)).toBe('cut-off')
  })

  it('begins to close, and back to the desk', async () => {
    const event = await seedPickupEvent({ state: 'running', daysAhead: 0 })
    expect(await move(event.id, 'running', 'closing')).toMatchObject({ ok: true })
    expect(await move(event.id, 'closing', 'running')).toMatchObject({ ok: true })
    expect((await movesOf(event.id)).map(({ facts }) => facts)).toEqual([
      { from: 'running', to: 'closing' },
      { from: 'closing', to: 'running' },
    ])
  })

  it.each([
    ['draft', 'running'],
    ['open', 'running'],
    ['open', 'closing'],
    ['cut-off', 'open'],
    ['closed', 'running'],
    ['cancelled', 'open'],
  ] as const)('never goes from %s to %s', async (from, to) => {
    const event = await seedPickupEvent({ state: from, daysAhead: 0 })
    expect(await move(event.id, from, to)).toMatchObject({ ok: false, code: 'event-state-changed' })
    expect(await stateOf(event.id)).toBe(from)
  })

  it('refuses a button that was shown for another state', async () => {
    const event = await seedPickupEvent({ state: 'closing', daysAhead: 0 })
    expect(await move(event.id, 'cut-off', 'running')).toEqual({
      ok: false,
      code: 'event-state-changed',
      facts: { state: 'closing' },
    })
  })

  it('moves once when two press at once', async () => {
    const event = await seedPickupEvent({ state: 'draft' })
    const answers = await Promise.all([move(event.id, 'draft', 'open'), move(event.id, 'draft', 'open')])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(await movesOf(event.id)).toHaveLength(1)
  })

  it('is not found out of scope', async () => {
    const event = await seedPickupEvent({ state: 'draft' })
    const other = await actorWith('organizer', FOREIGN_COUNTY)
    expect(await move(event.id, 'draft', 'open', other)).toEqual({ ok: false, code: 'not-found' })
    expect(await stateOf(event.id)).toBe('draft')
  })
})

describe('the cut-off', () => {
  const past = () => new Date(Date.now() - 1_000)
  beforeEach(async () => {
    await cutOffEvents()
  })

  it('closes what is due and nothing else', async () => {
    const due = await seedPickupEvent({ cutOffAt: past() })
    const later = await seedPickupEvent({})
    const draft = await seedPickupEvent({ state: 'draft', cutOffAt: past() })
    expect(await cutOffEvents()).toBe(1)
    expect([await stateOf(due.id), await stateOf(later.id), await stateOf(draft.id)]).toEqual([
      'cut-off',
      'open',
      'draft',
    ])
    expect(await movesOf(due.id)).toEqual([{ actorId: null, facts: { from: 'open', to: 'cut-off' } }])
    expect(await cutOffEvents()).toBe(0)
  })

  it('happens once when several processes do it', async () => {
    const events = [await seedPickupEvent({ cutOffAt: past() }), await seedPickupEvent({ cutOffAt: past() })]
    const counts = await Promise.all(Array.from({ length: 5 }, () => cutOffPickupEvents(SYSTEM_ACTOR)))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
    for (const { id } of events) expect(await movesOf(id)).toHaveLength(1)
  })

  it('waits for an order that is taking the room, and misses none', async () => {
    const event = await seedPickupEvent({ cutOffAt: past() })
    let cutOff: Promise<number> | undefined
    await database().$transaction(async (tx) => {
      await tx.$executeRaw`UPDATE pickup_event SET orders_taken = orders_taken + 1 WHERE id = ${event.id}`
      cutOff = cutOffPickupEvents(SYSTEM_ACTOR)
      const waiting = () =>
        tx.$queryRaw<
          { count: bigint }[]
        >`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
      await expect.poll(async () => Number((await waiting())[0]?.count)).toBeGreaterThan(0)
      expect(await stateOf(event.id)).toBe('open')
    })
    expect(await cutOff).toBe(1)
    expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: event.id } })).toMatchObject({
      state: 'cut-off',
      ordersTaken: 1,
    })
  })
})
