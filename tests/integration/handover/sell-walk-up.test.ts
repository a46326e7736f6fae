import { beforeEach, describe, expect, it } from 'vitest'
import { type SellWalkUpInput, sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { database } from '#app/db/client.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { FOREIGN_COUNTY, OTHER_VILLAGE, seedLot, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  balanceOf,
  deskRows,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  newOperation,
  runningEvent,
  seedGeese,
  stockOf,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const selling = (lotId: number, change: Partial<SellWalkUpInput> = {}): SellWalkUpInput => ({
  operationId: newOperation(),
  eventId: world.event.id,
  lotId,
  quantity: 1,
  weightGrams: null,
  method: 'cash',
  ...change,
})
const sell = (input: SellWalkUpInput) => sellWalkUp(world.organizer, world.scope, input)

describe('a sale at the stall', () => {
  it('is ordered, handed over, credited and paid in one act', async () => {
    const { lot, householdId, product } = await seedLot({
      productKey: 'celtuce',
      quantity: 5_000,
      unitPriceFen: 333,
      referencePriceFen: 300,
    })
    const input = selling(lot.id, { quantity: 1_490 })
    const added = await addedBy(async () => {
      // 2.98 jin at 3.33 yuan is 9.9234.
      expect(await sell(input)).toEqual({
        ok: true,
        value: {
          repeated: false,
          value: {
            orderId: input.operationId,
            amountFen: 992,
            payment: { dueFen: 992, payableFen: 990, roundedOffFen: 2 },
          },
        },
      })
    })
    expect(added).toEqual({
      ...NOTHING_ADDED,
      operations: 1,
      handovers: 1,
      payments: 1,
      journals: 2,
      activities: 1,
    })
    expect(await stockOf(lot.id)).toEqual({
      available: 3_510,
      reserved: 0,
      given: 1_490,
      withdrawn: 0,
      toppedUp: 0,
    })
    expect(await balanceOf(`household:${householdId}`)).toBe(-992)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(990)
    expect(await balanceOf(`order:${input.operationId}`)).toBe(0)
    const order = await database().order.findUniqueOrThrow({
      where: { id: input.operationId },
      include: { lines: { include: { allocations: true, handovers: true } }, rooms: true },
    })
    expect(order).toMatchObject({
      kind: 'walk-up',
      accountId: null,
      agencyId: null,
      payBy: 'desk',
      totalFen: 992n,
    })
    expect(order.rooms).toEqual([])
    expect(order.lines).toMatchObject([
      {
        state: 'handed-over',
        quantity: 1_490,
        productId: product.id,
        heldAmountFen: 992n,
        heldBaseFen: 894n,
      },
    ])
    expect(order.lines[0]?.allocations).toMatchObject([{ lotId: lot.id, quantity: 1_490, state: 'settled' }])
    await expectSoundBooks()
  })

  it('weighs an animal on its own, and is paid by QR code to the fen', async () => {
    const { lot } = await seedLot({
      productKey: 'goose-weighed',
      quantity: 3,
      unitPriceFen: 1_680,
      referencePriceFen: 1_500,
    })
    const done = await sell(selling(lot.id, { weightGrams: 5_001, method: 'qr' }))
    // 10.002 jin at 16.80 yuan is 168.0336.
    expect(done).toMatchObject({ ok: true, value: { value: { amountFen: 16_803 } } })
    expect(await balanceOf(`qr:${world.event.id}`)).toBe(16_803)
    await expectSoundBooks()
  })

  it('sells nothing that an order has reserved', async () => {
    const { lots } = await seedGeese(world.event, [{ quantity: 5, reserved: 4 }])
    const lot = lots[0]?.lot ?? { id: 0 }
    const before = await deskRows()
    expect(await sell(selling(lot.id, { quantity: 2 }))).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { available: 1 },
    })
    expect(await deskRows()).toEqual(before)
    expect(await stockOf(lot.id)).toMatchObject({ available: 1, reserved: 4, given: 0 })
  })

  it('never sells more than there is, whoever clicks how often', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    const second = await actorWith('organizer', VILLAGE)
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        index % 2 ? sell(selling(lot.id)) : sellWalkUp(second, deskScope(second), selling(lot.id)),
      ),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(5)
    expect(answers.filter((answer) => !answer.ok).map((answer) => !answer.ok && answer.code)).toEqual(
      Array.from({ length: 7 }, () => 'not-enough'),
    )
    expect(await stockOf(lot.id)).toMatchObject({ available: 0, given: 5 })
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(60_000)
    await expectSoundBooks()
  })

  it('is one sale when it is sent many times at once', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    const input = selling(lot.id, { quantity: 2 })
    const added = await addedBy(async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => sell(input)))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(6)
    })
    expect(added).toMatchObject({ operations: 1, handovers: 1, payments: 1 })
    expect(await stockOf(lot.id)).toMatchObject({ available: 3, given: 2 })
    expect(await sell({ ...input, quantity: 1 })).toEqual({ ok: false, code: 'key-reused' })
  })
})

describe('a sale at the stall is refused', () => {
  it.each([
    ['of a village the event does not serve', { villageCode: OTHER_VILLAGE }],
    ['not for this day', { availableFrom: addDays(today(), 1), availableTo: addDays(today(), 9) }],
    ['not approved', { state: 'pending' }],
  ] as const)('for a lot %s', async (_, lotInput) => {
    const { lot } = await seedLot({ ...lotInput, unitPriceFen: 13_000 })
    const before = await deskRows()
    expect(await sell(selling(lot.id))).toEqual({ ok: false, code: 'not-found' })
    expect(await deskRows()).toEqual(before)
    expect(await stockOf(lot.id)).toMatchObject({ given: 0 })
  })

  it.each([
    ['quantity-not-whole', { quantity: 0 }],
    ['quantity-not-whole', { quantity: 1.5 }],
    ['weight-not-asked', { weightGrams: 4_000 }],
    ['operation-id-missing', { operationId: '' }],
  ] as const)('with %s', async (code, change) => {
    const { lot } = await seedLot({ quantity: 5 })
    expect(await sell(selling(lot.id, change))).toMatchObject({ ok: false, code })
    expect(await stockOf(lot.id)).toMatchObject({ available: 5, given: 0 })
  })

  it('for a weighed animal without a weight, or several on one scale', async () => {
    const { lot } = await seedLot({ productKey: 'goose-weighed', quantity: 3, unitPriceFen: 1_700 })
    expect(await sell(selling(lot.id))).toMatchObject({ code: 'weight-missing' })
    expect(await sell(selling(lot.id, { quantity: 2, weightGrams: 8_000 }))).toMatchObject({
      code: 'weigh-one-by-one',
    })
    expect(await stockOf(lot.id)).toMatchObject({ available: 3, given: 0 })
  })

  it('out of scope, and when the desk is not open', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    const other = await actorWith('organizer', FOREIGN_COUNTY)
    expect(await sellWalkUp(other, deskScope(other), selling(lot.id))).toEqual({
      ok: false,
      code: 'not-found',
    })
    const closed = await whileEventIs(world.event.id, 'cut-off', () => sell(selling(lot.id)))
    expect(closed).toEqual({ ok: false, code: 'desk-not-open' })
    expect(await stockOf(lot.id)).toMatchObject({ available: 5 })
  })
})
