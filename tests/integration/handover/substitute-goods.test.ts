import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { returnGoods } from '#app/commands/handover/return-goods.server.ts'
import { type SubstituteGoodsInput, substituteGoods } from '#app/commands/handover/substitute-goods.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { database } from '#app/db/client.server.ts'
import { lockMoneyOrder } from '#app/db/payment/prepaid-order.server.ts'
import { receivePrepayment } from '#app/db/payment/receive-prepayment.server.ts'
import { addDays } from '#app/domain/kernel/calendar.ts'
import { FOREIGN_COUNTY, OTHER_VILLAGE, seedLot, today, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  balanceOf,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  never,
  newOperation,
  type PayBy,
  piece,
  runningEvent,
  type SeededLine,
  seedGeese,
  stockOf,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

/** Three geese ordered of one lot; greens, and geese by the 斤, at the stall. */
async function seedShort(payBy?: PayBy) {
  const geese = await seedGeese(world.event, [{ quantity: 5, reserved: 3 }], payBy)
  const greens = await seedLot({
    productKey: 'celtuce',
    quantity: 9_000,
    unitPriceFen: 250,
    referencePriceFen: 200,
  })
  const weighed = await seedLot({
    productKey: 'goose-weighed',
    quantity: 1,
    unitPriceFen: 1_680,
    referencePriceFen: 1_500,
  })
  return { ...geese, lot: geese.lots[0]?.lot ?? never(), greens, weighed }
}

/** Four 斤 of greens for all that is missing, unless `change` says otherwise. */
const substituting = (
  seeded: SeededLine & { greens: { lot: { id: number } } },
  change: Partial<SubstituteGoodsInput> = {},
): SubstituteGoodsInput => ({
  operationId: newOperation(),
  eventId: world.event.id,
  orderId: seeded.order.id,
  orderLineId: seeded.line.id,
  parts: [],
  substitute: { lotId: seeded.greens.lot.id, quantity: 2_000, weightGrams: null },
  ...change,
})
const substitute = (input: SubstituteGoodsInput) => substituteGoods(world.organizer, world.scope, input)
const undo = (undoneOperationId: string) =>
  undoDeskOperation(world.organizer, world.scope, {
    operationId: newOperation(),
    eventId: world.event.id,
    undoneOperationId,
    reason: 'wrong-figure',
  })
const readOrder = (id: string) =>
  database().order.findUniqueOrThrow({
    where: { id },
    include: {
      lines: {
        orderBy: { lineNumber: 'asc' },
        include: { allocations: true, handovers: true, shortfalls: true },
      },
    },
  })

/** Money by card for an order, as it would come from the provider. */
async function payAhead(orderId: string, amountFen: number) {
  await database().$transaction(async (tx) => {
    await tx.order.update({ where: { id: orderId }, data: { payBy: 'card' } })
    const order = (await lockMoneyOrder(tx, orderId)) ?? never()
    const money = { method: 'card' as const, providerPaymentId: randomUUID(), receivedAt: new Date() }
    await receivePrepayment(tx, order, { ...money, amountFen, actorId: null })
    const at = new Date()
    const { countyCode } = order
    const ended = {
      id: randomUUID(),
      countyCode,
      orderId,
      amountFen,
      state: 'paid',
      returnUrl: 'http://localhost/',
      pageUrl: 'http://localhost/',
      providerId: randomUUID(),
    }
    await tx.cardSession.create({ data: { ...ended, expiresAt: at, nextLookAt: at, endedAt: at } })
  })
}

describe('other goods for what is missing of a line', () => {
  it('are a line of the same order, handed over at their own price in one act', async () => {
    const seeded = await seedShort()
    const input = substituting(seeded, { parts: [piece(seeded.lot, 2)] })
    const added = await addedBy(async () => {
      expect(await substitute(input)).toMatchObject({
        ok: true,
        value: { repeated: false, value: { givenFen: 24_000, substituteFen: 1_000 } },
      })
    })
    expect(added).toEqual({
      ...NOTHING_ADDED,
      operations: 1,
      handovers: 2,
      shortfalls: 1,
      journals: 2,
      activities: 1,
    })
    const order = await readOrder(seeded.order.id)
    expect(order.totalFen).toBe(37_000n)
    expect(order.lines).toMatchObject([
      {
        state: 'part-handed-over',
        handovers: [{ quantity: 2, amountFen: 24_000n }],
        shortfalls: [{ kind: 'short', quantity: 1, reason: 'substituted' }],
      },
      {
        lineNumber: 2,
        state: 'handed-over',
        offerId: seeded.greens.offer.id,
        substitutesId: seeded.line.id,
        placementId: null,
        quantity: 2_000,
        unitPriceFen: 250,
        heldAmountFen: 1_000n,
        handovers: [{ lotId: seeded.greens.lot.id, quantity: 2_000, amountFen: 1_000n, baseFen: 800n }],
        allocations: [{ state: 'settled', quantity: 2_000, operationId: input.operationId }],
        shortfalls: [],
      },
    ])
    expect(await stockOf(seeded.lot.id)).toMatchObject({ available: 2, reserved: 0, given: 2, withdrawn: 1 })
    expect(await stockOf(seeded.greens.lot.id)).toMatchObject({ available: 7_000, reserved: 0, given: 2_000 })
    expect(await balanceOf(`household:${seeded.greens.householdId}`)).toBe(-1_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(25_000)
    await expectSoundBooks()
  })

  it('may be a piece by its weight, for all of the line, at an event whose desk time is used up', async () => {
    const seeded = await seedShort()
    await database()
      .$executeRaw`UPDATE pickup_event SET desk_minutes_per_scale = 2, scale_count = 1 WHERE id = ${world.event.id}`
    const weighed = { lotId: seeded.weighed.lot.id, quantity: 1, weightGrams: 4_470 }
    // 8.94 斤 at 16.80 yuan is 150.192.
    expect(await substitute(substituting(seeded, { substitute: weighed }))).toMatchObject({
      ok: true,
      value: { value: { givenFen: 0, substituteFen: 15_019 } },
    })
    const { lines } = await readOrder(seeded.order.id)
    expect(lines.map(({ state }) => state)).toEqual(['short', 'handed-over'])
    expect(lines[1]?.handovers).toMatchObject([{ quantity: 1, weightGrams: 4_470 }])
    await expectSoundBooks()
  })

  it('go on the agency’s account with the rest, as far as its limit', async () => {
    const seeded = await seedShort('agency-account')
    const agency = (await readOrder(seeded.order.id)).agencyId ?? never()
    const dear = await seedLot({ productKey: 'goose', unitPriceFen: 40_000, quantity: 1 })
    const input = substituting(seeded, { substitute: piece(dear.lot, 1) })
    const added = await addedBy(async () => {
      expect(await substitute(input)).toMatchObject({
        ok: false,
        code: 'over-agency-limit',
        facts: { totalFen: 4_000, leftFen: 0 },
      })
    })
    expect(added).toEqual(NOTHING_ADDED)
    await database().agency.update({ where: { id: agency }, data: { memberLimitFen: 40_000 } })
    expect(await substitute(input)).toMatchObject({ ok: true })
    expect(await balanceOf(`agency:${agency}`)).toBe(40_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    await expectSoundBooks()
    expect((await undo(input.operationId)).ok).toBe(true)
    expect(await balanceOf(`agency:${agency}`)).toBe(0)
    await expectSoundBooks()
  })

  it('are paid by what was paid ahead first, and what is left goes back in one', async () => {
    const seeded = await seedShort()
    await payAhead(seeded.order.id, 36_000)
    const input = substituting(seeded, { parts: [piece(seeded.lot, 2)] })
    expect((await substitute(input)).ok).toBe(true)
    const refunds = () =>
      database().refund.findMany({
        where: { orderId: seeded.order.id },
        select: { amountFen: true, state: true },
      })
    expect(await refunds()).toEqual([{ amountFen: 11_000n, state: 'due' }])
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    await expectSoundBooks()
    expect((await undo(input.operationId)).ok).toBe(true)
    expect(await refunds()).toEqual([{ amountFen: 11_000n, state: 'undone' }])
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(-36_000)
    await expectSoundBooks()
  })

  it('are owed at the desk for what was paid ahead too little', async () => {
    const seeded = await seedShort()
    await payAhead(seeded.order.id, 36_000)
    const dear = await seedLot({ productKey: 'goose', unitPriceFen: 40_000, quantity: 1 })
    expect((await substitute(substituting(seeded, { substitute: piece(dear.lot, 1) }))).ok).toBe(true)
    expect(await database().refund.count({ where: { orderId: seeded.order.id } })).toBe(0)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(4_000)
    await expectSoundBooks()
  })

  it('are given once however often the form is sent', async () => {
    const seeded = await seedShort()
    const input = substituting(seeded)
    await substitute(input)
    const added = await addedBy(async () => {
      expect(await substitute(input)).toEqual({ ok: true, value: { repeated: true } })
      const other = { ...input, substitute: { ...input.substitute, quantity: 500 } }
      expect(await substitute(other)).toMatchObject({ ok: false, code: 'key-reused' })
    })
    expect(added).toEqual(NOTHING_ADDED)
    await expectSoundBooks()
  })

  it('go to one of two desks that reach for the last goose', async () => {
    const [a, b] = [await seedShort(), await seedShort()]
    const last = { lotId: a.weighed.lot.id, quantity: 1, weightGrams: 4_000 }
    const answers = await Promise.all(
      [a, b].map((one) => substitute(substituting(one, { substitute: last }))),
    )
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({
      code: 'not-enough',
      facts: { available: 0, lotId: last.lotId },
    })
    expect(await stockOf(last.lotId)).toMatchObject({ available: 0, given: 1 })
    expect(
      await database().orderLine.count({
        where: { substitutesId: { in: [a.line.id, b.line.id] } },
      }),
    ).toBe(1)
    await expectSoundBooks()
  })
})

describe('a substitution taken back', () => {
  it('places the line again, and the substitute is gone with its goods', async () => {
    const seeded = await seedShort()
    const before = [await stockOf(seeded.lot.id), await stockOf(seeded.greens.lot.id)]
    const input = substituting(seeded, { parts: [piece(seeded.lot, 1)] })
    await substitute(input)
    expect(await undo(input.operationId)).toMatchObject({ ok: true, value: { value: { lineCount: 2 } } })
    const order = await readOrder(seeded.order.id)
    expect(order).toMatchObject({ totalFen: 36_000n, cancelledAt: null })
    expect(order.lines.map(({ state }) => state)).toEqual(['placed', 'cancelled'])
    expect([await stockOf(seeded.lot.id), await stockOf(seeded.greens.lot.id)]).toEqual(before)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    expect(await balanceOf(`household:${seeded.greens.householdId}`)).toBe(0)
    await expectSoundBooks()
    expect(await undo(input.operationId)).toMatchObject({ ok: false, code: 'already-undone' })
    expect((await substitute(substituting(seeded))).ok).toBe(true)
    expect((await readOrder(seeded.order.id)).lines.map(({ lineNumber }) => lineNumber)).toEqual([1, 2, 3])
    await expectSoundBooks()
  })

  it('is refused once the substitute was brought back', async () => {
    const seeded = await seedShort()
    const input = substituting(seeded)
    const done = await substitute(input)
    const lineId = done.ok && !done.value.repeated ? done.value.value.substituteLineId : never()
    const returned = await returnGoods(world.organizer, world.scope, {
      operationId: newOperation(),
      eventId: world.event.id,
      orderId: seeded.order.id,
      orderLineId: lineId,
      lotId: seeded.greens.lot.id,
      quantity: 1_000,
      reason: 'changed-mind',
    })
    expect(returned.ok).toBe(true)
    const added = await addedBy(async () => {
      expect(await undo(input.operationId)).toMatchObject({ ok: false, code: 'not-undoable' })
    })
    expect(added).toEqual(NOTHING_ADDED)
    await expectSoundBooks()
  })
})

describe('a substitution is refused, and nothing is written', () => {
  type Seeded = Awaited<ReturnType<typeof seedShort>>
  const of = (lotId: number, quantity = 1) => ({ lotId, quantity, weightGrams: null })
  const cases: [string, (seeded: Seeded) => Promise<Partial<SubstituteGoodsInput>>][] = [
    ['not-enough', async ({ greens }) => ({ substitute: of(greens.lot.id, 9_001) })],
    ['quantity-not-whole', async ({ greens }) => ({ substitute: of(greens.lot.id, 0) })],
    ['quantity-not-whole', async ({ greens }) => ({ substitute: of(greens.lot.id, 1.5) })],
    ['weight-missing', async ({ weighed }) => ({ substitute: of(weighed.lot.id) })],
    ['substitute-of-same-offer', async () => ({ substitute: of((await seedLot({ quantity: 2 })).lot.id) })],
    [
      'lot-not-at-event',
      async () => ({
        substitute: of((await seedLot({ productKey: 'celtuce', villageCode: OTHER_VILLAGE })).lot.id),
      }),
    ],
    ['lot-not-at-event', async () => ({ substitute: of(999_999) })],
    [
      'lot-not-for-sale',
      async () => ({
        substitute: of(
          (
            await seedLot({
              productKey: 'celtuce',
              availableFrom: addDays(today(), -9),
              availableTo: addDays(today(), -1),
            })
          ).lot.id,
        ),
      }),
    ],
    [
      'lot-not-for-sale',
      async () => ({ substitute: of((await seedLot({ productKey: 'celtuce', state: 'withdrawn' })).lot.id) }),
    ],
    ['nothing-missing', async ({ lot }) => ({ parts: [piece(lot, 3)] })],
    ['lot-not-of-offer', async ({ weighed }) => ({ parts: [piece(weighed.lot, 1)] })],
    ['not-found', async () => ({ orderLineId: randomUUID() })],
    ['not-found', async () => ({ orderId: 'x' })],
    ['operation-id-missing', async () => ({ operationId: '' })],
  ]
  it.each(cases)('%s', async (code, changeOf) => {
    const seeded = await seedShort()
    const input = substituting(seeded, await changeOf(seeded))
    const before = [await readOrder(seeded.order.id), await stockOf(seeded.greens.lot.id)]
    const added = await addedBy(async () => {
      expect(await substitute(input)).toMatchObject({ ok: false, code })
    })
    expect(added).toEqual(NOTHING_ADDED)
    expect([await readOrder(seeded.order.id), await stockOf(seeded.greens.lot.id)]).toEqual(before)
  })

  it('of a settled line, at a desk not open, by nobody of the desk, and out of scope', async () => {
    const seeded = await seedShort()
    const input = substituting(seeded)
    const lead = await actorWith('village-lead', VILLAGE)
    const foreign = await actorWith('organizer', FOREIGN_COUNTY)
    const added = await addedBy(async () => {
      expect(await substituteGoods(lead, deskScope(lead), input)).toMatchObject({ code: 'not-allowed' })
      expect(await substituteGoods(foreign, deskScope(foreign), input)).toMatchObject({ code: 'not-found' })
      expect(await whileEventIs(world.event.id, 'closing', () => substitute(input))).toMatchObject({
        code: 'desk-not-open',
      })
    })
    expect(added).toEqual(NOTHING_ADDED)
    expect((await substitute(input)).ok).toBe(true)
    expect(await substitute(substituting(seeded))).toMatchObject({ code: 'already-settled' })
  })
})
