/** The county's cooperatives, and listing under a contract or with a lead farmer, as pages without scripts. */
import { beforeEach, expect, test } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import * as cooperativeRoute from '#app/routes/county/cooperative.tsx'
import * as cooperativesRoute from '#app/routes/county/cooperatives.tsx'
import * as listRoute from '#app/routes/village/list.tsx'
import * as lotChangeRoute from '#app/routes/village/lot-change.tsx'
import { seedContract, seedCooperative, seedHousehold, seedLot, today, VILLAGE } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf, hiddenField } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { someone } from '../access/people.ts'
import { piece, runningEvent, settlingAt } from '../handover/desk-world.ts'

useDatabase()
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

async function sell({ lot, offer, product }: Awaited<ReturnType<typeof seedLot>>, quantity: number) {
  const { order, lines } = await seedOrder({
    event: world.event,
    lines: [{ product, offer, from: [{ lot, quantity }] }],
  })
  const seeded = { order, line: lines[0] as { id: string } }
  await settleLine(
    world.organizer,
    world.scope,
    settlingAt(world.event.id, seeded, { parts: [piece(lot, quantity)] }),
  )
}

const COUNTY_PAGES = {
  '/county/cooperatives': cooperativesRoute,
  '/county/cooperatives/:id': cooperativeRoute,
}

test('a cooperative’s page has each contract by household number, what was earned, and the margin', async () => {
  const cooperative = await seedCooperative({ name: '山鹅合作社' })
  const household = await seedHousehold()
  const contract = await seedContract(cooperative, { householdId: household.id, mostQuantity: 30 })
  await sell(await seedLot({ contract }), 2)
  const office = await someone('county-office')
  const browser = await browserOf(COUNTY_PAGES, office.accountId)
  const list = await browser.get('/county/cooperatives')
  expect(list.html).toContain('山鹅合作社')
  const { html } = await browser.get(`/county/cooperatives/${cooperative.id}`)
  for (const text of [household.number, '200.00', '40.00', '30只']) expect(html).toContain(text)
  expect(html).not.toContain(household.name)
  for (const field of ['householdNumber', 'reason']) expect(html).toContain(`name="${field}"`)
  expect(list.html).toContain('name="kind"')
  const inspector = await browserOf(COUNTY_PAGES, (await someone('inspector')).accountId)
  expect((await inspector.get(`/county/cooperatives/${cooperative.id}`)).html).not.toContain('name="reason"')
})

test('a contract is recorded and ended from its page', async () => {
  const household = await seedHousehold()
  const office = await someone('county-office')
  const browser = await browserOf(COUNTY_PAGES, office.accountId)
  await browser.post('/county/cooperatives', { name: '青山公司', kind: 'company' })
  const { id } = await database().cooperative.findFirstOrThrow({ where: { name: '青山公司' } })
  const path = `/county/cooperatives/${id}`
  const form = {
    householdNumber: household.number,
    productKey: 'celtuce',
    price: '2.40',
    quantity: '300',
    fromDay: '2026-01-01',
    toDay: '2030-12-31',
    how: 'signature',
    witness: '',
    agreedOn: '2026-01-01',
  }
  const refused = await browser.post(path, { ...form, price: 'x' })
  expect(refused.status).toBe(400)
  await browser.post(path, form)
  const contract = await database().purchaseContract.findFirstOrThrow({ where: { cooperativeId: id } })
  expect(contract).toMatchObject({ purchasePriceFen: 240, mostQuantity: 150_000 })
  const end = { intent: 'end', contractId: String(contract.id) }
  expect((await browser.post(path, { ...end, reason: ' ' })).status).toBe(400)
  await browser.post(path, { ...end, reason: '农户外出务工' })
  expect((await browser.get(path)).html).toContain('农户外出务工')
})

test('the listing form offers what a household may be sold under, and nothing else', async () => {
  const staff = await someone('village-staff', { scopeCode: VILLAGE })
  const browser = await browserOf({ '/village/list': listRoute }, staff.accountId)
  const household = await seedHousehold()
  const form = async () => (await browser.get(`/village/list?household=${household.id}&product=goose`)).html
  const plain = await form()
  for (const name of ['contractId', 'leadFee']) expect(plain).not.toContain(`name="${name}"`)
  const cooperative = await seedCooperative({ name: '山鹅合作社' })
  await seedContract(cooperative, { householdId: household.id })
  const lead = await seedLot({ isLeadFarmer: true })
  const offered = await form()
  for (const text of ['山鹅合作社', 'name="contractId"', 'name="leadFee"']) expect(offered).toContain(text)
  const { number } = await database().household.findUniqueOrThrow({ where: { id: lead.householdId } })
  expect(offered).toContain(`value="${number}"`)
})

test('a contract that can’t be read is refused, and the goods are not the household’s own instead', async () => {
  const staff = await someone('village-staff', { scopeCode: VILLAGE })
  const browser = await browserOf({ '/village/list': listRoute }, staff.accountId)
  const household = await seedHousehold()
  await seedContract(await seedCooperative(), { householdId: household.id })
  const path = `/village/list?household=${household.id}&product=goose`
  const form = {
    formKey: hiddenField((await browser.get(path)).html, 'formKey'),
    householdId: String(household.id),
    productKey: 'goose',
    countedBy: 'piece',
    quantity: '4',
    availableFrom: today(),
    availableTo: addDays(today(), 20),
    unitPrice: '120',
    floorPrice: '95',
    referencePrice: '110',
    referenceSource: '武安农贸市场',
    how: 'phone',
    witness: '周见证',
    agreedOn: today(),
  }
  for (const contractId of ['x', '1x', '99999999999']) {
    const { status, html } = await browser.post(path, { ...form, contractId })
    expect([status, html.includes('今天没有这个品种的这份合同')]).toEqual([400, true])
  }
  expect(await database().lot.count()).toBe(0)
  expect((await browser.post(path, { ...form, contractId: '' })).status).toBe(302)
})

test('the pool of a lead farmer shows every member’s part, the lead’s own, and the fees so far', async () => {
  const own = await seedLot({ isLeadFarmer: true, quantity: 9 })
  const led = await seedLot({ lead: { householdId: own.householdId, feeFen: 150 }, quantity: 7 })
  await sell(led, 2)
  const staff = await someone('village-staff', { scopeCode: VILLAGE })
  const browser = await browserOf({ '/village/lots/:id/change': lotChangeRoute }, staff.accountId)
  const { html } = await browser.get(`/village/lots/${led.lot.id}/change`)
  for (const text of ['9只', '7只', '2只', '1.50', '3.00']) expect(html).toContain(text)
  const plain = await seedLot({ unitPriceFen: 13_000 })
  expect((await browser.get(`/village/lots/${plain.lot.id}/change`)).html).not.toContain('3.00')
})
