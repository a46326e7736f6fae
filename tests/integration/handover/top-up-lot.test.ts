import { beforeEach, describe, expect, it } from 'vitest'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { type TopUpLotInput, topUpLot } from '#app/commands/handover/top-up-lot.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { database } from '#app/db/client.server.ts'
import { readStalls } from '#app/db/pickup/stalls.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { readDeskOrder } from '#app/queries/handover/desk-order.server.ts'
import {
  FOREIGN_COUNTY,
  OTHER_VILLAGE,
  seedContract,
  seedCooperative,
  seedLot,
  today,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  never,
  newOperation,
  planScope,
  runningEvent,
  seedGeese,
  stockOf,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })

let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const topUp = (lotId: number, change: Partial<TopUpLotInput> = {}, actor: Actor = world.organizer) =>
  topUpLot(actor, deskScope(actor), {
    operationId: newOperation(),
    eventId: world.event.id,
    lotId,
    quantity: 2,
    hasHouseholdAgreed: true,
    reason: '活动当天回家又取的',
    ...change,
  })

describe('goods fetched from home', () => {
  it('are at once for sale and stand in for a short line, once, tagged with who and when', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 1, reserved: 1 }])
    const { lot, offer } = await seedLot({ quantity: 1 })
    const sold = { eventId: world.event.id, lotId: lot.id, weightGrams: null, method: 'cash' as const }
    const sell = (quantity: number) =>
      sellWalkUp(world.organizer, world.scope, { operationId: newOperation(), quantity, ...sold })
    expect(await sell(1)).toMatchObject({ ok: true })
    expect(await sell(1)).toMatchObject({ code: 'not-enough' })

    const operationId = newOperation()
    const done = await topUp(lot.id, { operationId })
    expect(done).toMatchObject({
      value: { repeated: false, value: { lotId: lot.id, quantity: 2, stall: 1 } },
    })
    expect(await topUp(lot.id, { operationId })).toMatchObject({ value: { repeated: true } })
    expect(await topUp(lot.id, { operationId, quantity: 3 })).toMatchObject({ code: 'key-reused' })
    expect(await stockOf(lot.id)).toMatchObject({ available: 2, toppedUp: 2 })
    expect(await database().lotChange.findUniqueOrThrow({ where: { id: operationId } })).toMatchObject({
      lotId: lot.id,
      kind: 'topped-up',
      quantity: 2,
      householdAgreed: true,
      madeBy: world.organizer.accountId,
    })
    const page = await readDeskOrder(world.organizer, world.scope, world.event.id, seeded.order.id)
    expect(seeded.line.offerId).toBe(offer.id)
    expect(page?.lines[0]?.standIns).toMatchObject([{ lotId: lot.id, quantity: 2, household: { stall: 1 } }])
    expect(await sell(2)).toMatchObject({ ok: true })
    expect(await sell(1)).toMatchObject({ code: 'not-enough' })
    await expectSoundBooks()
  })

  it('recorded twice at one moment by one form are one', async () => {
    const { lot } = await seedLot({ quantity: 1 })
    const operationId = newOperation()
    await Promise.all([1, 2, 3].map(() => topUp(lot.id, { operationId })))
    await Promise.all([topUp(lot.id, { quantity: 1 }), topUp(lot.id, { quantity: 4 })])
    expect(await stockOf(lot.id)).toMatchObject({ available: 8, toppedUp: 7 })
    await expectSoundBooks()
  })

  it('are refused beyond what was agreed, and nothing is written', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    const pending = await seedLot({ state: 'pending' })
    const past = await seedLot({ availableTo: addDays(today(), -1) })
    const elsewhere = await seedLot({ villageCode: OTHER_VILLAGE })
    const cooperative = await seedCooperative()
    const contract = await seedContract(cooperative, { mostQuantity: 6 })
    const contracted = await seedLot({ quantity: 5, contract })
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    const added = await addedBy(async () => {
      expect(await topUp(lot.id, { hasHouseholdAgreed: false })).toMatchObject({
        code: 'household-not-asked',
      })
      expect(await topUp(pending.lot.id)).toMatchObject({ code: 'lot-not-for-sale' })
      expect(await topUp(past.lot.id)).toMatchObject({ code: 'lot-not-for-sale' })
      expect(await topUp(elsewhere.lot.id)).toMatchObject({ code: 'not-found' })
      expect(await topUp(999_999)).toMatchObject({ code: 'not-found' })
      expect(await topUp(contracted.lot.id)).toMatchObject({ code: 'contract-has-less' })
      for (const quantity of [0, -1, 0.5])
        expect(await topUp(lot.id, { quantity })).toMatchObject({ code: 'quantity-not-whole' })
      expect(await topUp(lot.id, { quantity: 2_147_483_647 })).toMatchObject({ code: 'lot-too-large' })
      expect(await topUp(lot.id, {}, foreign)).toMatchObject({ code: 'not-found' })
      await whileEventIs(world.event.id, 'closing', async () =>
        expect(await topUp(lot.id)).toMatchObject({ code: 'desk-not-open' }),
      )
    })
    expect(added).toEqual(NOTHING_ADDED)
    expect(await stockOf(lot.id)).toMatchObject({ available: 5, toppedUp: 0 })
    expect(await database().lotChange.count({ where: { lotId: lot.id } })).toBe(0)
    expect(await database().eventStall.count({ where: { eventId: world.event.id } })).toBe(0)
    expect(await topUp(contracted.lot.id, { quantity: 1 })).toMatchObject({ ok: true })
  })
})

describe('stalls', () => {
  it('are given in packing order when the desk opens, and stay; who comes later stands behind', async () => {
    const { event, organizer } = world
    const seeded = await seedGeese(event, [
      { quantity: 2, reserved: 1 },
      { quantity: 2, reserved: 1 },
    ])
    const move = (from: 'cut-off' | 'closing') =>
      movePickupEvent(organizer, planScope(organizer), { eventId: event.id, from, to: 'running' })
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cut-off' } })
    expect(await move('cut-off')).toMatchObject({ ok: true })
    const [first, second] = seeded.lots.map((each) => each.householdId)
    const given = new Map([
      [first, 1],
      [second, 2],
    ])
    expect(await readStalls(database(), event.id)).toEqual(given)
    const late = await seedLot({ quantity: 1 })
    expect(await topUp(late.lot.id)).toMatchObject({ value: { value: { stall: 3 } } })
    const again = seeded.lots[0] ?? never()
    expect(await topUp(again.lot.id)).toMatchObject({ value: { value: { stall: 1 } } })
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'closing' } })
    await move('closing')
    expect(await readStalls(database(), event.id)).toEqual(given.set(late.householdId, 3))
  })
})
