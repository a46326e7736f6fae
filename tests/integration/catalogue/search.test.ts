/** The search as the catalogue's page answers it: what is found and in which order, what was meant, what lies near. */
import { beforeEach, describe, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { Catalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { CARDS_A_PAGE } from '#app/queries/catalogue/catalogue.server.ts'
import { loader } from '#app/routes/store/catalogue.tsx'
import {
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()
beforeEach(seedGround)

async function search(q: string, rest: Record<string, string> = {}): Promise<Catalogue> {
  const query = new URLSearchParams({ q, ...rest })
  const request = new Request(`http://localhost/?${query}`)
  const answer = await loader({ request, params: {}, context: { cspNonce: '' } })
  return (await answer.json()).catalogue as Catalogue
}

const names = ({ cards }: Catalogue) => cards.map((card) => `${card.product.nameZh} ${card.village}`)

async function takeAll(lotId: number): Promise<void> {
  const { available } = await database().lot.findUniqueOrThrow({ where: { id: lotId } })
  await database().lot.update({ where: { id: lotId }, data: { available: 0, given: available } })
}

describe('words', () => {
  beforeEach(async () => {
    await seedLot({ productKey: 'goose' })
    await seedLot({ productKey: 'goose', villageCode: OTHER_VILLAGE })
    await seedLot({ productKey: 'celtuce' })
  })

  it.each([
    ['dabaie', ['大白鹅 红碑', '大白鹅 白鹿垭']],
    ['dbe', ['大白鹅 红碑', '大白鹅 白鹿垭']],
    ['bailuyae', ['大白鹅 白鹿垭']],
    ['bailuya 鹅', ['大白鹅 白鹿垭']],
    ['blydbe', ['大白鹅 白鹿垭']],
    ['青笋', ['莴笋 白鹿垭']],
    ['geese', ['大白鹅 红碑', '大白鹅 白鹿垭']],
    ['hongbei', ['大白鹅 红碑']],
    ['dabaie wosun', []],
  ])('%s', async (q, found) => {
    const page = await search(q)
    expect(names(page)).toEqual(found)
    expect([page.total, page.meant]).toEqual([found.length, []])
  })

  it('nearly right show what they may mean, and say so', async () => {
    const page = await search('dabeie')
    expect(names(page)).toEqual(['大白鹅 红碑', '大白鹅 白鹿垭'])
    expect(page.meant).toEqual([{ nameZh: '大白鹅', nameEn: 'White goose' }])
    expect((await search('honbei')).meant).toEqual([{ nameZh: '红碑', nameEn: '红碑' }])
  })

  it('are counted under the other filters, and each filter by what goes without it', async () => {
    const page = await search('dabaie', { village: VILLAGE, month: '12' })
    expect(page).toMatchObject({ total: 1, anyQuery: 2, anyPlace: 2, anyMonth: 1, anyKind: 1, nearby: null })
    const none = await search('wosun', { village: VILLAGE, month: '7' })
    expect(none).toMatchObject({ total: 0, anyQuery: 1, anyPlace: 0, anyMonth: 1, anyKind: 0, nearby: null })
  })

  it('of a product renamed, and of a village’s first goods, are right at once: nothing is stored of them', async () => {
    expect(names(await search('tiee'))).toEqual([])
    await database().product.update({ where: { key: 'celtuce' }, data: { nameZh: '铁鹅' } })
    expect(names(await search('tiee'))).toEqual(['铁鹅 白鹿垭'])
    await seedLot({ productKey: 'walnut', villageCode: OTHER_VILLAGE })
    expect(names(await search('hongbeihetao'))).toEqual(['核桃 红碑'])
  })
})

describe('the order', () => {
  it('is what is named so, what begins so, what is also called so; sold out after all of these', async () => {
    const gone = await seedLot({ productKey: 'hen', villageCode: OTHER_VILLAGE })
    await takeAll(gone.lot.id)
    await seedLot({ productKey: 'hen' })
    await seedLot({ productKey: 'eggs' })
    await seedLot({ productKey: 'goose' })
    await database().product.update({ where: { key: 'goose' }, data: { synonyms: ['土鸡王'] } })
    expect(names(await search('土鸡'))).toEqual([
      '土鸡 白鹿垭',
      '土鸡蛋 白鹿垭',
      '大白鹅 白鹿垭',
      '土鸡 红碑',
    ])
    expect(names(await search('tuji'))).toEqual([
      '土鸡 白鹿垭',
      '土鸡蛋 白鹿垭',
      '大白鹅 白鹿垭',
      '土鸡 红碑',
    ])
  })

  it('goes on by key over the pages, every card once', async () => {
    const products = await database().product.findMany({ select: { key: true } })
    const [own, next] = [await seedHousehold(), await seedHousehold({ villageCode: OTHER_VILLAGE })]
    for (const { key } of products) {
      await seedLot({ productKey: key, householdId: own.id })
      await seedLot({ productKey: key, householdId: next.id, villageCode: OTHER_VILLAGE })
    }
    await database().product.update({ where: { key: 'rice' }, data: { nameZh: '武安' } })
    await seedPickupEvent({ daysAhead: 7 })
    const first = await search('wuan')
    expect(first.total).toBe(products.length * 2)
    expect(first.cards).toHaveLength(CARDS_A_PAGE)
    const second = await search('wuan', { after: first.nextAfter ?? '' })
    expect(second.nextAfter).toBeNull()
    const all = [...names(first), ...names(second)]
    expect(new Set(all).size).toBe(products.length * 2)
    expect(all).toHaveLength(products.length * 2)
  })
})

describe('nothing found', () => {
  it('names the product that nobody has now with its months, and what is of its kind', async () => {
    const { lot } = await seedLot({ productKey: 'garlic' })
    await takeAll(lot.id)
    await seedLot({ productKey: 'celtuce', quantity: 5_000 })
    await seedLot({ productKey: 'goose' })
    await database().lot.update({
      where: { id: lot.id },
      data: { availableTo: new Date(`${addDays(today(), -1)}T00:00:00Z`) },
    })
    const page = await search('大蒜')
    expect(page.total).toBe(0)
    expect(page.nearby).toEqual({
      known: [{ nameZh: '大蒜', nameEn: 'Garlic', months: [5, 6, 7, 8, 9, 10, 11, 12] }],
      products: [
        { nameZh: '大白鹅', nameEn: 'White goose', kind: 'fowl' },
        { nameZh: '莴笋', nameEn: 'Celtuce', kind: 'veg' },
      ],
      villages: [],
    })
  })

  it('offers what shares a character, and the village of that name', async () => {
    await seedLot({ productKey: 'catfish', quantity: 5_000 })
    expect((await search('鲤鱼')).nearby).toEqual({
      known: [],
      products: [{ nameZh: '鲶鱼', nameEn: 'Catfish', kind: 'fish' }],
      villages: [],
    })
    expect((await search('红碑村')).nearby).toMatchObject({
      villages: [{ code: OTHER_VILLAGE, name: '红碑', town: '武安镇' }],
    })
  })

  it.each(['qwertyuiop', "' OR 1=1 --", '%', '%%%%', '\\', '</script><script>alert(1)</script>', '欧阳见秋'])(
    'by %s',
    async (q) => {
      await seedLot({ householdId: (await seedHousehold({ name: '欧阳见秋', alias: '见秋户' })).id })
      const page = await search(q)
      expect(page).toMatchObject({ cards: [], total: 0, meant: [], nearby: { products: [], villages: [] } })
    },
  )

  it('is not said of words that only another filter keeps from it', async () => {
    await seedLot({ productKey: 'goose' })
    expect(await search('dabaie', { kind: 'veg' })).toMatchObject({ total: 0, anyKind: 1, nearby: null })
    expect(await search('dabaie', { village: TOWN })).toMatchObject({ total: 1 })
  })
})
