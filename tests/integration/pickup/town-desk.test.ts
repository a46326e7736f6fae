/** The town desk: every figure by hand, the rows behind it the same, and nothing of what lies elsewhere. */
import { describe, expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { TOWN_DESK_ITEMS, type TownDeskItem } from '#app/domain/pickup/town-desk.ts'
import { paths } from '#app/paths.ts'
import { readTownDesk, readTownDeskRows } from '#app/queries/pickup/town-desk.server.ts'
import * as deskRoute from '#app/routes/county/desk.tsx'
import * as rowsRoute from '#app/routes/county/desk-rows.tsx'
import { FOREIGN_VILLAGE, OTHER_VILLAGE, seedPickupEvent, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'
import { never, newOperation, piece, runningEvent, seedGeese, settlingAt } from '../handover/desk-world.ts'

useDatabase()

const GOOSE_FEN = 12_000
type World = Awaited<ReturnType<typeof runningEvent>>
type Seeded = Awaited<ReturnType<typeof seedGeese>>

/** Gives all but `short` of two geese. */
async function give(world: World, seeded: Seeded, short = 0, reason = 'not-brought') {
  const input = settlingAt(world.event.id, seeded, {
    parts: [piece(seeded.lots[0]?.lot ?? never(), 2 - short)],
    missing: short > 0 ? { kind: 'short', reason } : null,
  })
  expect(await settleLine(world.organizer, world.scope, input)).toMatchObject({ ok: true })
  return input.operationId
}

async function pay(world: World, { order }: Seeded, fen: number) {
  const form = { operationId: newOperation(), eventId: world.event.id, orderId: order.id, shownFen: fen }
  expect(await takePayment(world.organizer, world.scope, { ...form, method: 'cash' })).toMatchObject({
    ok: true,
  })
}

async function raise(eventId: number, orderId: string, ownerId: number, change: object) {
  await database().eventException.create({
    data: {
      countyCode: `${VILLAGE.slice(0, 6)}000000`,
      eventId,
      kind: 'handed-over-unpaid',
      orderId,
      amountFen: BigInt(GOOSE_FEN),
      reason: '下次来付',
      ownerId,
      dueOn: toDateColumn(addDays(today(), 14)),
      raisedBy: ownerId,
      ...change,
    },
  })
}

/** Every kind of event, order and difference, with those that are no item of it. */
async function seedWorld() {
  const world = await runningEvent()
  const { event: running, organizer } = world
  const soon = new Date(Date.now() + 3_600_000)
  const at = (daysAhead: number, state: string, more = {}) => seedPickupEvent({ daysAhead, state, ...more })
  const far = await at(14, 'open')
  const near = await at(3, 'open', { cutOffAt: soon })
  const cutOff = await at(1, 'cut-off')
  const yesterday = await at(-1, 'running')
  const week = await at(-7, 'closing')
  const late = await at(-8, 'cut-off')
  for (const [days, state] of [
    [5, 'draft'],
    [-9, 'draft'],
    [6, 'cancelled'],
    [-30, 'cancelled'],
  ] as const)
    await at(days, state)
  const closed = await at(-40, 'closed')
  const elsewhere = await at(-20, 'open', { villageCode: OTHER_VILLAGE })
  await at(-20, 'open', { villageCode: FOREIGN_VILLAGE })
  await at(4, 'open', { villageCode: FOREIGN_VILLAGE })

  const goose = () => seedGeese(running, [{ quantity: 4, reserved: 2 }])
  const [paid, short, unpaid, undone, owed] = [
    await goose(),
    await goose(),
    await goose(),
    await goose(),
    await goose(),
  ]
  await give(world, paid)
  await pay(world, paid, 2 * GOOSE_FEN)
  await give(world, short, 1)
  await pay(world, short, GOOSE_FEN)
  await give(world, unpaid)
  const undoneOperationId = await give(world, undone, 1)
  const undo = { operationId: newOperation(), eventId: running.id, undoneOperationId, reason: 'wrong-figure' }
  expect(await undoDeskOperation(organizer, world.scope, undo)).toMatchObject({ ok: true })
  await give(world, owed)
  const owner = organizer.accountId
  await raise(running.id, owed.order.id, owner, { amountFen: BigInt(2 * GOOSE_FEN) })
  const other = await seedGeese(closed, [{ quantity: 2, reserved: 1 }])
  await raise(closed.id, other.order.id, owner, { dueOn: toDateColumn(addDays(today(), -1)) })
  const raisedBy = (await someone('organizer', { scopeCode: TOWN })).accountId
  const settled = { settledBy: owner, settledAt: new Date(), finding: '已付', raisedBy }
  await raise(closed.id, other.order.id, owner, { ...settled, dueOn: toDateColumn(addDays(today(), -1)) })
  const events = { running, far, near, cutOff, yesterday, week, late, closed, elsewhere }
  return { world, events, orders: { short, unpaid, owed, other } }
}

describe('the town desk', () => {
  it('counts what is due, short, unreconciled and late by village, and shows those rows behind each', async () => {
    const { events: e, orders } = await seedWorld()
    const scope = scopeFor(await someone('town-desk', { scopeCode: TOWN }), 'county:read')
    const expected: Record<TownDeskItem, [eventId: number, orderNumber: number | null][]> = {
      coming: [
        [e.cutOff.id, null],
        [e.near.id, null],
        [e.far.id, null],
      ],
      'to-cut-off': [[e.near.id, null]],
      'to-close': [
        [e.late.id, null],
        [e.week.id, null],
        [e.yesterday.id, null],
      ],
      short: [[e.running.id, orders.short.order.number]],
      unpaid: [[e.running.id, orders.unpaid.order.number]],
      'open-differences': [
        [e.closed.id, orders.other.order.number],
        [e.running.id, orders.owed.order.number],
      ],
      'late-events': [[e.late.id, null]],
      'late-differences': [[e.closed.id, orders.other.order.number]],
    }
    const { villages, total } = await readTownDesk(scope)
    const figures = new Map(villages.map((village) => [village.code, village]))
    expect(figures.has(FOREIGN_VILLAGE)).toBe(false)
    for (const what of TOWN_DESK_ITEMS) {
      const page = await readTownDeskRows(scope, { what, villageCode: VILLAGE, after: 0 })
      const rows = page?.rows.map(({ event, orderNumber }) => [event.id, orderNumber])
      expect([what, rows]).toEqual([what, expected[what]])
      expect([what, page?.count, figures.get(VILLAGE)?.[what]]).toEqual([what, rows?.length, rows?.length])
      const all = await readTownDeskRows(scope, { what, villageCode: null, after: 0 })
      expect([what, all?.count]).toEqual([what, total[what]])
    }
    expect(figures.get(VILLAGE)?.unpaidFen).toBe(2 * GOOSE_FEN)
    expect(total.unpaidFen).toBe(2 * GOOSE_FEN)
    expect(figures.get(OTHER_VILLAGE)).toMatchObject({ coming: 0, 'to-close': 1, 'late-events': 1 })
    const unpaid = await readTownDeskRows(scope, { what: 'unpaid', villageCode: VILLAGE, after: 0 })
    expect(unpaid?.rows[0]?.amountFen).toBe(2 * GOOSE_FEN)
    const short = await readTownDeskRows(scope, { what: 'short', villageCode: VILLAGE, after: 0 })
    expect(short?.rows[0]?.goods?.short).toBe(1)
    const further = await readTownDeskRows(scope, { what: 'coming', villageCode: VILLAGE, after: 1 })
    expect(further?.rows.map(({ event }) => event.id)).toEqual([e.near.id, e.far.id])
  })

  it('is by the village’s own office alone: elsewhere a village, or a figure that is none, is not found', async () => {
    await seedWorld()
    const office = await someone('town-desk', { scopeCode: TOWN })
    const routes = { '/county/desk': deskRoute, '/county/desk/rows': rowsRoute }
    const browser = await browserOf(routes, office.accountId)
    const { html } = await browser.get(paths.countyDesk())
    expect(html).toContain(
      paths.countyDeskRows({ village: VILLAGE, what: 'late-events' }).replaceAll('&', '&amp;'),
    )
    expect(html).not.toContain(FOREIGN_VILLAGE)
    for (const what of TOWN_DESK_ITEMS)
      expect((await browser.get(paths.countyDeskRows({ what, village: VILLAGE }))).status).toBe(200)
    const missing = [
      paths.countyDeskRows({ what: 'coming', village: FOREIGN_VILLAGE }),
      paths.countyDeskRows({ what: 'coming', village: TOWN }),
      paths.countyDeskRows({ what: 'nothing' }),
    ]
    for (const path of missing) expect((await browser.get(path)).status).toBe(404)
    const organizer = await browserOf(routes, (await someone('organizer', { scopeCode: TOWN })).accountId)
    expect((await organizer.get(paths.countyDesk())).status).toBe(403)
  })
})
