import { beforeEach, describe, expect, it } from 'vitest'
import { callNextBuyer } from '#app/commands/handover/call-next-buyer.server.ts'
import { checkInBuyer } from '#app/commands/handover/check-in-buyer.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { readDeskOrders } from '#app/queries/handover/desk-orders.server.ts'
import { readDeskVersion } from '#app/queries/handover/desk-version.server.ts'
import { FOREIGN_COUNTY, TOWN } from '#seed/builders.ts'
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
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })

let world: Awaited<ReturnType<typeof runningEvent>>
let orders: Awaited<ReturnType<typeof seedGeese>>[]
beforeEach(async () => {
  world = await runningEvent()
  orders = []
  for (let n = 0; n < 3; n++) orders.push(await seedGeese(world.event, [{ quantity: 2, reserved: 1 }]))
})

const codeOf = (index: number) => orders[index]?.pickupCode ?? never()
const idOf = (index: number) => orders[index]?.order.id ?? never()

const comes = (index: number, operationId: string = newOperation(), actor: Actor = world.organizer) =>
  checkInBuyer(actor, deskScope(actor), { operationId, eventId: world.event.id, pickupCode: codeOf(index) })
const next = (operationId = newOperation(), actor: Actor = world.organizer) =>
  callNextBuyer(actor, deskScope(actor), { operationId, eventId: world.event.id })

describe('the queue of an event', () => {
  it('numbers buyers as they come, once each, and calls them in that order', async () => {
    expect(await comes(1)).toMatchObject({ value: { value: { orderId: idOf(1), number: 1 } } })
    expect(await comes(0)).toMatchObject({ value: { value: { number: 2 } } })
    expect(await comes(1)).toMatchObject({ value: { value: { number: 1 } } })
    const operation = newOperation()
    expect(await comes(2, operation)).toMatchObject({ value: { repeated: false, value: { number: 3 } } })
    expect(await comes(2, operation)).toMatchObject({ ok: true, value: { repeated: true } })

    const call = newOperation()
    expect(await next(call)).toEqual({ ok: true, value: { orderId: idOf(1) } })
    expect(await next(call)).toEqual({ ok: true, value: { orderId: idOf(1) } })
    // Who was served without being called is not called any more.
    const seeded = orders[0] ?? never()
    const lot = seeded.lots[0]?.lot ?? never()
    const given = settlingAt(world.event.id, seeded, { parts: [piece(lot, 1)] })
    expect(await settleLine(world.organizer, world.scope, given)).toMatchObject({ ok: true })
    expect(await next()).toEqual({ ok: true, value: { orderId: idOf(2) } })
    expect(await addedBy(async () => expect(await next()).toMatchObject({ code: 'queue-empty' }))).toEqual(
      NOTHING_ADDED,
    )
    const desk = await readDeskOrders(world.scope, world.event.id, '')
    expect(
      desk?.rows.map(({ orderId, queue }) => [orderId, queue?.number, queue?.calledBy !== null]).sort(),
    ).toEqual(
      [
        [idOf(0), 2, false],
        [idOf(1), 1, true],
        [idOf(2), 3, true],
      ].sort(),
    )
    await expectSoundBooks()
  })

  it('gives two desks at one moment two numbers, and two buyers', async () => {
    const other = await actorWith('organizer', TOWN)
    const came = await Promise.all([comes(0), comes(1, newOperation(), other), comes(2)])
    expect(came.map((one) => (one.ok && !one.value.repeated ? one.value.value.number : 0)).sort()).toEqual([
      1, 2, 3,
    ])
    const called = await Promise.all([next(), next(newOperation(), other), next()])
    expect(new Set(called.map((one) => (one.ok ? one.value?.orderId : null)))).toEqual(
      new Set([idOf(0), idOf(1), idOf(2)]),
    )
  })

  it('refuses an unknown code, a desk that is not open, and who has no desk there; nothing is written', async () => {
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    const buyer = await actorWith('village-staff', TOWN)
    const eventId = world.event.id
    const added = await addedBy(async () => {
      const unknown = { operationId: newOperation(), eventId, pickupCode: '999999' }
      expect(await checkInBuyer(world.organizer, world.scope, unknown)).toMatchObject({ code: 'not-found' })
      expect(await comes(0, newOperation(), foreign)).toMatchObject({ code: 'not-found' })
      expect(await next(newOperation(), foreign)).toMatchObject({ code: 'not-found' })
      expect(await comes(0, newOperation(), buyer)).toMatchObject({ code: 'not-allowed' })
      expect(await comes(0, 'no-uuid')).toMatchObject({ code: 'operation-id-missing' })
      await whileEventIs(eventId, 'closing', async () =>
        expect(await comes(0)).toMatchObject({ code: 'desk-not-open' }),
      )
    })
    expect(added).toEqual(NOTHING_ADDED)
    expect(await database().queuePlace.count({ where: { eventId } })).toBe(0)
  })
})

describe('the version of a desk', () => {
  it('is another after every act at it and after its state changed, and the same otherwise', async () => {
    const version = () => readDeskVersion(world.scope, world.event.id)
    const before = await version()
    expect(await version()).toBe(before)
    await comes(0)
    const after = await version()
    expect(after).not.toBe(before)
    await next()
    expect(await version()).not.toBe(after)
    expect(await whileEventIs(world.event.id, 'closing', version)).not.toBe(await version())
  })

  it('is not to be had of an event elsewhere', async () => {
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    expect(await readDeskVersion(deskScope(foreign), world.event.id)).toBeNull()
  })
})
