import { beforeEach, describe, expect, it } from 'vitest'
import { type CountCashInput, countCash } from '#app/commands/handover/count-cash.server.ts'
import { sellWalkUp } from '#app/commands/handover/sell-walk-up.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { movePickupEvent, type OrganizerMove } from '#app/commands/pickup/move-pickup-event.server.ts'
import { signPickupEvent } from '#app/commands/pickup/sign-pickup-event.server.ts'
import { database } from '#app/db/client.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import type { PickupEventState } from '#app/domain/pickup/event-states.ts'
import { OTHER_VILLAGE, seedLot, VILLAGE } from '#seed/builders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import {
  actorWith,
  addedBy,
  deskRows,
  deskScope,
  expectSoundBooks,
  NOTHING_ADDED,
  never,
  newOperation,
  piece,
  planScope,
  runningEvent,
  seedGeese,
  settlingAt,
  signScope,
} from './desk-world.ts'

useDatabase({ per: 'file' })
let world: Awaited<ReturnType<typeof runningEvent>>
let lead: Actor
beforeEach(async () => {
  world = await runningEvent()
  lead = await actorWith('village-lead', VILLAGE)
})

const move = (from: PickupEventState, to: OrganizerMove) =>
  movePickupEvent(world.organizer, planScope(world.organizer), { eventId: world.event.id, from, to })
const sign = (actor = lead) => signPickupEvent(actor, signScope(actor), { eventId: world.event.id })
const stateOf = async () =>
  (await database().pickupEvent.findUniqueOrThrow({ where: { id: world.event.id } })).state

const counting = (change: Partial<CountCashInput> = {}): CountCashInput => ({
  operationId: newOperation(),
  eventId: world.event.id,
  pieces: {},
  differenceReason: '',
  ...change,
})
const count = (input: CountCashInput, actor = world.organizer) => countCash(actor, deskScope(actor), input)

/** One goose of 120 yuan handed over and paid in cash: 12,000 fen in the box. */
async function soldGoose() {
  const seeded = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
  const parts = [piece(seeded.lots[0]?.lot ?? never(), 1)]
  await settleLine(world.organizer, world.scope, settlingAt(world.event.id, seeded, { parts }))
  await payGoose(seeded.order.id)
}

const payGoose = (orderId: string) =>
  takePayment(world.organizer, world.scope, {
    operationId: newOperation(),
    eventId: world.event.id,
    orderId,
    method: 'cash',
    shownFen: 12_000,
  })

describe('counting the cash', () => {
  it('waits until the desk is done', async () => {
    await soldGoose()
    expect(await count(counting({ pieces: { 10000: 1, 1000: 2 } }))).toEqual({
      ok: false,
      code: 'desk-still-open',
    })
  })

  it('records the count beside what the ledger expects', async () => {
    await soldGoose()
    await move('running', 'closing')
    expect(await count(counting({ pieces: { 10000: 1, 1000: 2 } }))).toEqual({
      ok: true,
      value: { repeated: false, value: { expectedFen: 12_000, countedFen: 12_000 } },
    })
    const [row] = await database().cashCount.findMany({ where: { eventId: world.event.id } })
    expect(row).toMatchObject({ countedBy: world.organizer.accountId, differenceReason: null })
  })

  it('wants a reason for a difference', async () => {
    await soldGoose()
    await move('running', 'closing')
    const pieces = { 10000: 1, 1000: 1, 500: 1 } as const
    const before = await deskRows()
    expect(await count(counting({ pieces }))).toEqual({
      ok: false,
      code: 'cash-difference-unexplained',
      facts: { expectedFen: 12_000, countedFen: 11_500 },
    })
    expect(await deskRows()).toEqual(before)
    expect(await count(counting({ pieces, differenceReason: '找错五元' }))).toMatchObject({ ok: true })
  })

  it('is written once, however often it is sent', async () => {
    await move('running', 'closing')
    const input = counting()
    const added = await addedBy(() => Promise.all(Array.from({ length: 4 }, () => count(input))))
    expect(added).toEqual({ ...NOTHING_ADDED, operations: 1, counts: 1, activities: 1 })
  })
})

describe('signing', () => {
  it('closes the event, which is read-only from then on', async () => {
    await soldGoose()
    const { lot } = await seedLot({ quantity: 3 })
    await move('running', 'closing')
    await count(counting({ pieces: { 10000: 1, 1000: 2 } }))
    expect(await sign()).toEqual({ ok: true, value: { eventId: world.event.id } })
    expect(await stateOf()).toBe('closed')
    expect(await database().eventSignature.findMany({ where: { eventId: world.event.id } })).toMatchObject([
      { signedBy: lead.accountId },
    ])
    await expectSoundBooks()

    const before = await deskRows()
    const walkUp = { operationId: newOperation(), eventId: world.event.id, lotId: lot.id, quantity: 1 }
    const sale = await sellWalkUp(world.organizer, world.scope, {
      ...walkUp,
      weightGrams: null,
      method: 'cash',
    })
    expect(sale).toEqual({ ok: false, code: 'event-closed' })
    expect(await count(counting())).toEqual({ ok: false, code: 'event-closed' })
    expect(await move('closed', 'running')).toMatchObject({ ok: false, code: 'event-state-changed' })
    expect(await sign()).toEqual({ ok: false, code: 'event-closed' })
    expect(await deskRows()).toEqual(before)
  })

  it('is refused while the desk is open', async () => {
    expect(await sign()).toEqual({ ok: false, code: 'desk-still-open' })
    expect(await stateOf()).toBe('running')
  })

  it('is refused while a line is not settled', async () => {
    await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
    await move('running', 'closing')
    await count(counting())
    expect(await sign()).toEqual({ ok: false, code: 'lines-not-settled', facts: { lineCount: 1 } })
    expect(await stateOf()).toBe('closing')
  })

  it('is refused while something handed over is not paid', async () => {
    const seeded = await seedGeese(world.event, [{ quantity: 2, reserved: 1 }])
    const parts = [piece(seeded.lots[0]?.lot ?? never(), 1)]
    await settleLine(world.organizer, world.scope, settlingAt(world.event.id, seeded, { parts }))
    await move('running', 'closing')
    await count(counting())
    expect(await sign()).toEqual({
      ok: false,
      code: 'order-not-paid',
      facts: { orderNumber: seeded.order.number, outstandingFen: 12_000 },
    })
  })

  it('is refused until the cash is counted, and again when money came in after the count', async () => {
    await move('running', 'closing')
    expect(await sign()).toEqual({ ok: false, code: 'cash-not-counted' })
    await count(counting({ pieces: { 100: 1 }, differenceReason: '多一元' }))
    await move('closing', 'running')
    await soldGoose()
    await move('running', 'closing')
    expect(await sign()).toEqual({ ok: false, code: 'cash-not-counted' })
    expect(await database().eventSignature.count({ where: { eventId: world.event.id } })).toBe(0)
  })

  it('is refused to whoever entered any count, also when somebody counted again', async () => {
    const both: Actor = {
      accountId: (await actorWith('village-lead', VILLAGE)).accountId,
      assignments: [
        { role: 'village-lead', scopeCode: VILLAGE, agencyId: null },
        { role: 'organizer', scopeCode: VILLAGE, agencyId: null },
      ],
    }
    await move('running', 'closing')
    await count(counting(), both)
    expect(await sign(both)).toEqual({ ok: false, code: 'signer-entered-cash' })
    await count(counting())
    expect(await sign(both)).toEqual({ ok: false, code: 'signer-entered-cash' })
    expect(await sign()).toMatchObject({ ok: true })
  })

  it('is not found by the lead of another village, and not allowed to an organizer', async () => {
    await move('running', 'closing')
    await count(counting())
    const other = await actorWith('village-lead', OTHER_VILLAGE)
    expect(await sign(other)).toEqual({ ok: false, code: 'not-found' })
    expect(await sign(world.organizer)).toEqual({ ok: false, code: 'not-allowed' })
    expect(await stateOf()).toBe('closing')
  })

  it('happens once when two leads sign at once', async () => {
    const deputy = await actorWith('village-lead', VILLAGE)
    await move('running', 'closing')
    await count(counting())
    const answers = await Promise.all([sign(), sign(deputy)])
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    expect(answers.find((answer) => !answer.ok)).toEqual({ ok: false, code: 'event-closed' })
  })

  it('and a sale at the same moment never lands in a closed event', async () => {
    const { lot } = await seedLot({ quantity: 3 })
    await move('running', 'closing')
    await count(counting())
    await move('closing', 'running')
    const walkUp = { operationId: newOperation(), eventId: world.event.id, lotId: lot.id, quantity: 1 }
    const [sale] = await Promise.all([
      sellWalkUp(world.organizer, world.scope, { ...walkUp, weightGrams: null, method: 'qr' }),
      move('running', 'closing').then(() => sign()),
    ])
    const sold = await database().handover.count({ where: { eventId: world.event.id } })
    expect(sold).toBe(sale.ok ? 1 : 0)
    await expectSoundBooks()
  })
})
