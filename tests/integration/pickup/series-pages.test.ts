import type { ActionFunctionArgs } from '@remix-run/node'
import { beforeEach, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { loader as newEventLoader } from '#app/routes/organizer/new-event.tsx'
import { action, loader } from '#app/routes/organizer/series.tsx'
import { action as createAction } from '#app/routes/organizer/series-list.tsx'
import {
  FOREIGN_VILLAGE,
  seedEventSeries,
  seedGround,
  seedPickupEvent,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
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
  params: Record<string, string>,
  form?: [string, string][],
): Promise<Response> {
  const body = form && new URLSearchParams(form)
  const init = body ? { method: 'POST', body } : {}
  const request = new Request(`http://yigou.test${path}`, { ...init, headers: { Cookie: cookie } })
  try {
    return await (route as Route)({ request, params, context: {} } as unknown as ActionFunctionArgs)
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

type Page = {
  seen: string
  preview: { from: string; days: { day: string; isTooLate: boolean; clash: object | null }[] } | null
}

it('makes what was ticked on the page, says how many, and after it again that they were there', async () => {
  const { id } = await seedEventSeries()
  const [path, params] = [`/organizer/series/${id}`, { id: String(id) }]
  const { preview, seen } = (await (await visit(loader, path, params)).json()) as Page
  const open = (preview?.days ?? []).filter(({ isTooLate }) => !isTooLate)
  const ticks = open.map(({ day }, n): [string, string] => [`day-${day}`, n === 0 ? 'left-out' : day])
  const form: [string, string][] = [
    ['intent', 'draft'],
    ['from', preview?.from ?? ''],
    ['seen', seen],
    ...ticks,
  ]
  const missing = await visit(action, path, params, form.slice(0, -1))
  expect(missing.status).toBe(400)
  expect(await missing.json()).toMatchObject({
    values: { [ticks[0]?.[0] ?? '']: 'left-out' },
    errors: { '': expect.stringContaining('还没有选') },
  })
  expect(await database().pickupEvent.count()).toBe(0)
  const locationOf = async () => (await visit(action, path, params, form)).headers.get('location')
  expect(await locationOf()).toBe(`${path}?done=planned&count=${open.length - 1}`)
  expect(await locationOf()).toBe(`${path}?done=before`)
  expect(await database().pickupEvent.count({ where: { seriesId: id, state: 'draft' } })).toBe(
    open.length - 1,
  )
})

it('keeps a series that the form describes, and shows a refused form again with what was ticked', async () => {
  const form: [string, string][] = [
    ['formKey', 'a3bb189e-8bf9-4888-9912-ace4e6543002'],
    ['title', '帮扶日'],
    ['villageCode', VILLAGE],
    ['place', '村委会广场'],
    ['weekday', '1'],
    ['weeks', '1'],
    ['weeks', '3'],
    ['reading', 'week-of-month'],
    ['fromDay', today()],
    ['toDay', ''],
    ['startsAt', '09:00'],
    ['endsAt', '11:30'],
    ['cutOffDaysBefore', '3'],
    ['cutOffAt', '18:00'],
    ['capacityOrders', '８０'],
    ['scaleCount', '2'],
    ['servedVillageCodes', VILLAGE],
  ]
  const wrong = form.map(([name, value]): [string, string] => [name, name === 'endsAt' ? '08:00' : value])
  const refused = await visit(createAction, '/organizer/series', {}, wrong)
  expect(refused.status).toBe(400)
  expect(await refused.json()).toMatchObject({
    weeks: ['1', '3'],
    served: [VILLAGE],
    values: { title: '帮扶日' },
    errors: { endsAt: expect.any(String) },
  })
  expect(await database().eventSeries.count()).toBe(0)
  const made = await visit(createAction, '/organizer/series', {}, form)
  const row = await database().eventSeries.findFirstOrThrow()
  expect(made.headers.get('location')).toBe(`/organizer/series/${row.id}`)
  expect(row).toMatchObject({ weeks: ['1', '3'], reading: 'week-of-month', toDay: null, capacityOrders: 80 })
})

it('does not find another county’s event to fill a form in from', async () => {
  const own = await seedPickupEvent()
  const foreign = await seedPickupEvent({ villageCode: FOREIGN_VILLAGE })
  const statusOf = async (id: number | string) =>
    (await visit(newEventLoader, `/organizer/events/new?from=${id}`, {})).status
  expect([await statusOf(own.id), await statusOf(foreign.id), await statusOf('x')]).toEqual([200, 404, 404])
})
