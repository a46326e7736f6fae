/** The cut-off to the second, whatever zone the server's process and the database's sessions are in. */
import { afterEach, describe, expect, it } from 'vitest'
import { createPickupEvent } from '#app/commands/pickup/create-pickup-event.server.ts'
import { movePickupEvent } from '#app/commands/pickup/move-pickup-event.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, instantOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { seedGround, seedLot, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { type DatabaseClock, takeDatabaseClock } from '#tests/setup/database-clock.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { actorWith, planScope } from '../handover/desk-world.ts'
import { fillBasket, place, readCheckout, seedBuyer } from './buyers.ts'
import { countWritten, stockOf } from './whole-books.ts'

const test = useDatabase()
let clock: DatabaseClock | undefined
afterEach(async () => {
  process.env.TZ = 'UTC'
  await clock?.close()
  clock = undefined
})

/** An event of the organizer's form, its cut-off at 18:00 two days before. */
async function planOpenEvent(day: string): Promise<number> {
  const organizer = await actorWith('organizer', TOWN)
  const made = await createPickupEvent(organizer, planScope(organizer), {
    title: '“以购助扶”活动',
    villageCode: VILLAGE,
    place: '村委会广场',
    startsAt: instantOf(day, '09:00'),
    endsAt: instantOf(day, '11:30'),
    cutOffAt: instantOf(addDays(day, -2), '18:00'),
    capacityOrders: 10,
    scaleCount: 1,
    deskMinutesPerScale: null,
    servicePointId: null,
    servedVillageCodes: [VILLAGE],
  })
  if (!made.ok) throw new Error(`not planned: ${made.code}`)
  const { eventId } = made.value
  await movePickupEvent(organizer, planScope(organizer), { eventId, from: 'draft', to: 'open' })
  return eventId
}

const ZONES = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles'] as const
const OFFSETS = { UTC: 0, 'Asia/Shanghai': -480, 'America/Los_Angeles': 480 }
const PAIRS = ZONES.flatMap((server) => ZONES.map((sessions) => ({ server, sessions })))

describe.each(PAIRS)('a server in $server with database sessions in $sessions', ({ server, sessions }) => {
  it('takes an order at 17:59:59 Asia/Shanghai, and refuses it at 18:00:00 with the next event', async () => {
    process.env.TZ = server
    expect(new Date('2026-01-15T00:00:00Z').getTimezoneOffset()).toBe(OFFSETS[server])
    clock = await takeDatabaseClock(test.urls.owner, sessions)
    await seedGround()
    const day = addDays(today(), 14)
    const eventId = await planOpenEvent(day)
    const nextId = await planOpenEvent(addDays(day, 14))
    const { lot, offer } = await seedLot({ quantity: 9, availableTo: addDays(day, 30) })
    const [early, late] = [await seedBuyer(), await seedBuyer()]
    const atClock = (time: string) => new Date(`${addDays(day, -2)}T${time}+08:00`)
    await clock.set(atClock('17:59:58.000'))
    for (const buyer of [early, late]) await fillBasket(buyer, [{ offerId: offer.id, quantity: 2 }])
    const [first, second] = [await readCheckout(early), await readCheckout(late)]
    expect(second.shown.lines.map((line) => line.eventId)).toEqual([eventId])

    await clock.set(atClock('17:59:59.999'))
    expect(await place(early, first)).toMatchObject({ ok: true })
    expect(await database().orderLine.findMany({ select: { eventId: true } })).toEqual([{ eventId }])

    await clock.set(atClock('18:00:00.000'))
    const before = await countWritten()
    expect(await place(late, second)).toMatchObject({
      ok: false,
      code: 'changed-meanwhile',
      differences: [
        {
          code: 'events-changed',
          offerId: offer.id,
          shown: [{ eventId, quantity: 2 }],
          now: [{ eventId: nextId, quantity: 2 }],
        },
      ],
    })
    expect(await countWritten()).toEqual(before)
    expect(await stockOf(lot.id)).toEqual({ available: 7, reserved: 2 })
    const again = await readCheckoutPage(late.actor, late.scope)
    expect(again?.basket.shown.lines.map((line) => line.eventId)).toEqual([nextId])
    expect(await database().pickupEvent.findUniqueOrThrow({ where: { id: eventId } })).toMatchObject({
      startsAt: instantOf(day, '09:00'),
      cutOffAt: new Date(`${addDays(day, -2)}T10:00:00.000Z`),
      ordersTaken: 1,
    })
    expect(await database().lot.findUniqueOrThrow({ where: { id: lot.id } })).toMatchObject({
      availableTo: toDateColumn(addDays(day, 30)),
    })
  })
})
