import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays, instantOf } from '#app/domain/kernel/calendar.ts'
import { readVillage } from '#app/queries/catalogue/village.server.ts'
import {
  OTHER_VILLAGE,
  seedGround,
  seedLot,
  seedPickupEvent,
  seedServicePoint,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

describe('a village', () => {
  it('shows what is there now, where its goods go next, and what it has over the year', async () => {
    const { lot } = await seedLot({ productKey: 'goose' })
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, given: 5 } })
    await seedLot({ productKey: 'walnut', quantity: 2_000 })
    await seedLot({ productKey: 'rice', availableTo: addDays(today(), -3) })
    await seedLot({ productKey: 'hen', state: 'pending' })
    await seedLot({ productKey: 'eggs', villageCode: OTHER_VILLAGE })
    const event = await seedPickupEvent({ villageCode: OTHER_VILLAGE, serves: [OTHER_VILLAGE, VILLAGE] })
    await seedPickupEvent({ villageCode: OTHER_VILLAGE, daysAhead: 7 })

    const village = await readVillage(VILLAGE)
    expect(village).toMatchObject({
      code: VILLAGE,
      name: '白鹿垭',
      town: { code: TOWN, name: '武安镇' },
      county: '射洪市',
      events: [
        {
          id: event.id,
          village: '红碑',
          place: '村委会广场',
          startsAt: instantOf(addDays(today(), 14), '09:00').toISOString(),
          serves: ['红碑', '白鹿垭'],
        },
      ],
    })
    expect(village?.cards.map((card) => [card.product.nameZh, card.availability.kind])).toEqual([
      ['核桃', 'exact'],
      ['大白鹅', 'sold-out'],
    ])
    expect(village?.seasons.map((product) => [product.nameZh, product.months])).toEqual([
      ['大白鹅', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
      ['核桃', [9, 10, 11, 12, 1]],
      ['大米', [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
    ])
  })

  it('shows its service points that are open', async () => {
    await seedServicePoint({ state: 'planned' })
    await seedServicePoint({ villageCode: OTHER_VILLAGE })
    const { name, place, openingHours } = await seedServicePoint()
    expect((await readVillage(VILLAGE))?.points).toEqual([{ name, place, openingHours }])
  })

  it('has as its speciality what most households have, and says how each product stands now', async () => {
    const month = Number(today().slice(5, 7))
    const next = (month % 12) + 1
    const gone = await seedLot({ productKey: 'goose' })
    await database().lot.update({ where: { id: gone.lot.id }, data: { available: 0, given: 5 } })
    for (let i = 0; i < 3; i++) await seedLot({ productKey: 'walnut', quantity: 500 })
    await seedLot({ productKey: 'rice', availableTo: addDays(today(), -3) })
    await seedLot({ productKey: 'garlic', availableTo: addDays(today(), -3) })
    await database().product.update({ where: { key: 'garlic' }, data: { seasonMonths: [next] } })
    const seasons = (await readVillage(VILLAGE))?.seasons
    expect(seasons?.map(({ nameZh, standing, backInMonth }) => [nameZh, standing, backInMonth])).toEqual([
      ['核桃', 'here', null],
      ['大白鹅', 'sold-out', null],
      ['大蒜', 'out-of-season', next],
      ['大米', 'awaited', null],
    ])
    expect(JSON.stringify(seasons)).not.toMatch(/household|count/i)
  })

  it('has a page with nothing on the shelf, and none where it is no village', async () => {
    expect(await readVillage(OTHER_VILLAGE)).toMatchObject({ cards: [], events: [], seasons: [] })
    expect(await readVillage(TOWN)).toBeNull()
    expect(await readVillage('510981100999')).toBeNull()
  })
})
