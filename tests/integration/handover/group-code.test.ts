/** A colleague comes with the code of an agency: a list of orders at the desk, and one number in the queue. */
import { beforeEach, expect, it } from 'vitest'
import { checkInBuyer } from '#app/commands/handover/check-in-buyer.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { readDeskOrders } from '#app/queries/handover/desk-orders.server.ts'
import { FOREIGN_COUNTY, seedAccount, seedAgency } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  never,
  newOperation,
  piece,
  runningEvent,
  seedGeese,
  settlingAt,
} from './desk-world.ts'

useDatabase({ per: 'file' })

const CODE = '909090'
let world: Awaited<ReturnType<typeof runningEvent>>
let orders: Awaited<ReturnType<typeof seedGeese>>[]
/** Of one agency: the first three; the third keeps to its own code. The fourth is of another agency. */
beforeEach(async () => {
  world = await runningEvent()
  const agencyId = (await seedAgency()).id
  orders = []
  for (const agency of [agencyId, agencyId, agencyId, (await seedAgency()).id]) {
    const { account } = await seedAccount({ role: 'buyer', agencyId: agency })
    const buyer = { accountId: account.id, agencyId: agency }
    orders.push(await seedGeese(world.event, [{ quantity: 2, reserved: 1 }], 'desk', buyer))
  }
  await database().pickupEventOrder.updateMany({
    where: { orderId: { in: [idOf(0), idOf(1), idOf(3)] } },
    data: { colleagueMayCollect: true },
  })
  const { id: eventId, countyCode } = world.event
  await database().groupCode.create({ data: { eventId, agencyId, countyCode, pickupCode: CODE } })
})

const idOf = (index: number) => (orders[index] ?? never()).order.id
const comes = (actor = world.organizer) =>
  checkInBuyer(actor, deskScope(actor), {
    operationId: newOperation(),
    eventId: world.event.id,
    pickupCode: CODE,
  })
const handOver = async (index: number) => {
  const seeded = orders[index] ?? never()
  const lot = seeded.lots[0]?.lot ?? never()
  const form = settlingAt(world.event.id, seeded, { parts: [piece(lot, 1)] })
  expect(await settleLine(world.organizer, world.scope, form)).toMatchObject({ ok: true })
}

it('finds the orders of those who let a colleague collect, and only them', async () => {
  const desk = await readDeskOrders(world.scope, world.event.id, '909 090')
  expect(desk).toMatchObject({ found: null, group: expect.any(String) })
  expect(desk?.rows.map((row) => row.orderId).sort()).toEqual([idOf(0), idOf(1)].sort())
  const own = await readDeskOrders(world.scope, world.event.id, orders[0]?.pickupCode ?? never())
  expect(own).toMatchObject({ found: idOf(0), group: null })
})

it('has one number for the group, for as long as something is left of it', async () => {
  expect(await comes()).toMatchObject({ value: { value: { orderId: idOf(0), number: 1, isGroup: true } } })
  expect(await comes()).toMatchObject({ value: { value: { orderId: idOf(0), number: 1 } } })
  await handOver(0)
  expect(await comes()).toMatchObject({ value: { value: { orderId: idOf(1), number: 2 } } })
  await handOver(1)
  expect(await addedBy(async () => expect(await comes()).toMatchObject({ code: 'not-found' }))).toEqual(
    NOTHING_ADDED,
  )
  // Each is owed by its own buyer.
  const desk = await readDeskOrders(world.scope, world.event.id, CODE)
  expect(desk?.rows.map((row) => row.outstandingFen)).toEqual([12_000, 12_000])
  await expectSoundBooks()
})

it('is no code for a desk elsewhere', async () => {
  const foreign = await actorWith('organizer', FOREIGN_COUNTY)
  const added = await addedBy(async () => expect(await comes(foreign)).toMatchObject({ code: 'not-found' }))
  expect(added).toEqual(NOTHING_ADDED)
  expect(await readDeskOrders(deskScope(foreign), world.event.id, CODE)).toBeNull()
})
