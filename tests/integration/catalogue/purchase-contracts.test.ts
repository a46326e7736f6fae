/** Cooperatives, their contracts with households, and the lots listed under one or collected by a lead farmer. */
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import {
  type EndContractRefusal,
  endPurchaseContract,
} from '#app/commands/catalogue/end-purchase-contract.server.ts'
import {
  type RecordCooperativeRefusal,
  recordCooperative,
} from '#app/commands/catalogue/record-cooperative.server.ts'
import {
  type ContractInput,
  recordPurchaseContract,
} from '#app/commands/catalogue/record-purchase-contract.server.ts'
import { recountLot } from '#app/commands/catalogue/recount-lot.server.ts'
import { database } from '#app/db/client.server.ts'
import type { LeadFeeCode } from '#app/domain/catalogue/lead-fee.ts'
import type { ContractCode, ContractLotCode } from '#app/domain/catalogue/purchase-contract.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { loader as offerLoader } from '#app/routes/store/offer.tsx'
import {
  COUNTY,
  FOREIGN_COUNTY,
  OTHER_VILLAGE,
  seedContract,
  seedCooperative,
  seedGround,
  seedHousehold,
  seedLot,
  today,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Someone, scopeFor, someone } from '../access/people.ts'
import { approve, geese, goodsTables, leadOf, list, listed, lotRow, staffOf, type Villager } from './yard.ts'

useDatabase({ per: 'file' })

let office: Someone
let staff: Villager
let household: Awaited<ReturnType<typeof seedHousehold>>
let cooperative: Awaited<ReturnType<typeof seedCooperative>>
beforeEach(async () => {
  await seedGround()
  office = await someone('county-office')
  staff = await staffOf()
  household = await seedHousehold()
  cooperative = await seedCooperative()
})

const working = (by: Someone) => scopeFor(by, 'cooperative:work')
const tables = async () => ({
  goods: await goodsTables(),
  cooperatives: await database().cooperative.count(),
  contracts: await database().purchaseContract.findMany({ orderBy: { id: 'asc' } }),
})

describe('a cooperative', () => {
  const record = (name: string, by = office, kind: 'cooperative' | 'company' = 'cooperative') =>
    recordCooperative(by.actor, working(by), { countyCode: COUNTY, name, kind })

  test('is recorded once under its name, whoever sends it twice', async () => {
    const [first, second] = await Promise.all([record(' 山鹅合作社 '), record('山鹅合作社')])
    expect(first).toEqual(second)
    expect(first).toMatchObject({ ok: true })
    const acts = await database().activityRecord.count({ where: { act: 'cooperative:record' } })
    expect(acts).toBe(1)
  })

  test('without a name, of another kind or of another county is refused, and nothing is written', async () => {
    await record('山鹅合作社')
    const before = await tables()
    expect(await record('  ')).toMatchObject({ code: 'cooperative-name-missing' })
    expect(await record('山鹅合作社 139 0000 0000')).toMatchObject({ code: 'text-holds-number' })
    expect(await record('山鹅合作社', office, 'company')).toMatchObject({
      code: 'cooperative-of-another-kind',
    })
    expect(
      await record('远方合作社', await someone('county-office', { scopeCode: FOREIGN_COUNTY })),
    ).toMatchObject({
      code: 'not-found',
    })
    expect(await record('检查合作社', await someone('inspector'))).toMatchObject({ code: 'not-found' })
    expect(await tables()).toEqual(before)
  })
})

/** Twenty geese at 100 yuan, from today for a hundred days, agreed by phone. */
const contract = (change: Partial<ContractInput> = {}): ContractInput => ({
  cooperativeId: cooperative.id,
  householdNumber: household.number,
  productKey: 'goose',
  purchasePriceFen: 10_000,
  quantity: '20',
  fromDay: today(),
  toDay: addDays(today(), 100),
  agreement: { how: 'phone', witness: '周见证', agreedOn: today() },
  ...change,
})
const recorded = (change: Partial<ContractInput> = {}, by = office) =>
  recordPurchaseContract(by.actor, working(by), contract(change))
async function contractId(change: Partial<ContractInput> = {}): Promise<number> {
  const verdict = await recorded(change)
  if (!verdict.ok) throw new Error(JSON.stringify(verdict))
  return verdict.value.contractId
}

describe('a purchase contract', () => {
  test('is recorded with its witness sealed, once', async () => {
    const id = await contractId()
    expect(await contractId()).toBe(id)
    const row = await database().purchaseContract.findUniqueOrThrow({ where: { id } })
    expect(row).toMatchObject({ householdId: household.id, purchasePriceFen: 10_000, mostQuantity: 20 })
    expect(row.agreementWitnessSealed).not.toContain('周见证')
    expect(await database().activityRecord.count({ where: { act: 'contract:record' } })).toBe(1)
  })

  test('recorded twice at once is one contract, and two that overlap are one as well', async () => {
    const same = await Promise.all([recorded(), recorded()])
    expect(same.map((each) => each.ok)).toEqual([true, true])
    const fromDay = addDays(today(), 200)
    const [a, b] = await Promise.all(
      [9_000, 9_500].map((purchasePriceFen) =>
        recorded({ purchasePriceFen, fromDay, toDay: addDays(fromDay, 30) }),
      ),
    )
    expect([a?.ok, b?.ok].sort()).toEqual([false, true])
    expect(await database().purchaseContract.count({ where: { householdId: household.id } })).toBe(2)
  })

  test('may follow one on the next day, and one that was ended from that day on', async () => {
    const id = await contractId()
    await contractId({ fromDay: addDays(today(), 101), toDay: addDays(today(), 150) })
    const scope = working(office)
    await endPurchaseContract(office.actor, scope, {
      cooperativeId: cooperative.id,
      contractId: id,
      reason: '换价',
    })
    await contractId({ purchasePriceFen: 10_500 })
  })

  test.each<[string, Partial<ContractInput>, string]>([
    ['householdNumber', { householdNumber: '0000000000000' }, 'contract-household-unknown'],
    ['productKey', { productKey: 'no-such' }, 'product-missing'],
    ['price', { purchasePriceFen: 0 }, 'price-out-of-range'],
    ['quantity', { quantity: 'x' }, 'contract-quantity-unreadable'],
    ['quantity', { quantity: '0' }, 'quantity-not-in-steps'],
    ['fromDay', { fromDay: '2099-01-01', toDay: '2098-01-01' }, 'dates-reversed'],
    ['fromDay', { fromDay: '2026-01-01', toDay: '2099-01-01' }, 'contract-too-long'],
    ['toDay', { fromDay: '2020-01-01', toDay: '2020-02-01' }, 'contract-over'],
    ['witness', { agreement: { how: 'phone', witness: ' ', agreedOn: '2026-01-01' } }, 'witness-not-named'],
    [
      'agreedOn',
      { agreement: { how: 'signature', witness: '', agreedOn: '2999-01-01' } },
      'agreed-in-future',
    ],
  ])('is refused at %s, and nothing is written', async (field, change, code) => {
    const before = await tables()
    const verdict = await recorded(change)
    expect(verdict).toMatchObject({ ok: false, code: 'contract-refused' })
    expect('faults' in verdict && verdict.faults[field]?.code).toBe(code)
    expect(await tables()).toEqual(before)
  })

  test('over another of the same days is refused', async () => {
    await contractId()
    const before = await tables()
    const verdict = await recorded({ purchasePriceFen: 9_999 })
    expect('faults' in verdict && verdict.faults.fromDay?.code).toBe('contract-overlaps')
    expect(await tables()).toEqual(before)
  })

  test('is nobody else’s: a cooperative out of reach is not there', async () => {
    const foreign = await seedCooperative({ countyCode: FOREIGN_COUNTY })
    const before = await tables()
    expect(await recorded({ cooperativeId: foreign.id })).toMatchObject({ code: 'not-found' })
    expect(await recorded({}, await someone('town-desk'))).toMatchObject({ code: 'not-found' })
    expect(await tables()).toEqual(before)
  })

  test('ends once, with a reason, and never changes otherwise', async () => {
    const id = await contractId()
    const end = (reason: string, by = office) =>
      endPurchaseContract(by.actor, working(by), { cooperativeId: cooperative.id, contractId: id, reason })
    const before = await tables()
    expect(await end(' ')).toMatchObject({ code: 'contract-reason-missing' })
    expect(await end('打电话13900000000')).toMatchObject({ code: 'text-holds-number' })
    const foreign = await someone('county-office', { scopeCode: FOREIGN_COUNTY })
    expect(await end('换价', foreign)).toMatchObject({ code: 'not-found' })
    expect(await tables()).toEqual(before)
    expect(await end('换价')).toEqual({ ok: true, value: null })
    expect(await end('换价')).toEqual({ ok: true, value: null })
    expect(await end('别的')).toMatchObject({ code: 'contract-ended' })
    const db = database()
    await expect(
      db.purchaseContract.update({ where: { id }, data: { purchasePriceFen: 1 } }),
    ).rejects.toThrow('only ever added to')
    await expect(db.purchaseContract.delete({ where: { id } })).rejects.toThrow('only ever added to')
  })

  test('that has run out can’t be ended', async () => {
    const { id } = await seedContract(cooperative, { toDay: addDays(today(), -1) })
    const input = { cooperativeId: cooperative.id, contractId: id, reason: '换价' }
    expect(await endPurchaseContract(office.actor, working(office), input)).toMatchObject({
      code: 'contract-over',
    })
  })
})

/** Geese of the household sold under its contract at 120. */
const bought = (id: number, change: Parameters<typeof geese>[1] = {}) =>
  geese(household.id, { contractId: id, floorPriceFen: 9_500, ...change })
const faultAt = (verdict: Awaited<ReturnType<typeof list>>, field: string) =>
  'faults' in verdict ? verdict.faults.find((fault) => fault.field === field)?.refusal.code : null

describe('a lot under a contract', () => {
  test('is the cooperative’s at the contract’s price, apart from what the village sells at the same terms', async () => {
    const id = await contractId()
    const own = await lotRow(await listed(staff, geese(household.id)))
    const lot = await lotRow(await listed(staff, bought(id)))
    expect(lot).toMatchObject({ purchaseContractId: id, purchasePriceFen: 10_000 })
    expect(lot.offer).toMatchObject({ cooperativeId: cooperative.id, unitPriceFen: 12_000 })
    expect(own.offerId).not.toBe(lot.offerId)
    expect(own.purchaseContractId).toBeNull()
  })

  test.each<[string, Parameters<typeof geese>[1], string]>([
    ['more than it has left', { quantity: 21 }, 'contract-has-less'],
    ['later than it holds', { availableTo: '2099-01-01' }, 'contract-out-of-days'],
    ['cheaper than it pays', { unitPriceFen: 9_900, floorPriceFen: 9_500 }, 'price-below-purchase'],
    ['with a floor above its price', { floorPriceFen: 10_100 }, 'purchase-below-floor'],
    ['of another product', { productKey: 'hen' }, 'contract-not-here'],
  ])('is refused %s, and nothing is written', async (_, change, code) => {
    const id = await contractId()
    const before = await tables()
    const verdict = await list(staff, bought(id, change))
    expect(faultAt(verdict, 'contractId')).toBe(code)
    expect(await tables()).toEqual(before)
  })

  test('of another household, or of a contract that has ended, is refused', async () => {
    const id = await contractId()
    const other = await seedHousehold()
    expect(faultAt(await list(staff, { ...bought(id), householdId: other.id }), 'contractId')).toBe(
      'contract-not-here',
    )
    const input = { cooperativeId: cooperative.id, contractId: id, reason: '换价' }
    await endPurchaseContract(office.actor, working(office), input)
    expect(faultAt(await list(staff, bought(id)), 'contractId')).toBe('contract-not-here')
  })

  test('of two at once that want what is left, one is listed', async () => {
    const id = await contractId()
    const both = await Promise.all([
      list(staff, bought(id, { quantity: 15 })),
      list(staff, bought(id, { quantity: 15 })),
    ])
    expect(both.map((each) => each.ok).sort()).toEqual([false, true])
  })

  test('is not counted up beyond it', async () => {
    const lotId = await listed(staff, bought(await contractId(), { quantity: 18 }))
    const recount = (counted: number) =>
      recountLot(staff.actor, scopeFor(staff, 'lot:withdraw'), {
        changeId: crypto.randomUUID(),
        lotId,
        expected: 18,
        counted,
        why: 'more',
        reason: '数出来更多',
      })
    expect(await recount(21)).toMatchObject({ code: 'contract-has-less', facts: { left: 2 } })
    expect((await lotRow(lotId)).available).toBe(18)
    expect(await recount(20)).toMatchObject({ ok: true })
  })

  test.each([
    ['ended', 'contract-ended'],
    ['run out', 'contract-over'],
  ])('is not counted up once it has %s, and nothing is written', async (how, code) => {
    const toDay = how === 'ended' ? addDays(today(), 60) : addDays(today(), -1)
    const held = await seedContract(cooperative, { householdId: household.id, toDay })
    const { lot } = await seedLot({ contract: held, quantity: 10 })
    const recount = (counted: number, why: 'more' | 'kept') =>
      recountLot(staff.actor, scopeFor(staff, 'lot:withdraw'), {
        changeId: crypto.randomUUID(),
        lotId: lot.id,
        expected: 10,
        counted,
        why,
        reason: '重新数过',
      })
    if (how === 'ended') {
      const input = { cooperativeId: cooperative.id, contractId: held.id, reason: '换价' }
      await endPurchaseContract(office.actor, working(office), input)
    }
    const before = await tables()
    expect(await recount(11, 'more')).toMatchObject({ ok: false, code })
    expect(await tables()).toEqual(before)
    expect(await recount(9, 'kept')).toMatchObject({ ok: true })
  })

  test('is listed once where the same form is sent twice at once, though it takes most of what is left', async () => {
    const input = bought(await contractId(), { quantity: 15 })
    const [first, second] = await Promise.all([list(staff, input), list(staff, input)])
    expect(first).toMatchObject({ ok: true })
    expect(second).toEqual(first)
    expect(await database().lot.count({ where: { householdId: household.id } })).toBe(1)
  })

  test('is the database’s own rule too', async () => {
    const held = await seedContract(cooperative, { householdId: household.id })
    const { lot } = await seedLot({ contract: held })
    const { lot: plain } = await seedLot()
    const db = database()
    await expect(db.lot.update({ where: { id: lot.id }, data: { purchasePriceFen: 9_999 } })).rejects.toThrow(
      'purchase contract',
    )
    await expect(
      db.lot.update({ where: { id: lot.id }, data: { purchasePriceFen: null, purchaseContractId: null } }),
    ).rejects.toThrow('purchase contract')
    await expect(
      db.lot.update({
        where: { id: plain.id },
        data: { purchasePriceFen: 10_000, purchaseContractId: held.id },
      }),
    ).rejects.toThrow('purchase contract')
  })

  test('says on its public page who sells it and of how many households, and names none', async () => {
    const lotId = await listed(staff, bought(await contractId()))
    await approve(await leadOf(), lotId)
    const { offerId } = await lotRow(lotId)
    const request = new Request(`http://localhost/offers/${offerId}`)
    const answer = await offerLoader({ request, params: { id: String(offerId) }, context: {} })
    const text = await (answer as Response).text()
    expect(JSON.parse(text).offer.seller).toEqual({
      name: cooperative.name,
      kind: 'cooperative',
      householdCount: 1,
    })
    expect(text).not.toContain(household.number)
    expect(text).not.toContain(household.name)
  })
})

describe('a lot that a lead farmer collects', () => {
  let lead: typeof household
  beforeEach(async () => {
    lead = await seedHousehold()
  })
  const led = (feeFen: number, change: Parameters<typeof geese>[1] = {}) =>
    list(staff, geese(household.id, { lead: { householdNumber: lead.number, feeFen }, ...change }))

  test('keeps who it is and the fee that was agreed, in the village’s own offer', async () => {
    const verdict = await led(1_500)
    const lot = await lotRow(verdict.ok ? verdict.value.lotId : 0)
    expect(lot).toMatchObject({ leadHouseholdId: lead.id, leadFeeFen: 1_500 })
    expect(lot.offer).toMatchObject({ cooperativeId: null })
    await expect(database().lot.update({ where: { id: lot.id }, data: { leadFeeFen: 1 } })).rejects.toThrow(
      'agreed with the lot',
    )
  })

  test('is another’s form where another lead is named, and nothing is written', async () => {
    const input = geese(household.id, { lead: { householdNumber: lead.number, feeFen: 1_500 } })
    const first = await list(staff, input)
    const typed = { householdNumber: ` ${lead.number} `, feeFen: 1_500 }
    expect(await list(staff, { ...input, lead: typed })).toEqual(first)
    const other = await seedHousehold()
    const before = await tables()
    const changed = { ...input, lead: { householdNumber: other.number, feeFen: 1_500 } }
    expect(await list(staff, changed)).toMatchObject({ code: 'key-reused' })
    expect(await tables()).toEqual(before)
  })

  test('is refused where the fee leaves less than the floor, and nothing is written', async () => {
    const before = await tables()
    expect(faultAt(await led(1_501), 'leadFee')).toBe('lead-fee-below-floor')
    expect(faultAt(await led(Number.NaN), 'leadFee')).toBe('lead-fee-out-of-range')
    expect(await tables()).toEqual(before)
  })

  test('is refused with a lead of another village, with itself, and for a lead farmer’s own', async () => {
    const before = await tables()
    const elsewhere = await seedHousehold({ villageCode: OTHER_VILLAGE })
    const of = (householdNumber: string) => ({ lead: { householdNumber, feeFen: 100 } })
    const all = async () => ({ ...(await tables()) })
    expect(faultAt(await led(0, of(elsewhere.number)), 'lead')).toBe('lead-unknown')
    expect(faultAt(await led(0, of('')), 'lead')).toBe('lead-unknown')
    expect(faultAt(await led(0, of(household.number)), 'lead')).toBe('lead-is-household')
    expect(faultAt(await led(0, { isLeadFarmer: true }), 'lead')).toBe('lead-has-no-lead')
    expect(await all()).toEqual(before)
  })

  test('is never one that a cooperative bought', async () => {
    const id = await contractId()
    expect(faultAt(await led(100, { contractId: id, floorPriceFen: 9_500 }), 'lead')).toBe(
      'lead-beside-contract',
    )
  })
})

test('every refusal has its sentence', () => {
  type Codes = EndContractRefusal | RecordCooperativeRefusal | ContractCode | ContractLotCode | LeadFeeCode
  expectTypeOf<CodesWithoutWords<Exclude<Codes, 'not-found'>>>().toBeNever()
})
