/** An event whose desks have no more time takes no more orders, whoever asks at the same moment. */
import { beforeEach, describe, expect, it } from 'vitest'
import { cancelOrder } from '#app/commands/ordering/cancel-order.server.ts'
import { changeOrderLine } from '#app/commands/ordering/change-order-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { readDeskSecondsLeft } from '#app/db/pickup/desk-seconds.server.ts'
import { lineSeconds, ORDER_SECONDS } from '#app/domain/pickup/desk-time.ts'
import { seedAgency, seedGround, seedLot, seedPickupEvent } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { fillBasket, order, place, readCheckout, seedBuyer } from './buyers.ts'
import { expectWholeBooks } from './whole-books.ts'

useDatabase()
beforeEach(seedGround)

async function seedEventOfMinutes(minutes: number, input: Parameters<typeof seedPickupEvent>[0] = {}) {
  const event = await seedPickupEvent(input)
  return database().pickupEvent.update({
    where: { id: event.id },
    data: { deskMinutesPerScale: minutes, scaleCount: 1 },
  })
}

describe('desk time', () => {
  it('is counted by the database as the rule says', async () => {
    const kinds = [
      { orderedBy: 'piece', pricedBy: 'jin' },
      { orderedBy: 'piece', pricedBy: 'piece' },
      { orderedBy: 'weight', pricedBy: 'jin' },
    ] as const
    for (const { orderedBy, pricedBy } of kinds) {
      const [row] = await database().$queryRaw<{ line: number; order: number }[]>`
        SELECT desk_seconds_of_line(${orderedBy}, ${pricedBy}) AS line, desk_seconds_of_order() AS "order"`
      expect(row).toEqual({ line: lineSeconds({ orderedBy, pricedBy }), order: ORDER_SECONDS })
    }
    expect(await readDeskSecondsLeft(database(), (await seedPickupEvent()).id)).toBeNull()
  })

  it('is taken by orders to the last second, given back by who cancels, and never more than there is', async () => {
    const event = await seedEventOfMinutes(5)
    const { offer, product } = await seedLot({ quantity: 50 })
    const seconds = lineSeconds(product as Parameters<typeof lineSeconds>[0])
    const agency = await seedAgency()
    const ready = []
    for (let i = 0; i < 12; i++) {
      const buyer = await seedBuyer({ agencyId: agency.id })
      await fillBasket(buyer, [{ offerId: offer.id, quantity: 1 }])
      ready.push({ buyer, input: await readCheckout(buyer) })
    }
    const verdicts = await Promise.all(ready.map(({ buyer, input }) => place(buyer, input)))
    const fits = Math.floor(300 / (ORDER_SECONDS + seconds))
    expect(verdicts.filter(({ ok }) => ok)).toHaveLength(fits)
    expect(await readDeskSecondsLeft(database(), event.id)).toBe(300 - fits * (ORDER_SECONDS + seconds))
    await expectWholeBooks()

    const at = verdicts.findIndex(({ ok }) => ok)
    const [first, placed] = [ready[at], verdicts[at]]
    if (!first || !placed?.ok) throw new Error('nobody was placed')
    const { actor, scope } = first.buyer
    expect((await cancelOrder(actor, scope, { orderId: placed.value.orderId, part: null })).ok).toBe(true)
    const later = ready[verdicts.findIndex(({ ok }) => !ok)]
    if (!later) throw new Error('nobody was refused')
    expect((await place(later.buyer, await readCheckout(later.buyer))).ok).toBe(true)
    await expectWholeBooks()
  })

  it('sends a basket to a later event that has time for all of it', async () => {
    await seedEventOfMinutes(1, { daysAhead: 10 })
    const roomy = await seedPickupEvent({ daysAhead: 20 })
    const { offer } = await seedLot({ quantity: 5 })
    const buyer = await seedBuyer()
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 2 }])
    const lines = await database().orderLine.findMany({ where: { orderId } })
    expect(new Set(lines.map(({ eventId }) => eventId))).toEqual(new Set([roomy.id]))
  })

  it('is asked by who wants more weighed animals, and refused with nothing changed', async () => {
    const { offer } = await seedLot({ quantity: 20, productKey: 'goose-weighed' })
    const event = await seedEventOfMinutes(3)
    const buyer = await seedBuyer()
    const orderId = await order(buyer, [{ offerId: offer.id, quantity: 1 }])
    const change = (quantity: string) =>
      changeOrderLine(buyer.actor, buyer.scope, { orderId, offerId: offer.id, eventId: event.id, quantity })
    expect((await change('2')).ok).toBe(true)
    expect(await change('3')).toEqual({ ok: false, code: 'desk-time-full' })
    expect(await database().orderLine.count({ where: { orderId, state: 'placed' } })).toBe(2)
    expect(await readDeskSecondsLeft(database(), event.id)).toBe(0)
    await expectWholeBooks()
  })
})
