/** Whose goods an order takes: the rule of domain/lots, fed with what the database knows of the households. */
import { beforeEach, expect, it } from 'vitest'
import { database } from '#app/db/client.server.ts'
import { toDateColumn, yearOf } from '#app/domain/kernel/calendar.ts'
import { seedGround, seedHousehold, seedLot, seedPickupEvent, today } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { type Buyer, order, seedBuyer } from './buyers.ts'
import { stockOf } from './whole-books.ts'

useDatabase()
let buyer: Buyer
let eventYear: number
beforeEach(async () => {
  await seedGround()
  buyer = await seedBuyer()
  const { startsAt } = await seedPickupEvent({ daysAhead: 7 })
  eventYear = yearOf(startsAt.toISOString().slice(0, 10))
})

type Household = Awaited<ReturnType<typeof seedHousehold>>

async function seedIncome(household: Household, fen: number, day: string) {
  await database().householdDay.create({
    data: {
      householdId: household.id,
      businessDay: toDateColumn(day),
      postingDay: toDateColumn(day),
      countyCode: household.countyCode,
      villageCode: household.villageCode,
      gridCode: household.gridCode ?? '',
      category: 'exited',
      baseFen: BigInt(fen),
      premiumFen: 0n,
    },
  })
}

/** A lot of nine geese at 120.00 for each household. */
async function seedLots(households: Household[]) {
  const seeded: Awaited<ReturnType<typeof seedLot>>[] = []
  for (const { id } of households) seeded.push(await seedLot({ householdId: id, quantity: 9 }))
  const reserved = async () => {
    const stocks = await Promise.all(seeded.map(({ lot }) => stockOf(lot.id)))
    return stocks.map((stock) => stock.reserved)
  }
  return { offerId: seeded[0]?.offer.id ?? 0, lots: seeded.map(({ lot }) => lot), reserved }
}

it('takes the goods of the household with the least income per head, reserved included', async () => {
  const few = await seedHousehold({ headcount: 2 })
  const many = await seedHousehold({ headcount: 5 })
  const { offerId, reserved } = await seedLots([few, many])
  await seedIncome(few, 30_000, `${eventYear}-01-15`)
  await seedIncome(many, 50_000, `${eventYear}-01-15`)
  // Per head 150.00 and 100.00: the second sells first, until it is at or above 150.00 a head.
  await order(buyer, [{ offerId, quantity: 2 }])
  expect(await reserved()).toEqual([0, 2])
  // Now (500 + 240) / 5 = 148.00 is still the lower; one more makes 172.00, and then it is the other's turn.
  await order(buyer, [{ offerId, quantity: 2 }])
  expect(await reserved()).toEqual([1, 3])
})

it('counts the income of the event’s year, and of no other', async () => {
  const lastYear = await seedHousehold()
  const thisYear = await seedHousehold()
  const { offerId, reserved } = await seedLots([lastYear, thisYear])
  await seedIncome(lastYear, 900_000, `${eventYear - 1}-12-31`)
  await seedIncome(thisYear, 20_000, `${eventYear}-01-01`)
  await order(buyer, [{ offerId, quantity: 1 }])
  expect(await reserved()).toEqual([1, 0])
})

it('goes to who never sold, then to who sold longest ago, where incomes are equal', async () => {
  const lately = await seedHousehold()
  const longAgo = await seedHousehold()
  const { offerId, lots, reserved } = await seedLots([lately, longAgo])
  await seedIncome(lately, 5000, `${eventYear - 1}-06-01`)
  await seedIncome(longAgo, 5000, `${eventYear - 2}-06-01`)
  await order(buyer, [{ offerId, quantity: 1 }])
  expect(await reserved()).toEqual([0, 1])
  const never = await seedHousehold()
  const third = await seedLot({ householdId: never.id, quantity: 9 })
  expect(third.offer.id).toBe(offerId)
  await order(buyer, [{ offerId, quantity: 1 }])
  expect((await stockOf(third.lot.id)).reserved).toBe(1)
  expect(await stockOf(lots[0]?.id ?? 0)).toEqual({ available: 9, reserved: 0 })
})

it('takes headcount and category as they are on the event’s day', async () => {
  const grown = await seedHousehold({ headcount: 2 })
  const same = await seedHousehold({ headcount: 3 })
  const { offerId, reserved } = await seedLots([grown, same])
  await seedIncome(grown, 30_000, `${eventYear}-01-15`)
  await seedIncome(same, 30_000, `${eventYear}-01-15`)
  // Tomorrow there are six: 50.00 a head against 100.00.
  await database().householdState.updateMany({
    where: { householdId: grown.id },
    data: { toDay: toDateColumn(today()) },
  })
  await database().householdState.create({
    data: {
      householdId: grown.id,
      countyCode: grown.countyCode,
      villageCode: grown.villageCode,
      gridCode: grown.gridCode,
      category: 'exited',
      headcount: 6,
      fromDay: new Date(toDateColumn(today()).getTime() + 86_400_000),
    },
  })
  await order(buyer, [{ offerId, quantity: 1 }])
  expect(await reserved()).toEqual([1, 0])
})

it('takes the help categories’ goods before an ordinary household’s, and a lead farmer’s own last', async () => {
  const ordinary = await seedHousehold({ category: 'ordinary' })
  const helped = await seedHousehold({ category: 'sudden' })
  const leader = await seedHousehold({ category: 'exited' })
  const lots = [
    await seedLot({ householdId: leader.id, quantity: 9, isLeadFarmer: true }),
    await seedLot({ householdId: ordinary.id, quantity: 2 }),
    await seedLot({ householdId: helped.id, quantity: 2 }),
  ]
  await seedIncome(helped, 900_000, `${eventYear}-01-15`)
  const offerId = lots[0]?.offer.id ?? 0
  const reserved = async () =>
    (await Promise.all(lots.map(({ lot }) => stockOf(lot.id)))).map((stock) => stock.reserved)
  await order(buyer, [{ offerId, quantity: 3 }])
  expect(await reserved()).toEqual([0, 1, 2])
  await order(buyer, [{ offerId, quantity: 2 }])
  expect(await reserved()).toEqual([1, 2, 2])
})

it('counts what one line of an order brings a household before the next line is decided', async () => {
  const a = await seedHousehold()
  const b = await seedHousehold()
  const geese = await seedLots([a, b])
  const hens = [
    await seedLot({ householdId: a.id, productKey: 'hen', quantity: 9, unitPriceFen: 9000 }),
    await seedLot({ householdId: b.id, productKey: 'hen', quantity: 9, unitPriceFen: 9000 }),
  ]
  await order(buyer, [
    { offerId: geese.offerId, quantity: 1 },
    { offerId: hens[0]?.offer.id ?? 0, quantity: 1 },
  ])
  expect(await geese.reserved()).toEqual([1, 0])
  const reserved = await Promise.all(hens.map(({ lot }) => stockOf(lot.id)))
  expect(reserved.map((stock) => stock.reserved)).toEqual([0, 1])
})
