/** Lists, labels and sheets of an event: the same figures as what is reserved and as the bring lists say. */
import exceljs from 'exceljs'
import { beforeEach, describe, expect, it } from 'vitest'
import { cutOffPickupEvents } from '#app/commands/pickup/cut-off-pickup-events.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import { crossTable, goodsTotals, groupParts } from '#app/domain/pickup/pick-lists.ts'
import { paths } from '#app/paths.ts'
import { type EventLists, readEventLists } from '#app/queries/pickup/event-lists.server.ts'
import { readOrganizerEvent } from '#app/queries/pickup/organizer-event.server.ts'
import * as labels from '#app/routes/organizer/labels.tsx'
import * as lists from '#app/routes/organizer/lists.tsx'
import { loader as file } from '#app/routes/organizer/lists-file.ts'
import * as sheets from '#app/routes/organizer/sheets.tsx'
import {
  FOREIGN_COUNTY,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  TOWN,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { never } from '../handover/desk-world.ts'

useDatabase()
let organizer: Someone
beforeEach(async () => {
  await seedGround()
  organizer = await someone('organizer', { scopeCode: TOWN })
})

const HEAD = '罗小满'
const read = (who: Someone, eventId: number) => readEventLists(who.actor, scopeFor(who, 'desk:work'), eventId)

/** Two orders: three geese of two households and two hens; and one goose of the household in the first grid. */
async function dueEvent(state = 'open') {
  const event = await seedPickupEvent({
    state,
    serves: [VILLAGE, OTHER_VILLAGE],
    cutOffAt: new Date(Date.now() - 1_000),
  })
  const far = await seedHousehold({
    villageCode: VILLAGE,
    gridNumber: 3,
    number: '51098199900001',
    alias: '=1+1',
  })
  const near = await seedHousehold({
    villageCode: VILLAGE,
    gridNumber: 1,
    number: '51098199900009',
    name: HEAD,
  })
  const first = await seedLot({ householdId: far.id, quantity: 5 })
  const second = await seedLot({ householdId: near.id, quantity: 5 })
  const hens = await seedLot({
    villageCode: OTHER_VILLAGE,
    productKey: 'hen',
    unitPriceFen: 9_000,
    referencePriceFen: 8_000,
  })
  const { product, offer } = first
  const big = await seedOrder({
    event,
    pickupCode: '406182',
    lines: [
      { product, offer, from: [{ lot: first.lot, quantity: 2 }] },
      { product, offer, from: [{ lot: second.lot, quantity: 1 }] },
      { product: hens.product, offer: hens.offer, from: [{ lot: hens.lot, quantity: 2 }] },
    ],
  })
  const small = await seedOrder({
    event,
    pickupCode: '007551',
    lines: [{ product, offer, from: [{ lot: second.lot, quantity: 1 }] }],
  })
  return { event, big, small, far, near, hens: hens.householdId, product, henProduct: hens.product }
}

/** Quantities by name of product. */
function named(page: EventLists, totals: { goods: string; quantity: number }[]) {
  return totals.map(({ goods, quantity }) => [page.goods.find(({ key }) => key === goods)?.nameZh, quantity])
}

describe('what is promised', () => {
  it('is the same by household, by buyer, by product and as a table, and is what is reserved', async () => {
    const { event, big, small, far, near, hens, product, henProduct } = await dueEvent()
    const page = (await read(organizer, event.id)) ?? never()
    const ofHousehold = groupParts(page.parts, ({ householdId }) => householdId)
    expect(page.households.map(({ id, stall }) => [id, stall])).toEqual([
      [hens, 1],
      [near.id, 2],
      [far.id, 3],
    ])
    expect(named(page, goodsTotals(ofHousehold.get(near.id) ?? []))).toEqual([[product.nameZh, 2]])
    expect(named(page, goodsTotals(ofHousehold.get(far.id) ?? []))).toEqual([[product.nameZh, 2]])
    expect(named(page, goodsTotals(ofHousehold.get(hens) ?? []))).toEqual([[henProduct.nameZh, 2]])
    const ofOrder = groupParts(page.parts, ({ orderId }) => orderId)
    expect(named(page, goodsTotals(ofOrder.get(big.order.id) ?? []))).toEqual([
      [product.nameZh, 3],
      [henProduct.nameZh, 2],
    ])
    expect(named(page, goodsTotals(ofOrder.get(small.order.id) ?? []))).toEqual([[product.nameZh, 1]])
    expect(named(page, goodsTotals(page.parts))).toEqual([
      [product.nameZh, 4],
      [henProduct.nameZh, 2],
    ])
    expect(crossTable(page.parts, 'product').map(({ total, cells }) => [total, ...cells.values()])).toEqual([
      [4, 3, 1],
      [2, 2],
    ])
    const reserved = await database().allocation.aggregate({
      where: { state: 'reserved', orderLine: { eventId: event.id } },
      _sum: { quantity: true, amountFen: true },
    })
    expect(page.parts.reduce((sum, part) => sum + part.quantity, 0)).toBe(reserved._sum.quantity)
    expect(page.parts.reduce((sum, part) => sum + part.amountFen, 0)).toBe(Number(reserved._sum.amountFen))
  })

  it('says what the bring lists of the cut-off say, and as of when, and follows what is cancelled later', async () => {
    const { event, small } = await dueEvent()
    const before = (await read(organizer, event.id)) ?? never()
    expect(before.standing).toBe('open')
    await cutOffPickupEvents(SYSTEM_ACTOR)
    const page = (await read(organizer, event.id)) ?? never()
    expect(page.standing).toBe('cut-off')
    expect(Date.parse(page.asOf)).toBeGreaterThan(Date.parse(before.asOf))
    const all = await database().bringList.findMany({ where: { eventId: event.id } })
    const told = all.flatMap((list) => list.lines as BringLine[])
    for (const { id } of page.households) {
      const sum = (rows: { householdId: number; quantity: number }[]) =>
        rows.filter(({ householdId }) => householdId === id).reduce((total, row) => total + row.quantity, 0)
      expect(sum(page.parts)).toBe(sum(told))
    }
    const [line] = small.lines
    await database().orderLine.update({
      where: { id: line?.id ?? '' },
      data: { state: 'cancelled', cancelReason: 'by-organizer' },
    })
    const after = (await read(organizer, event.id)) ?? never()
    expect(after.orders.map(({ pickupCode }) => pickupCode)).toEqual(['406182'])
  })

  it('is on the event’s own page what households were told, whatever is handed over since', async () => {
    const { event, near, small } = await dueEvent()
    const told = async () => {
      const page = await readOrganizerEvent(scopeFor(organizer, 'event:read'), event.id)
      return page?.brings.map(({ householdNumber, goods }) => [
        householdNumber,
        ...goods.map((one) => one.quantity),
      ])
    }
    const before = await told()
    expect(before).toContainEqual([near.number, 2])
    await cutOffPickupEvents(SYSTEM_ACTOR)
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    const [line] = small.lines
    const orderLineId = line?.id ?? ''
    await database().allocation.updateMany({ where: { orderLineId }, data: { state: 'settled' } })
    await database().orderLine.update({ where: { id: orderLineId }, data: { state: 'handed-over' } })
    expect(await told()).toEqual(before)
  })

  it('is of no other place, and names a household only while the desk of its event is open', async () => {
    const { event, near } = await dueEvent('cut-off')
    const nameOf = async () =>
      (await read(organizer, event.id))?.households.find(({ id }) => id === near.id)?.name
    expect(await nameOf()).toBeNull()
    await database().pickupEvent.update({ where: { id: event.id }, data: { state: 'running' } })
    expect(await nameOf()).toBe(HEAD)
    const stranger = await someone('organizer', { scopeCode: FOREIGN_COUNTY })
    expect(await read(stranger, event.id)).toBeNull()
  })
})

describe('what is printed', () => {
  it('shows codes and surnames; what buyers take home names no household even at an open desk', async () => {
    const { event, near } = await dueEvent('running')
    const browser = await browserOf(
      {
        '/organizer/events/:id/lists': lists,
        '/organizer/events/:id/labels': labels,
        '/organizer/events/:id/sheets': sheets,
      },
      organizer.accountId,
    )
    const pages = [
      ...['household', 'buyer', 'product', 'matrix', 'stall'].map((by) =>
        paths.organizerLists(event.id, { by, paper: '80mm' }),
      ),
      paths.organizerLabels(event.id, { paper: 'a5' }),
      paths.organizerLabels(event.id, { each: 'parcel' }),
      paths.organizerSheets(event.id),
    ]
    for (const path of pages) {
      const { status, html } = await browser.get(path)
      expect(status).toBe(200)
      if (!path.includes('by=product')) expect(html).toContain('406 182')
      if (!path.includes('/lists')) expect(html).not.toContain(HEAD)
    }
    const { html } = await browser.get(paths.organizerLists(event.id))
    expect(html).toContain(HEAD)
    expect(html).not.toContain(`${near.alias}，`)
    const { html: each } = await browser.get(paths.organizerLabels(event.id))
    expect(each.match(/<li class="parcel-label">/g)).toHaveLength(4)
    const { html: parcels } = await browser.get(paths.organizerLabels(event.id, { each: 'parcel' }))
    expect(parcels.match(/<li class="parcel-label">/g)).toHaveLength(2)
  })

  it('says so where nothing is promised', async () => {
    const event = await seedPickupEvent()
    const browser = await browserOf({ '/organizer/events/:id/labels': labels }, organizer.accountId)
    const { status, html } = await browser.get(paths.organizerLabels(event.id))
    expect([status, html.includes('class="parcel-label"')]).toEqual([200, false])
  })
})

describe('the workbook', () => {
  async function load(eventId: number) {
    const cookie = await cookieOf(organizer.accountId)
    const request = new Request(`http://localhost${paths.organizerListsFile(eventId)}`, {
      headers: { cookie },
    })
    const response = await file({ request, params: { id: String(eventId) }, context: {} } as never)
    const workbook = new exceljs.Workbook()
    await workbook.xlsx.load(await response.arrayBuffer())
    return workbook.worksheets.map((sheet) =>
      sheet.getSheetValues().flatMap((row) => (Array.isArray(row) ? [row.slice(1)] : [])),
    )
  }

  it('has the same figures on every sheet, keeps codes as text and has no formula and no name', async () => {
    const { event } = await dueEvent('running')
    const [about, byHousehold, byBuyer, byProduct, matrix, packing] = await load(event.id)
    const sumAt = (rows: unknown[][] | undefined, column: number) =>
      (rows ?? []).slice(1).reduce((sum, row) => sum + Number(row[column]), 0)
    expect(about?.length).toBe(4)
    expect([
      sumAt(byHousehold, 4),
      sumAt(byBuyer, 5),
      sumAt(byProduct, 1),
      sumAt(matrix, 4),
      sumAt(packing, 6),
    ]).toEqual([6, 6, 6, 6, 6])
    expect(matrix?.[0]?.slice(2, 4)).toEqual(['406182', '007551'])
    const cells = [about, byHousehold, byBuyer, byProduct, matrix, packing].flat(2)
    expect(cells.every((cell) => typeof cell === 'string' || typeof cell === 'number')).toBe(true)
    expect(cells.some((cell) => String(cell).startsWith('=1+1'))).toBe(true)
    expect(cells.some((cell) => String(cell).includes(HEAD))).toBe(false)
    expect(await recordedActs()).toContain('report:export')
  })
})
