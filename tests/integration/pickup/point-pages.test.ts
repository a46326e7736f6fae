import { randomUUID } from 'node:crypto'
import type { ActionFunctionArgs } from '@remix-run/node'
import { beforeEach, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { action as planAction, loader as planLoader } from '#app/routes/organizer/new-event.tsx'
import { action as moveAction, loader as pointLoader } from '#app/routes/organizer/point.tsx'
import { action as changeAction } from '#app/routes/organizer/point-change.tsx'
import { action as createAction } from '#app/routes/organizer/points.tsx'
import { action as seriesAction } from '#app/routes/organizer/series-list.tsx'
import { seedGround, seedPickupEvent, seedServicePoint, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, someone } from '../access/people.ts'

useDatabase()
let cookie: string
beforeEach(async () => {
  await seedGround()
  cookie = await cookieOf((await someone('organizer', { scopeCode: TOWN })).accountId)
})

type Route = (args: ActionFunctionArgs) => Promise<Response>

async function visit(
  route: unknown,
  path: string,
  { id, form }: { id?: number; form?: Record<string, string> } = {},
): Promise<Response> {
  const init = form ? { method: 'POST', body: new URLSearchParams(form) } : {}
  const request = new Request(`http://yigou.test${path}`, { ...init, headers: { Cookie: cookie } })
  const params = id === undefined ? {} : { id: String(id) }
  return (route as Route)({ request, params, context: {} } as unknown as ActionFunctionArgs)
}

const POINT = {
  name: '电商服务点',
  place: '村小学对面',
  scaleCount: '2',
  staffCount: '1',
  hasColdBox: 'yes',
  opensAt1: '09:00',
  closesAt1: '17:00',
}
const errorsOf = async (response: Response) => Object.keys((await response.json()).errors)

it('takes a point from its form, and says what is wrong by field', async () => {
  const form = { ...POINT, formKey: randomUUID(), villageCode: VILLAGE }
  const half = await visit(createAction, '/organizer/points', { form: { ...form, opensAt3: '09:00' } })
  expect([half.status, await errorsOf(half)]).toEqual([400, ['opensAt3']])
  const made = await visit(createAction, '/organizer/points', { form })
  const { id, ...row } = await database().servicePoint.findFirstOrThrow()
  expect(made.headers.get('Location')).toBe(`/organizer/points/${id}?done=created`)
  expect(row).toMatchObject({
    hasColdBox: true,
    openingHours: [{ weekday: 1, opensAt: '09:00', closesAt: '17:00' }],
  })
})

it('changes a point, and closes none that events are to come to', async () => {
  const { id } = await seedServicePoint()
  const event = await seedPickupEvent({ servicePointId: id })
  const path = `/organizer/points/${id}`
  const form = { from: 'open', to: 'closed' }
  const refused = await visit(moveAction, path, { id, form })
  expect(refused.status).toBe(400)
  expect((await refused.json()).errors['']).toContain(`#${event.id}`)
  const page = await (await visit(pointLoader, path, { id })).json()
  expect(page.point).toMatchObject({ state: 'open', events: [{ id: event.id, state: 'open' }] })
  const moved = await visit(changeAction, `${path}/change`, { id, form: POINT })
  expect((await moved.json()).errors['']).toContain(`#${event.id}`)
  await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cancelled' } })
  expect((await visit(moveAction, path, { id, form })).status).toBe(302)
  expect((await visit(changeAction, `${path}/change`, { id, form: POINT })).status).toBe(302)
})

const planForm = (servicePointId: number) => ({
  title: '“以购助扶”活动',
  villageCode: VILLAGE,
  servicePointId: String(servicePointId),
  startsAt: '09:00',
  endsAt: '11:30',
  cutOffAt: '18:00',
  capacityOrders: '50',
  scaleCount: '1',
  servedVillageCodes: VILLAGE,
})

it('plans an event at a point with no place typed, and the same again from it', async () => {
  const { id, place } = await seedServicePoint()
  const day = { day: addDays(today(), 14), cutOffDay: addDays(today(), 11) }
  const early = await visit(planAction, '/organizer/events/new', {
    form: { ...planForm(id), ...day, startsAt: '07:00' },
  })
  const answer = await early.json()
  expect(Object.keys(answer.errors)).toEqual(['startsAt'])
  expect(answer.values).toMatchObject({ servicePointId: String(id), villageCode: VILLAGE })
  await visit(planAction, '/organizer/events/new', { form: { ...planForm(id), ...day } })
  const event = await database().pickupEvent.findFirstOrThrow()
  expect(event).toMatchObject({ servicePointId: id, place, scaleCount: 3 })
  const again = await (await visit(planLoader, `/organizer/events/new?from=${event.id}`)).json()
  expect(again.repeated.values).toMatchObject({ servicePointId: String(id), place: '' })
  expect(again.points).toMatchObject([{ id }])
})

it('keeps a series at a point, whose weekday must be one on which it is open', async () => {
  const mondays = [{ weekday: 1, opensAt: '08:00', closesAt: '18:00' }]
  const { id, place } = await seedServicePoint({ openingHours: mondays })
  const form = (weekday: string) => ({
    ...planForm(id),
    formKey: randomUUID(),
    weekday,
    weeks: '1',
    reading: 'weekday-of-month',
    fromDay: today(),
    cutOffDaysBefore: '3',
  })
  const tuesday = await visit(seriesAction, '/organizer/series', { form: form('2') })
  expect(await errorsOf(tuesday)).toEqual(['startsAt'])
  expect((await visit(seriesAction, '/organizer/series', { form: form('1') })).status).toBe(302)
  expect(await database().eventSeries.findMany()).toMatchObject([
    { servicePointId: id, place, scaleCount: 3 },
  ])
})
