import { beforeEach, describe, expect, it } from 'vitest'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { type TakePaymentInput, takePayment } from '#app/commands/handover/take-payment.server.ts'
import { database } from '#app/db/client.server.ts'
import { COUNTY, OTHER_VILLAGE, seedLot } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
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
  piece,
  runningEvent,
  seedGeese,
  settlingAt,
  whileEventIs,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const settle = (input: Parameters<typeof settleLine>[2]) => settleLine(world.organizer, world.scope, input)
const take = (input: TakePaymentInput) => takePayment(world.organizer, world.scope, input)
const paying = (orderId: string, change: Partial<TakePaymentInput>): TakePaymentInput => ({
  operationId: newOperation(),
  eventId: world.event.id,
  orderId,
  method: 'cash',
  shownFen: 0,
  ...change,
})

/** Two lines of greens: 2.1 jin at 2.40 yuan (5.04) and 4.46 jin at 3.33 yuan (14.85), the first given at once. */
async function greensOrder() {
  const first = await seedLot({
    productKey: 'celtuce',
    quantity: 9_000,
    unitPriceFen: 240,
    referencePriceFen: 200,
  })
  const second = await seedLot({
    productKey: 'garlic',
    quantity: 9_000,
    unitPriceFen: 333,
    referencePriceFen: 300,
  })
  const seeded = await seedOrder({
    event: world.event,
    lines: [
      { product: first.product, offer: first.offer, from: [{ lot: first.lot, quantity: 1_050 }] },
      { product: second.product, offer: second.offer, from: [{ lot: second.lot, quantity: 2_230 }] },
    ],
  })
  const [one, two] = [seeded.lines[0] ?? never(), seeded.lines[1] ?? never()]
  await settle(settlingAt(world.event.id, { ...seeded, line: one }, { parts: [piece(first.lot, 1_050)] }))
  const giveSecond = () =>
    settle(settlingAt(world.event.id, { ...seeded, line: two }, { parts: [piece(second.lot, 2_230)] }))
  return { ...seeded, giveSecond }
}

describe('taking money', () => {
  it('rounds cash down to whole jiao once, and posts the rest to the event', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    const done = await take(paying(order.id, { shownFen: 1_980 }))
    expect(done).toEqual({
      ok: true,
      value: { repeated: false, value: { dueFen: 1_989, payableFen: 1_980, roundedOffFen: 9 } },
    })
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(1_980)
    expect(await balanceOf(`rounding:${world.event.id}`)).toBe(9)
    expect(await balanceOf(`order:${order.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('takes every fen by QR code', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    await take(paying(order.id, { method: 'qr', shownFen: 1_989 }))
    expect(await balanceOf(`qr:${world.event.id}`)).toBe(1_989)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(0)
    expect(await balanceOf(`order:${order.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('takes what is due so far, leaves the odd fen owed, and rounds when the order is complete', async () => {
    const { order, giveSecond } = await greensOrder()
    expect(await take(paying(order.id, { shownFen: 500 }))).toMatchObject({
      ok: true,
      value: { value: { dueFen: 500, payableFen: 500, roundedOffFen: 0 } },
    })
    expect(await balanceOf(`order:${order.id}`)).toBe(4)
    await giveSecond()
    expect(await take(paying(order.id, { shownFen: 1_480 }))).toMatchObject({
      ok: true,
      value: { value: { dueFen: 1_489, payableFen: 1_480, roundedOffFen: 9 } },
    })
    expect(await balanceOf(`order:${order.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('rounds as the county set', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    await database().countySetting.upsert({
      where: { countyCode: COUNTY },
      update: { cashRoundingFen: 100 },
      create: { countyCode: COUNTY, cashRoundingFen: 100 },
    })
    const done = await take(paying(order.id, { shownFen: 1_900 }))
    await database().countySetting.update({ where: { countyCode: COUNTY }, data: { cashRoundingFen: 10 } })
    expect(done).toMatchObject({ ok: true, value: { value: { payableFen: 1_900, roundedOffFen: 89 } } })
  })
})

describe('money is refused', () => {
  it('when nothing has been handed over', async () => {
    const { order } = await seedGeese(world.event, [{ quantity: 3, reserved: 1 }])
    const before = await deskRows()
    expect(await take(paying(order.id, { shownFen: 0 }))).toEqual({ ok: false, code: 'nothing-due' })
    expect(await deskRows()).toEqual(before)
  })

  it('when the amount is no longer the one shown, and says which is', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    const before = await deskRows()
    expect(await take(paying(order.id, { shownFen: 500 }))).toEqual({
      ok: false,
      code: 'due-changed',
      facts: { dueFen: 1_980 },
    })
    expect(await deskRows()).toEqual(before)
  })

  it('for an order on the agency account', async () => {
    const { order, line, lots } = await seedGeese(
      world.event,
      [{ quantity: 3, reserved: 1 }],
      'agency-account',
    )
    const parts = [piece(lots[0]?.lot ?? never(), 1)]
    await settle(settlingAt(world.event.id, { order, line }, { parts }))
    const before = await deskRows()
    expect(await take(paying(order.id, { shownFen: 12_000 }))).toEqual({
      ok: false,
      code: 'on-agency-account',
    })
    expect(await deskRows()).toEqual(before)
  })

  it('once the desk is closed, and out of scope', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    const input = paying(order.id, { shownFen: 1_980 })
    expect(await whileEventIs(world.event.id, 'closing', () => take(input))).toMatchObject({
      code: 'desk-not-open',
    })
    const other = await actorWith('organizer', OTHER_VILLAGE)
    expect(await takePayment(other, deskScope(other), input)).toEqual({ ok: false, code: 'not-found' })
    expect(await take(paying(newOperation(), {}))).toEqual({ ok: false, code: 'not-found' })
  })
})

describe('money is taken once', () => {
  it('when the same act is sent many times at once', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    const input = paying(order.id, { shownFen: 1_980 })
    const added = await addedBy(async () => {
      const answers = await Promise.all(Array.from({ length: 5 }, () => take(input)))
      expect(answers.filter((answer) => answer.ok)).toHaveLength(5)
    })
    expect(added).toEqual({ ...NOTHING_ADDED, operations: 1, payments: 1, journals: 1, activities: 1 })
    await expectSoundBooks()
  })

  it('when two desks take it', async () => {
    const { order, giveSecond } = await greensOrder()
    await giveSecond()
    const answers = await Promise.all([
      take(paying(order.id, { shownFen: 1_980 })),
      take(paying(order.id, { method: 'qr', shownFen: 1_989 })),
    ])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, code: 'nothing-due' })
    expect(await balanceOf(`order:${order.id}`)).toBe(0)
  })

  it('and not again with the same id for another amount', async () => {
    const { order, giveSecond } = await greensOrder()
    const input = paying(order.id, { shownFen: 500 })
    await take(input)
    await giveSecond()
    expect(await take({ ...input, shownFen: 1_480 })).toEqual({ ok: false, code: 'key-reused' })
  })
})
