import { beforeEach, describe, expect, it } from 'vitest'
import { markNoShow } from '#app/commands/handover/mark-no-show.server.ts'
import { returnGoods } from '#app/commands/handover/return-goods.server.ts'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { type SettleLineInput, settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { database } from '#app/db/client.server.ts'
import { readStandings } from '#app/db/ordering/read-standing.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { scopeOf } from '#app/domain/access/roles.ts'
import { readIncomeReport } from '#app/queries/ledger/income-report.server.ts'
import {
  COUNTY,
  FOREIGN_COUNTY,
  OTHER_VILLAGE,
  seedAccount,
  seedLot,
  today,
  VILLAGE,
} from '#seed/builders.ts'
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

const settling = (seeded: SeededLine, change: Partial<SettleLineInput>) =>
  settlingAt(world.event.id, seeded, change)
const settle = (input: SettleLineInput) => settleLine(world.organizer, world.scope, input)
const undoing = (undoneOperationId: string, reason = 'wrong-figure') => ({
  operationId: newOperation(),
  eventId: world.event.id,
  undoneOperationId,
  reason,
})
const undo = (undoneOperationId: string) =>
  undoDeskOperation(world.organizer, world.scope, undoing(undoneOperationId))
const pay = (orderId: string, shownFen: number, method: 'cash' | 'qr' = 'cash') => {
  const input = { operationId: newOperation(), eventId: world.event.id, orderId, method, shownFen }
  return takePayment(world.organizer, world.scope, input).then((done) => ({ done, id: input.operationId }))
}
const lineState = async (id: string) =>
  (await database().orderLine.findUniqueOrThrow({ where: { id } })).state
const twoGeese = (payBy?: PayBy) =>
  seedGeese(
    world.event,
    [
      { quantity: 5, reserved: 1 },
      { quantity: 3, reserved: 1 },
    ],
    payBy,
  )

describe('a settled line taken back', () => {
  it('is as it was before, in goods and in money, and can be settled again', async () => {
    const seeded = await twoGeese()
    const [a, b] = seeded.lots.map(({ lot }) => lot)
    const before = [await stockOf(a?.id ?? 0), await stockOf(b?.id ?? 0)]
    const given = settling(seeded, {
      parts: [piece(a ?? never(), 1)],
      missing: { kind: 'short', reason: 'not-brought' },
    })
    expect((await settle(given)).ok).toBe(true)
    expect(await undo(given.operationId)).toMatchObject({
      ok: true,
      value: { repeated: false, value: { orderId: seeded.order.id, lineCount: 1, paymentCount: 0 } },
    })
    expect([await stockOf(a?.id ?? 0), await stockOf(b?.id ?? 0)]).toEqual(before)
    expect(await lineState(seeded.line.id)).toBe('placed')
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    expect(await balanceOf(`household:${a?.householdId}`)).toBe(0)
    await expectSoundBooks()

    const again = settling(seeded, { parts: [piece(a ?? never(), 1), piece(b ?? never(), 1)] })
    expect((await settle(again)).ok).toBe(true)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(24_000)
    await expectSoundBooks()
    expect((await undo(again.operationId)).ok).toBe(true)
    expect(await balanceOf(`household:${b?.householdId}`)).toBe(0)
    await expectSoundBooks()
  })

  it('takes what the scale gave over back out of what was topped up', async () => {
    const seeded = await seedWeighed(world.event, {
      productKey: 'celtuce',
      quantity: 4_000,
      unitPriceFen: 250,
    })
    await database().lot.update({
      where: { id: seeded.lot.id },
      data: { available: 100, withdrawn: { increment: 3_900 } },
    })
    const before = await stockOf(seeded.lot.id)
    const given = settling(seeded, { parts: [piece(seeded.lot, 4_180)] })
    expect((await settle(given)).ok).toBe(true)
    expect(await stockOf(seeded.lot.id)).toMatchObject({ given: 4_180, available: 0, toppedUp: 80 })
    expect((await undo(given.operationId)).ok).toBe(true)
    expect(await stockOf(seeded.lot.id)).toEqual(before)
    await expectSoundBooks()
  })

  it('takes the agency’s charge back with it', async () => {
    const seeded = await twoGeese('agency-account')
    const { agencyId } = await database().order.findUniqueOrThrow({ where: { id: seeded.order.id } })
    const parts = seeded.lots.map(({ lot }) => piece(lot, 1))
    const given = settling(seeded, { parts })
    await settle(given)
    expect(await balanceOf(`agency:${agencyId}`)).toBe(24_000)
    expect((await undo(given.operationId)).ok).toBe(true)
    expect(await balanceOf(`agency:${agencyId}`)).toBe(0)
    await expectSoundBooks()
  })

  it('lets a payment stand until it is taken back itself', async () => {
    const seeded = await twoGeese()
    const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
    await settle(given)
    const paid = await pay(seeded.order.id, 24_000)
    expect((await undo(given.operationId)).ok).toBe(true)
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(24_000)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(-24_000)
    await expectSoundBooks()
    expect(await undo(paid.id)).toMatchObject({
      ok: true,
      value: { value: { lineCount: 0, paymentCount: 1 } },
    })
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(0)
    expect(await balanceOf(`order:${seeded.order.id}`)).toBe(0)
    await expectSoundBooks()
  })

  it('brings every line of a no-show back', async () => {
    const seeded = await twoGeese()
    const [lot] = seeded.lots
    const absent = { operationId: newOperation(), eventId: world.event.id, orderId: seeded.order.id }
    await markNoShow(world.organizer, world.scope, absent)
    expect(await stockOf(lot?.lot.id ?? 0)).toMatchObject({ available: 5, reserved: 0 })
    expect((await undo(absent.operationId)).ok).toBe(true)
    expect(await stockOf(lot?.lot.id ?? 0)).toMatchObject({ available: 4, reserved: 1 })
    expect(await lineState(seeded.line.id)).toBe('placed')
    await expectSoundBooks()
  })

  it('of goods returned from a sale at the stall leaves the sale an order, with its line placed and its money there', async () => {
    const { lot } = await seedLot({ quantity: 5 })
    const sale = { operationId: newOperation(), eventId: world.event.id, lotId: lot.id }
    const bought = { ...sale, quantity: 3, weightGrams: null, method: 'cash' as const }
    await sellWalkUp(world.organizer, world.scope, bought)
    const cashFen = await balanceOf(`cash:${world.event.id}`)
    const { id: orderLineId } = await database().orderLine.findFirstOrThrow({
      where: { orderId: sale.operationId },
    })
    const returned = newOperation()
    const back = {
      eventId: world.event.id,
      orderId: sale.operationId,
      orderLineId,
      lotId: lot.id,
      quantity: 1,
    }
    await returnGoods(world.organizer, world.scope, {
      ...back,
      operationId: returned,
      reason: 'changed-mind',
    })
    expect(await undo(returned)).toMatchObject({ ok: true })
    const order = await database().order.findUniqueOrThrow({
      where: { id: sale.operationId },
      include: { lines: true },
    })
    expect([order.cancelledAt, order.lines.map(({ state }) => state)]).toEqual([null, ['placed']])
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(cashFen)
    expect(await stockOf(lot.id)).toMatchObject({ available: 2, given: 0, reserved: 3 })
    await expectSoundBooks()
  })

  it('makes a sale at the stall no order, with its payment', async () => {
    const { lot } = await seedLot({ quantity: 3 })
    const sale = { operationId: newOperation(), eventId: world.event.id, lotId: lot.id }
    await sellWalkUp(world.organizer, world.scope, {
      ...sale,
      quantity: 2,
      weightGrams: null,
      method: 'cash',
    })
    const cashFen = await balanceOf(`cash:${world.event.id}`)
    expect(cashFen).toBeGreaterThan(0)
    expect(await undo(sale.operationId)).toMatchObject({
      ok: true,
      value: { value: { lineCount: 1, paymentCount: 1 } },
    })
    expect(await balanceOf(`cash:${world.event.id}`)).toBe(0)
    expect(await stockOf(lot.id)).toMatchObject({ available: 3, given: 0, reserved: 0 })
    const order = await database().order.findUniqueOrThrow({
      where: { id: sale.operationId },
      include: { lines: true },
    })
    expect(order.cancelledAt).not.toBeNull()
    expect(order.lines.map(({ state }) => state)).toEqual(['cancelled'])
    await expectSoundBooks()
  })
})

describe('taking back is refused', () => {
  it('where what the line had released is sold since', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 1, reserved: 1 }])
    const lot = seeded.lots[0]?.lot ?? never()
    const refused = settling(seeded, { missing: { kind: 'refused', reason: 'too-big' } })
    await settle(refused)
    await sellWalkUp(world.organizer, world.scope, {
      operationId: newOperation(),
      eventId: world.event.id,
      lotId: lot.id,
      quantity: 1,
      weightGrams: null,
      method: 'cash',
    })
    const before = await deskRows()
    expect(await undo(refused.operationId)).toEqual({
      ok: false,
      code: 'not-enough',
      facts: { lotId: lot.id, available: 0 },
    })
    expect(await deskRows()).toEqual(before)
  })

  it('without a reason, of what the event does not know, of what can’t be, out of scope, and when the desk is not open', async () => {
    const seeded = await twoGeese()
    const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
    await settle(given)
    const before = await deskRows()
    const { organizer, scope } = world
    const input = undoing(given.operationId)
    expect(await undoDeskOperation(organizer, scope, { ...input, reason: 'because' })).toMatchObject({
      code: 'undo-reason-missing',
    })
    expect(await undo(newOperation())).toEqual({ ok: false, code: 'not-found' })
    expect(await undo('no uuid')).toEqual({ ok: false, code: 'not-found' })
    const elsewhere = await runningEvent()
    expect(
      await undoDeskOperation(elsewhere.organizer, elsewhere.scope, {
        ...input,
        eventId: elsewhere.event.id,
      }),
    ).toEqual({ ok: false, code: 'not-found' })
    for (const place of [OTHER_VILLAGE, FOREIGN_COUNTY]) {
      const other = await actorWith('organizer', place)
      expect(await undoDeskOperation(other, deskScope(other), input)).toEqual({
        ok: false,
        code: 'not-found',
      })
    }
    const staff = await actorWith('village-staff', world.event.villageCode)
    expect(await undoDeskOperation(staff, deskScope(staff), input)).toEqual({
      ok: false,
      code: 'not-allowed',
    })
    for (const [state, code] of [
      ['closing', 'desk-not-open'],
      ['closed', 'event-closed'],
    ] as const) {
      const answer = await whileEventIs(world.event.id, state, () => undo(given.operationId))
      expect(answer).toEqual({ ok: false, code })
    }
    expect(await deskRows()).toEqual(before)
  })

  it('a second time, by two desks at once, and of what took something back', async () => {
    const seeded = await twoGeese()
    const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
    await settle(given)
    const inputs = [undoing(given.operationId), undoing(given.operationId)]
    const answers = await Promise.all(
      inputs.map((input) => undoDeskOperation(world.organizer, world.scope, input)),
    )
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, code: 'already-undone' })
    const won = inputs[answers.findIndex((answer) => answer.ok)] ?? never()
    expect(await undo(won.operationId)).toEqual({ ok: false, code: 'not-undoable' })
    await expectSoundBooks()
  })
})

it('is done once, however often it is sent', async () => {
  const seeded = await twoGeese()
  const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
  await settle(given)
  const input = undoing(given.operationId)
  const added = await addedBy(async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => undoDeskOperation(world.organizer, world.scope, input)),
    )
    expect(answers.every((answer) => answer.ok)).toBe(true)
    expect(answers.filter((answer) => answer.ok && !answer.value.repeated)).toHaveLength(1)
  })
  expect(added).toEqual({ ...NOTHING_ADDED, operations: 1, handovers: 2, journals: 1, activities: 1 })
})

describe('what counts acts counts what stands', () => {
  it('an order once marked as not collected is no no-show of its buyer', async () => {
    const { account, agencyId } = await seedAccount({ role: 'buyer' })
    const buyer = { accountId: account.id, agencyId: agencyId ?? 0 }
    const hasToPayBefore = async () =>
      (await readStandings(database(), buyer.accountId, [buyer.agencyId]))[0]?.hasToPayBefore
    const acts = []
    for (let order = 0; order < 2; order++) {
      const seeded = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }], 'desk', buyer)
      const absent = { operationId: newOperation(), eventId: world.event.id, orderId: seeded.order.id }
      await markNoShow(world.organizer, world.scope, absent)
      acts.push(absent.operationId)
    }
    expect(await hasToPayBefore()).toBe(true)
    await undo(acts[0] ?? '')
    expect(await hasToPayBefore()).toBe(false)
  })

  it('income, its orders, and a household’s sales are as before; the buyer is told anew', async () => {
    const seeded = await twoGeese()
    const [a] = seeded.lots.map(({ lot }) => lot)
    const householdId = a?.householdId ?? 0
    const request = {
      level: 'household' as const,
      scopeCode: VILLAGE,
      year: Number(today().slice(0, 4)),
      asOf: today(),
      withOrdinary: true,
    }
    const told = () => database().notice.count({ where: { orderId: seeded.order.id, kind: 'handed-over' } })
    const county = await actorWith('county-office', COUNTY)
    const income = async () => {
      const report = await readIncomeReport(county, scopeOf(county, rolesWith('income:read')), request)
      const row = report?.rows.find((one) => one.householdId === householdId)
      return [
        row?.salesFen,
        row?.orderCount,
        row?.lastSaleOn,
        report?.totals.orderCount,
        report?.householdsSold,
      ]
    }
    const before = await income()
    const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
    await settle(given)
    expect(await told()).toBe(1)
    expect(await income()).not.toEqual(before)
    await undo(given.operationId)
    expect(await income()).toEqual(before)
    await settle(settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) }))
    expect(await told()).toBe(2)
  })
})

it('the database takes no counter row that differs, none twice, and none of a counter row', async () => {
  const seeded = await twoGeese()
  const given = settling(seeded, { parts: seeded.lots.map(({ lot }) => piece(lot, 1)) })
  await settle(given)
  const db = database()
  const row = await db.handover.findFirstOrThrow({ where: { operationId: given.operationId } })
  const counter = {
    ...row,
    id: newOperation(),
    quantity: -row.quantity,
    amountFen: -row.amountFen,
    baseFen: -row.baseFen,
    premiumFen: -row.premiumFen,
    reversesId: row.id,
  }
  const refused = (data: typeof counter, words: string) =>
    expect(db.handover.create({ data })).rejects.toThrow(words)
  await refused({ ...counter, premiumFen: -row.premiumFen + 1n }, 'its original negated')
  await refused({ ...counter, householdId: row.householdId + 1 }, 'its original negated')
  await undo(given.operationId)
  await refused(counter, 'Unique constraint')
  const taken = await db.handover.findFirstOrThrow({ where: { reversesId: row.id } })
  await refused({ ...row, id: newOperation(), reversesId: taken.id }, 'is final')
  await expect(db.handover.create({ data: { ...counter, reversesId: null } as never })).rejects.toThrow()
  await expectSoundBooks()
})
