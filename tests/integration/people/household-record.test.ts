/** A household's own record: the ledger's figures, for whoever has the household in scope today. */
import { beforeEach, describe, expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { setDoorStep } from '#app/commands/people/set-door-step.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, toDateColumn, yearOf } from '#app/domain/kernel/calendar.ts'
import { paths } from '#app/paths.ts'
import { readHouseholdRecord } from '#app/queries/people/household-record.server.ts'
import * as recordRoute from '#app/routes/village/household.tsx'
import {
  OTHER_VILLAGE,
  seedContract,
  seedCooperative,
  seedHousehold,
  seedLot,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { browserOf } from '#tests/setup/render-route.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { recordedActs, type Someone, scopeFor, someone } from '../access/people.ts'
import { balanceOf, expectSoundBooks, piece, runningEvent, settlingAt } from '../handover/desk-world.ts'
import { type EventWorld, handOver, pay, placedOrder, takeGooseBack } from '../payment/invoice-world.ts'

useDatabase()
let world: EventWorld
let staff: Someone
beforeEach(async () => {
  world = await runningEvent()
  staff = await someone('village-staff', { scopeCode: VILLAGE })
})

const read = (who: Someone, householdId: number, year: number | null = null) =>
  readHouseholdRecord(who.actor, scopeFor(who, 'lot:read'), { householdId, year }, new Date())

/** Two of a lot, ordered and handed over. */
async function sell({ lot, offer, product }: Awaited<ReturnType<typeof seedLot>>): Promise<void> {
  const line = { product, offer, from: [{ lot, quantity: 2 }] }
  const { order, lines } = await seedOrder({ event: world.event, lines: [line] })
  const seeded = { order, line: lines[0] as { id: string } }
  const entry = settlingAt(world.event.id, seeded, { parts: [piece(lot, 2)] })
  await settleLine(world.organizer, world.scope, entry)
}

describe('the record', () => {
  it('has what was listed, sold and is owed, the same as the ledger', async () => {
    const sold = await placedOrder(world)
    await handOver(world, sold, 2)
    await pay(world, sold.orderId)
    const { householdId } = sold
    const record = await read(staff, householdId)
    expect(record).toMatchObject({ soldFen: 24_000, paidFen: 0, owedFen: 24_000, others: [] })
    expect(record?.sold).toMatchObject([{ quantity: 2, weightGrams: null, amountFen: 24_000, day: today() }])
    expect(record?.listed).toMatchObject([{ listed: 4, given: 2, left: 2, unitPriceFen: 12_000 }])
    expect(await balanceOf(`household:${householdId}`)).toBe(-24_000)
    await takeGooseBack(world, sold)
    const after = await read(staff, householdId)
    expect(after).toMatchObject({ soldFen: 12_000, owedFen: 12_000 })
    expect(await read(staff, householdId, 2020)).toMatchObject({ soldFen: 0, sold: [], owedFen: 12_000 })
  })

  it('says at what a cooperative sold on, and what a lead farmer got and of whom', async () => {
    const contract = await seedContract(await seedCooperative({ name: '山鹅合作社' }))
    const bought = await seedLot({ contract })
    const own = await seedLot({ isLeadFarmer: true })
    const led = await seedLot({ lead: { householdId: own.householdId, feeFen: 150 } })
    for (const goods of [bought, led]) await sell(goods)
    expect(await read(staff, bought.householdId)).toMatchObject({
      soldFen: 20_000,
      owedFen: 20_000,
      sold: [{ amountFen: 20_000, purchase: { cooperative: '山鹅合作社', soldFen: 24_000 }, fee: null }],
      listed: [{ purchasePriceFen: 10_000, unitPriceFen: 12_000 }],
    })
    const aliasOf = async (id: number) =>
      (await database().household.findUniqueOrThrow({ where: { id } })).alias
    const lead = await aliasOf(own.householdId)
    expect(await read(staff, led.householdId)).toMatchObject({
      soldFen: 24_000,
      feesFen: 300,
      owedFen: 23_700,
      sold: [{ purchase: null, fee: { lead, amountFen: 300 } }],
      others: [],
    })
    expect(await read(staff, own.householdId)).toMatchObject({
      soldFen: 0,
      owedFen: 300,
      others: [{ kind: 'lead-fee', from: await aliasOf(led.householdId), amountFen: 300 }],
    })
    const browser = await browserOf({ '/village/households/:id': recordRoute }, staff.accountId)
    const page = async (id: number) => (await browser.get(paths.villageHousehold(id))).html
    expect(await page(bought.householdId)).toContain('山鹅合作社')
    expect(await page(led.householdId)).toContain(lead)
  })

  it('offers a year in which all that came was for collecting others’ goods', async () => {
    const { id: householdId } = await seedHousehold()
    await sell(await seedLot({ lead: { householdId, feeFen: 150 } }))
    expect(await read(staff, householdId, 2020)).toMatchObject({ years: [yearOf(today())], owedFen: 300 })
  })

  it('belongs with all its history to who has the household today, and to no one else', async () => {
    const sold = await placedOrder(world)
    await handOver(world, sold, 2)
    const { householdId } = sold
    const other = await someone('village-staff', { scopeCode: OTHER_VILLAGE })
    expect(await read(other, householdId)).toBeNull()
    const now = await database().householdState.findFirstOrThrow({ where: { householdId, toDay: null } })
    await database().householdState.update({
      where: { id: now.id },
      data: { toDay: toDateColumn(addDays(today(), -1)) },
    })
    const { id: _, recordedAt: __, ...state } = now
    await database().householdState.create({
      data: { ...state, villageCode: OTHER_VILLAGE, gridCode: null, fromDay: toDateColumn(today()) },
    })
    expect(await read(staff, householdId)).toBeNull()
    expect((await read(other, householdId))?.soldFen).toBe(24_000)
    const browser = await browserOf({ '/village/households/:id': recordRoute }, staff.accountId)
    expect((await browser.get(paths.villageHousehold(householdId))).status).toBe(404)
  })
})

describe('goods fetched from the door', () => {
  it('are said once, by the village’s own people alone', async () => {
    const { householdId } = await placedOrder(world)
    const set = (who: Someone, isDoorStep: boolean) =>
      setDoorStep(who.actor, scopeFor(who, 'lot:list'), { householdId, isDoorStep })
    const needs = async () =>
      (await database().household.findUniqueOrThrow({ where: { id: householdId } })).accessNeeds
    const stranger = await someone('village-staff', { scopeCode: OTHER_VILLAGE })
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    for (const who of [stranger, worker]) {
      expect(await set(who, true)).toEqual({ ok: false, code: 'not-found' })
    }
    expect(await needs()).toEqual([])
    const before = (await recordedActs()).length
    await Promise.all([set(staff, true), set(staff, true), set(staff, true)])
    expect(await needs()).toEqual(['door-step'])
    expect((await recordedActs()).slice(before)).toEqual(['household:door-step'])
    expect((await read(staff, householdId))?.isDoorStep).toBe(true)
    await set(staff, false)
    expect(await needs()).toEqual([])
    await expectSoundBooks()
  })
})
