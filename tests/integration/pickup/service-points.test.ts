import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import {
  type ChangeServicePointRefusal,
  changeServicePoint,
} from '#app/commands/pickup/change-service-point.server.ts'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { createServicePoint } from '#app/commands/pickup/create-service-point.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import {
  type MoveServicePointRefusal,
  moveServicePoint,
} from '#app/commands/pickup/move-service-point.server.ts'
import { planSeriesDays } from '#app/commands/pickup/plan-series-days.server.ts'
import { proposeEventChange } from '#app/commands/pickup/propose-event-change.server.ts'
import { database } from '#app/db/client.server.ts'
import { databaseRefusal } from '#app/db/transaction.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, scopeOf } from '#app/domain/access/roles.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import type { EventPlan } from '#app/domain/pickup/plan-event.ts'
import type { ServicePointPlan, ServicePointState } from '#app/domain/pickup/service-point.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readSeriesPage } from '#app/queries/pickup/series-page.server.ts'
import { readServicePoint, readServicePoints } from '#app/queries/pickup/service-points.server.ts'
import {
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedEventSeries,
  seedGround,
  seedPickupEvent,
  seedServicePoint,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'

useDatabase()
let organizer: Actor
beforeEach(async () => {
  await seedGround()
  organizer = await actorWith('organizer', TOWN)
})

const keepScope = (actor: Actor) => scopeOf(actor, rolesWith('point:keep'))
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opensAt: '08:00', closesAt: '18:00' }))
const POINT: ServicePointPlan = {
  villageCode: VILLAGE,
  name: ' 电商服务点 ',
  place: ' 村小学对面 ',
  openingHours: EVERY_DAY,
  scaleCount: 3,
  staffCount: 2,
  hasColdBox: true,
}
const create = (change: Partial<ServicePointPlan> = {}, actor = organizer, formKey: string = randomUUID()) =>
  createServicePoint(actor, keepScope(actor), { formKey, point: { ...POINT, ...change } })
const change = (pointId: number, of: Partial<ServicePointPlan>, actor = organizer) => {
  const { villageCode, ...point } = POINT
  return changeServicePoint(actor, keepScope(actor), { pointId, point: { ...point, ...of } })
}
const move = (pointId: number, from: ServicePointState, to: ServicePointState, actor = organizer) =>
  moveServicePoint(actor, keepScope(actor), { pointId, from, to })

/** Everything that a refusal must leave as it was. */
const tables = async () => ({
  points: await database().servicePoint.findMany({ orderBy: { id: 'asc' } }),
  states: await database().servicePointState.count(),
  events: await database().pickupEvent.findMany({ orderBy: { id: 'asc' } }),
  series: await database().eventSeries.findMany({ orderBy: { id: 'asc' } }),
  activities: await database().activityRecord.count(),
})
const pointOf = (id: number) => database().servicePoint.findUniqueOrThrow({ where: { id } })

const planAt = (servicePointId: number | null, of: Partial<EventPlan> = {}): EventPlan => ({
  title: '“以购助扶”活动',
  villageCode: VILLAGE,
  servicePointId,
  place: '',
  startsAt: instantOf(addDays(today(), 14), '09:00'),
  endsAt: instantOf(addDays(today(), 14), '11:30'),
  cutOffAt: instantOf(addDays(today(), 11), '18:00'),
  capacityOrders: 100,
  scaleCount: 1,
  deskMinutesPerScale: null,
  servedVillageCodes: [VILLAGE],
  ...of,
})
const plan = (servicePointId: number | null, of: Partial<EventPlan> = {}) =>
  createPickupEvent(organizer, planScope(organizer), planAt(servicePointId, of))
async function planned(servicePointId: number, of: Partial<EventPlan> = {}): Promise<number> {
  const made = await plan(servicePointId, of)
  if (!made.ok) throw new Error(`not planned: ${JSON.stringify(made)}`)
  return made.value.eventId
}
const open = (eventId: number) =>
  movePickupEvent(organizer, planScope(organizer), { eventId, from: 'draft', to: 'open' })

describe('a service point', () => {
  it('is put on record as planned, once however often its form is sent', async () => {
    const formKey = randomUUID()
    const [first, again] = await Promise.all([create({}, organizer, formKey), create({}, organizer, formKey)])
    expect(first).toMatchObject({ ok: true })
    expect(again).toEqual(first)
    expect(await database().servicePoint.findMany({ include: { states: true } })).toMatchObject([
      {
        name: '电商服务点',
        place: '村小学对面',
        villageCode: VILLAGE,
        openingHours: EVERY_DAY,
        state: 'planned',
        createdBy: organizer.accountId,
        states: [{ state: 'planned', recordedBy: organizer.accountId }],
      },
    ])
    expect(await create({ name: '另一个' }, organizer, formKey)).toEqual({ ok: false, code: 'key-reused' })
  })

  it.each([
    ['a village out of scope', { villageCode: FOREIGN_VILLAGE }, 'villageCode', 'village-not-yours'],
    ['a village that does not exist', { villageCode: '510981100999' }, 'villageCode', 'village-not-yours'],
    ['no hours', { openingHours: [] }, 'opensAt1', 'opening-hours-missing'],
    ['a name that is there', { name: '老服务点' }, 'name', 'point-name-taken'],
  ] as const)('is refused for %s, by field', async (_, of, field, code) => {
    await seedServicePoint({ name: '老服务点' })
    const before = await tables()
    const made = await create(of)
    expect(made).toMatchObject({ ok: false, code: 'point-refused' })
    expect('faults' in made && made.faults).toEqual([{ field, code }])
    expect(await tables()).toEqual(before)
  })

  it('has one name in its village, also when two give it at once', async () => {
    const made = await Promise.all([create(), create()])
    expect(made.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await database().servicePoint.count()).toBe(1)
  })

  it('is kept by organizers of its place, and not found by others', async () => {
    const { id } = await seedServicePoint()
    const lead = await actorWith('village-lead', VILLAGE)
    const office = await actorWith('county-office', TOWN)
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    const before = await tables()
    for (const actor of [lead, office]) {
      expect(await create({}, actor)).toEqual({ ok: false, code: 'not-allowed' })
      expect(await change(id, {}, actor)).toEqual({ ok: false, code: 'not-allowed' })
      expect(await move(id, 'open', 'closed', actor)).toEqual({ ok: false, code: 'not-allowed' })
    }
    expect(await change(id, {}, foreign)).toEqual({ ok: false, code: 'not-found' })
    expect(await move(id, 'open', 'closed', foreign)).toEqual({ ok: false, code: 'not-found' })
    expect(await tables()).toEqual(before)
    expect(await readServicePoint(keepScope(foreign), id, new Date())).toBeNull()
    expect(await readServicePoints(keepScope(foreign), new Date())).toEqual([])
  })

  it('moves on, each state from when on on record, and only from the one that was shown', async () => {
    const { id } = await seedServicePoint({ state: 'planned' })
    expect(await move(id, 'planned', 'under-construction')).toMatchObject({ ok: true })
    expect(await move(id, 'planned', 'open')).toEqual({ ok: false, code: 'point-state-changed' })
    expect(await move(id, 'under-construction', 'planned')).toEqual({
      ok: false,
      code: 'point-state-changed',
    })
    const answers = await Promise.all([
      move(id, 'under-construction', 'open'),
      move(id, 'under-construction', 'open'),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    const page = await readServicePoint(keepScope(organizer), id, new Date())
    expect(page?.states.map(({ state }) => state)).toEqual(['open', 'under-construction', 'planned'])
    expect((await pointOf(id)).state).toBe('open')
    await expect(database().$executeRaw`UPDATE service_point_state SET state = 'closed'`).rejects.toThrow()
  })

  it('is changed, its village aside', async () => {
    const { id } = await seedServicePoint()
    expect(await change(id, { staffCount: 5, place: '镇上' })).toMatchObject({ ok: true })
    expect(await pointOf(id)).toMatchObject({ staffCount: 5, place: '镇上', villageCode: VILLAGE })
    expect(await change(id, { scaleCount: 0 })).toMatchObject({
      faults: [{ field: 'scaleCount', code: 'scales-out-of-range' }],
    })
  })

  it('has words for every refusal', () => {
    expectTypeOf<CodesWithoutWords<Exclude<MoveServicePointRefusal, 'not-found'>>>().toBeNever()
    expectTypeOf<CodesWithoutWords<ChangeServicePointRefusal['faults'][number]['code']>>().toBeNever()
  })
})

describe('an event at a service point', () => {
  it('has its place and its scales', async () => {
    const { id } = await seedServicePoint({ state: 'planned' })
    const eventId = await planned(id)
    expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: eventId } })).toMatchObject({
      servicePointId: id,
      place: '村小学对面',
      scaleCount: 3,
      state: 'draft',
    })
  })

  it.each([
    [
      'outside its hours',
      { endsAt: instantOf(addDays(today(), 14), '18:01') },
      'startsAt',
      'outside-point-hours',
    ],
    ['of another village', { villageCode: OTHER_VILLAGE }, 'servicePointId', 'point-of-other-village'],
    [
      'with another there',
      {
        startsAt: instantOf(addDays(today(), 14), '11:29'),
        endsAt: instantOf(addDays(today(), 14), '13:00'),
      },
      'startsAt',
      'point-taken',
    ],
  ] as const)('is refused %s, by field', async (_, of, field, code) => {
    const { id } = await seedServicePoint()
    if (code === 'point-taken') await planned(id)
    const before = await tables()
    const made = await plan(id, of)
    expect('faults' in made && made.faults).toEqual([{ field, code }])
    expect(await tables()).toEqual(before)
  })

  it('is refused where there is no such point in reach', async () => {
    const foreign = await seedServicePoint({ villageCode: FOREIGN_VILLAGE })
    for (const id of [foreign.id, 9_999]) {
      const made = await plan(id, { place: '村口' })
      expect('faults' in made && made.faults).toEqual([{ field: 'servicePointId', code: 'point-not-found' }])
    }
  })

  it('is one of two that are planned for the same time at once', async () => {
    const { id } = await seedServicePoint()
    const made = await Promise.all([plan(id), plan(id)])
    expect(made.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await database().pickupEvent.count({ where: { servicePointId: id } })).toBe(1)
  })

  it('opens only while its point is open', async () => {
    const { id } = await seedServicePoint({ state: 'under-construction' })
    const eventId = await planned(id)
    const before = await tables()
    expect(await open(eventId)).toEqual({ ok: false, code: 'point-not-open' })
    expect(await tables()).toEqual(before)
    await move(id, 'under-construction', 'open')
    expect(await open(eventId)).toMatchObject({ ok: true })
  })

  it('keeps its point from being closed, which names it', async () => {
    const { id } = await seedServicePoint()
    const eventId = await planned(id)
    await open(eventId)
    const before = await tables()
    expect(await move(id, 'open', 'closed')).toEqual({
      ok: false,
      code: 'point-has-events',
      facts: { events: `#${eventId}` },
    })
    expect(await change(id, { place: '别处' })).toMatchObject({ code: 'point-has-events' })
    expect(await tables()).toEqual(before)
  })

  it('opens, or its point is closed: never both, whoever is first', async () => {
    for (let round = 0; round < 4; round++) {
      const { id } = await seedServicePoint()
      const eventId = await planned(id)
      const [opened, closed] = await Promise.all([open(eventId), move(id, 'open', 'closed')])
      expect([opened.ok, closed.ok].filter(Boolean)).toHaveLength(1)
      const event = await database().pickupEvent.findUniqueOrThrow({ where: { id: eventId } })
      const { state } = await pointOf(id)
      expect([event.state, state]).toEqual(opened.ok ? ['open', 'open'] : ['draft', 'closed'])
    }
  })

  it('is held to its point by the database, whoever writes it', async () => {
    const { id } = await seedServicePoint({ state: 'closed' })
    const refusalOf = (write: Promise<unknown>) => write.then(() => null, databaseRefusal)
    expect(await refusalOf(seedPickupEvent({ servicePointId: id }))).toBe('point-not-open')
    const at = { servicePointId: id, state: 'draft' }
    expect(await refusalOf(seedPickupEvent({ ...at, startTime: '07:59' }))).toBe('outside-point-hours')
    expect(await refusalOf(seedPickupEvent({ ...at, villageCode: OTHER_VILLAGE }))).toBe(
      'point-of-other-village',
    )
    await seedPickupEvent(at)
    expect(await refusalOf(seedPickupEvent({ ...at, startTime: '11:29', endTime: '12:00' }))).toBe(
      'point-taken',
    )
    expect(await refusalOf(seedPickupEvent({ ...at, startTime: '11:30', endTime: '12:00' }))).toBeNull()
  })

  it('can be moved within its hours, and leaves it for another place', async () => {
    const { id } = await seedServicePoint()
    const eventId = await planned(id)
    await open(eventId)
    const to = (from: string, until: string, place = '村小学对面') => {
      const [startsAt, endsAt] = [from, until].map((time) =>
        instantOf(addDays(today(), 15), time).toISOString(),
      )
      const cutOffAt = instantOf(addDays(today(), 12), '18:00').toISOString()
      return proposeEventChange(organizer, planScope(organizer), {
        changeId: randomUUID(),
        eventId,
        change: { kind: 'move', startsAt: startsAt ?? '', endsAt: endsAt ?? '', cutOffAt, place },
        reason: '下雨',
      })
    }
    const before = await tables()
    expect(await to('07:00', '09:00')).toEqual({ ok: false, code: 'outside-point-hours' })
    expect(await tables()).toEqual(before)
    expect(await to('08:00', '10:00')).toMatchObject({ ok: true })
    const event = () => database().pickupEvent.findUniqueOrThrow({ where: { id: eventId } })
    expect((await event()).servicePointId).toBe(id)
    expect(await to('07:00', '09:00', '村委会广场')).toMatchObject({ ok: true })
    expect(await event()).toMatchObject({ servicePointId: null, place: '村委会广场' })
  })
})

describe('a series at a service point', () => {
  const NOW = new Date('2090-11-30T02:00:00Z')
  async function planYear(pointId: number, areOpen: boolean) {
    const series = await seedEventSeries({ fromDay: '2090-12-01', toDay: '2090-12-31' })
    await database().eventSeries.update({ where: { id: series.id }, data: { servicePointId: pointId } })
    const page = await readSeriesPage(planScope(organizer), series.id, NOW)
    const choices = (page?.preview?.days ?? []).map(({ day }) => ({ day, heldOn: day }))
    const input = { seriesId: series.id, from: '2090-12-01', seen: page?.seen ?? '', choices, areOpen }
    return planSeriesDays(organizer, planScope(organizer), input, { now: () => NOW })
  }

  it('opens its events at an open point, and only drafts at another', async () => {
    const opened = await seedServicePoint()
    expect(await planYear(opened.id, true)).toMatchObject({ ok: true, value: { eventCount: 2 } })
    const closed = await seedServicePoint({ state: 'closed' })
    const before = await database().pickupEvent.count()
    expect(await planYear(closed.id, true)).toEqual({ ok: false, code: 'point-not-open' })
    expect(await database().pickupEvent.count()).toBe(before)
    expect(await planYear(closed.id, false)).toMatchObject({ ok: true, value: { eventCount: 2 } })
    expect(await database().pickupEvent.findMany({ where: { servicePointId: closed.id } })).toMatchObject([
      { state: 'draft', place: '村小学对面', scaleCount: 3 },
      { state: 'draft' },
    ])
  })

  it('is refused where an event is there already', async () => {
    const { id } = await seedServicePoint()
    await planYear(id, false)
    expect(await planYear(id, false)).toMatchObject({ ok: false, code: 'series-day-refused' })
  })
})
