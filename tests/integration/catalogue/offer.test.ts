import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { readOffer } from '#app/queries/catalogue/offer.server.ts'
import { OTHER_VILLAGE, seedGround, seedLot, seedPickupEvent, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

describe('an offer', () => {
  it('shows its price in both parts, what is left, and where it can be collected', async () => {
    const { offer } = await seedLot({
      quantity: 4,
      availableFrom: today(),
      availableTo: addDays(today(), 20),
    })
    await seedLot({ quantity: 5, availableFrom: addDays(today(), 10), availableTo: addDays(today(), 30) })
    const later = await seedPickupEvent({ daysAhead: 28 })
    const soon = await seedPickupEvent({
      villageCode: OTHER_VILLAGE,
      serves: [OTHER_VILLAGE, VILLAGE],
      daysAhead: 7,
    })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 8 })
    await seedPickupEvent({ daysAhead: 31 })
    const pickup = (eventId: number, ahead: number, village: string) => ({
      eventId,
      startsAt: instantOf(addDays(today(), ahead), '09:00').toISOString(),
      endsAt: instantOf(addDays(today(), ahead), '11:30').toISOString(),
      cutOffAt: instantOf(addDays(today(), ahead - 2), '18:00').toISOString(),
      village,
      place: '村委会广场',
    })
    expect(await readOffer(offer.id)).toEqual({
      id: offer.id,
      product: {
        nameZh: '大白鹅',
        nameEn: 'White goose',
        kind: 'fowl',
        drawing: 'goose',
        orderedBy: 'piece',
        pricedBy: 'piece',
        step: 1,
        pieceUnit: '只',
        usualPieceGrams: null,
      },
      villageCode: VILLAGE,
      village: '白鹿垭',
      town: '武安镇',
      townCode: TOWN,
      county: '射洪市',
      unitPriceFen: 12_000,
      referencePriceFen: 11_000,
      referenceSource: '武安农贸市场',
      referenceOn: today(),
      availability: { kind: 'exact', quantity: 9 },
      seller: null,
      householdCount: 2,
      groupSize: 0,
      days: { from: today(), until: addDays(today(), 30) },
      firstDay: null,
      seasonMonths: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12],
      backInMonth: null,
      villageNext: pickup(soon.id, 7, '红碑'),
      photos: [],
      pickups: [pickup(soon.id, 7, '红碑'), pickup(later.id, 28, '白鹿垭')],
      otherPrices: [],
    })
  })

  it('names the other prices of the same village and product that have some left', async () => {
    const { offer } = await seedLot({ unitPriceFen: 12_000 })
    const dearer = await seedLot({ unitPriceFen: 14_000, availableFrom: addDays(today(), 20) })
    const cheaper = await seedLot({ unitPriceFen: 11_000 })
    const soldOut = await seedLot({ unitPriceFen: 13_000 })
    await database().lot.update({ where: { id: soldOut.lot.id }, data: { available: 0, given: 5 } })
    await seedLot({ unitPriceFen: 15_000, state: 'pending' })
    await seedLot({ unitPriceFen: 11_500, villageCode: OTHER_VILLAGE })
    await seedPickupEvent({ daysAhead: 7 })
    expect((await readOffer(offer.id))?.otherPrices).toEqual([
      { offerId: cheaper.offer.id, unitPriceFen: 11_000, hasPickup: true },
      { offerId: dearer.offer.id, unitPriceFen: 14_000, hasPickup: false },
    ])
  })

  it('keeps its page when it is sold out, and when it is over', async () => {
    const { offer, lot } = await seedLot()
    await seedPickupEvent()
    const gone = { availability: { kind: 'sold-out' }, householdCount: 0, days: null, pickups: [] }
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, given: 5 } })
    expect(await readOffer(offer.id)).toMatchObject(gone)
    const over = await seedLot({ productKey: 'hen', availableTo: addDays(today(), -1) })
    expect(await readOffer(over.offer.id)).toMatchObject(gone)
  })

  it('sold out, tells where its village is met next, and out of season the month it is back', async () => {
    const { offer, lot } = await seedLot()
    const event = await seedPickupEvent()
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, given: 5 } })
    expect(await readOffer(offer.id)).toMatchObject({ backInMonth: null, villageNext: { eventId: event.id } })
    const month = Number(today().slice(5, 7))
    const months = [(month % 12) + 1, ((month + 1) % 12) + 1]
    await database().product.update({ where: { key: 'goose' }, data: { seasonMonths: months } })
    expect(await readOffer(offer.id)).toMatchObject({ backInMonth: months[0], seasonMonths: months })
    await database().product.update({ where: { key: 'goose' }, data: { seasonMonths: [month] } })
    expect(await readOffer(offer.id)).toMatchObject({ backInMonth: null })
  })

  it('with goods that are still to come says from which day', async () => {
    const firstDay = addDays(today(), 9)
    const { offer } = await seedLot({ availableFrom: firstDay })
    expect(await readOffer(offer.id)).toMatchObject({ firstDay, backInMonth: null, pickups: [] })
    await seedLot({ availableFrom: today() })
    expect(await readOffer(offer.id)).toMatchObject({ firstDay: null })
  })

  it('does not exist before a lot of it was approved', async () => {
    const { offer } = await seedLot({ state: 'pending' })
    expect(await readOffer(offer.id)).toBeNull()
    expect(await readOffer(999_999)).toBeNull()
  })
})
