/** Goods of a household from the yard to the shelf: listed, approved by another, sent back, taken off. */
import { beforeEach, describe, expect, test } from 'vitest'
import { approveLot } from '#app/commands/catalogue/approve-lot.server.ts'
import { type ListLotInput, listLot } from '#app/commands/catalogue/list-lot.server.ts'
import { sendBackLot } from '#app/commands/catalogue/send-back-lot.server.ts'
import { withdrawLot } from '#app/commands/catalogue/withdraw-lot.server.ts'
import { database } from '#app/db/client.server.ts'
import { type Permission, rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type DivisionRole, scopeOf } from '#app/domain/access/roles.ts'
import {
  FOREIGN_VILLAGE,
  OTHER_VILLAGE,
  seedAccount,
  seedGround,
  seedHousehold,
  seedLot,
  VILLAGE,
} from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'

useDatabase()

const NOW = new Date('2026-11-22T02:00:00Z')
const deps = { now: () => NOW }

async function someone(role: DivisionRole, scopeCode = VILLAGE) {
  const { account } = await seedAccount({ role, scopeCode })
  const actor: Actor = { accountId: account.id, assignments: [{ role, scopeCode, agencyId: null }] }
  return { actor, scopeFor: (permission: Permission) => scopeOf(actor, rolesWith(permission)) }
}
type Someone = Awaited<ReturnType<typeof someone>>

let keys = 0
/** Four geese at 120 yuan, reference 110, floor 100. */
function geese(householdId: number, change: Partial<ListLotInput> = {}): ListLotInput {
  keys += 1
  return {
    listingKey: `listing-key-${String(keys).padStart(6, '0')}`,
    householdId,
    productKey: 'goose',
    quantity: 4,
    availableFrom: '2026-11-25',
    availableTo: '2026-12-20',
    unitPriceFen: 12_000,
    floorPriceFen: 10_000,
    referencePriceFen: 11_000,
    referenceSource: '武安农贸市场',
    agreementHow: 'thumbprint',
    agreementWitness: '周某某',
    agreedOn: '2026-11-22',
    ...change,
  }
}

const list = (by: Someone, input: ListLotInput) => listLot(by.actor, by.scopeFor('lot:list'), input, deps)
const approve = (by: Someone, lotId: number, acceptsPremium = false) =>
  approveLot(by.actor, by.scopeFor('lot:approve'), { lotId, acceptsPremium }, deps)
const withdraw = (by: Someone, lotId: number, reason = '被狐狸叼走了') =>
  withdrawLot(by.actor, by.scopeFor('lot:withdraw'), { lotId, reason })
const sendBack = (by: Someone, lotId: number, reason = '价钱再问一下') =>
  sendBackLot(by.actor, by.scopeFor('lot:approve'), { lotId, reason })

async function listed(by: Someone, input: ListLotInput): Promise<number> {
  const verdict = await list(by, input)
  if (!verdict.ok) throw new Error(verdict.code)
  return verdict.value.lotId
}

const lotRow = (id: number) => database().lot.findUniqueOrThrow({ where: { id }, include: { offer: true } })
const acts = () => database().activityRecord.findMany({ orderBy: { id: 'asc' }, select: { act: true } })

let staff: Someone
let lead: Someone
beforeEach(async () => {
  await seedGround()
  staff = await someone('village-staff')
  lead = await someone('village-lead')
})

describe('listing', () => {
  test('what staff enter waits for the lead, with its agreement, the witness sealed', async () => {
    const { id } = await seedHousehold()
    const lot = await lotRow(await listed(staff, geese(id)))
    expect(lot).toMatchObject({
      householdId: id,
      state: 'pending',
      listed: 4,
      available: 4,
      floorPriceFen: 10_000,
      referencePriceFen: 11_000,
      agreementHow: 'thumbprint',
      agreedOn: new Date('2026-11-22'),
      availableFrom: new Date('2026-11-25'),
      availableTo: new Date('2026-12-20'),
      listedBy: staff.actor.accountId,
      approvedBy: null,
      approvedAt: null,
      offer: { villageCode: VILLAGE, unitPriceFen: 12_000, referencePriceFen: 11_000 },
    })
    expect(lot.agreementWitnessSealed).not.toContain('周')
    expect(await acts()).toEqual([{ act: 'lot:list' }])
  })

  test('the same form sent again, also at once, is the same lot', async () => {
    const { id } = await seedHousehold()
    const input = geese(id)
    const verdicts = await Promise.all([list(staff, input), list(staff, input), list(staff, input)])
    expect(verdicts.map((verdict) => verdict.ok && verdict.value.repeated).sort()).toEqual([
      false,
      true,
      true,
    ])
    expect(await database().lot.count()).toBe(1)
    expect(await acts()).toHaveLength(1)
  })

  test('what is wrong is named by field, and nothing is written', async () => {
    const { id } = await seedHousehold()
    const verdict = await list(
      staff,
      geese(id, { unitPriceFen: 9_999, quantity: 0, agreementWitness: '', availableTo: '2026-11-01' }),
    )
    expect(verdict).toMatchObject({
      ok: false,
      code: 'listing-refused',
      faults: [
        { field: 'quantity', refusal: { code: 'listing-quantity-not-in-steps' } },
        { field: 'availableTo', refusal: { code: 'listing-days-reversed' } },
        { field: 'unitPriceFen', refusal: { code: 'price-below-floor' } },
        { field: 'agreementWitness', refusal: { code: 'listing-witness-missing' } },
      ],
    })
    expect([await database().lot.count(), await database().offer.count(), await acts()]).toEqual([0, 0, []])
  })

  test('is for households of one’s own village only, and not for a grid worker', async () => {
    const neighbour = await seedHousehold({ villageCode: OTHER_VILLAGE })
    const stranger = await seedHousehold({ villageCode: FOREIGN_VILLAGE })
    const own = await seedHousehold()
    for (const { id } of [neighbour, stranger, { id: 999_999 }]) {
      expect(await list(staff, geese(id))).toEqual({ ok: false, code: 'not-found' })
    }
    const worker = await someone('grid-worker', `${VILLAGE}-01`)
    expect(await list(worker, geese(own.id))).toEqual({ ok: false, code: 'not-allowed' })
    expect(await list(staff, geese(own.id, { productKey: 'dragon' }))).toEqual({
      ok: false,
      code: 'product-unknown',
    })
    expect(await database().lot.count()).toBe(0)
  })
})

describe('approving', () => {
  test('puts the lot on the shelf, by somebody else', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    expect(await approve(lead, lotId)).toMatchObject({ ok: true })
    expect(await lotRow(lotId)).toMatchObject({
      state: 'approved',
      approvedBy: lead.actor.accountId,
      approvedAt: NOW,
    })
    expect(await acts()).toEqual([{ act: 'lot:list' }, { act: 'lot:approve' }])
  })

  test('nobody approves what they entered', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(lead, geese(id))
    expect(await approve(lead, lotId)).toEqual({ ok: false, code: 'own-listing' })
    expect(await lotRow(lotId)).toMatchObject({ state: 'pending', approvedBy: null })
    expect(await approve(await someone('village-lead'), lotId)).toMatchObject({ ok: true })
  })

  test('a premium above the county’s cap is approved in words only', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id, { unitPriceFen: 14_301 }))
    expect(await approve(lead, lotId)).toMatchObject({ ok: false, code: 'premium-not-accepted' })
    expect((await lotRow(lotId)).state).toBe('pending')
    expect(await approve(lead, lotId, true)).toMatchObject({ ok: true })
    const within = await listed(staff, geese(id, { unitPriceFen: 14_300 }))
    expect(await approve(lead, within)).toMatchObject({ ok: true })
    await database().countySetting.create({ data: { countyCode: '510981000000', premiumCapPercent: 5 } })
    expect(await approve(lead, await listed(staff, geese(id)))).toMatchObject({
      code: 'premium-not-accepted',
    })
  })

  test('twice, or by two leads at once, is once', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    const other = await someone('village-lead')
    const verdicts = await Promise.all([approve(lead, lotId), approve(other, lotId), approve(lead, lotId)])
    expect(verdicts.filter((verdict) => verdict.ok)).toHaveLength(1)
    expect(verdicts.filter((verdict) => !verdict.ok && verdict.code === 'lot-decided')).toHaveLength(2)
    expect(await acts()).toEqual([{ act: 'lot:list' }, { act: 'lot:approve' }])
  })

  test('is for the lead of the village: not its staff, not the lead next door', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    expect(await approve(await someone('village-staff'), lotId)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await approve(await someone('village-lead', OTHER_VILLAGE), lotId)).toEqual({
      ok: false,
      code: 'not-found',
    })
    expect((await lotRow(lotId)).state).toBe('pending')
  })

  test('lots of one village, product and price are one offer, at the lowest reference of theirs', async () => {
    const first = await seedHousehold()
    const second = await seedHousehold()
    const dear = await listed(staff, geese(first.id))
    const cheap = await listed(
      staff,
      geese(second.id, { referencePriceFen: 10_500, referenceSource: '发改局价格监测' }),
    )
    expect((await lotRow(cheap)).offerId).toBe((await lotRow(dear)).offerId)
    await approve(lead, dear)
    expect((await lotRow(dear)).offer).toMatchObject({
      referencePriceFen: 11_000,
      referenceSource: '武安农贸市场',
    })
    await approve(lead, cheap)
    expect((await lotRow(dear)).offer).toMatchObject({
      referencePriceFen: 10_500,
      referenceSource: '发改局价格监测',
      referenceOn: new Date('2026-11-22'),
    })
    const third = await listed(staff, geese(first.id, { referencePriceFen: 12_000 }))
    await approve(lead, third)
    expect((await lotRow(third)).offer.referencePriceFen).toBe(10_500)
  })

  test('what was only listed changes no reference that is on the shelf', async () => {
    const { offer } = await seedLot({ unitPriceFen: 12_000, referencePriceFen: 11_000 })
    const { id } = await seedHousehold()
    await listed(staff, geese(id, { referencePriceFen: 9_000, floorPriceFen: 9_000 }))
    expect((await database().offer.findUniqueOrThrow({ where: { id: offer.id } })).referencePriceFen).toBe(
      11_000,
    )
  })
})

describe('sending back', () => {
  test('needs a reason, which is kept for whoever entered the lot', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    expect(await sendBack(lead, lotId, '  ')).toEqual({ ok: false, code: 'reason-missing' })
    expect(await sendBack(lead, lotId)).toMatchObject({ ok: true })
    expect(await lotRow(lotId)).toMatchObject({
      state: 'refused',
      withdrawnReason: '价钱再问一下',
      available: 4,
    })
    expect(await approve(lead, lotId)).toEqual({ ok: false, code: 'lot-decided' })
    expect(await sendBack(lead, lotId)).toEqual({ ok: false, code: 'lot-decided' })
  })

  test('is for the village’s lead', async () => {
    const { id } = await seedHousehold()
    const lotId = await listed(staff, geese(id))
    expect(await sendBack(staff, lotId)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await sendBack(await someone('village-lead', OTHER_VILLAGE), lotId)).toMatchObject({
      code: 'not-found',
    })
  })
})

describe('taking off the shelf', () => {
  test('what is left goes, what is ordered stays', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    await database().lot.update({ where: { id: lot.id }, data: { available: 3, reserved: 2 } })
    expect(await withdraw(staff, lot.id)).toEqual({ ok: true, value: { withdrawn: 3, stillReserved: 2 } })
    expect(await lotRow(lot.id)).toMatchObject({
      state: 'withdrawn',
      available: 0,
      reserved: 2,
      withdrawn: 3,
      withdrawnReason: '被狐狸叼走了',
    })
    expect(await withdraw(staff, lot.id)).toEqual({ ok: false, code: 'lot-withdrawn' })
    expect(await acts()).toEqual([{ act: 'lot:withdraw' }])
  })

  test('needs a reason, and one’s own village or grid', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    expect(await withdraw(staff, lot.id, '')).toEqual({ ok: false, code: 'reason-missing' })
    expect(await withdraw(await someone('village-staff', OTHER_VILLAGE), lot.id)).toMatchObject({
      code: 'not-found',
    })
    expect(await withdraw(await someone('grid-worker', `${VILLAGE}-01`), lot.id)).toMatchObject({
      code: 'not-allowed',
    })
    expect(await lotRow(lot.id)).toMatchObject({ state: 'approved', available: 5, withdrawn: 0 })
  })
})
