import { beforeAll, describe, expect, it } from 'vitest'
import type { CatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { FOREIGN_VILLAGE, OTHER_VILLAGE, seedGround, seedLot, TOWN, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase({ per: 'file' })

function read(filter: Partial<CatalogueFilter> = {}) {
  return readCatalogue({ q: '', placeCode: null, kind: null, month: null, after: null, ...filter })
}

const names = (page: Awaited<ReturnType<typeof read>>) =>
  page.cards.map((card) => `${card.product.nameZh} ${card.village}`)

beforeAll(async () => {
  await seedGround()
  await seedLot({ productKey: 'goose', villageCode: VILLAGE })
  await seedLot({ productKey: 'celtuce', villageCode: VILLAGE, quantity: 50_000 })
  await seedLot({ productKey: 'celtuce', villageCode: OTHER_VILLAGE, quantity: 50_000 })
  await seedLot({ productKey: 'garlic', villageCode: FOREIGN_VILLAGE, quantity: 50_000 })
})

describe('filters', () => {
  it('count their choices, each under the others', async () => {
    const page = await read({ kind: 'veg', month: 5 })
    expect(names(page)).toEqual(['大蒜 资中县某'])
    expect(page).toMatchObject({
      total: 1,
      anyKind: 2,
      kinds: [
        { kind: 'fowl', count: 1 },
        { kind: 'veg', count: 1 },
      ],
      towns: [{ code: '511025100000', name: '水南镇', count: 1 }],
      villages: [{ code: FOREIGN_VILLAGE, name: '资中县某', count: 1 }],
      place: null,
    })
    expect(page.months).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => ({
        month,
        // Celtuce of two villages November to April, garlic of one May to December.
        count: (month >= 11 || month <= 4 ? 2 : 0) + (month >= 5 ? 1 : 0),
      })),
    )
  })

  it('narrow by village, town and county', async () => {
    expect(names(await read({ placeCode: VILLAGE }))).toEqual(['大白鹅 白鹿垭', '莴笋 白鹿垭'])
    expect((await read({ placeCode: TOWN })).total).toBe(3)
    expect((await read({ placeCode: '511025000000' })).total).toBe(1)
    expect((await read({ placeCode: '510981999999' })).total).toBe(0)
  })

  it('name the villages of the town chosen, and every town to change to', async () => {
    const page = await read({ placeCode: VILLAGE, kind: 'veg' })
    expect(page.place).toEqual({ code: VILLAGE, name: '白鹿垭', townCode: TOWN })
    expect(page.villages).toEqual([
      { code: OTHER_VILLAGE, name: '红碑', count: 1 },
      { code: VILLAGE, name: '白鹿垭', count: 1 },
    ])
    expect(page.towns).toEqual([
      { code: TOWN, name: '武安镇', count: 2 },
      { code: '511025100000', name: '水南镇', count: 1 },
    ])
    expect((await read()).villages).toEqual([])
  })

  it.each([
    ['大白鹅', 1],
    ['白鹅', 1],
    ['土鹅', 1],
    ['goose', 1],
    ['ＧＯＯＳＥ', 1],
    ['青笋', 2],
    ['红碑', 1],
    ['红碑村', 1],
    ['红碑莴笋', 1],
    ['武安镇', 3],
    ['武安 莴笋', 2],
    ['莴笋 水南', 0],
    ['%', 0],
    ["' OR 1=1 --", 0],
    ['\u0000', 4],
  ])('find %j', async (q, total) => {
    expect((await read({ q })).total).toBe(total)
  })
})
