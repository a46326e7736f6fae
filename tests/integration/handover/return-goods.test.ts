import { beforeEach, describe, expect, it } from 'vitest'
import { type ReturnGoodsInput, returnGoods } from '#app/commands/handover/return-goods.server.ts'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { type SettleLineInput, settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { database } from '#app/db/client.server.ts'
import { FOREIGN_COUNTY } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  balanceOf,
  deskRows,
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
  seedWeighed,
  settlingAt,
  stockOf,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const settle = (seeded: SeededLine, change: Partial<SettleLineInput>) =>
  settleLine(world.organizer, world.scope, settlingAt(world.event.id, seeded, change))
const returning = (
  seeded: SeededLine,
  change: Pick<ReturnGoodsInput, 'lotId'> & Partial<ReturnGoodsInput>,
) => ({
  operationId: newOperation(),
  eventId: world.event.id,
  orderId: seeded.order.id,
  orderLineId: seeded.line.id,
  quantity: 1,
  reason: 'sick',
  ...change,
})
const bringBack = (input: ReturnGoodsInput) => returnGoods(world.organizer, world.scope, input)
const pay = (orderId: string, shownFen: number, method: 'cash' | 'qr' = 'cash') => {
  const input = { operationId: newOperation(), eventId: world.event.id, orderId, method, shownFen }
  return takePayment(world.organizer, world.scope, input)
}
const cash = () => balanceOf(`cash:${world.event.id}`)

/** Three geese of two households, handed over. */
async function threeGeese(payBy?: PayBy) {
  const seeded = await seedGeese(
    world.event,
    [
      { quantity: 5, reserved: 2 },
      { quantity: 3, reserved: 1 },
    ],
    payBy,
  )
  const [a, b] = seeded.lots.map(({ lot }) => lot)
  await settle(seeded, { parts: [piece(a ?? never(), 2), piece(b ?? never(), 1)] })
  return { ...seeded, a: a ?? never(), b: b ?? never() }
}

describe('goods brought back', () => {
  it('go home unfit, and take just their credit back; the difference goes back out of the box', async () => {
    const seeded = await threeGeese()
    expect((await pay(seeded.order.id, 36_000)).ok).toBe(true)
    const done = await bringBack(returning(seeded, { lotId: seeded.a.id }))
    expect(done).toEqual({
      ok: true,
      value: {
        repeated: false,
        value: { outcome: 'part-handed-over', amountFen: 24_000, takenBackFen: 12_000 },
      },
    })
    expect(await stockOf(seeded.a.id)).toMatchObject({ available: 3, reserved: 0, given: 1, withdrawn: 1 })
    expect(await balanceOf(`household:${seeded.a.householdId}`)).toBe(-12_000)
    expect(await balanceOf(`household:${seeded.b.householdId}`)).toBe(-12_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(-12_000)
    await expectSoundBooks()
    expect(await pay(seeded.order.id, 12_000)).toMatchObject({ code: 'due-changed' })
    expect(await pay(seeded.order.id, -12_000)).toMatchObject({
      ok: true,
      value: { value: { dueFen: -12_000, payableFen: -12_000, roundedOffFen: 0 } },
    })
    expect(await cash()).toBe(24_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('go back to the stall where they are fit to be sold', async () => {
    const seeded = await threeGeese('agency-account')
    const { agencyId } = await database().order.findUniqueOrThrow({ where: { id: seeded.order.id } })
    await bringBack(returning(seeded, { lotId: seeded.b.id, reason: 'changed-mind' }))
    expect(await stockOf(seeded.b.id)).toMatchObject({ available: 3, given: 0, withdrawn: 0 })
    expect(await balanceOf(`agency:${agencyId}`)).toBe(24_000)
    await expectSoundBooks()
  })

  it('of a line, all of it, leave it refused', async () => {
    const seeded = await threeGeese()
    await bringBack(returning(seeded, { lotId: seeded.b.id }))
    await bringBack(returning(seeded, { lotId: seeded.a.id, quantity: 2, reason: 'not-as-described' }))
    const line = await database().orderLine.findUniqueOrThrow({ where: { id: seeded.line.id } })
    expect(line.state).toBe('refused')
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    expect(await balanceOf(`household:${seeded.a.householdId}`)).toBe(0)
    expect(await stockOf(seeded.a.id)).toMatchObject({ available: 5, withdrawn: 0 })
    expect(await stockOf(seeded.b.id)).toMatchObject({ available: 2, withdrawn: 1 })
    await expectSoundBooks()
  })

  it('by weight are rounded as if only the rest had been given; cash keeps to whole jiao', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'celtuce',
      quantity: 4_000,
      unitPriceFen: 253,
    })
    await settle(seeded, { parts: [piece(seeded.lot, 4_130)] })
    // 8.26 斤 at 2.53 yuan is 20.90; 7.06 斤 is 17.86.
    expect((await pay(seeded.order.id, 2_090)).ok).toBe(true)
    expect(
      await bringBack(returning(seeded, { lotId: seeded.lot.id, quantity: 600, reason: 'gone-bad' })),
    ).toMatchObject({ ok: true, value: { value: { amountFen: 1_786 } } })
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(-304)
    expect((await pay(seeded.order.id, -310)).ok).toBe(true)
    expect(await cash()).toBe(1_780)
    expect(await balanceOf(`rounding:${world.event.id}`)).toBe(6)
    await expectSoundBooks()
  })

  it('of a weighed piece are the piece', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'goose-weighed',
      quantity: 1,
      unitPriceFen: 1_680,
    })
    await settle(seeded, { parts: [{ lotId: seeded.lot.id, quantity: 1, weightGrams: 4_300 }] })
    expect((await pay(seeded.order.id, 14_448, 'qr')).ok).toBe(true)
    expect((await bringBack(returning(seeded, { lotId: seeded.lot.id }))).ok).toBe(true)
    expect(await pay(seeded.order.id, 0)).toMatchObject({ code: 'nothing-due' })
    expect((await pay(seeded.order.id, -14_448, 'qr')).ok).toBe(true)
    expect(await balanceOf(`qr:${world.event.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('put the line back on the scale when the return is undone', async () => {
    const seeded = await threeGeese()
    const input = returning(seeded, { lotId: seeded.a.id })
    await bringBack(input)
    const undoing = { eventId: world.event.id, reason: 'tapped-by-mistake' }
    const undo = (undoneOperationId: string) =>
      undoDeskOperation(world.organizer, world.scope, {
        ...undoing,
        operationId: newOperation(),
        undoneOperationId,
      })
    expect((await undo(input.operationId)).ok).toBe(true)
    expect(await stockOf(seeded.a.id)).toEqual({
      available: 3,
      reserved: 2,
      given: 0,
      withdrawn: 0,
      toppedUp: 0,
    })
    await expectSoundBooks()
  })
})

describe('goods brought back after others were sold on', () => {
  it('go back all the same: what the buyer refused is sold, and what was returned before', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 5, reserved: 5 }])
    const lot = seeded.lots[0]?.lot ?? never()
    const missing = { kind: 'refused', reason: 'changed-mind' } as const
    expect((await settle(seeded, { parts: [piece(lot, 3)], missing })).ok).toBe(true)
    const sell = async (quantity: number) => {
      const sale = {
        operationId: newOperation(),
        eventId: world.event.id,
        lotId: lot.id,
        method: 'cash' as const,
      }
      const sold = await sellWalkUp(world.organizer, world.scope, { ...sale, quantity, weightGrams: null })
      expect(sold).toMatchObject({ ok: true })
    }
    await sell(2)
    expect(await stockOf(lot.id)).toMatchObject({ available: 0, given: 5 })
    expect(await bringBack(returning(seeded, { lotId: lot.id, reason: 'changed-mind' }))).toMatchObject({
      ok: true,
    })
    await sell(1)
    expect(await bringBack(returning(seeded, { lotId: lot.id, reason: 'sick' }))).toMatchObject({ ok: true })
    expect(await stockOf(lot.id)).toMatchObject({ available: 0, reserved: 0, given: 4, withdrawn: 1 })
    await expectSoundBooks()
  })
})

describe('bringing back is refused', () => {
  it('with a code, and nothing changes', async () => {
    const seeded = await threeGeese()
    const other = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
    const before = [await deskRows(), await stockOf(seeded.a.id)]
    const refused = async (change: Partial<ReturnGoodsInput>) => {
      const answer = await bringBack(returning(seeded, { lotId: seeded.a.id, ...change }))
      return answer.ok ? 'done' : answer.code
    }
    expect(await refused({ reason: '' })).toBe('return-reason-missing')
    expect(await refused({ quantity: 0 })).toBe('quantity-not-whole')
    expect(await refused({ quantity: 3 })).toBe('more-than-given')
    expect(await refused({ lotId: 987_654 })).toBe('more-than-given')
    expect(await refused({ orderId: 'none' })).toBe('not-found')
    expect(await refused({ orderLineId: other.line.id })).toBe('not-found')
    expect(await refused({ orderId: other.order.id, orderLineId: other.line.id })).toBe('nothing-to-return')
    const stranger = await actorWith('organizer', FOREIGN_COUNTY)
    const input = returning(seeded, { lotId: seeded.a.id })
    expect(await returnGoods(stranger, deskScope(stranger), input)).toMatchObject({ code: 'not-found' })
    for (const [state, code] of [
      ['closing', 'desk-not-open'],
      ['closed', 'event-closed'],
    ] as const) {
      expect(await whileEventIs(world.event.id, state, () => refused({}))).toBe(code)
    }
    expect([await deskRows(), await stockOf(seeded.a.id)]).toEqual(before)
  })
})

it('is done once, however often it is sent', async () => {
  const seeded = await threeGeese()
  const input = returning(seeded, { lotId: seeded.b.id })
  const added = await addedBy(async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => bringBack(input)))
    expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1)
  })
  expect(added).toEqual({
    ...NOTHING_ADDED,
    operations: 1,
    handovers: 3,
    shortfalls: 1,
    journals: 2,
    activities: 1,
  })
})
