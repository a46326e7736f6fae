import { beforeEach, describe, expect, it } from 'vitest'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { type SettleLineInput, settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { readNeeds } from '#app/db/ordering/read-needs.server.ts'
import { seedContract, seedCooperative, seedLot, today } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { balanceOf, expectSoundBooks, newOperation, piece, runningEvent, settlingAt } from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const settle = (seeded: Parameters<typeof settlingAt>[1], change: Partial<SettleLineInput>) =>
  settleLine(world.organizer, world.scope, settlingAt(world.event.id, seeded, change))

/** Two households' geese that a cooperative bought at 100 and 115 yuan and sells at 120; the reference is 110. */
async function seedBought() {
  const cooperative = await seedCooperative()
  const lots = []
  for (const purchasePriceFen of [10_000, 11_500]) {
    lots.push(await seedLot({ contract: await seedContract(cooperative, { purchasePriceFen }) }))
  }
  const [a, b] = lots
  if (!a || !b) throw new Error('two lots were seeded')
  const { offer, product } = a
  const from = [
    { lot: a.lot, quantity: 2 },
    { lot: b.lot, quantity: 1 },
  ]
  const seeded = await seedOrder({ event: world.event, lines: [{ product, offer, from }] })
  return { cooperative, a, b, order: seeded.order, line: seeded.lines[0] as { id: string } }
}

describe('goods that a cooperative bought by contract', () => {
  it('credit each household at its own contract’s price and the cooperative with the rest, fen for fen', async () => {
    const seeded = await seedBought()
    const { a, b, cooperative, order } = seeded
    const done = await settle(seeded, { parts: [piece(a.lot, 2), piece(b.lot, 1)] })
    expect(done).toMatchObject({ ok: true, value: { value: { amountFen: 36_000 } } })
    expect(await balanceOf(`household:${a.householdId}`)).toBe(-20_000)
    expect(await balanceOf(`household:${b.householdId}`)).toBe(-11_500)
    expect(await balanceOf(`cooperative:${cooperative.id}`)).toBe(-4_500)
    expect(await balanceOf(`order:${order.id}`)).toBe(36_000)
    const income = await database().householdDay.findMany({
      where: { householdId: { in: [a.householdId, b.householdId] } },
      orderBy: { householdId: 'asc' },
    })
    expect(income.map((day) => [day.baseFen, day.premiumFen])).toEqual([
      [20_000n, 0n],
      [11_000n, 500n],
    ])
    await expectSoundBooks()
  })

  it('are earned by who brought them, at that household’s own price', async () => {
    const seeded = await seedBought()
    const { a, b, cooperative } = seeded
    await settle(seeded, { parts: [piece(b.lot, 3)] })
    expect(await balanceOf(`household:${a.householdId}`)).toBe(0)
    expect(await balanceOf(`household:${b.householdId}`)).toBe(-34_500)
    expect(await balanceOf(`cooperative:${cooperative.id}`)).toBe(-1_500)
    await expectSoundBooks()
  })

  it('count at the contract’s price while they are reserved', async () => {
    const { a, b } = await seedBought()
    const needs = await readNeeds(database(), [a.householdId, b.householdId], today())
    const year = today().slice(0, 4)
    expect(needs.get(a.householdId)?.incomeByYear[year]).toBe(20_000)
    expect(needs.get(b.householdId)?.incomeByYear[year]).toBe(11_500)
  })

  it('are sold at the stall the same way, and what is paid is the whole price', async () => {
    const { a, cooperative } = await seedBought()
    const sold = await sellWalkUp(world.organizer, world.scope, {
      operationId: newOperation(),
      eventId: world.event.id,
      lotId: a.lot.id,
      quantity: 1,
      weightGrams: null,
      method: 'cash',
    })
    expect(sold).toMatchObject({ ok: true })
    expect(await balanceOf(`household:${a.householdId}`)).toBe(-10_000)
    expect(await balanceOf(`cooperative:${cooperative.id}`)).toBe(-2_000)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(12_000)
    await expectSoundBooks()
  })
})

describe('goods that a lead farmer collects', () => {
  it('are the household’s income in full, of which it pays the fee it agreed to', async () => {
    const own = await seedLot({ isLeadFarmer: true })
    const led = await seedLot({ lead: { householdId: own.householdId, feeFen: 150 } })
    const from = [
      { lot: own.lot, quantity: 1 },
      { lot: led.lot, quantity: 2 },
    ]
    const { product, offer } = own
    const { order, lines } = await seedOrder({ event: world.event, lines: [{ product, offer, from }] })
    const line = lines[0] as { id: string }
    await settle({ order, line }, { parts: [piece(own.lot, 1), piece(led.lot, 2)] })
    expect(await balanceOf(`household:${own.householdId}`)).toBe(-12_300)
    expect(await balanceOf(`household:${led.householdId}`)).toBe(-23_700)
    const income = await database().householdDay.findMany({
      where: { householdId: { in: [own.householdId, led.householdId] } },
      orderBy: { householdId: 'asc' },
    })
    expect(income.map((day) => day.baseFen + day.premiumFen)).toEqual([12_000n, 24_000n])
    await expectSoundBooks()
  })
})
