import { beforeEach, describe, expect, it } from 'vitest'
import { remindBuyers } from '#app/commands/notices/remind-buyers.server.ts'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import { addDays, civilDateOf, instantOf } from '#app/domain/kernel/calendar.ts'
import { seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, order, seedBuyer } from '../ordering/buyers.ts'

useDatabase()

const HOUR = 3_600_000

let event: Awaited<ReturnType<typeof seedPickupEvent>>
let geese: Awaited<ReturnType<typeof seedLot>>
beforeEach(async () => {
  await seedGround()
  event = await seedPickupEvent({ daysAhead: 14 })
  geese = await seedLot({ quantity: 50 })
})

/** Moves the event to `hours` from now, as if the days had passed; orders were placed a week before. */
async function eventIn(hours: number, startsAt = new Date(Date.now() + hours * HOUR)): Promise<void> {
  await database().pickupEvent.update({
    where: { id: event.id },
    data: {
      startsAt,
      endsAt: new Date(startsAt.getTime() + 2 * HOUR),
      cutOffAt: new Date(startsAt.getTime() - 40 * HOUR),
      state: 'cut-off',
    },
  })
  await database().order.updateMany({ data: { placedAt: new Date(Date.now() - 168 * HOUR) } })
}

const remind = () => remindBuyers(SYSTEM_ACTOR)
const reminders = () => database().notice.findMany({ where: { kind: 'reminder' }, orderBy: { id: 'asc' } })
const orderOf = (buyer: Buyer, quantity = 2) => order(buyer, [{ offerId: geese.offer.id, quantity }])

describe('remindBuyers', () => {
  it('reminds each buyer once, whoever asks how often at the same time', async () => {
    const buyers = await Promise.all([seedBuyer(), seedBuyer(), seedBuyer()])
    const orderIds: string[] = []
    for (const buyer of buyers) orderIds.push(await orderOf(buyer))
    // Less than six hours ahead is past six the evening before, at whatever hour this runs.
    await eventIn(5)
    const counts = await Promise.all([remind(), remind(), remind()])
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3)
    expect(await remind()).toBe(0)
    const told = await reminders()
    expect(told.map((notice) => notice.orderId).sort()).toEqual(orderIds.sort())
    const { startsAt, endsAt } = await database().pickupEvent.findUniqueOrThrow({ where: { id: event.id } })
    expect(told[0]?.facts).toEqual({
      event: { eventId: event.id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      goods: [{ offerId: geese.offer.id, quantity: 2 }],
      amountFen: 24_000,
      isEstimate: false,
      payBy: 'desk',
    })
    expect(told[0]?.onceKey).toBe(`reminder:${told[0]?.orderId}:${event.id}:${civilDateOf(startsAt)}`)
  })

  it('says nothing yet while the evening before has not come, nor once the event has begun', async () => {
    await orderOf(await seedBuyer())
    await eventIn(31)
    expect(await remind()).toBe(0)
    await eventIn(-1)
    expect(await remind()).toBe(0)
    expect(await reminders()).toEqual([])
  })

  it('reminds nobody of what was cancelled, of a cancelled event, or ordered only just now', async () => {
    const [cancelled, fresh, kept] = await Promise.all([seedBuyer(), seedBuyer(), seedBuyer()])
    const cancelledId = await orderOf(cancelled)
    await cancelOrder(cancelled.actor, cancelled.scope, { orderId: cancelledId, part: null })
    const freshId = await orderOf(fresh)
    const keptId = await orderOf(kept)
    await eventIn(5)
    await database().order.update({ where: { id: freshId }, data: { placedAt: new Date() } })
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cancelled' } })
    expect(await remind()).toBe(0)
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'cut-off' } })
    expect(await remind()).toBe(1)
    expect((await reminders()).map((notice) => notice.orderId)).toEqual([keptId])
  })

  it('is worth another word when the event is put off to another day', async () => {
    await orderOf(await seedBuyer())
    const soon = new Date(Date.now() + 2 * HOUR)
    await eventIn(2, soon)
    expect(await remind()).toBe(1)
    expect(await remind()).toBe(0)
    await database().$executeRaw`
      UPDATE notice SET read_at = clock_timestamp()`
    const putOff = new Date(soon.getTime() + 24 * HOUR)
    await eventIn(26, putOff)
    // The evening before has come or not, by the hour at which this runs.
    const eveningBefore = instantOf(addDays(civilDateOf(putOff), -1), '18:00')
    expect(await remind()).toBe(eveningBefore <= new Date() ? 1 : 0)
  })
})
