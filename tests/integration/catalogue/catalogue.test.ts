import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import type { CatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { CARDS_A_PAGE, readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import {
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

function read(filter: Partial<CatalogueFilter> = {}) {
  return readCatalogue({ q: '', placeCode: null, kind: null, month: null, after: null, ...filter })
}

const names = (page: Awaited<ReturnType<typeof read>>) =>
  page.cards.map((card) => `${card.product.nameZh} ${card.village}`)

/** As many households with a lot each of the same offer. */
async function seedPool(households: number, quantityEach: number, lot: Parameters<typeof seedLot>[0] = {}) {
  for (let i = 0; i < households; i++) await seedLot({ ...lot, quantity: quantityEach })
}

async function takeAll(lotId: number): Promise<void> {
  const { available } = await database().lot.findUniqueOrThrow({ where: { id: lotId } })
  await database().lot.update({ where: { id: lotId }, data: { available: 0, given: available } })
}

describe('cards', () => {
  it('are one a village and product, at the cheapest offer with both parts of its price', async () => {
    const dear = await seedLot({ unitPriceFen: 13_000, referencePriceFen: 11_500 })
    const cheap = await seedLot({ unitPriceFen: 12_000, referencePriceFen: 11_000 })
    await seedLot({ villageCode: OTHER_VILLAGE, unitPriceFen: 15_000 })
    const { cards, total } = await read()
    expect(total).toBe(2)
    expect(cards.map((card) => [card.village, card.offerId === cheap.offer.id])).toEqual([
      ['红碑', false],
      ['白鹿垭', true],
    ])
    expect(cards[1]).toEqual({
      offerId: cheap.offer.id,
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
      village: '白鹿垭',
      town: '武安镇',
      unitPriceFen: 12_000,
      referencePriceFen: 11_000,
      hasOtherPrices: true,
      availability: { kind: 'plenty' },
      nextPickup: null,
      firstDay: null,
      backInMonth: null,
      photo: null,
    })
    expect(cards[0]?.hasOtherPrices).toBe(false)
    expect(dear.offer.id).not.toBe(cheap.offer.id)
  })

  it('leave a sold-out price for the next one, and a price that cannot be collected for one that can', async () => {
    const soldOut = await seedLot({ unitPriceFen: 11_500 })
    await takeAll(soldOut.lot.id)
    await seedLot({ unitPriceFen: 12_000, availableFrom: addDays(today(), 40) })
    const now = await seedLot({ unitPriceFen: 12_500 })
    await seedPickupEvent({ daysAhead: 7 })
    const { cards } = await read()
    expect(cards).toHaveLength(1)
    expect(cards[0]).toMatchObject({
      offerId: now.offer.id,
      unitPriceFen: 12_500,
      hasOtherPrices: true,
      nextPickup: { startsAt: instantOf(addDays(today(), 7), '09:00').toISOString(), village: '白鹿垭' },
    })
  })

  it('stand only for approved lots whose last day has not passed', async () => {
    await seedLot({ productKey: 'goose', state: 'pending' })
    await seedLot({ productKey: 'hen', state: 'refused' })
    await seedLot({ productKey: 'eggs', state: 'withdrawn' })
    await seedLot({ productKey: 'rice', availableTo: addDays(today(), -1) })
    await seedLot({ productKey: 'walnut', availableTo: today() })
    await seedLot({
      productKey: 'celtuce',
      availableFrom: addDays(today(), 5),
      availableTo: addDays(today(), 9),
    })
    expect(names(await read()).sort()).toEqual(['核桃 白鹿垭', '莴笋 白鹿垭'])
  })

  it('come by the soonest event of their village, sold-out ones last', async () => {
    const gone = await seedLot({ productKey: 'hen', villageCode: OTHER_VILLAGE })
    await takeAll(gone.lot.id)
    await seedLot({ productKey: 'goose', villageCode: VILLAGE })
    await seedLot({ productKey: 'rice', villageCode: OTHER_VILLAGE })
    await seedLot({ productKey: 'goose', villageCode: FOREIGN_VILLAGE })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 21 })
    await seedPickupEvent({ villageCode: VILLAGE, daysAhead: 7 })
    const page = await read()
    expect(names(page)).toEqual(['大白鹅 白鹿垭', '大米 红碑', '大白鹅 资中县某', '土鸡 红碑'])
    expect(page.cards.at(-1)?.availability).toEqual({ kind: 'sold-out' })
  })
})

describe('what is left', () => {
  it.each([
    ['a pool of five, exactly', 5, 7, 'goose', { kind: 'exact', quantity: 35 }],
    ['a pool of four, not', 4, 7, 'goose', { kind: 'plenty' }],
    ['one household below ten pieces, exactly', 1, 9, 'goose', { kind: 'exact', quantity: 9 }],
    ['one household with ten pieces, not', 1, 10, 'goose', { kind: 'plenty' }],
    ['one household below ten 斤, exactly', 1, 4999, 'celtuce', { kind: 'exact', quantity: 4999 }],
    ['one household with ten 斤, not', 1, 5000, 'celtuce', { kind: 'plenty' }],
  ] as const)('%s', async (_, households, quantity, productKey, availability) => {
    await seedPool(households, quantity, { productKey })
    const { cards } = await read()
    expect(cards.map((card) => card.availability)).toEqual([availability])
  })

  it('counts households that still have some, so that the last ones of a pool are not told', async () => {
    await seedPool(4, 7)
    const { lot } = await seedLot({ quantity: 7 })
    await takeAll(lot.id)
    expect((await read()).cards[0]?.availability).toEqual({ kind: 'plenty' })
  })

  it('counts a household with two lots once', async () => {
    const household = await seedHousehold()
    await seedPool(3, 7)
    for (let i = 0; i < 2; i++) await seedLot({ householdId: household.id, quantity: 7 })
    expect((await read()).cards[0]?.availability).toEqual({ kind: 'plenty' })
  })

  it('is not told of a card when one of its offers is not', async () => {
    await seedPool(5, 10, { unitPriceFen: 12_000 })
    await seedLot({ unitPriceFen: 13_000, quantity: 30 })
    expect((await read()).cards[0]?.availability).toEqual({ kind: 'plenty' })
  })

  it('leaves out lots that are over', async () => {
    await seedLot({ quantity: 3 })
    await seedLot({ quantity: 4, availableTo: addDays(today(), -1) })
    expect((await read()).cards[0]?.availability).toEqual({ kind: 'exact', quantity: 3 })
  })
})

describe('the next pickup', () => {
  const startOf = async () => (await read()).cards[0]?.nextPickup?.startsAt ?? null
  const day = (ahead: number) => instantOf(addDays(today(), ahead), '09:00').toISOString()

  it('is the soonest event that serves the village, wherever it is held', async () => {
    await seedLot()
    await seedPickupEvent({ daysAhead: 21 })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, serves: [OTHER_VILLAGE, VILLAGE], daysAhead: 14 })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 7 })
    expect((await read()).cards[0]?.nextPickup).toEqual({ startsAt: day(14), village: '红碑' })
  })

  it.each(['draft', 'cut-off', 'running', 'closing', 'closed', 'cancelled'])(
    'is none that is %s',
    async (state) => {
      await seedLot()
      await seedPickupEvent({ state })
      expect(await startOf()).toBeNull()
    },
  )

  it('is none whose cut-off has passed, though no job has closed it', async () => {
    await seedLot()
    await seedPickupEvent({ daysAhead: 2, cutOffAt: new Date(Date.now() - 1000) })
    expect(await startOf()).toBeNull()
    await seedPickupEvent({ daysAhead: 3, cutOffAt: new Date(Date.now() + 3_600_000) })
    expect(await startOf()).toBe(day(3))
  })

  it('is none without room', async () => {
    await seedLot()
    const event = await seedPickupEvent({ capacityOrders: 1 })
    await database().pickupEvent.update({ where: { id: event.id }, data: { ordersTaken: 1 } })
    expect(await startOf()).toBeNull()
  })

  it('is on a day that one lot with something left holds, its first and last day counted', async () => {
    await seedLot({ availableFrom: addDays(today(), 10), availableTo: addDays(today(), 12) })
    const gone = await seedLot({ availableFrom: today(), availableTo: addDays(today(), 30) })
    await takeAll(gone.lot.id)
    await seedPickupEvent({ daysAhead: 9 })
    await seedPickupEvent({ daysAhead: 13 })
    expect(await startOf()).toBeNull()
    await seedPickupEvent({ daysAhead: 12 })
    expect(await startOf()).toBe(day(12))
    await seedPickupEvent({ daysAhead: 10 })
    expect(await startOf()).toBe(day(10))
  })

  it('is not found in a gap between two lots', async () => {
    await seedLot({ availableTo: addDays(today(), 5) })
    await seedLot({ availableFrom: addDays(today(), 20) })
    await seedPickupEvent({ daysAhead: 12 })
    expect(await startOf()).toBeNull()
  })
})

describe('pages', () => {
  it('go on by key, every card once, the last page saying so', async () => {
    const products = await database().product.findMany({ orderBy: { id: 'asc' }, select: { key: true } })
    const household = await seedHousehold()
    const other = await seedHousehold({ villageCode: OTHER_VILLAGE })
    for (const { key } of products) {
      await seedLot({ productKey: key, householdId: household.id })
      const { lot } = await seedLot({ productKey: key, householdId: other.id, villageCode: OTHER_VILLAGE })
      if (key === 'goose' || key === 'rice') await takeAll(lot.id)
    }
    await seedPickupEvent({ daysAhead: 7 })
    const expected = products.length * 2
    expect(expected).toBeGreaterThan(CARDS_A_PAGE)

    const first = await read()
    expect(first.cards).toHaveLength(CARDS_A_PAGE)
    expect(first.total).toBe(expected)
    const second = await read({ after: first.nextAfter })
    expect(second.nextAfter).toBeNull()
    expect(second.total).toBe(expected)
    const all = [...names(first), ...names(second)]
    expect(all).toHaveLength(expected)
    expect(new Set(all).size).toBe(expected)
    expect(second.cards.slice(-2).map((card) => card.availability.kind)).toEqual(['sold-out', 'sold-out'])
    // The village that an event serves comes first, though its code is the larger.
    expect(new Set(first.cards.slice(0, products.length).map((card) => card.village))).toEqual(
      new Set(['白鹿垭']),
    )
  })

  it('begin anew at a key that is none', async () => {
    await seedLot()
    expect((await read({ after: 'nonsense' })).cards).toHaveLength(1)
  })
})

describe('the next events', () => {
  it('are the three soonest that take orders, with what can be had there', async () => {
    await seedLot({ productKey: 'goose' })
    await seedLot({ productKey: 'goose', unitPriceFen: 13_000 })
    await seedLot({ productKey: 'rice', availableFrom: addDays(today(), 10) })
    await seedLot({ productKey: 'goose', villageCode: OTHER_VILLAGE })
    await seedPickupEvent({ daysAhead: 28 })
    const both = await seedPickupEvent({ serves: [VILLAGE, OTHER_VILLAGE], daysAhead: 14 })
    const soon = await seedPickupEvent({ daysAhead: 7 })
    await seedPickupEvent({ daysAhead: 5, state: 'cut-off' })
    const third = await seedPickupEvent({ daysAhead: 21 })
    const { events } = await read()
    expect(events.map((event) => [event.id, event.goodsCount, event.serves])).toEqual([
      [soon.id, 1, ['白鹿垭']],
      [both.id, 3, ['红碑', '白鹿垭']],
      [third.id, 2, ['白鹿垭']],
    ])
    expect((await read({ kind: 'fowl' })).events).toEqual([])
  })
})
