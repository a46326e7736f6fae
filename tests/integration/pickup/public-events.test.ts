import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { readEventCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { EVENT_CARDS_A_PAGE, readPublicEvent } from '#app/queries/pickup/public-event.server.ts'
import { EVENTS_A_PAGE, readUpcomingEvents } from '#app/queries/pickup/upcoming-events.server.ts'
import {
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  seedServicePoint,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

describe('an event', () => {
  it('says where and when, whose goods come, and what can be had there on its day', async () => {
    await seedLot({ productKey: 'goose' })
    await seedLot({ productKey: 'rice', availableTo: addDays(today(), 13) })
    const gone = await seedLot({ productKey: 'hen' })
    await database().lot.update({ where: { id: gone.lot.id }, data: { available: 0, given: 5 } })
    await seedLot({ productKey: 'eggs', villageCode: OTHER_VILLAGE })
    await seedPickupEvent({ daysAhead: 7 })
    const event = await seedPickupEvent({ daysAhead: 14 })
    const page = await readPublicEvent(event.id)
    const { cards, ...rest } = page ?? { cards: [] }
    expect(rest).toEqual({
      id: event.id,
      startsAt: instantOf(addDays(today(), 14), '09:00').toISOString(),
      endsAt: instantOf(addDays(today(), 14), '11:30').toISOString(),
      cutOffAt: instantOf(addDays(today(), 12), '18:00').toISOString(),
      village: '白鹿垭',
      town: '武安镇',
      place: '村委会广场',
      servicePoint: null,
      serves: [{ code: VILLAGE, name: '白鹿垭' }],
      standing: 'taking-orders',
      nextAfter: null,
    })
    // The card says this event's day, not that of the sooner one.
    expect(cards.map((card) => [card.product.nameZh, card.nextPickup?.startsAt])).toEqual([
      ['大白鹅', event.startsAt.toISOString()],
    ])
  })

  it('says which service point it is at, and when that is open', async () => {
    const { id, name, openingHours } = await seedServicePoint()
    const event = await seedPickupEvent({ servicePointId: id })
    expect((await readPublicEvent(event.id))?.servicePoint).toEqual({ name, openingHours })
  })

  it('goes on by key where much can be had', async () => {
    const products = await database().product.findMany({ select: { key: true } })
    const households = [await seedHousehold(), await seedHousehold({ villageCode: OTHER_VILLAGE })]
    for (const { key } of products) {
      for (const { id, villageCode } of households)
        await seedLot({ productKey: key, householdId: id, villageCode })
    }
    const event = await seedPickupEvent({ serves: [VILLAGE, OTHER_VILLAGE] })
    const first = await readPublicEvent(event.id)
    const second = await readPublicEvent(event.id, first?.nextAfter)
    const shown = [...(first?.cards ?? []), ...(second?.cards ?? [])].map((card) => card.offerId)
    expect(first?.cards).toHaveLength(EVENT_CARDS_A_PAGE)
    expect(new Set(shown).size).toBe(products.length * 2)
    expect(shown).toHaveLength(products.length * 2)
    expect(second?.nextAfter).toBeNull()
  })

  it.each([
    ['cut-off', 'orders-closed'],
    ['running', 'running'],
    ['closed', 'over'],
    ['cancelled', 'cancelled'],
  ])('that is %s stands as %s and offers nothing', async (state, standing) => {
    await seedLot()
    const event = await seedPickupEvent({ state })
    expect(await readPublicEvent(event.id)).toMatchObject({ standing, cards: [] })
  })

  it('offers nothing once its cut-off has passed or it is full', async () => {
    await seedLot()
    const late = await seedPickupEvent({ daysAhead: 2, cutOffAt: new Date(Date.now() - 1000) })
    expect(await readPublicEvent(late.id)).toMatchObject({ standing: 'orders-closed', cards: [] })
    const full = await seedPickupEvent({ capacityOrders: 1 })
    await database().pickupEvent.update({ where: { id: full.id }, data: { ordersTaken: 1 } })
    expect(await readPublicEvent(full.id)).toMatchObject({ standing: 'full', cards: [] })
  })

  it('does not exist as a draft, on its page nor in a calendar', async () => {
    const draft = await seedPickupEvent({ state: 'draft' })
    expect(await readPublicEvent(draft.id)).toBeNull()
    expect(await readEventCalendar(draft.id)).toBeNull()
    expect(await readPublicEvent(999_999)).toBeNull()
  })

  it('goes into a calendar', async () => {
    const event = await seedPickupEvent({ state: 'cancelled' })
    expect(await readEventCalendar(event.id)).toEqual({
      id: event.id,
      countyCode: '510981000000',
      startsAt: event.startsAt.toISOString(),
      endsAt: event.endsAt.toISOString(),
      cutOffAt: event.cutOffAt.toISOString(),
      revision: 0,
      revisedAt: event.revisedAt.toISOString(),
      village: '白鹿垭',
      town: '武安镇',
      place: '村委会广场',
      isCancelled: true,
    })
  })
})

describe('the calendar of events', () => {
  it('lists what is not over, soonest first, with how it stands', async () => {
    await seedLot()
    const later = await seedPickupEvent({ daysAhead: 14 })
    const soon = await seedPickupEvent({ daysAhead: 7 })
    const closed = await seedPickupEvent({ daysAhead: 1, state: 'cut-off' })
    const cancelled = await seedPickupEvent({ daysAhead: 10, state: 'cancelled' })
    await seedPickupEvent({ daysAhead: 9, state: 'draft' })
    await seedPickupEvent({ daysAhead: -7 })
    await seedPickupEvent({ daysAhead: -7, state: 'closed' })
    const { events, nextAfter } = await readUpcomingEvents()
    expect(events.map((event) => [event.id, event.standing, event.goodsCount])).toEqual([
      [closed.id, 'orders-closed', null],
      [soon.id, 'taking-orders', 1],
      [cancelled.id, 'cancelled', null],
      [later.id, 'taking-orders', 1],
    ])
    expect(nextAfter).toBeNull()
  })

  it('goes on after the last event shown', async () => {
    const ids: number[] = []
    for (let i = 0; i <= EVENTS_A_PAGE; i++) ids.push((await seedPickupEvent({ daysAhead: 30 - i })).id)
    const first = await readUpcomingEvents()
    expect(first.events.map((event) => event.id)).toEqual(ids.toReversed().slice(0, EVENTS_A_PAGE))
    const second = await readUpcomingEvents(first.nextAfter)
    expect(second.events.map((event) => event.id)).toEqual([ids[0]])
    expect(second.nextAfter).toBeNull()
  })
})
