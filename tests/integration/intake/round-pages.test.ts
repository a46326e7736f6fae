/** The pages of a round as a browser without scripts meets them. */
import { beforeEach, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import * as importItems from '#app/routes/county/import-items.tsx'
import * as importRound from '#app/routes/county/import-round.tsx'
import * as importUndo from '#app/routes/county/import-undo.tsx'
import { idNumber } from '#scripts/driving/roster.ts'
import { seedGround } from '#seed/builders.ts'
import { browserOf, type RouteModule } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { applyRound, look, type Office, type Person, piecesOf, rosterCsv, seedOffice } from './rounds.ts'

const ROUTES: Record<string, RouteModule> = {
  '/county/import/:id': importRound as RouteModule,
  '/county/import/:id/items': importItems as RouteModule,
  '/county/import/:id/undo': importUndo as RouteModule,
}
const NOW = new Date('2026-11-20T02:00:00Z')
/** More than a page. */
const HOUSEHOLDS = 70

const roster: Person[] = Array.from({ length: HOUSEHOLDS }, (_, i) => ({
  number: `A${String(i).padStart(3, '0')}`,
  name: `测${i}号`,
  id: idNumber(i),
  headcount: 1,
  kinship: '户主',
}))

useDatabase()
let by: Office
let roundId: string
let browser: Awaited<ReturnType<typeof browserOf>>
beforeEach(async () => {
  await seedGround()
  by = await seedOffice()
  browser = await browserOf(ROUTES, by.actor.accountId)
  roundId = await look(by, rosterCsv(roster), NOW)
})

const boxes = (html: string) => [...html.matchAll(/<input type="checkbox"[^>]*>/g)].map(([box]) => box)
const ticked = async () => (await piecesOf(roundId)).filter(({ isTicked }) => isTicked).length

test('pieces come a page at a time, by key, with their ticks; what a page says is saved and no more', async () => {
  const items = `/county/import/${roundId}/items?group=added`
  const first = await browser.get(items)
  expect(boxes(first.html)).toHaveLength(50)
  expect(boxes(first.html).every((box) => box.includes('checked'))).toBe(true)
  expect(first.html).not.toContain('测1号')
  const next = /href="([^"]*after=50[^"]*)"/.exec(first.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(boxes((await browser.get(next)).html)).toHaveLength(20)

  // A page of which only the second box is ticked, and on to the next.
  const shown = Array.from({ length: 50 }, (_, i): [string, string] => ['shown', String(i + 1)])
  const saved = await browser.post(items, [...shown, ['ticked', '2'], ['next', '50']])
  expect(saved.location).toBe(next)
  expect(await ticked()).toBe(1 + 20)
  expect(boxes((await browser.get(items)).html).filter((box) => box.includes('checked'))).toHaveLength(1)

  await browser.post(items, { all: 'no' })
  expect(await ticked()).toBe(0)
  expect((await browser.get(`/county/import/${roundId}`)).html).toMatch(/<button[^>]*disabled/)
  await browser.post(items, { all: 'yes' })
  expect(await ticked()).toBe(HOUSEHOLDS)
})

test('a round in line says how far it is and asks again by itself; applied, it can be undone', async () => {
  const page = `/county/import/${roundId}`
  expect((await browser.post(page, {})).location).toBe(page)
  expect(await database().importRound.findUniqueOrThrow({ where: { id: roundId } })).toMatchObject({
    state: 'waiting',
  })
  await database().importWork.create({
    data: { roundId, done: 30, total: HOUSEHOLDS, tries: 1, heardAt: NOW },
  })
  const waiting = (await browser.get(page)).html
  expect(waiting).toContain('已写 30 / 70 行')
  expect(waiting).not.toContain(`${page}/items`)
  const data = { round: { state: 'waiting' } }
  expect(importRound.meta({ data } as never)).toContainEqual({ httpEquiv: 'refresh', content: '2' })
  expect(importRound.meta({ data: { round: { state: 'applied' } } } as never)).not.toContainEqual({
    httpEquiv: 'refresh',
    content: '2',
  })
  // Its boxes are gone: what is in line is not ticked any more.
  expect(boxes((await browser.get(`${page}/items?group=added`)).html)).toEqual([])

  await applyRound(by, roundId, NOW)
  expect((await browser.get(page)).html).toContain(`href="${page}/undo"`)
  expect((await browser.get(`${page}/undo`)).html).toContain('撤回')
  expect((await browser.post(`${page}/undo`, {})).location).toBe(page)
  expect(await database().household.count({ where: { closedOn: null } })).toBe(0)
  const again = await browser.post(`${page}/undo`, {})
  expect([again.status, again.html.includes('不用撤回')]).toEqual([400, true])
})
