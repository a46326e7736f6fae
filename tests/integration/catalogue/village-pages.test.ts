/** The village's pages as they answer: whose goods and names they show, and what a refused form brings back. */
import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { readApprovals } from '#app/queries/catalogue/approvals.server.ts'
import { readListForm } from '#app/queries/catalogue/list-form.server.ts'
import { readVillageHome } from '#app/queries/catalogue/village-home.server.ts'
import { action as approvals } from '#app/routes/village/approvals.tsx'
import { action as home } from '#app/routes/village/home.tsx'
import { loader as listLoader, action as listPage } from '#app/routes/village/list.tsx'
import {
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { cookieOf, scopeFor, someone } from '../access/people.ts'
import { approve, geese, leadOf, listed, lotRow, sendBack, staffOf, type Villager, withdraw } from './yard.ts'

useDatabase()

let staff: Villager
let lead: Villager
beforeEach(async () => {
  await seedGround()
  ;[staff, lead] = [await staffOf(), await leadOf()]
})

type Route = (args: { request: Request; params: object; context: { cspNonce: string } }) => Promise<Response>

async function post(route: unknown, by: Villager, fields: Record<string, string>): Promise<Response> {
  const request = new Request('http://localhost/village', {
    method: 'POST',
    headers: { cookie: await cookieOf(by.accountId) },
    body: new URLSearchParams(fields),
  })
  try {
    return await (route as Route)({ request, params: {}, context: { cspNonce: '' } })
  } catch (thrown) {
    if (thrown instanceof Response) return thrown
    throw thrown
  }
}

const readHome = (by: Villager) => readVillageHome(by.actor, scopeFor(by, 'lot:read'))
const readForm = (by: Villager, query: Partial<Parameters<typeof readListForm>[2]>) =>
  readListForm(by.actor, scopeFor(by, 'lot:list'), {
    asked: '',
    householdId: null,
    productKey: null,
    ...query,
  })

describe('the first page', () => {
  test('shows the village’s goods by how they stand, names in full', async () => {
    const { id } = await seedHousehold({ name: '洪向晚', number: '510981000217', headcount: 2 })
    await seedLot({ villageCode: OTHER_VILLAGE })
    const [waiting, sold, sent, gone] = [
      await listed(staff, geese(id)),
      await listed(staff, geese(id)),
      await listed(staff, geese(id)),
      await listed(staff, geese(id)),
    ]
    await approve(lead, sold)
    await sendBack(lead, sent, '再问一下')
    await withdraw(staff, gone, '自家留着')
    const ended = await seedLot({ householdId: id, unitPriceFen: 11_900 })
    await database().lot.update({
      where: { id: ended.lot.id },
      data: { availableTo: toDateColumn(addDays(today(), -1)) },
    })
    const page = await readHome(staff)
    const shown = (lots: typeof page.over) => lots.map((lot) => [lot.id, lot.standing, lot.mayWithdraw])
    expect(shown(page.pending)).toEqual([[waiting, 'pending', true]])
    expect(shown(page.onSale)).toEqual([[sold, 'on-sale', true]])
    expect(shown(page.over)).toEqual([
      [ended.lot.id, 'ended', false],
      [gone, 'withdrawn', false],
      [sent, 'refused', false],
    ])
    expect(page.over.map((lot) => lot.reason)).toEqual([null, '自家留着', '再问一下'])
    expect(page.onSale[0]).toMatchObject({
      household: { name: '洪向晚', number: '510981000217', headcount: 2 },
      product: { nameZh: '大白鹅' },
      unitPriceFen: 12_000,
      available: 4,
      reserved: 0,
      given: 0,
    })
  })

  test('shows a grid worker the households of the grid alone, to look at', async () => {
    const own = await seedHousehold({ gridNumber: 1, name: '洪向晚' })
    const next = await seedHousehold({ gridNumber: 2 })
    await seedLot({ householdId: own.id })
    await seedLot({ householdId: next.id })
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const { onSale } = await readHome(worker)
    expect(onSale.map((lot) => [lot.household.name, lot.mayWithdraw])).toEqual([['洪向晚', false]])
  })

  test('names a household that has moved away by a mask alone', async () => {
    const { id } = await seedHousehold({ name: '洪向晚' })
    await seedLot({ householdId: id })
    await database().householdState.updateMany({
      where: { householdId: id },
      data: { villageCode: OTHER_VILLAGE, gridCode: null },
    })
    expect((await readHome(staff)).onSale.map((lot) => lot.household.name)).toEqual(['洪**'])
  })

  test('leads who signs to the village’s events that are closing', async () => {
    const { id } = await seedPickupEvent({ state: 'closing' })
    await seedPickupEvent({ state: 'running' })
    await seedPickupEvent({ state: 'closing', villageCode: OTHER_VILLAGE })
    expect((await readHome(lead)).toSign.map((event) => event.id)).toEqual([id])
    expect((await readHome(staff)).toSign).toEqual([])
  })

  test('withdraws with a reason, and brings back what was typed without one', async () => {
    const { lot } = await seedLot()
    const refused = await post(home, staff, { lotId: String(lot.id), reason: ' ' })
    expect([refused.status, await refused.json()]).toEqual([
      400,
      { lotId: lot.id, reason: ' ', error: '写上原因。' },
    ])
    const done = await post(home, staff, { lotId: String(lot.id), reason: '自家留着' })
    expect([done.status, done.headers.get('location')]).toEqual([302, '/village?done=withdrawn'])
    const foreign = await seedLot({ villageCode: OTHER_VILLAGE })
    expect((await post(home, staff, { lotId: String(foreign.lot.id), reason: '不卖' })).status).toBe(404)
  })
})

describe('finding a household', () => {
  test('is by part of a name or of a number, in one’s own village alone', async () => {
    const own = await seedHousehold({ name: '洪向晚', number: '510981000217' })
    await seedHousehold({ name: '洪青禾', villageCode: OTHER_VILLAGE, number: '510981000218' })
    const found = async (asked: string) => (await readForm(staff, { asked }))?.found?.map(({ id }) => id)
    expect(await found('洪')).toEqual([own.id])
    expect(await found(' 向 晚 ')).toEqual([own.id])
    expect(await found('0217')).toEqual([own.id])
    expect(await found('217')).toEqual([])
    expect(await found('0218')).toEqual([])
    expect(await found('')).toBeUndefined()
  })

  test('a household out of scope, and a product that is none, are not found', async () => {
    const own = await seedHousehold()
    const next = await seedHousehold({ villageCode: OTHER_VILLAGE })
    expect(await readForm(staff, { householdId: next.id })).toBeNull()
    expect(await readForm(staff, { householdId: own.id, productKey: 'dragon' })).toBeNull()
    const form = await readForm(staff, { householdId: own.id, productKey: 'goose' })
    expect(form?.chosen).toMatchObject({ household: { name: own.name }, product: { key: 'goose' } })
    expect(form?.chosen?.latest).toBeNull()
  })

  test('what the village said of the same product this week is not asked again', async () => {
    const { id } = await seedHousehold()
    await approve(lead, await listed(staff, geese(id)))
    const form = await readForm(staff, { householdId: id, productKey: 'goose' })
    expect(form?.chosen?.latest).toEqual({
      unitPriceFen: 12_000,
      referencePriceFen: 11_000,
      referenceSource: '武安农贸市场',
    })
  })
})

describe('the form', () => {
  const fields = (householdId: number, change: Record<string, string> = {}) => ({
    formKey: randomUUID(),
    householdId: String(householdId),
    productKey: 'celtuce',
    countedBy: 'weight',
    quantity: '25.5',
    availableFrom: today(),
    availableTo: addDays(today(), 20),
    unitPrice: '2.40',
    floorPrice: '１.９',
    referencePrice: '2',
    referenceSource: '武安农贸市场',
    how: 'phone',
    witness: '周见证',
    agreedOn: today(),
    ...change,
  })

  test('takes 斤 and yuan as they are typed, once however often it is sent', async () => {
    const { id } = await seedHousehold()
    const typed = fields(id, { quantity: '25' })
    const done = await post(listPage, staff, typed)
    expect([done.status, done.headers.get('location')]).toEqual([
      302,
      expect.stringMatching(/^\/village\/lots\/\d+\/photos\?done=listed$/),
    ])
    expect((await post(listPage, staff, typed)).status).toBe(302)
    const [lot, ...more] = await database().lot.findMany({ include: { offer: true } })
    expect(more).toEqual([])
    expect(lot).toMatchObject({
      listed: 12_500,
      floorPriceFen: 190,
      referencePriceFen: 200,
      state: 'pending',
    })
    expect(lot?.offer.unitPriceFen).toBe(240)
  })

  test('says that a price above the cap needs the lead’s yes', async () => {
    const { id } = await seedHousehold()
    const done = await post(listPage, staff, fields(id, { quantity: '25', unitPrice: '2.61' }))
    expect(done.headers.get('location')).toMatch(/^\/village\/lots\/\d+\/photos\?done=listed-above-cap$/)
  })

  test('keeps what was typed, with a sentence by each field', async () => {
    const { id } = await seedHousehold()
    const typed = fields(id, { witness: '', unitPrice: '1.80' })
    const refused = await post(listPage, staff, typed)
    expect(refused.status).toBe(400)
    const { values, errors } = await refused.json()
    expect(values).toMatchObject({
      unitPrice: '1.80',
      quantity: '25.5',
      how: 'phone',
      formKey: typed.formKey,
    })
    expect(Object.keys(errors).sort()).toEqual(['quantity', 'unitPrice', 'witness'])
    expect(errors.quantity).toBe('数量不对，要写1斤的整数倍。')
    expect(await database().lot.count()).toBe(0)
  })

  test('asks for what is missing or is no figure', async () => {
    const { id } = await seedHousehold()
    const empty = fields(id, { unitPrice: '', floorPrice: '一块九', how: '', availableTo: '', quantity: '' })
    const { errors } = await (await post(listPage, staff, empty)).json()
    expect(Object.keys(errors).sort()).toEqual(['availableTo', 'floorPrice', 'how', 'quantity', 'unitPrice'])
    const odd = await post(listPage, staff, fields(id, { quantity: '一点点' }))
    expect(Object.keys((await odd.json()).errors)).toEqual(['quantity'])
  })

  test('is not found for a household of another village', async () => {
    const { id } = await seedHousehold({ villageCode: OTHER_VILLAGE })
    expect((await post(listPage, staff, fields(id, { quantity: '25' }))).status).toBe(404)
    const request = new Request(`http://localhost/village/list?household=${id}`, {
      headers: { cookie: await cookieOf(staff.accountId) },
    })
    const asked = (listLoader as unknown as Route)({ request, params: {}, context: { cspNonce: '' } })
    await expect(asked).rejects.toMatchObject({ status: 404 })
  })
})

describe('approvals', () => {
  test('are what waits in the lead’s village, with all there is to judge by', async () => {
    const { id } = await seedHousehold({ name: '洪向晚' })
    const lotId = await listed(staff, geese(id))
    const own = await listed(lead, geese(id, { unitPriceFen: 15_000 }))
    const next = await seedHousehold({ villageCode: OTHER_VILLAGE })
    await listed(await staffOf(OTHER_VILLAGE), geese(next.id))
    const lots = await readApprovals(lead.actor, scopeFor(lead, 'lot:approve'))
    expect(lots.map((lot) => [lot.id, lot.isOwn, lot.listedBy])).toEqual([
      [lotId, false, staff.name],
      [own, true, lead.name],
    ])
    expect(lots[0]).toMatchObject({
      household: { name: '洪向晚' },
      listed: 4,
      unitPriceFen: 12_000,
      referencePriceFen: 11_000,
      floorPriceFen: 10_500,
      capPercent: 30,
      capPriceFen: 14_300,
      agreedHow: 'phone',
      witness: '周见证',
    })
  })

  test('approve, or say by the box what is missing', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id, { unitPriceFen: 15_000 }))
    const fields = { lotId: String(lotId), act: 'approve' }
    const refused = await post(approvals, lead, fields)
    expect([refused.status, (await refused.json()).field]).toEqual([400, 'aboveCapAccepted'])
    const done = await post(approvals, lead, { ...fields, aboveCapAccepted: 'on' })
    expect(done.headers.get('location')).toBe('/village/approvals?done=approved')
    expect((await lotRow(lotId)).state).toBe('approved')
    expect((await post(approvals, lead, { ...fields, aboveCapAccepted: 'on' })).status).toBe(409)
  })

  test('send back with a reason', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    const fields = { lotId: String(lotId), act: 'send-back' }
    expect((await (await post(approvals, lead, fields)).json()).field).toBe('reason')
    const done = await post(approvals, lead, { ...fields, reason: '再问一下' })
    expect(done.headers.get('location')).toBe('/village/approvals?done=sent-back')
    expect(await lotRow(lotId)).toMatchObject({ state: 'refused', withdrawnReason: '再问一下' })
  })
})
