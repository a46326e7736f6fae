import { beforeEach, expect, it } from 'vitest'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { FOREIGN_COUNTY, seedLot } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  deskRows,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  never,
  newOperation,
  piece,
  runningEvent,
  settlingAt,
  stockOf,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

/** Two lines out of one lot of five geese, and one of another lot. */
async function threeLines() {
  const geese = await seedLot({ quantity: 5 })
  const hens = await seedLot({
    productKey: 'hen',
    quantity: 4,
    unitPriceFen: 9_000,
    referencePriceFen: 8_000,
  })
  const { product, offer, lot } = geese
  const seeded = await seedOrder({
    event: world.event,
    lines: [
      { product, offer, from: [{ lot, quantity: 1 }] },
      { product, offer, from: [{ lot, quantity: 2 }] },
      { product: hens.product, offer: hens.offer, from: [{ lot: hens.lot, quantity: 3 }] },
    ],
  })
  return { ...seeded, geese: lot, hens: hens.lot }
}

const absent = (orderId: string) => ({ operationId: newOperation(), eventId: world.event.id, orderId })

it('puts the goods of every line left back at the stall, and leaves settled lines alone', async () => {
  const seeded = await threeLines()
  const line = seeded.lines[0] ?? never()
  const given = settlingAt(world.event.id, { order: seeded.order, line }, { parts: [piece(seeded.geese, 1)] })
  await settleLine(world.organizer, world.scope, given)

  const done = await markNoShow(world.organizer, world.scope, absent(seeded.order.id))
  expect(done).toEqual({ ok: true, value: { repeated: false, value: { lineCount: 2 } } })
  expect(await stockOf(seeded.geese.id)).toEqual({
    available: 4,
    reserved: 0,
    given: 1,
    withdrawn: 0,
    toppedUp: 0,
  })
  expect(await stockOf(seeded.hens.id)).toEqual({
    available: 4,
    reserved: 0,
    given: 0,
    withdrawn: 0,
    toppedUp: 0,
  })
  const lines = await database().orderLine.findMany({
    where: { orderId: seeded.order.id },
    orderBy: { lineNumber: 'asc' },
    select: { state: true, shortfalls: { select: { kind: true, quantity: true, reason: true } } },
  })
  expect(lines).toEqual([
    { state: 'handed-over', shortfalls: [] },
    { state: 'no-show', shortfalls: [{ kind: 'no-show', quantity: 2, reason: 'did-not-come' }] },
    { state: 'no-show', shortfalls: [{ kind: 'no-show', quantity: 3, reason: 'did-not-come' }] },
  ])
  await expectSoundBooks()
})

it('happens once, however often it is sent', async () => {
  const seeded = await threeLines()
  const input = absent(seeded.order.id)
  const added = await addedBy(() =>
    Promise.all(Array.from({ length: 4 }, () => markNoShow(world.organizer, world.scope, input))),
  )
  expect(added).toEqual({ ...NOTHING_ADDED, operations: 1, shortfalls: 3, activities: 1 })
  expect(await markNoShow(world.organizer, world.scope, absent(seeded.order.id))).toEqual({
    ok: false,
    code: 'already-settled',
  })
})

it('does not take back what another desk hands over at the same moment', async () => {
  const seeded = await threeLines()
  const line = seeded.lines[2] ?? never()
  const giving = settlingAt(world.event.id, { order: seeded.order, line }, { parts: [piece(seeded.hens, 3)] })
  const [given, gone] = await Promise.all([
    settleLine(world.organizer, world.scope, giving),
    markNoShow(world.organizer, world.scope, absent(seeded.order.id)),
  ])
  expect(gone.ok).toBe(true)
  const hens = await stockOf(seeded.hens.id)
  expect(hens).toMatchObject(given.ok ? { available: 1, given: 3 } : { available: 4, given: 0 })
  expect(hens.reserved).toBe(0)
  await expectSoundBooks()
})

it('is refused out of scope, for an order of another event, and when the desk is not open', async () => {
  const seeded = await threeLines()
  const before = await deskRows()
  const input = absent(seeded.order.id)
  const other = await actorWith('organizer', FOREIGN_COUNTY)
  expect(await markNoShow(other, deskScope(other), input)).toEqual({ ok: false, code: 'not-found' })
  const elsewhere = await runningEvent()
  expect(
    await markNoShow(elsewhere.organizer, elsewhere.scope, { ...input, eventId: elsewhere.event.id }),
  ).toEqual({ ok: false, code: 'not-found' })
  const closing = await whileEventIs(world.event.id, 'closing', () =>
    markNoShow(world.organizer, world.scope, input),
  )
  expect(closing).toEqual({ ok: false, code: 'desk-not-open' })
  expect(await deskRows()).toEqual(before)
})
