import { expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { readOffer } from '#app/queries/catalogue/offer.server.ts'
import { readVillage } from '#app/queries/catalogue/village.server.ts'
import { readEventCalendar } from '#app/queries/pickup/event-calendar.server.ts'
import { readPublicEvent } from '#app/queries/pickup/public-event.server.ts'
import { readUpcomingEvents } from '#app/queries/pickup/upcoming-events.server.ts'
import { seedGround, seedHousehold, seedLot, seedPickupEvent, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase({ per: 'file' })

/** Everything a visitor's pages are made of. */
async function everythingPublic(offerId: number, eventId: number) {
  return {
    catalogue: await readCatalogue({ q: '', placeCode: VILLAGE, kind: null, month: null, after: null }),
    offer: await readOffer(offerId),
    village: await readVillage(VILLAGE),
    events: await readUpcomingEvents(),
    event: await readPublicEvent(eventId),
    calendar: await readEventCalendar(eventId),
  }
}

it('tells a visitor nothing of a household: no name, number, alias, category, floor price or past sale', async () => {
  await seedGround()
  const person = { name: '欧阳见秋', number: '5109819990777', alias: '鹅棚户', category: 'sudden' }
  const household = await seedHousehold(person)
  const { lot, offer } = await seedLot({ householdId: household.id, quantity: 8_765 })
  await database().lot.update({
    where: { id: lot.id },
    data: { available: 4_321, reserved: 1_111, given: 3_333, floorPriceFen: 9_876 },
  })
  const event = await seedPickupEvent()
  await database().pickupEvent.update({
    where: { id: event.id },
    data: { ordersTaken: 37, capacityOrders: 4_747 },
  })

  const shown = JSON.stringify(await everythingPublic(offer.id, event.id))
  expect(shown).toContain('大白鹅')
  const untold = [
    ...Object.values(person),
    '欧阳',
    '8765',
    '4321',
    '1111',
    '3333',
    '9876',
    '4747',
    'ordinary',
    'floor',
  ]
  for (const secret of untold) expect(shown).not.toContain(secret)
  expect(shown.match(/"[^"]*household[^"]*":/gi)).toEqual(['"householdCount":'])
})
