/** What the tests of the desk stand on: an event running today, its organizer, and what they ask of the database. */
import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import type { SettleLineInput } from '#app/commands/handover/settle-line.server.ts'
import { database } from '#app/db/client.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type DivisionRole, scopeOf } from '#app/domain/access/roles.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { seedAccount, seedGround, seedLot, seedPickupEvent, TOWN, VILLAGE } from '#seed/builders.ts'
import { seedOrder } from '#seed/orders.ts'

export async function actorWith(role: DivisionRole, scopeCode: string): Promise<Actor> {
  const { account } = await seedAccount({ role, scopeCode })
  return { accountId: account.id, assignments: [{ role, scopeCode, agencyId: null }] }
}

export const deskScope = (actor: Actor) => scopeOf(actor, rolesWith('desk:work'))
export const planScope = (actor: Actor) => scopeOf(actor, rolesWith('event:plan'))
export const signScope = (actor: Actor) => scopeOf(actor, rolesWith('event:sign'))

/** Ground, an organizer of the town, and an event of the village that runs today. */
export async function runningEvent(event: Parameters<typeof seedPickupEvent>[0] = {}) {
  await seedGround()
  const organizer = await actorWith('organizer', TOWN)
  const running = await seedPickupEvent({ villageCode: VILLAGE, daysAhead: 0, state: 'running', ...event })
  return { event: running, organizer, scope: deskScope(organizer) }
}

type SeededEvent = Awaited<ReturnType<typeof seedPickupEvent>>
export type PayBy = 'desk' | 'agency-account'
export type SeededLine = { order: { id: string }; line: { id: string } }

/** For a row that a seeded world always has. */
export function never(): never {
  throw new Error('the seeded world lacks a row')
}

export type GooseLot = { quantity: number; reserved: number }

/** One line of geese at 120 yuan, reference 110, from lots of several households of one offer. */
export async function seedGeese(
  event: SeededEvent,
  parts: GooseLot[],
  payBy?: PayBy,
  buyer?: { accountId: number; agencyId: number },
) {
  const lots = []
  for (const { quantity } of parts) lots.push(await seedLot({ quantity }))
  const first = lots[0] ?? never()
  const from = lots.map(({ lot }, index) => ({ lot, quantity: parts[index]?.reserved ?? 0 }))
  const seeded = await seedOrder({
    event,
    lines: [{ product: first.product, offer: first.offer, from: from.filter((part) => part.quantity > 0) }],
    payBy,
    buyer,
  })
  return { ...seeded, lots, line: seeded.lines[0] ?? never() }
}

/** One line that a scale decides, from one lot that holds twice as much; the reference is 15.00 or 2.00 yuan. */
export async function seedWeighed(
  event: SeededEvent,
  goods: { productKey: 'goose-weighed' | 'celtuce'; quantity: number; unitPriceFen: number },
) {
  const { productKey, quantity, unitPriceFen } = goods
  const referencePriceFen = productKey === 'celtuce' ? 200 : 1_500
  const { lot, offer, product } = await seedLot({
    productKey,
    quantity: quantity * 2,
    unitPriceFen,
    referencePriceFen,
  })
  const seeded = await seedOrder({ event, lines: [{ product, offer, from: [{ lot, quantity }] }] })
  return { ...seeded, lot, line: seeded.lines[0] ?? never() }
}

/** What a lot gave, counted. */
export const piece = (lot: { id: number }, quantity: number) => ({
  lotId: lot.id,
  quantity,
  weightGrams: null,
})

/** A form of the desk for a line, with nothing given unless `change` says so. */
export function settlingAt(
  eventId: number,
  seeded: SeededLine,
  change: Partial<SettleLineInput>,
): SettleLineInput {
  return {
    operationId: newOperation(),
    eventId,
    orderId: seeded.order.id,
    orderLineId: seeded.line.id,
    parts: [],
    missing: null,
    hasBuyerAcceptedMore: false,
    ...change,
  }
}

/** Does something while the event is in a state, then lets it run on. */
export async function whileEventIs<Value>(
  eventId: number,
  state: string,
  act: () => Promise<Value>,
): Promise<Value> {
  await database().pickupEvent.update({ where: { id: eventId }, data: { state } })
  const value = await act()
  await database().pickupEvent.update({ where: { id: eventId }, data: { state: 'running' } })
  return value
}

export const newOperation = () => randomUUID()

/** A lot's quantities, as `available/reserved/given/withdrawn` and what was topped up. */
export async function stockOf(lotId: number) {
  const { available, reserved, given, withdrawn, toppedUp } = await database().lot.findUniqueOrThrow({
    where: { id: lotId },
  })
  return { available, reserved, given, withdrawn, toppedUp }
}

/** Debits less credits of an account, in fen. */
export async function balanceOf(account: string): Promise<number> {
  const rows = await database().posting.findMany({
    select: { fromAccount: true, toAccount: true, amountFen: true },
  })
  return rows.reduce((sum, row) => {
    const fen = Number(row.amountFen)
    return sum + (row.fromAccount === account ? fen : 0) - (row.toAccount === account ? fen : 0)
  }, 0)
}

export type DeskRows = Awaited<ReturnType<typeof deskRows>>

/** How many rows desks have left behind: what a refusal must not change. */
export async function deskRows() {
  const db = database()
  const [operations, handovers, shortfalls, payments, journals, activities, counts] = await Promise.all([
    db.deskOperation.count(),
    db.handover.count(),
    db.shortfall.count(),
    db.payment.count(),
    db.journal.count(),
    db.activityRecord.count(),
    db.cashCount.count(),
  ])
  return { operations, handovers, shortfalls, payments, journals, activities, counts }
}

/** How many rows an act added. */
export async function addedBy(act: () => Promise<unknown>): Promise<DeskRows> {
  const before = await deskRows()
  await act()
  const after = await deskRows()
  return Object.fromEntries(
    Object.entries(after).map(([name, count]) => [name, count - before[name as keyof DeskRows]]),
  ) as DeskRows
}

export const NOTHING_ADDED: DeskRows = {
  operations: 0,
  handovers: 0,
  shortfalls: 0,
  payments: 0,
  journals: 0,
  activities: 0,
  counts: 0,
}

/** Every invariant of the audit holds; no sealing job runs here. */
export async function expectSoundBooks(): Promise<void> {
  const { checks } = await runAudit()
  const unsound = checks.filter((check) => !check.ok && check.name !== 'everything-is-sealed-within-a-minute')
  expect(unsound).toEqual([])
}
