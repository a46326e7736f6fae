import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest'
import { createEventSeries } from '#app/commands/pickup/create-event-series.server.ts'
import { declareDays } from '#app/commands/pickup/declare-days.server.ts'
import { endEventSeries } from '#app/commands/pickup/end-event-series.server.ts'
import { type PlanSeriesRefusal, planSeriesDays } from '#app/commands/pickup/plan-series-days.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { fromDateColumn, instantOf } from '#app/domain/kernel/calendar.ts'
import type { DayChoice, EventSeries, SeriesFault } from '#app/domain/pickup/event-series.ts'
import type { Declaration, DeclarationFault } from '#app/domain/pickup/public-holiday.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readCountyCalendar } from '#app/queries/pickup/county-calendar.server.ts'
import { readEventToRepeat } from '#app/queries/pickup/event-to-repeat.server.ts'
import { readSeriesList } from '#app/queries/pickup/series-list.server.ts'
import { readSeriesPage } from '#app/queries/pickup/series-page.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedPickupEvent,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'

useDatabase()
let organizer: Actor
let foreign: Actor
beforeEach(async () => {
  await seedGround()
  organizer = await actorWith('organizer', TOWN)
  foreign = await actorWith('organizer', FOREIGN_COUNTY)
})

/** Tests plan from a day that is long ahead of every machine's clock. */
const NOW = new Date('2090-11-30T02:00:00Z')
const deps = { now: () => NOW }
const SERIES: EventSeries = {
  title: ' “以购助扶”活动 ',
  villageCode: VILLAGE,
  place: '村委会广场',
  weekday: 1,
  weeks: ['1', '3'],
  reading: 'weekday-of-month',
  startsAt: '09:00',
  endsAt: '11:30',
  cutOffDaysBefore: 3,
  cutOffAt: '18:00',
  capacityOrders: 100,
  scaleCount: 2,
  deskMinutesPerScale: null,
  servicePointId: null,
  servedVillageCodes: [VILLAGE, OTHER_VILLAGE, VILLAGE],
  fromDay: '2090-12-01',
  toDay: null,
}
const create = (change: Partial<EventSeries> = {}, actor = organizer, formKey: string = randomUUID()) =>
  createEventSeries(actor, planScope(actor), { formKey, series: { ...SERIES, ...change } }, deps)

async function made(change: Partial<EventSeries> = {}): Promise<number> {
  const verdict = await create(change)
  if (!verdict.ok) throw new Error(`no series: ${verdict.code}`)
  return verdict.value.seriesId
}
const previewOf = async (id: number) => (await readSeriesPage(planScope(organizer), id, NOW))?.preview
async function choicesOf(id: number, change: Record<string, string> = {}): Promise<DayChoice[]> {
  const days = (await previewOf(id))?.days ?? []
  return days.map(({ day }) => ({ day, heldOn: change[day] ?? day }))
}
const seenOf = async (id: number) => (await readSeriesPage(planScope(organizer), id, NOW))?.seen ?? ''
const plan = async (
  seriesId: number,
  choices: readonly DayChoice[],
  {
    from = '2090-12-01',
    areOpen = false,
    actor = organizer,
    seen,
  }: { from?: string; areOpen?: boolean; actor?: Actor; seen?: string } = {},
) =>
  planSeriesDays(
    actor,
    planScope(actor),
    { seriesId, from, seen: seen ?? (await seenOf(seriesId)), choices, areOpen },
    deps,
  )
const declare = async (declaration: Partial<Declaration>, countyCode = COUNTY) => {
  const office = await someone('county-office', { scopeCode: COUNTY })
  const whole: Declaration = {
    fromDay: '2091-01-01',
    toDay: '2091-01-01',
    kind: 'holiday',
    name: '元旦',
    source: '放假通知',
    ...declaration,
  }
  return declareDays(office.actor, scopeFor(office, 'calendar:declare'), { countyCode, declaration: whole })
}
const written = async () => ({
  series: await database().eventSeries.count(),
  events: await database().pickupEvent.count(),
  days: await database().declaredDay.count(),
  activities: await database().activityRecord.count(),
})
const eventsOf = async (seriesId: number) =>
  (
    await database().pickupEvent.findMany({
      where: { seriesId },
      orderBy: { startsAt: 'asc' },
      include: { servedVillages: { orderBy: { villageCode: 'asc' } } },
    })
  ).map(({ seriesDay, ...event }) => ({ ...event, seriesDay: seriesDay && fromDateColumn(seriesDay) }))

describe('a series', () => {
  it('is kept with its rule, makes no event, and is one however often its form is sent', async () => {
    const formKey = randomUUID()
    const verdicts = await Promise.all([create({}, organizer, formKey), create({}, organizer, formKey)])
    expect(verdicts[0]).toMatchObject({ ok: true })
    expect(verdicts[1]).toEqual(verdicts[0])
    expect(await written()).toMatchObject({ series: 1, events: 0 })
    expect(await database().activityRecord.count({ where: { act: 'series:create' } })).toBe(1)
    const { series } = await readSeriesList(planScope(organizer))
    expect(series).toMatchObject([
      { title: '“以购助扶”活动', weekday: 1, weeks: ['1', '3'], plannedTo: null },
    ])
  })

  it('is refused for the same form with something else in it, and out of scope, by field', async () => {
    const formKey = randomUUID()
    await create({}, organizer, formKey)
    const before = await written()
    expect(await create({ weekday: 2 }, organizer, formKey)).toEqual({ ok: false, code: 'key-reused' })
    expect(await create({ villageCode: FOREIGN_VILLAGE })).toMatchObject({
      code: 'series-refused',
      faults: [
        { field: 'villageCode', code: 'village-not-yours' },
        { field: 'servedVillageCodes', code: 'village-not-yours' },
      ],
    })
    expect(await create({ weeks: [] })).toMatchObject({ faults: [{ field: 'weeks', code: 'weeks-missing' }] })
    const lead = await actorWith('village-lead', VILLAGE)
    expect(await create({}, lead)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await written()).toEqual(before)
  })

  it('reads its weeks as the county does, unless it says otherwise', async () => {
    expect((await readSeriesList(planScope(organizer))).countyReading).toBe('weekday-of-month')
    await database().countySetting.create({ data: { countyCode: COUNTY, helpDayReading: 'week-of-month' } })
    expect((await readSeriesList(planScope(organizer))).countyReading).toBe('week-of-month')
    expect((await readSeriesList(planScope(foreign))).series).toEqual([])
  })
})

describe('planning the days of a series', () => {
  it('makes each ticked day an event as the organizer’s own form would, and none that was left out', async () => {
    const id = await made()
    const choices = await choicesOf(id, { '2090-12-18': 'left-out' })
    expect(choices).toHaveLength(24)
    expect(choices.slice(0, 2).map(({ heldOn }) => heldOn)).toEqual(['2090-12-04', 'left-out'])
    expect(await plan(id, choices)).toEqual({ ok: true, value: { eventCount: 23, isRepeated: false } })
    const [first, second] = await eventsOf(id)
    expect(first).toMatchObject({
      countyCode: COUNTY,
      title: '“以购助扶”活动',
      state: 'draft',
      startsAt: instantOf('2090-12-04', '09:00'),
      endsAt: instantOf('2090-12-04', '11:30'),
      cutOffAt: instantOf('2090-12-01', '18:00'),
      capacityOrders: 100,
      scaleCount: 2,
      deskMinutesPerScale: null,
      servicePointId: null,
      createdBy: organizer.accountId,
      seriesDay: '2090-12-04',
    })
    expect(first?.servedVillages.map(({ villageCode }) => villageCode)).toEqual([OTHER_VILLAGE, VILLAGE])
    expect(second?.seriesDay).toBe('2091-01-01')
    expect(await database().activityRecord.count({ where: { act: 'event:create' } })).toBe(23)
    expect(
      await database().activityRecord.findFirst({ where: { act: 'series:plan' }, select: { facts: true } }),
    ).toEqual({ facts: { from: '2090-12-01', to: '2091-11-30', eventCount: 23, leftOut: 1 } })
  })

  it('proposes a move for a holiday and waits for a word on it', async () => {
    await declare({})
    const id = await made()
    const preview = await readSeriesPage(planScope(organizer), id, NOW)
    expect(preview?.holidays).toEqual([{ day: '2091-01-01', kind: 'holiday', name: '元旦' }])
    expect(preview?.preview?.days.find(({ day }) => day === '2091-01-01')).toEqual({
      day: '2091-01-01',
      clash: { holiday: '元旦', proposedDay: '2091-01-02' },
      isTooLate: false,
      isTaken: false,
    })
    const before = await written()
    const undecided = (await choicesOf(id)).filter(({ day }) => day !== '2091-01-01')
    expect(await plan(id, undecided)).toEqual({
      ok: false,
      code: 'series-day-undecided',
      facts: { dayOn: '2091-01-01' },
    })
    expect(await plan(id, await choicesOf(id, { '2091-01-01': '2091-01-03' }))).toEqual({
      ok: false,
      code: 'changed-meanwhile',
    })
    expect(await written()).toEqual(before)
    expect(await plan(id, await choicesOf(id, { '2091-01-01': '2091-01-02' }))).toMatchObject({ ok: true })
    const moved = (await eventsOf(id)).find(({ seriesDay }) => seriesDay === '2091-01-01')
    expect(moved?.startsAt).toEqual(instantOf('2091-01-02', '09:00'))
    expect((await readSeriesPage(planScope(organizer), id, NOW))?.events[2]).toMatchObject({
      movedFrom: '2091-01-01',
    })
  })

  it('decides nothing of days that are not as they were shown: a holiday meanwhile, an event meanwhile', async () => {
    const id = await made()
    const [choices, seen] = [await choicesOf(id), await seenOf(id)]
    await declare({})
    const before = await written()
    expect(await plan(id, choices, { seen })).toEqual({ ok: false, code: 'changed-meanwhile' })
    expect(await plan(id, choices, { seen: '' })).toEqual({ ok: false, code: 'changed-meanwhile' })
    expect(await written()).toEqual(before)
    const later = await seenOf(id)
    const other = await made({ weeks: ['1'] })
    await plan(other, await choicesOf(other))
    expect(await plan(id, choices, { seen: later })).toEqual({ ok: false, code: 'changed-meanwhile' })
    expect(await plan(id, choices)).toMatchObject({ ok: true })
  })

  it('makes no two events of a day when two series of a village are planned at once', async () => {
    const ids = [await made(), await made({ weeks: ['3'] })]
    const shown = await Promise.all(
      ids.map(async (id) => ({ id, choices: await choicesOf(id), seen: await seenOf(id) })),
    )
    const verdicts = await Promise.all(shown.map(({ id, choices, seen }) => plan(id, choices, { seen })))
    expect(verdicts.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(verdicts.find(({ ok }) => !ok)).toEqual({ ok: false, code: 'changed-meanwhile' })
    const events = await database().pickupEvent.findMany({ select: { startsAt: true } })
    expect(new Set(events.map(({ startsAt }) => startsAt.getTime())).size).toBe(events.length)
  })

  it('opens them for orders at once where that was pressed', async () => {
    const id = await made({ toDay: '2090-12-31' })
    expect(await plan(id, await choicesOf(id), { areOpen: true })).toMatchObject({ value: { eventCount: 2 } })
    expect((await eventsOf(id)).map(({ state }) => state)).toEqual(['open', 'open'])
    expect(await database().activityRecord.count({ where: { act: 'event:move' } })).toBe(2)
  })

  it('makes nothing twice: sent again, and by two at once', async () => {
    const id = await made()
    const choices = await choicesOf(id)
    const verdicts = await Promise.all([plan(id, choices), plan(id, choices)])
    expect(verdicts.map((verdict) => verdict.ok && verdict.value.eventCount).sort()).toEqual([0, 24])
    const before = await written()
    expect(await plan(id, choices)).toEqual({ ok: true, value: { eventCount: 0, isRepeated: true } })
    expect(await written()).toEqual(before)
    expect(before.events).toBe(24)
  })

  it('goes on from where it ended, until it ends', async () => {
    const id = await made({ toDay: '2092-01-31' })
    await plan(id, await choicesOf(id))
    const next = await previewOf(id)
    expect([next?.from, next?.to]).toEqual(['2091-12-01', '2092-01-31'])
    expect(await plan(id, await choicesOf(id), { from: '2091-12-01' })).toMatchObject({
      value: { eventCount: 4, isRepeated: false },
    })
    expect(await previewOf(id)).toBeNull()
    expect(await plan(id, [], { from: '2092-02-01' })).toEqual({ ok: false, code: 'changed-meanwhile' })
  })

  it('is all or nothing: a village that is gone stops every event', async () => {
    const id = await made()
    const choices = await choicesOf(id)
    await database().division.update({
      where: { code: OTHER_VILLAGE },
      data: { toDay: new Date('2090-01-01') },
    })
    const before = await written()
    expect(await plan(id, choices)).toEqual({
      ok: false,
      code: 'series-day-refused',
      facts: { dayOn: '2090-12-04' },
    })
    expect(await written()).toEqual(before)
  })

  it('says where the village has an event already, also of another day’s making', async () => {
    const { id: eventId } = await seedPickupEvent()
    await database().pickupEvent.update({
      where: { id: eventId },
      data: {
        startsAt: instantOf('2090-12-18', '14:00'),
        endsAt: instantOf('2090-12-18', '15:00'),
        cutOffAt: instantOf('2090-12-18', '14:00'),
      },
    })
    const days = (await previewOf(await made()))?.days.filter(({ isTaken }) => isTaken)
    expect(days?.map(({ day }) => day)).toEqual(['2090-12-18'])
  })

  it('is not found out of scope, and over once it was ended', async () => {
    const id = await made()
    const choices = await choicesOf(id)
    const before = await written()
    expect(await plan(id, choices, { actor: foreign })).toEqual({ ok: false, code: 'not-found' })
    expect(await endEventSeries(foreign, planScope(foreign), { seriesId: id })).toEqual({
      ok: false,
      code: 'not-found',
    })
    expect(await readSeriesPage(planScope(foreign), id, NOW)).toBeNull()
    expect(await written()).toEqual(before)
    const end = () => endEventSeries(organizer, planScope(organizer), { seriesId: id }, deps)
    expect(await end()).toEqual({ ok: true, value: { seriesId: id } })
    expect(await end()).toEqual({ ok: true, value: { seriesId: id } })
    expect(await database().activityRecord.count({ where: { act: 'series:end' } })).toBe(1)
    expect(await plan(id, choices)).toEqual({ ok: false, code: 'series-ended' })
    expect(await previewOf(id)).toBeNull()
    expect(await database().pickupEvent.count()).toBe(0)
  })
})

describe('an event again on another day', () => {
  it('fills the form in but for its days, within the scope', async () => {
    const { id } = await seedPickupEvent({ serves: [VILLAGE, OTHER_VILLAGE] })
    expect(await readEventToRepeat(planScope(organizer), id)).toMatchObject({
      values: {
        title: '“以购助扶”活动',
        villageCode: VILLAGE,
        startsAt: '09:00',
        endsAt: '11:30',
        cutOffAt: '18:00',
        capacityOrders: '100',
        scaleCount: '1',
        deskMinutesPerScale: '',
      },
      served: [OTHER_VILLAGE, VILLAGE],
    })
    expect(await readEventToRepeat(planScope(foreign), id)).toBeNull()
  })
})

describe('the county’s calendar', () => {
  const calendar = async (code = COUNTY) => {
    const office = await someone('county-office', { scopeCode: COUNTY })
    return readCountyCalendar(scopeFor(office, 'calendar:declare'), code, new Date('2026-11-30T02:00:00Z'))
  }

  it('comes with the certain days of national law, and the county’s word comes before them', async () => {
    const national = await calendar()
    expect(national?.find(({ day }) => day === '2027-04-05')).toEqual({
      day: '2027-04-05',
      kind: 'holiday',
      name: '清明节',
      source: '全国年节及纪念日放假办法',
      isNational: true,
    })
    await declare({ fromDay: '2027-04-05', toDay: '2027-04-05', kind: 'ordinary', name: '清明节' })
    expect((await calendar())?.find(({ day }) => day === '2027-04-05')).toMatchObject({
      kind: 'ordinary',
      isNational: false,
    })
    expect(await calendar(FOREIGN_COUNTY)).toBeNull()
  })

  it('takes what is there already for said, once also by two at once', async () => {
    const span = { fromDay: '2091-10-01', toDay: '2091-10-07', name: '国庆节' }
    const verdicts = await Promise.all([declare(span), declare(span)])
    expect(verdicts.map((verdict) => verdict.ok && verdict.value.added).sort()).toEqual([0, 7])
    expect(await declare({ ...span, toDay: '2091-10-08' })).toEqual({ ok: true, value: { added: 1 } })
    expect(await database().activityRecord.count({ where: { act: 'calendar:declare' } })).toBe(2)
  })

  it('is refused for another county, by others, and by field, with nothing written', async () => {
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const declaration: Declaration = {
      fromDay: '2091-01-01',
      toDay: '2091-01-01',
      kind: 'holiday',
      name: '元旦',
      source: '通知',
    }
    const before = await written()
    expect(await declare({}, FOREIGN_COUNTY)).toEqual({ ok: false, code: 'not-found' })
    expect(
      await declareDays(desk.actor, scopeFor(desk, 'calendar:declare'), { countyCode: COUNTY, declaration }),
    ).toEqual({ ok: false, code: 'not-found' })
    expect(await declare({ toDay: '2090-12-31' })).toMatchObject({
      code: 'declaration-refused',
      faults: [{ field: 'toDay', code: 'declared-ends-before-start' }],
    })
    expect(await written()).toEqual(before)
  })
})

it('has words for every refusal', () => {
  expectTypeOf<CodesWithoutWords<Exclude<PlanSeriesRefusal, 'not-found'>>>().toBeNever()
  expectTypeOf<CodesWithoutWords<SeriesFault['code']>>().toBeNever()
  expectTypeOf<CodesWithoutWords<DeclarationFault['code']>>().toBeNever()
})
