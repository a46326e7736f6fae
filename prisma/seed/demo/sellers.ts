/** A cooperative that buys from three households by contract, and a lead farmer who collects for two others. */
import { recordCooperative } from '#app/commands/catalogue/record-cooperative.server.ts'
import { recordPurchaseContract } from '#app/commands/catalogue/record-purchase-contract.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Chance } from './chance.ts'
import { type DemoPerson, done, scopeFor } from './people.ts'
import { approve, byJin, type Crew, list } from './pools.ts'

/** Sold at 5.50 yuan a 斤; the cooperative pays what each household bargained for. */
const ORANGES = byJin('blood-orange', [550, 480, 450], 60, 160)
const CONTRACT_PRICES_FEN = [500, 500, 490]
const OIL = byJin('rapeseed-oil', [1_650, 1_450, 1_400], 15, 40)
const FEE_FEN = 60

export async function listForSellers(
  office: DemoPerson,
  crew: Crew,
  today: CivilDate,
  chance: Chance,
): Promise<void> {
  const households = await database().household.findMany({
    where: { states: { some: { villageCode: crew.code, toDay: null, category: { not: 'ordinary' } } } },
    orderBy: { id: 'asc' },
    select: { id: true, number: true },
  })
  const [first, second, third, lead, ...led] = chance.some(households, 6)
  const contracted = [first, second, third].flatMap((one) => one ?? [])
  const scope = scopeFor(office, 'cooperative:work')
  const { cooperativeId } = done(
    await recordCooperative(office.actor, scope, {
      countyCode: office.actor.assignments[0]?.scopeCode ?? '',
      name: '山前血橙专业合作社（演示）',
      kind: 'cooperative',
    }),
    'a cooperative',
  )
  for (const [index, household] of contracted.entries()) {
    const recorded = await recordPurchaseContract(office.actor, scope, {
      cooperativeId,
      householdNumber: household.number,
      productKey: ORANGES.productKey,
      purchasePriceFen: CONTRACT_PRICES_FEN[index] ?? 500,
      quantity: '400',
      fromDay: addDays(today, -60),
      toDay: addDays(today, 120),
      agreement: { how: 'signature', witness: '', agreedOn: addDays(today, -60) },
    })
    const { contractId } = done(recorded, 'a contract')
    const of = { crew, householdId: household.id, goods: ORANGES, today, contractId, mostFloorFen: 480 }
    await approve(crew, await list(of, chance))
  }
  if (!lead) return
  const own = { crew, householdId: lead.id, goods: OIL, today, isLeadFarmer: true }
  await approve(crew, await list(own, chance))
  for (const { id } of led) {
    const collected = { householdNumber: lead.number, feeFen: FEE_FEN }
    const of = { crew, householdId: id, goods: OIL, today, lead: collected, mostFloorFen: 1_500 }
    await approve(crew, await list(of, chance))
  }
}
