/** Whatever a desk does, takes back and does again: every check of the audit holds, and with all taken back it is as before. */
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { returnGoods } from '#app/commands/handover/return-goods.server.ts'
import { settleLine } from '#app/commands/handover/settle-line.server.ts'
import { takePayment } from '#app/commands/handover/take-payment.server.ts'
import { undoDeskOperation } from '#app/commands/handover/undo-desk-operation.server.ts'
import { database } from '#app/db/client.server.ts'
import { type DeskOrder, readDeskOrder } from '#app/queries/handover/desk-order.server.ts'
import { seedContract, seedCooperative, seedLot } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'
import { useDatabase } from '#tests/setup/test-database.ts'
import { expectSoundBooks, never, newOperation, runningEvent } from './desk-world.ts'

useDatabase({ per: 'file' })

const RUNS = process.env.LONG ? 200 : 6

let world: Awaited<ReturnType<typeof runningEvent>>
beforeEach(async () => {
  world = await runningEvent()
})

const KINDS = ['give', 'give', 'short', 'return', 'cash', 'qr', 'undo'] as const
const acts = fc.record({ kind: fc.constantFrom(...KINDS), pick: fc.nat(40) })
type Act = { kind: (typeof KINDS)[number]; pick: number }

/** Geese of a cooperative, a pool whose lead farmer takes a fee, weighed geese, and greens by weight. */
async function seedStage(payBy: 'desk' | 'agency-account') {
  const cooperative = await seedCooperative()
  const contract = await seedContract(cooperative, { productKey: 'goose', purchasePriceFen: 4_001 })
  const bought = await seedLot({ productKey: 'goose', quantity: 4, unitPriceFen: 12_000, contract })
  const lead = await seedLot({ quantity: 2, unitPriceFen: 24_000, isLeadFarmer: true })
  const led = await seedLot({
    quantity: 2,
    unitPriceFen: 24_000,
    lead: { householdId: lead.householdId, feeFen: 77 },
  })
  const weighed = await seedLot({ productKey: 'goose-weighed', quantity: 2, unitPriceFen: 1_681 })
  const greens = await seedLot({ productKey: 'celtuce', quantity: 5_000, unitPriceFen: 253 })
  const seeded = await seedOrder({
    event: world.event,
    payBy,
    lines: [
      { product: bought.product, offer: bought.offer, from: [{ lot: bought.lot, quantity: 3 }] },
      { product: led.product, offer: led.offer, from: [lead, led].map(({ lot }) => ({ lot, quantity: 1 })) },
      { product: weighed.product, offer: weighed.offer, from: [{ lot: weighed.lot, quantity: 1 }] },
      { product: greens.product, offer: greens.offer, from: [{ lot: greens.lot, quantity: 4_000 }] },
    ],
  })
  return { orderId: seeded.order.id, lotIds: [bought, lead, led, weighed, greens].map(({ lot }) => lot.id) }
}

type Stage = Awaited<ReturnType<typeof seedStage>>
const at = () => ({ operationId: newOperation(), eventId: world.event.id })
const shown = async ({ orderId }: Stage) =>
  (await readDeskOrder(world.organizer, world.scope, world.event.id, orderId)) ?? never()
const pickOf = <T>(from: readonly T[], pick: number): T | undefined => from[pick % Math.max(1, from.length)]

async function run({ orderId }: Stage, order: DeskOrder, { kind, pick }: Act): Promise<unknown> {
  const { organizer, scope } = world
  const input = { ...at(), orderId }
  if (kind === 'cash' || kind === 'qr') {
    return takePayment(organizer, scope, { ...input, method: kind, shownFen: order.money[kind].payableFen })
  }
  if (kind === 'undo') {
    const standing = [
      ...order.lines.map((line) => line.settledBy),
      ...order.payments.map((payment) => payment.operationId),
    ].flatMap((id) => id ?? [])
    const undoneOperationId = pickOf(standing, pick) ?? newOperation()
    return undoDeskOperation(organizer, scope, { ...at(), undoneOperationId, reason: 'wrong-figure' })
  }
  if (kind === 'return') {
    const line = pickOf(
      order.lines.filter(({ given }) => given.length > 0),
      pick,
    )
    const part = line && pickOf(line.given, pick)
    if (!line || !part) return null
    const quantity = line.orderedBy === 'weight' ? Math.min(part.quantity, 10 + 97 * pick) : 1
    const reason = pick % 2 === 0 ? 'sick' : 'changed-mind'
    return returnGoods(organizer, scope, {
      ...input,
      orderLineId: line.id,
      lotId: part.lotId,
      quantity,
      reason,
    })
  }
  const line = pickOf(
    order.lines.filter(({ state }) => state === 'placed'),
    pick,
  )
  if (!line) return null
  const isWeighed = line.usualPieceGrams !== null
  const planned = kind === 'short' ? line.planned.slice(1) : line.planned
  const parts = planned.map(({ lotId, quantity }) => ({
    lotId,
    quantity: line.orderedBy === 'weight' ? quantity - 200 + 10 * pick : quantity,
    weightGrams: isWeighed ? 4_000 + 7 * pick : null,
  }))
  const missing = kind === 'short' ? { kind: 'short' as const, reason: 'not-brought' } : null
  return settleLine(organizer, scope, {
    ...input,
    orderLineId: line.id,
    parts,
    missing,
    hasBuyerAcceptedMore: true,
  })
}

/** The lots' goods, the lines' states and what is reserved, and every account that something is left on. */
async function stateOf({ orderId, lotIds }: Stage) {
  const db = database()
  const accounts = await db.$queryRaw`
    SELECT account, sum(fen)::text AS fen FROM (
      SELECT from_account AS account, amount_fen AS fen FROM posting UNION ALL SELECT to_account, -amount_fen FROM posting) sides
    GROUP BY account HAVING sum(fen) <> 0 ORDER BY account`
  const income = await db.$queryRaw`
    SELECT household_id, sum(base_fen)::text AS base, sum(premium_fen)::text AS premium FROM household_day
    GROUP BY household_id HAVING sum(base_fen) <> 0 OR sum(premium_fen) <> 0 ORDER BY 1`
  const lots = await db.lot.findMany({
    where: { id: { in: lotIds } },
    orderBy: { id: 'asc' },
    select: { available: true, reserved: true, given: true, withdrawn: true, toppedUp: true },
  })
  const lines = await db.orderLine.findMany({
    where: { orderId },
    orderBy: { lineNumber: 'asc' },
    select: {
      state: true,
      allocations: { orderBy: { lotId: 'asc' }, select: { state: true, quantity: true } },
    },
  })
  return { accounts, income, lots, lines }
}

/** Newest first, as the desk would: what was given back out of a payment goes before it. */
async function undoAll(stage: Stage): Promise<void> {
  for (;;) {
    const order = await shown(stage)
    const undoneOperationId =
      order.payments.at(-1)?.operationId ?? order.lines.find(({ settledBy }) => settledBy !== null)?.settledBy
    if (!undoneOperationId) return
    const input = { ...at(), undoneOperationId, reason: 'wrong-figure' }
    expect(await undoDeskOperation(world.organizer, world.scope, input)).toMatchObject({ ok: true })
  }
}

it('holds every check, and is as before once all is taken back', async () => {
  const sequences = fc.array(acts, { minLength: 6, maxLength: 14 })
  await fc.assert(
    fc.asyncProperty(sequences, fc.constantFrom('desk', 'agency-account'), async (sequence, payBy) => {
      const stage = await seedStage(payBy)
      const before = await stateOf(stage)
      for (const act of sequence) {
        await run(stage, await shown(stage), act)
        await expectSoundBooks()
      }
      await undoAll(stage)
      await expectSoundBooks()
      expect(await stateOf(stage)).toEqual(before)
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
}, 900_000)
