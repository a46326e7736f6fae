/** The county's table of market prices: by hand, from a file, superseded and never changed. */
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import {
  enterReferencePrice,
  type PriceEntryRefusal,
} from '#app/commands/catalogue/enter-reference-price.server.ts'
import { importReferencePrices } from '#app/commands/catalogue/import-reference-prices.server.ts'
import { readReference } from '#app/db/catalogue/reference-prices.server.ts'
import { database } from '#app/db/client.server.ts'
import type { PriceEntry, PriceEntryCode } from '#app/domain/catalogue/reference-price.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { readPriceSheet } from '#app/files/price-sheet.ts'
import { streamSheet } from '#app/files/read-sheet.server.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readReferencePrices } from '#app/queries/catalogue/reference-prices.server.ts'
import { action as pricesPage } from '#app/routes/county/prices.tsx'
import { COUNTY, FOREIGN_COUNTY, seedGround, TOWN, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'

useDatabase()

let office: Someone
beforeEach(async () => {
  await seedGround()
  office = await someone('county-office', { scopeCode: COUNTY })
})

const goose = (change: Partial<PriceEntry> = {}): PriceEntry => ({
  productKey: 'goose',
  priceFen: 11_000,
  source: ' 武安农贸市场 ',
  pricedOn: addDays(today(), -3),
  ...change,
})
const enter = (entry: PriceEntry, by = office, countyCode = COUNTY) =>
  enterReferencePrice(by.actor, scopeFor(by, 'price:enter'), { countyCode, entry })
const prices = () => database().referencePrice.findMany({ orderBy: { id: 'asc' } })
const offered = () => readReference(database(), { countyCode: COUNTY, productKey: 'goose', today: today() })

async function refusedWithout<T>(act: () => Promise<T>): Promise<T> {
  const before = [await prices(), await recordedActs()]
  const verdict = await act()
  expect([await prices(), await recordedActs()]).toEqual(before)
  return verdict
}

describe('by hand', () => {
  test('a price is added, with who noted it, and is offered', async () => {
    expect(await enter(goose())).toEqual({ ok: true, value: { added: 1, unchanged: 0 } })
    const [row] = await prices()
    expect(row).toMatchObject({
      countyCode: COUNTY,
      priceFen: 11_000,
      pricedBy: 'piece',
      source: '武安农贸市场',
    })
    expect(row?.enteredBy).toBe(office.accountId)
    expect(await offered()).toEqual({
      id: row?.id,
      priceFen: 11_000,
      source: '武安农贸市场',
      pricedOn: addDays(today(), -3),
    })
    expect(await recordedActs()).toEqual(['price:enter'])
  })

  test('the newest day counts, of one day the last entered; older than sixty days is history', async () => {
    await enter(goose({ pricedOn: addDays(today(), -61), priceFen: 9_000 }))
    expect(await offered()).toBeNull()
    await enter(goose({ pricedOn: addDays(today(), -60), priceFen: 9_500 }))
    expect((await offered())?.priceFen).toBe(9_500)
    await enter(goose())
    await enter(goose({ pricedOn: addDays(today(), -10), priceFen: 12_000 }))
    expect((await offered())?.priceFen).toBe(11_000)
    await enter(goose({ priceFen: 11_300 }))
    expect((await offered())?.priceFen).toBe(11_300)
    expect(await prices()).toHaveLength(5)
  })

  test('the same again changes nothing, also three times at once; back to an earlier price is a new row', async () => {
    const verdicts = await Promise.all([enter(goose()), enter(goose()), enter(goose())])
    expect(verdicts.flatMap((verdict) => (verdict.ok ? verdict.value.added : [])).sort()).toEqual([0, 0, 1])
    await enter(goose({ priceFen: 11_500 }))
    await enter(goose())
    expect((await prices()).map((row) => row.priceFen)).toEqual([11_000, 11_500, 11_000])
  })

  test('what is wrong is named by field, and nothing is written', async () => {
    const wrong = goose({ productKey: 'dragon', priceFen: 0, source: '', pricedOn: addDays(today(), 1) })
    const verdict = await refusedWithout(() => enter(wrong))
    const faults = 'faults' in verdict ? verdict.faults : []
    expect(faults.map(({ field, refusal }) => [field, refusal.code])).toEqual([
      ['productKey', 'product-missing'],
      ['priceFen', 'price-out-of-range'],
      ['source', 'reference-source-missing'],
      ['pricedOn', 'priced-in-future'],
    ])
  })

  test('another county, a town’s or a village’s people, are out of reach', async () => {
    const none = { ok: false, code: 'not-found' }
    expect(await refusedWithout(() => enter(goose(), office, FOREIGN_COUNTY))).toEqual(none)
    expect(await refusedWithout(() => enter(goose(), office, VILLAGE))).toEqual(none)
    const desk = await someone('town-desk', { scopeCode: TOWN })
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    expect(await refusedWithout(() => enter(goose(), desk))).toEqual(none)
    expect(await refusedWithout(() => enter(goose(), staff))).toEqual(none)
    expect(
      await readReferencePrices(office.actor, scopeFor(office, 'price:enter'), FOREIGN_COUNTY),
    ).toBeNull()
  })

  test('the database refuses a change, and a price per what the product is not priced by', async () => {
    await enter(goose())
    const [row] = await prices()
    if (!row) throw new Error('no price')
    await expect(
      database().referencePrice.update({ where: { id: row.id }, data: { priceFen: 1 } }),
    ).rejects.toThrow()
    await expect(database().referencePrice.delete({ where: { id: row.id } })).rejects.toThrow()
    const { id: _id, ...copy } = row
    await expect(database().referencePrice.create({ data: { ...copy, pricedBy: 'jin' } })).rejects.toThrow(
      'priced by',
    )
  })
})

describe('from a file', () => {
  const csv = (lines: string[]) => Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`)
  const take = (bytes: Buffer, by = office) =>
    importReferencePrices(
      by.actor,
      scopeFor(by, 'price:enter'),
      { countyCode: COUNTY, bytes },
      {
        readSheet: (file, onRows) => streamSheet(file, onRows),
        readPrices: readPriceSheet,
      },
    )
  const day = addDays(today(), -1)
  const list = csv([
    '市场价格采集表,,,',
    '日期,品名,市场价（元）,单位,采价点',
    `${day},大白鹅,"１１０.00",只,武安农贸市场`,
    `${day.replaceAll('-', '/')},莴笋,4.40,公斤,武安农贸市场`,
    `${day},恐龙,5,只,武安农贸市场`,
    `${day},大白鹅,面议,只,城北市场`,
    `${day},大白鹅,110,斤,城北市场`,
    `${day},大白鹅,120,只,武安农贸市场`,
    `${addDays(today(), 9)},莴笋,2.2,斤,城北市场`,
    `某天,莴笋,2.2,斤,城北市场`,
    `${day},莴笋,2.2,斤,`,
  ])

  test('rows that can be read are added, in the product’s unit; the others come back with why', async () => {
    const taken = await take(list)
    if (!taken.ok) throw new Error(taken.code)
    expect(taken.value).toMatchObject({ added: 2, unchanged: 0 })
    expect((await prices()).map((row) => [row.priceFen, row.pricedBy])).toEqual([
      [11_000, 'piece'],
      [220, 'jin'],
    ])
    expect(taken.value.refused.map(({ row, column, refusal }) => [row, column, refusal.code])).toEqual([
      [5, '品名', 'product-unknown'],
      [6, '市场价（元）', 'money-unreadable'],
      [7, '品名', 'price-per-unit-differs'],
      [8, '市场价（元）', 'price-row-contradicts'],
      [9, '日期', 'priced-in-future'],
      [10, '日期', 'date-unreadable'],
      [11, '采价点', 'reference-source-missing'],
    ])
  })

  test('the same file again, and twice at once, adds nothing more', async () => {
    const both = await Promise.all([take(list), take(list)])
    expect(both.map((one) => (one.ok ? one.value.added : -1)).sort()).toEqual([0, 2])
    expect(await take(list)).toMatchObject({ ok: true, value: { added: 0, unchanged: 2 } })
    expect(await prices()).toHaveLength(2)
  })

  test('a file that is no price list is refused whole', async () => {
    expect(await refusedWithout(() => take(csv(['姓名,电话', '某人,1'])))).toMatchObject({ ok: false })
    expect(await refusedWithout(() => take(Buffer.from('')))).toMatchObject({ ok: false, code: 'file-empty' })
    const staff = await someone('village-staff', { scopeCode: VILLAGE })
    expect(await refusedWithout(() => take(list, staff))).toEqual({ ok: false, code: 'not-found' })
  })

  test('the page says what was added and shows each refused row', async () => {
    const form = new FormData()
    form.set('file', new File([new Uint8Array(list)], '价格.csv'))
    const request = new Request('http://localhost/county/prices', {
      method: 'POST',
      headers: { cookie: await cookieOf(office.accountId) },
      body: form,
    })
    type Route = (args: { request: Request; params: object; context: object }) => Promise<Response>
    const answer = await (pricesPage as unknown as Route)({ request, params: {}, context: {} })
    const { file } = await answer.json()
    expect(file).toMatchObject({ added: 2, unchanged: 0 })
    expect(file.refused[0]).toEqual({ row: 5, column: '品名', reason: expect.stringContaining('恐龙') })
    const page = await readReferencePrices(office.actor, scopeFor(office, 'price:enter'), COUNTY)
    expect(page?.products.filter(({ newest }) => newest !== null).map(({ key }) => key)).toEqual([
      'goose',
      'celtuce',
    ])
    expect(page?.history.map(({ isOffered, enteredBy }) => [isOffered, enteredBy])).toEqual([
      [true, office.name],
      [true, office.name],
    ])
  })
})

test('every refusal has its sentence', () => {
  type Codes = PriceEntryRefusal['code'] | PriceEntryCode | 'price-row-contradicts' | 'price-product-unclear'
  expectTypeOf<CodesWithoutWords<Codes>>().toBeNever()
})
