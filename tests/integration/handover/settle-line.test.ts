import { beforeEach, describe, expect, it } from 'vitest'
import { type SettleLineInput, settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { OTHER_VILLAGE, seedHousehold, seedLot, today } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  balanceOf,
  expectSoundBooks,
  type GooseLot,
  never,
  type PayBy,
  piece,
  runningEvent,
  type SeededLine,
  seedGeese,
  seedWeighed,
  settlingAt,
  stockOf,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const geeseOrder = (parts: GooseLot[], payBy?: PayBy) => seedGeese(world.event, parts, payBy)
const settling = (seeded: SeededLine, change: Partial<SettleLineInput>) =>
  settlingAt(world.event.id, seeded, change)
const settle = (input: SettleLineInput) => settleLine(world.organizer, world.scope, input)
const lineState = async (id: string) =>
  (await database().orderLine.findUniqueOrThrow({ where: { id } })).state
const shortfallsOf = (orderLineId: string) => database().shortfall.findMany({ where: { orderLineId } })

describe('handing a line over', () => {
  it('gives the goods and credits each household to the fen, base and premium apart', async () => {
    const seeded = await geeseOrder([
      { quantity: 5, reserved: 2 },
      { quantity: 3, reserved: 1 },
    ])
    const [a, b] = seeded.lots.map(({ lot }) => lot)
    const done = await settle(settling(seeded, { parts: [piece(b ?? never(), 1), piece(a ?? never(), 2)] }))

    expect(done).toEqual({
      ok: true,
      value: { repeated: false, value: { outcome: 'handed-over', amountFen: 36_000 } },
    })
    expect(await stockOf(a?.id ?? 0)).toEqual({
      available: 3,
      reserved: 0,
      given: 2,
      withdrawn: 0,
      toppedUp: 0,
    })
    expect(await stockOf(b?.id ?? 0)).toEqual({
      available: 2,
      reserved: 0,
      given: 1,
      withdrawn: 0,
      toppedUp: 0,
    })
    expect(await balanceOf(`household:${a?.householdId}`)).toBe(-24_000)
    expect(await balanceOf(`household:${b?.householdId}`)).toBe(-12_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(36_000)
    const days = await database().householdDay.findMany({
      where: { householdId: { in: [a?.householdId ?? 0, b?.householdId ?? 0] } },
      orderBy: { householdId: 'asc' },
    })
    expect(days.map((day) => [day.householdId, day.baseFen, day.premiumFen])).toEqual([
      [a?.householdId, 22_000n, 2_000n],
      [b?.householdId, 11_000n, 1_000n],
    ])
    expect(await lineState(seeded.line.id)).toBe('handed-over')
    await expectSoundBooks()
  })

  it('writes each posting under where the household belonged on the event day, and who bought', async () => {
    const household = await seedHousehold({ category: 'marginal', gridNumber: 3 })
    const { lot, offer, product } = await seedLot({ householdId: household.id, quantity: 2 })
    await database().householdState.update({
      where: {
        id: (await database().householdState.findFirstOrThrow({ where: { householdId: household.id } })).id,
      },
      data: { toDay: toDateColumn(today()) },
    })
    await database().householdState.create({
      data: {
        householdId: household.id,
        countyCode: household.countyCode,
        villageCode: OTHER_VILLAGE,
        category: 'ordinary',
        headcount: 1,
        fromDay: toDateColumn('2099-01-01'),
      },
    })
    const seeded = await seedOrder({
      event: world.event,
      capacity: 'canteen',
      lines: [{ product, offer, from: [{ lot, quantity: 1 }] }],
    })
    const line = seeded.lines[0] ?? never()
    await settle(settling({ order: seeded.order, line }, { parts: [piece(lot, 1)] }))

    const postings = await database().posting.findMany({
      where: { orderLineId: line.id },
      orderBy: { id: 'asc' },
    })
    expect(postings.map((p) => [p.part, Number(p.amountFen)])).toEqual([
      ['base', 11_000],
      ['premium', 1_000],
    ])
    for (const posting of postings) {
      expect(posting).toMatchObject({
        householdId: household.id,
        villageCode: household.villageCode,
        gridCode: household.gridCode,
        category: 'marginal',
        productId: product.id,
        eventId: world.event.id,
        agencyId: seeded.agencyId,
        capacity: 'canteen',
        orderLineId: line.id,
        businessDay: toDateColumn(today()),
      })
    }
  })

  it('bills a piece weighed at the desk by what the scale shows', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'goose-weighed',
      quantity: 1,
      unitPriceFen: 1_680,
    })
    const done = await settle(
      settling(seeded, { parts: [{ lotId: seeded.lot.id, quantity: 1, weightGrams: 4_470 }] }),
    )
    // 8.94 jin at 16.80 yuan is 150.192, of which 134.10 is the reference.
    expect(done).toMatchObject({ ok: true, value: { value: { amountFen: 15_019 } } })
    const [given] = await database().handover.findMany({ where: { orderLineId: seeded.line.id } })
    expect(given).toMatchObject({ quantity: 1, weightGrams: 4_470, baseFen: 13_410n, premiumFen: 1_609n })
    await expectSoundBooks()
  })

  it('splits a line of two households to the fen, largest remainder first', async () => {
    const first = await seedLot({
      productKey: 'celtuce',
      quantity: 5_000,
      unitPriceFen: 333,
      referencePriceFen: 300,
    })
    const second = await seedLot({
      productKey: 'celtuce',
      quantity: 5_000,
      unitPriceFen: 333,
      referencePriceFen: 300,
    })
    const seeded = await seedOrder({
      event: world.event,
      lines: [
        {
          product: first.product,
          offer: first.offer,
          from: [
            { lot: first.lot, quantity: 1_000 },
            { lot: second.lot, quantity: 500 },
          ],
        },
      ],
    })
    const line = seeded.lines[0] ?? never()
    await settle(
      settling({ order: seeded.order, line }, { parts: [piece(first.lot, 995), piece(second.lot, 500)] }),
    )
    // 1495 g at 3.33 yuan a jin is 995.67 fen, at the reference of 3.00 it is 897.
    const given = await database().handover.findMany({
      where: { orderLineId: line.id },
      orderBy: { lotId: 'asc' },
    })
    expect(given.map((row) => [row.amountFen, row.baseFen, row.premiumFen])).toEqual([
      [663n, 597n, 66n],
      [333n, 300n, 33n],
    ])
    await expectSoundBooks()
  })

  it('takes what the scale gave over, within 5 %, from what is available and then tops the lot up', async () => {
    const { lot, offer, product } = await seedLot({
      productKey: 'celtuce',
      quantity: 2_040,
      unitPriceFen: 240,
    })
    const seeded = await seedOrder({
      event: world.event,
      lines: [{ product, offer, from: [{ lot, quantity: 2_000 }] }],
    })
    const line = seeded.lines[0] ?? never()
    const done = await settle(settling({ order: seeded.order, line }, { parts: [piece(lot, 2_100)] }))
    expect(done).toMatchObject({ ok: true, value: { value: { outcome: 'handed-over', amountFen: 1_008 } } })
    expect(await stockOf(lot.id)).toEqual({
      available: 0,
      reserved: 0,
      given: 2_100,
      withdrawn: 0,
      toppedUp: 60,
    })
    await expectSoundBooks()
  })

  it('calls what the scale is short by 5 % or less short by the scale, and withdraws it', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'celtuce',
      quantity: 2_000,
      unitPriceFen: 240,
    })
    await settle(settling(seeded, { parts: [piece(seeded.lot, 1_950)] }))
    expect(await lineState(seeded.line.id)).toBe('handed-over')
    expect(await shortfallsOf(seeded.line.id)).toMatchObject([
      { kind: 'short', quantity: 50, reason: 'scale' },
    ])
    expect(await stockOf(seeded.lot.id)).toEqual({
      available: 2_000,
      reserved: 0,
      given: 1_950,
      withdrawn: 50,
      toppedUp: 0,
    })
    await expectSoundBooks()
  })
})

describe('what is not handed over', () => {
  it('is withdrawn where the household did not bring it', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 3 }])
    const lot = seeded.lots[0]?.lot ?? never()
    await settle(
      settling(seeded, { parts: [piece(lot, 1)], missing: { kind: 'short', reason: 'not-brought' } }),
    )
    expect(await lineState(seeded.line.id)).toBe('part-handed-over')
    expect(await stockOf(lot.id)).toEqual({ available: 2, reserved: 0, given: 1, withdrawn: 2, toppedUp: 0 })
    expect(await shortfallsOf(seeded.line.id)).toMatchObject([
      { kind: 'short', quantity: 2, reason: 'not-brought', orderLineId: seeded.line.id },
    ])
    await expectSoundBooks()
  })

  it('is back at the stall where the buyer refused it, and nothing is owed', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 3 }])
    const lot = seeded.lots[0]?.lot ?? never()
    await settle(settling(seeded, { missing: { kind: 'refused', reason: 'changed-mind' } }))
    expect(await lineState(seeded.line.id)).toBe('refused')
    expect(await stockOf(lot.id)).toEqual({ available: 5, reserved: 0, given: 0, withdrawn: 0, toppedUp: 0 })
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    expect(await database().allocation.findMany({ where: { orderLineId: seeded.line.id } })).toMatchObject([
      { state: 'released' },
    ])
    await expectSoundBooks()
  })

  it('lets another household of the offer stand in, and credits that one', async () => {
    const seeded = await geeseOrder([
      { quantity: 2, reserved: 1 },
      { quantity: 2, reserved: 0 },
    ])
    const [planned, standIn] = seeded.lots.map(({ lot }) => lot)
    const done = await settle(settling(seeded, { parts: [piece(standIn ?? never(), 1)] }))
    expect(done).toMatchObject({ ok: true })
    expect(await stockOf(planned?.id ?? 0)).toMatchObject({ available: 2, reserved: 0, given: 0 })
    expect(await stockOf(standIn?.id ?? 0)).toMatchObject({ available: 1, given: 1 })
    expect(await balanceOf(`household:${standIn?.householdId}`)).toBe(-12_000)
    expect(await balanceOf(`household:${planned?.householdId}`)).toBe(0)
    const [activity] = await database().activityRecord.findMany({
      where: { act: 'desk:line-settled' },
      orderBy: { id: 'desc' },
      take: 1,
    })
    expect(activity?.facts).toMatchObject({ changedLots: [standIn?.id] })
    await expectSoundBooks()
  })
})

describe('an order on the agency account', () => {
  it('is charged as it is handed over, and nothing is due at the desk', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }], 'agency-account')
    await settle(settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] }))
    expect(await balanceOf(`agency:${seeded.agencyId}`)).toBe(24_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    expect(await database().payment.findMany({ where: { orderId: seeded.order.id } })).toMatchObject([
      { method: 'agency-account', dueFen: 24_000n, paidFen: 24_000n, roundedOffFen: 0n },
    ])
    await expectSoundBooks()
  })
})
