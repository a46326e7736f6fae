import { beforeEach, describe, expect, it } from 'vitest'
import { type SettleLineInput, settleLine } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { FOREIGN_COUNTY, OTHER_VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  balanceOf,
  deskRows,
  deskScope,
  expectSoundBooks,
  type GooseLot,
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

const geeseOrder = (parts: GooseLot[], payBy?: PayBy) => seedGeese(world.event, parts, payBy)
const settling = (seeded: SeededLine, change: Partial<SettleLineInput>) =>
  settlingAt(world.event.id, seeded, change)
const settle = (input: SettleLineInput) => settleLine(world.organizer, world.scope, input)
const lineState = async (id: string) =>
  (await database().orderLine.findUniqueOrThrow({ where: { id } })).state

describe('a settled line is refused', () => {
  const refusals: [string, (seeded: Awaited<ReturnType<typeof geeseOrder>>) => Partial<SettleLineInput>][] = [
    ['quantity-not-whole', ({ lots }) => ({ parts: [piece(lots[0]?.lot ?? never(), 0)] })],
    [
      'weight-not-asked',
      ({ lots }) => ({ parts: [{ lotId: lots[0]?.lot.id ?? 0, quantity: 2, weightGrams: 900 }] }),
    ],
    ['more-than-ordered', ({ lots }) => ({ parts: [piece(lots[0]?.lot ?? never(), 3)] })],
    ['quantities-do-not-add-up', ({ lots }) => ({ parts: [piece(lots[0]?.lot ?? never(), 1)] })],
    ['shortfall-without-reason', () => ({ missing: { kind: 'short', reason: ' ' } })],
    [
      'nothing-missing',
      ({ lots }) => ({
        parts: [piece(lots[0]?.lot ?? never(), 2)],
        missing: { kind: 'short', reason: 'not-brought' },
      }),
    ],
    ['lot-not-of-offer', () => ({ parts: [{ lotId: 987_654, quantity: 2, weightGrams: null }] })],
    ['operation-id-missing', () => ({ operationId: 'not a uuid' })],
    ['not-found', () => ({ orderId: newOperation() })],
    ['not-found', () => ({ orderLineId: newOperation() })],
    ['not-found', () => ({ eventId: 987_654 })],
  ]
  it.each(refusals)('with %s, and nothing changes', async (code, change) => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const before = [await deskRows(), await stockOf(seeded.lots[0]?.lot.id ?? 0)]
    expect(await settle(settling(seeded, change(seeded)))).toMatchObject({ ok: false, code })
    expect([await deskRows(), await stockOf(seeded.lots[0]?.lot.id ?? 0)]).toEqual(before)
    expect(await lineState(seeded.line.id)).toBe('placed')
  })

  it('when the stand-in has none left', async () => {
    const seeded = await geeseOrder([
      { quantity: 2, reserved: 2 },
      { quantity: 1, reserved: 0 },
    ])
    const [planned, standIn] = seeded.lots.map(({ lot }) => lot)
    const before = await deskRows()
    expect(await settle(settling(seeded, { parts: [piece(standIn ?? never(), 2)] }))).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { lotId: standIn?.id, available: 1 },
    })
    expect(await deskRows()).toEqual(before)
    expect(await stockOf(planned?.id ?? 0)).toMatchObject({ reserved: 2 })
  })

  it('when a weighed piece is above its usual range, until the buyer takes it', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'goose-weighed',
      quantity: 1,
      unitPriceFen: 1_680,
    })
    const parts = [{ lotId: seeded.lot.id, quantity: 1, weightGrams: 4_800 }]
    expect(await settle(settling(seeded, { parts }))).toMatchObject({
      ok: false,
      code: 'piece-above-usual-range',
    })
    expect(await settle(settling(seeded, { parts: [piece(seeded.lot, 1)] }))).toMatchObject({
      code: 'weight-missing',
    })
    expect(await settle(settling(seeded, { parts, hasBuyerAcceptedMore: true }))).toMatchObject({ ok: true })
  })

  it.each(['draft', 'open', 'cut-off', 'closing'])('at an event that is %s', async (state) => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    await database().pickupEvent.update({ where: { id: world.event.id }, data: { state } })
    const before = await deskRows()
    const parts = [piece(seeded.lots[0]?.lot ?? never(), 2)]
    expect(await settle(settling(seeded, { parts }))).toMatchObject({ ok: false, code: 'desk-not-open' })
    expect(await deskRows()).toEqual(before)
  })

  it('at a closed event, which is read-only', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const input = settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] })
    const answer = await whileEventIs(world.event.id, 'closed', () => settle(input))
    expect(answer).toMatchObject({ ok: false, code: 'event-closed' })
  })
})

describe('who may settle', () => {
  it.each([
    ['an organizer of another village', 'organizer', OTHER_VILLAGE],
    ['an organizer of another county', 'organizer', FOREIGN_COUNTY],
  ] as const)('not %s: not found, nothing changes', async (_, role, scopeCode) => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const other = await actorWith(role, scopeCode)
    const before = await deskRows()
    const input = settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] })
    expect(await settleLine(other, deskScope(other), input)).toEqual({ ok: false, code: 'not-found' })
    expect(await deskRows()).toEqual(before)
  })

  it('not village staff', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const staff = await actorWith('village-staff', world.event.villageCode)
    const input = settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] })
    expect(await settleLine(staff, deskScope(staff), input)).toEqual({ ok: false, code: 'not-allowed' })
  })

  it('only at the event of the line', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const other = await runningEvent()
    const input = settling(seeded, {
      eventId: other.event.id,
      parts: [piece(seeded.lots[0]?.lot ?? never(), 2)],
    })
    expect(await settle(input)).toEqual({ ok: false, code: 'not-found' })
  })
})

describe('an act sent again', () => {
  it('is done once, one after the other and at the same time', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const input = settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] })
    const added = await addedBy(async () => {
      const answers = await Promise.all(Array.from({ length: 6 }, () => settle(input)))
      expect(answers.every((answer) => answer.ok)).toBe(true)
      expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1)
      expect(await settle(input)).toEqual({ ok: true, value: { repeated: true } })
    })
    expect(added).toEqual({ ...NOTHING_ADDED, operations: 1, handovers: 1, journals: 1, activities: 1 })
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(24_000)
    await expectSoundBooks()
  })

  it('is still known when the event has been closed meanwhile', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const input = settling(seeded, { parts: [piece(seeded.lots[0]?.lot ?? never(), 2)] })
    await settle(input)
    const answer = await whileEventIs(world.event.id, 'closed', () => settle(input))
    expect(answer).toEqual({ ok: true, value: { repeated: true } })
  })

  it('with other content is refused', async () => {
    const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
    const lot = seeded.lots[0]?.lot ?? never()
    const input = settling(seeded, { parts: [piece(lot, 2)] })
    await settle(input)
    const before = await deskRows()
    const changed = {
      ...input,
      parts: [piece(lot, 1)],
      missing: { kind: 'short' as const, reason: 'spoiled' },
    }
    expect(await settle(changed)).toEqual({ ok: false, code: 'key-reused' })
    expect(await deskRows()).toEqual(before)
  })
})

it('lets one of two desks at the same line win, and tells the other', async () => {
  const seeded = await geeseOrder([{ quantity: 5, reserved: 2 }])
  const lot = seeded.lots[0]?.lot ?? never()
  const second = await actorWith('organizer', world.event.villageCode)
  const added = await addedBy(async () => {
    const answers = await Promise.all([
      settle(settling(seeded, { parts: [piece(lot, 2)] })),
      settleLine(
        second,
        deskScope(second),
        settling(seeded, { missing: { kind: 'refused', reason: 'changed-mind' } }),
      ),
    ])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toMatchObject({ code: 'already-settled' })
  })
  expect(added).toMatchObject({ operations: 1, activities: 1 })
  await expectSoundBooks()
})
