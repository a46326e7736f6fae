/** A village with three events past their day and not closed opens no other, by whatever door; drafts it may still plan. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { createEventSeries } from '#app/commands/pickup/create-event-series.server.ts'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { planSeriesDays } from '#app/commands/pickup/plan-series-days.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import { readSeriesPage } from '#app/queries/pickup/series-page.server.ts'
import * as eventRoute from '#app/routes/organizer/event.tsx'
import { OTHER_VILLAGE, seedGround, seedPickupEvent, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'
import { importQuickly } from '../intake/files.ts'

useDatabase()
let organizer: Actor
beforeEach(async () => {
  await seedGround()
  organizer = await actorWith('organizer', TOWN)
})

/** As many events of the village as there are states, whose days are over. */
async function past(...states: string[]): Promise<number[]> {
  const ids = []
  for (const [index, state] of states.entries())
    ids.push((await seedPickupEvent({ daysAhead: index - 30, state })).id)
  return ids
}
const refused = (ids: number[]) => ({
  ok: false,
  code: 'too-many-unclosed',
  facts: { count: ids.length, events: ids.join(' ') },
})
const written = async () => ({
  events: await database().pickupEvent.findMany({
    orderBy: { id: 'asc' },
    select: { id: true, state: true },
  }),
  activities: await database().activityRecord.count(),
})
const open = (eventId: number) =>
  movePickupEvent(organizer, planScope(organizer), { eventId, from: 'draft', to: 'open' })

describe('an organizer who opens a draft', () => {
  it('is refused with three others to close, shown which, and let when one is closed', async () => {
    const ids = await past('open', 'cut-off', 'closing')
    const draft = await seedPickupEvent({ state: 'draft' })
    const before = await written()
    expect(await open(draft.id)).toEqual(refused(ids))
    const browser = await browserOf({ '/organizer/events/:id': eventRoute }, organizer.accountId)
    const { status, html } = await browser.post(paths.organizerEvent(draft.id), { from: 'draft', to: 'open' })
    expect(status).toBe(400)
    for (const id of ids) expect(html).toContain(`href="${paths.organizerEvent(id)}"`)
    expect(await written()).toEqual(before)
    await database().pickupEvent.update({ where: { id: ids[0] }, data: { state: 'cancelled' } })
    expect(await open(draft.id)).toMatchObject({ ok: true })
  })

  it('is not held back by what is closed, cancelled, a draft, of another village, or still of today', async () => {
    await past('running', 'running', 'closed', 'cancelled', 'draft')
    await seedPickupEvent({ daysAhead: -5, state: 'running', villageCode: OTHER_VILLAGE })
    await seedPickupEvent({ daysAhead: 0, state: 'running' })
    const draft = await seedPickupEvent({ state: 'draft' })
    expect(await open(draft.id)).toMatchObject({ ok: true })
  })

  it('may still write drafts, and move what is open on', async () => {
    const [, , running] = await past('open', 'cut-off', 'running')
    const day = addDays(today(), 14)
    const made = await createPickupEvent(organizer, planScope(organizer), {
      title: '“以购助扶”活动',
      villageCode: VILLAGE,
      place: '村委会广场',
      startsAt: instantOf(day, '09:00'),
      endsAt: instantOf(day, '11:30'),
      cutOffAt: instantOf(addDays(day, -3), '18:00'),
      capacityOrders: 100,
      scaleCount: 2,
      deskMinutesPerScale: null,
      servicePointId: null,
      servedVillageCodes: [VILLAGE],
    })
    expect(made).toMatchObject({ ok: true })
    const move = { eventId: running ?? 0, from: 'running', to: 'closing' } as const
    expect(await movePickupEvent(organizer, planScope(organizer), move)).toMatchObject({ ok: true })
  })
})

describe('a series', () => {
  it('makes drafts of its days with three others to close, and opens none', async () => {
    const made = await createEventSeries(organizer, planScope(organizer), {
      formKey: randomUUID(),
      series: {
        title: '“以购助扶”活动',
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
        servedVillageCodes: [VILLAGE],
        fromDay: addDays(today(), 30),
        toDay: addDays(today(), 120),
      },
    })
    if (!made.ok) throw new Error(made.code)
    const { seriesId } = made.value
    const ids = await past('open', 'cut-off', 'closing')
    const page = await readSeriesPage(planScope(organizer), seriesId, new Date())
    const days = page?.preview?.days ?? []
    const plan = (areOpen: boolean, isLeftOut = false) =>
      planSeriesDays(organizer, planScope(organizer), {
        seriesId,
        from: page?.preview?.from ?? '',
        seen: page?.seen ?? '',
        choices: days.map(({ day }) => ({ day, heldOn: isLeftOut ? 'left-out' : day })),
        areOpen,
      })
    const before = await written()
    expect(await plan(true)).toEqual(refused(ids))
    expect(await written()).toEqual(before)
    expect(await plan(false)).toMatchObject({ value: { eventCount: days.length } })
  })
})

describe('an imported plan of events', () => {
  const header = '活动名称,日期,开始,结束,地点,行政村,服务村,订单截止,接单上限(单),称重台数'
  const row = (title: string, village: string, cutOffIn: number, place = '村委会广场') => {
    const [day, cutOff] = [addDays(today(), 20), addDays(today(), cutOffIn)]
    return `${title},${day},09:00,11:30,${place},${village},${village},${cutOff} 18:00,100,3`
  }
  const send = (...rows: string[]) =>
    importQuickly('events', Buffer.from(`\ufeff${[header, ...rows].join('\r\n')}`))

  it('is refused by the row that would open one, and takes those that are drafts or of other villages', async () => {
    await send(row('早就开的', '白鹿垭村', 15))
    const ids = await past('open', 'cut-off', 'closing')
    const rows = [
      row('早就开的', '白鹿垭村', 15, '小学操场'),
      row('又一场', '白鹿垭村', 15),
      row('草稿', '白鹿垭村', -2_000),
      row('别村的', '红碑村', 15),
    ]
    const { preview, applied } = await send(...rows)
    expect(preview.refused).toEqual(applied.refused)
    expect(applied.refused).toMatchObject([
      { row: 3, code: 'too-many-unclosed', facts: { count: 3, events: ids.join(' ') } },
    ])
    expect(applied.changes).toMatchObject({ added: 2, changed: 1 })
    const made = await database().pickupEvent.findMany({
      where: { importKey: { not: null } },
      orderBy: { id: 'asc' },
      select: { title: true, state: true, place: true },
    })
    expect(made).toEqual([
      { title: '早就开的', state: 'open', place: '小学操场' },
      { title: '草稿', state: 'draft', place: '村委会广场' },
      { title: '别村的', state: 'open', place: '村委会广场' },
    ])
    await database().pickupEvent.update({ where: { id: ids[1] }, data: { state: 'cancelled' } })
    expect((await send(...rows)).applied).toMatchObject({ refused: [], changes: { added: 1, unchanged: 3 } })
  })
})
