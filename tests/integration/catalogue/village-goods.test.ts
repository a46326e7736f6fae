/** Goods of a household from the yard to the shelf: listed, approved by another, sent back, taken off. */
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest'
import type { ApproveLotRefusal } from '#app/commands/catalogue/approve-lot.server.ts'
import {
  type ListLotRefusal,
  type LotEntryRefusal,
  listLot,
} from '#app/commands/catalogue/list-lot.server.ts'
import type { SendBackLotRefusal } from '#app/commands/catalogue/send-back-lot.server.ts'
import type { WithdrawLotRefusal } from '#app/commands/catalogue/withdraw-lot.server.ts'
import { database } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { readCatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import type { LotEntryCode } from '#app/domain/catalogue/lot-entry.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { CodesWithoutWords } from '#app/i18n/refusals.ts'
import { readCatalogue } from '#app/queries/catalogue/catalogue.server.ts'
import { readOffer } from '#app/queries/catalogue/offer.server.ts'
import {
  COUNTY,
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedGround,
  seedHousehold,
  seedLot,
  seedPickupEvent,
  today,
  VILLAGE,
} from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { scopeFor, someone } from '../access/people.ts'
import {
  actsOf,
  approve,
  geese,
  goodsTables,
  leadOf,
  list,
  listed,
  lotRow,
  sendBack,
  staffOf,
  type Villager,
  withdraw,
} from './yard.ts'

useDatabase()

let staff: Villager
let lead: Villager
let householdId: number
beforeEach(async () => {
  await seedGround()
  ;[staff, lead] = [await staffOf(), await leadOf()]
  householdId = (await seedHousehold()).id
})

/** Runs an act that must be refused, and proves that it changed nothing. */
async function refusedWithout<T>(act: () => Promise<T>): Promise<T> {
  const before = await goodsTables()
  const verdict = await act()
  expect(await goodsTables()).toEqual(before)
  return verdict
}

describe('listing', () => {
  test('what staff enter waits for the lead, its witness sealed', async () => {
    const verdict = await list(staff, geese(householdId, { isLeadFarmer: true }))
    if (!verdict.ok) throw new Error(verdict.code)
    expect(verdict.value.isAboveCap).toBe(false)
    const lot = await lotRow(verdict.value.lotId)
    expect(lot).toMatchObject({
      countyCode: COUNTY,
      householdId,
      state: 'pending',
      listed: 4,
      available: 4,
      availableFrom: toDateColumn(today()),
      availableTo: toDateColumn(addDays(today(), 30)),
      floorPriceFen: 10_500,
      referencePriceFen: 11_000,
      referenceSource: '武安农贸市场',
      isLeadFarmer: true,
      agreementHow: 'phone',
      agreedOn: toDateColumn(addDays(today(), -1)),
      listedBy: staff.accountId,
      approvedBy: null,
      approvedAt: null,
      offer: { villageCode: VILLAGE, unitPriceFen: 12_000, referenceOn: toDateColumn(today()) },
    })
    expect(openText('lot.witness', lot.agreementWitnessSealed ?? '')).toBe('周见证')
    expect(await actsOf(staff.actor)).toEqual(['lot:list'])
    const [activity] = await database().activityRecord.findMany()
    expect(activity).toMatchObject({ subjectId: String(lot.id), scopeCode: VILLAGE, countyCode: COUNTY })
    expect(JSON.stringify(activity?.facts)).not.toContain('周')
  })

  test('is not in the store before it is approved, nor after it was sent back', async () => {
    const lotId = await listed(staff, geese(householdId))
    const { offerId } = await lotRow(lotId)
    const onShow = async () => ({
      offer: (await readOffer(offerId))?.availability ?? null,
      cards: (await readCatalogue(readCatalogueFilter(new URLSearchParams()))).cards.length,
    })
    expect(await onShow()).toEqual({ offer: null, cards: 0 })
    await sendBack(lead, lotId)
    expect(await onShow()).toEqual({ offer: null, cards: 0 })
    await approve(lead, await listed(staff, geese(householdId)))
    expect(await onShow()).toEqual({ offer: { kind: 'exact', quantity: 4 }, cards: 1 })
  })

  test('the same form sent again is the same lot, also three times at once', async () => {
    const input = geese(householdId)
    const verdicts = await Promise.all([list(staff, input), list(staff, input), list(staff, input)])
    const again = await list(staff, input)
    const ids = [...verdicts, again].map((verdict) => verdict.ok && verdict.value.lotId)
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toEqual(expect.any(Number))
    expect(await database().lot.count()).toBe(1)
    expect(await actsOf(null)).toEqual(['lot:list'])
  })

  test('the same form with other content, or from somebody else, is refused', async () => {
    const input = geese(householdId)
    await listed(staff, input)
    const used = { ok: false, code: 'key-reused' }
    expect(await refusedWithout(() => list(staff, { ...input, quantity: 5 }))).toEqual(used)
    expect(await refusedWithout(() => list(staff, { ...input, unitPriceFen: 12_100 }))).toEqual(used)
    expect(await refusedWithout(() => list(lead, input))).toEqual(used)
  })

  test('a form without its key is refused', async () => {
    const act = () => list(staff, geese(householdId, { formKey: 'again' }))
    expect(await refusedWithout(act)).toEqual({ ok: false, code: 'operation-id-missing' })
  })

  test('what is wrong is named by field', async () => {
    const entry = geese(householdId, {
      quantity: 0,
      unitPriceFen: 10_000,
      referenceSource: ' ',
      availableFrom: addDays(today(), -61),
      availableTo: addDays(today(), -1),
      agreement: { how: 'phone', witness: '', agreedOn: addDays(today(), 1) },
    })
    const verdict = await refusedWithout(() => list(staff, entry))
    expect(verdict).toMatchObject({ ok: false, code: 'lot-refused' })
    const faults = 'faults' in verdict ? verdict.faults : []
    expect(faults.map(({ field, refusal }) => [field, refusal.code])).toEqual([
      ['quantity', 'quantity-not-in-steps'],
      ['unitPrice', 'price-below-floor'],
      ['referenceSource', 'reference-source-missing'],
      ['availableFrom', 'from-too-early'],
      ['availableTo', 'dates-past'],
      ['witness', 'witness-not-named'],
      ['agreedOn', 'agreed-in-future'],
    ])
  })

  test('weight is listed in whole steps, of a product that there is', async () => {
    const greens = { productKey: 'celtuce', unitPriceFen: 240, referencePriceFen: 200, floorPriceFen: 190 }
    const odd = await refusedWithout(() => list(staff, geese(householdId, { ...greens, quantity: 750 })))
    expect(odd).toMatchObject({
      faults: [{ field: 'quantity', refusal: { code: 'weight-not-in-steps', facts: { stepGrams: 500 } } }],
    })
    expect(await listed(staff, geese(householdId, { ...greens, quantity: 12_500 }))).toEqual(
      expect.any(Number),
    )
    const none = await refusedWithout(() => list(staff, geese(householdId, { productKey: 'dragon' })))
    expect(none).toMatchObject({ faults: [{ field: 'productKey', refusal: { code: 'product-missing' } }] })
  })

  test('a price above the cap is said at once, by the county’s own setting', async () => {
    const isAboveCap = async (unitPriceFen: number) => {
      const verdict = await list(staff, geese(householdId, { unitPriceFen }))
      return verdict.ok && verdict.value.isAboveCap
    }
    expect([await isAboveCap(14_300), await isAboveCap(14_301)]).toEqual([false, true])
    await database().countySetting.create({ data: { countyCode: COUNTY, premiumCapPercent: 5 } })
    expect([await isAboveCap(11_550), await isAboveCap(11_551)]).toEqual([false, true])
  })

  test.each([
    ['of the next village', OTHER_VILLAGE],
    ['of another county', FOREIGN_VILLAGE],
  ])('a household %s is not found', async (_case, villageCode) => {
    const { id } = await seedHousehold({ villageCode })
    expect(await refusedWithout(() => list(staff, geese(id)))).toEqual({ ok: false, code: 'not-found' })
  })

  test('a household that is none, or whose number is closed, is not found', async () => {
    await database().household.update({
      where: { id: householdId },
      data: { closedOn: toDateColumn(today()) },
    })
    for (const id of [householdId, 999_999]) {
      expect(await refusedWithout(() => list(staff, geese(id)))).toEqual({ ok: false, code: 'not-found' })
    }
  })

  test('a household that moved away is its new village’s', async () => {
    await database().householdState.updateMany({
      where: { householdId },
      data: { villageCode: OTHER_VILLAGE, gridCode: null },
    })
    expect(await list(staff, geese(householdId))).toEqual({ ok: false, code: 'not-found' })
    const lotId = await listed(await staffOf(OTHER_VILLAGE), geese(householdId))
    expect((await lotRow(lotId)).offer.villageCode).toBe(OTHER_VILLAGE)
  })

  test('a grid worker may look and not list, even with a scope that reaches', async () => {
    const worker = await someone('grid-worker', { scopeCode: `${VILLAGE}-01` })
    const act = () => listLot(worker.actor, scopeFor(staff, 'lot:list'), geese(householdId))
    expect(await refusedWithout(act)).toEqual({ ok: false, code: 'not-allowed' })
  })
})

describe('approving', () => {
  test('puts the lot on sale, by somebody else', async () => {
    const lotId = await listed(staff, geese(householdId))
    const verdict = await approve(lead, lotId)
    expect(verdict).toMatchObject({ ok: true, value: { lotId } })
    const lot = await lotRow(lotId)
    expect(lot).toMatchObject({ state: 'approved', approvedBy: lead.accountId, available: 4 })
    expect(lot.approvedAt).toBeInstanceOf(Date)
    expect(await actsOf(lead.actor)).toEqual(['lot:approve'])
  })

  test('nobody approves what they listed; another lead does', async () => {
    const lotId = await listed(lead, geese(householdId))
    expect(await refusedWithout(() => approve(lead, lotId))).toEqual({ ok: false, code: 'own-entry' })
    expect(await approve(await leadOf(), lotId)).toMatchObject({ ok: true })
  })

  test('a premium above the cap must be accepted in so many words', async () => {
    const lotId = await listed(staff, geese(householdId, { unitPriceFen: 14_301 }))
    expect(await refusedWithout(() => approve(lead, lotId))).toEqual({
      ok: false,
      code: 'premium-above-cap',
      facts: { priceFen: 14_301, referenceFen: 11_000, capPercent: 30 },
    })
    expect(await approve(lead, lotId, true)).toMatchObject({ ok: true })
    const atTheCap = await listed(staff, geese(householdId, { unitPriceFen: 14_300 }))
    expect(await approve(lead, atTheCap)).toMatchObject({ ok: true })
  })

  test('it is the cap of the day of approval that counts', async () => {
    const lotId = await listed(staff, geese(householdId))
    await database().countySetting.create({ data: { countyCode: COUNTY, premiumCapPercent: 5 } })
    expect(await approve(lead, lotId)).toMatchObject({ ok: false, code: 'premium-above-cap' })
  })

  test('two leads at once: one approves, the other is told', async () => {
    const lotId = await listed(staff, geese(householdId))
    const other = await leadOf()
    const verdicts = await Promise.all([approve(lead, lotId), approve(other, lotId), approve(lead, lotId)])
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(1)
    expect(verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict.code]))).toEqual([
      'changed-meanwhile',
      'changed-meanwhile',
    ])
    expect((await actsOf(null)).filter((act) => act === 'lot:approve')).toHaveLength(1)
  })

  test.each([
    ['of the next village', OTHER_VILLAGE],
    ['of another county', FOREIGN_VILLAGE],
  ])('by a lead %s is not found', async (_case, scopeCode) => {
    const lotId = await listed(staff, geese(householdId))
    const stranger = await leadOf(scopeCode)
    for (const act of [approve, sendBack, withdraw]) {
      expect(await refusedWithout(() => act(stranger, lotId) as Promise<unknown>)).toEqual({
        ok: false,
        code: 'not-found',
      })
    }
  })

  test('and sending back are the lead’s alone', async () => {
    const lotId = await listed(lead, geese(householdId))
    expect(await refusedWithout(() => approve(staff, lotId))).toEqual({ ok: false, code: 'not-allowed' })
    expect(await refusedWithout(() => sendBack(staff, lotId))).toEqual({ ok: false, code: 'not-allowed' })
    expect(await approve(await leadOf(), 999_999)).toEqual({ ok: false, code: 'not-found' })
  })
})

describe('a pool', () => {
  const reference = async () => {
    const [offer] = await database().offer.findMany()
    return [offer?.referencePriceFen, offer?.referenceSource]
  }
  const at = (referencePriceFen: number, referenceSource: string) => ({ referencePriceFen, referenceSource })

  test('is one offer at the lowest reference of its approved lots', async () => {
    const second = (await seedHousehold()).id
    const dear = await listed(staff, geese(householdId, at(11_000, '甲市场')))
    const cheap = await listed(staff, geese(second, at(10_500, '乙市场')))
    expect(await reference()).toEqual([11_000, '甲市场'])
    await approve(lead, dear)
    expect(await reference()).toEqual([11_000, '甲市场'])
    await approve(lead, cheap)
    expect(await reference()).toEqual([10_500, '乙市场'])
    await approve(lead, await listed(staff, geese(second, at(11_900, '丙市场'))))
    expect(await reference()).toEqual([10_500, '乙市场'])
    expect(await database().offer.count()).toBe(1)
  })

  test('takes no reference from a lot that was never approved', async () => {
    const low = await listed(staff, geese(householdId, { ...at(9_900, '没人信'), unitPriceFen: 12_000 }))
    await sendBack(lead, low)
    await approve(lead, await listed(staff, geese(householdId, at(11_000, '甲市场'))))
    expect(await reference()).toEqual([11_000, '甲市场'])
  })

  test('has the lowest reference also when its lots are approved at once', async () => {
    const references = [11_400, 10_900, 11_700, 11_100]
    const lotIds = []
    for (const fen of references) lotIds.push(await listed(staff, geese(householdId, at(fen, `市场${fen}`))))
    await Promise.all(lotIds.map((lotId) => approve(lead, lotId)))
    expect(await reference()).toEqual([10_900, '市场10900'])
  })

  test('another price is another offer', async () => {
    await listed(staff, geese(householdId))
    await listed(staff, geese(householdId, { unitPriceFen: 12_100 }))
    expect(await database().offer.count()).toBe(2)
  })
})

describe('sending back', () => {
  test('keeps the reason for whoever listed it, and is final', async () => {
    const lotId = await listed(staff, geese(householdId))
    expect(await refusedWithout(() => sendBack(lead, lotId, '  '))).toMatchObject({ code: 'reason-missing' })
    expect(await refusedWithout(() => sendBack(lead, lotId, '长'.repeat(61)))).toMatchObject({
      code: 'text-too-long',
    })
    expect(await sendBack(lead, lotId, ' 价钱再问一下 ')).toMatchObject({ ok: true })
    expect(await lotRow(lotId)).toMatchObject({ state: 'refused', withdrawnReason: '价钱再问一下' })
    const late = { ok: false, code: 'changed-meanwhile' }
    expect(await refusedWithout(() => approve(lead, lotId))).toEqual(late)
    expect(await refusedWithout(() => sendBack(lead, lotId))).toEqual(late)
    expect(await refusedWithout(() => withdraw(staff, lotId))).toEqual(late)
    expect(await actsOf(lead.actor)).toEqual(['lot:send-back'])
  })
})

describe('withdrawing', () => {
  test('takes all of a lot that nobody ordered off sale', async () => {
    const lotId = await listed(staff, geese(householdId))
    await approve(lead, lotId)
    expect(await withdraw(staff, lotId)).toEqual({ ok: true, value: { lotId, withdrawn: 4, reserved: 0 } })
    expect(await lotRow(lotId)).toMatchObject({
      state: 'withdrawn',
      available: 0,
      withdrawn: 4,
      withdrawnReason: '被黄鼠狼叼走了',
    })
    expect(await refusedWithout(() => withdraw(staff, lotId))).toEqual({
      ok: false,
      code: 'changed-meanwhile',
    })
    expect(await actsOf(staff.actor)).toEqual(['lot:list', 'lot:withdraw'])
  })

  test('leaves what buyers reserved, and says how much', async () => {
    const goods = await seedLot({ householdId, quantity: 5 })
    const event = await seedPickupEvent()
    await seedOrder({ event, lines: [{ ...goods, from: [{ lot: goods.lot, quantity: 2 }] }] })
    const lotId = goods.lot.id
    expect(await withdraw(staff, lotId)).toEqual({ ok: true, value: { lotId, withdrawn: 3, reserved: 2 } })
    expect(await lotRow(lotId)).toMatchObject({ state: 'withdrawn', available: 0, reserved: 2, withdrawn: 3 })
  })

  test('needs a reason, and something to withdraw', async () => {
    const { lot } = await seedLot({ householdId })
    expect(await refusedWithout(() => withdraw(staff, lot.id, ''))).toMatchObject({ code: 'reason-missing' })
    await database().lot.update({ where: { id: lot.id }, data: { available: 0, writtenOff: 5 } })
    expect(await refusedWithout(() => withdraw(staff, lot.id))).toEqual({
      ok: false,
      code: 'nothing-left-to-withdraw',
    })
  })

  test('twice at once is once', async () => {
    const { lot } = await seedLot({ householdId })
    const verdicts = await Promise.all([withdraw(staff, lot.id), withdraw(lead, lot.id)])
    expect(verdicts.map((verdict) => verdict.ok).sort()).toEqual([false, true])
    expect(await lotRow(lot.id)).toMatchObject({ available: 0, withdrawn: 5 })
  })
})

test('every refusal has its sentence', () => {
  type Codes =
    | ListLotRefusal
    | LotEntryRefusal['code']
    | LotEntryCode
    | ApproveLotRefusal
    | SendBackLotRefusal
    | WithdrawLotRefusal
  // A page that is "not found" has its own words.
  expectTypeOf<CodesWithoutWords<Exclude<Codes, 'not-found'>>>().toBeNever()
})
