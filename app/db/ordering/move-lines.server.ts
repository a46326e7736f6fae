/** Lines that go from one event to another: their goods, the rooms and the codes. All rows are held by the caller. */
import { randomInt, randomUUID } from 'node:crypto'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { allocateByRule, type RuleLot, toRuleRequest } from '#app/domain/lots/allocate-by-rule.ts'
import { holdLines, type LotPart } from '#app/domain/ordering/order-lines.ts'
import type { Transaction } from '../client.server.ts'
import { resetLines } from './change-lines.server.ts'
import { lockOrderedOffer, type OrderedLot } from './lock-ordered-offer.server.ts'
import type { PlacedLine } from './lock-own-order.server.ts'
import { moveReserved } from './release-lines.server.ts'
import { readRuleFacts, toRuleLot } from './rule-facts.server.ts'

const CODE_TRIES = 50

/** How much these lots of an offer may bring to an event together. */
export type Quota = { goods: string; event: number; lotIds: readonly number[]; quantity: number }
export type LineMove = { line: PlacedLine; toEventId: number }

/**
 * Sends lines to their events. What a line has of lots that are within their quota stays with it; the rest is made
 * anew by the offer's rule among the lots that a quota names. Prices and amounts stay as they were ordered.
 */
export async function moveLines(
  tx: Transaction,
  moves: readonly LineMove[],
  quotas: readonly Quota[],
): Promise<Verdict<null, 'not-enough'>> {
  const left = quotas.map((quota) => ({ ...quota }))
  const kept = moves.filter((move) => isKept(move, left))
  const anew = moves.filter((move) => !kept.includes(move))
  await keepGoods(tx, kept)
  await giveBack(tx, anew)
  for (const move of moves) {
    const { line, toEventId: eventId } = move
    await tx.orderLine.update({ where: { id: line.id }, data: { eventId }, select: { id: true } })
  }
  const batches = new Map<string, LineMove[]>()
  for (const move of anew) {
    const { offerId, unitPriceFen, referencePriceFen } = move.line
    const key = [offerId, move.toEventId, unitPriceFen, referencePriceFen].join(' ')
    batches.set(key, [...(batches.get(key) ?? []), move])
  }
  // What a lot that is no longer on sale gave back is still theirs, and nobody else's.
  const ownOf = new Map<number, number>()
  for (const { lotId, quantity } of anew.flatMap(({ line }) => line.allocations)) {
    ownOf.set(lotId, (ownOf.get(lotId) ?? 0) + quantity)
  }
  for (const batch of batches.values()) {
    const verdict = await allocateAnew(tx, batch, left, ownOf)
    if (!verdict.ok) return verdict
  }
  return accept(null)
}

/** Takes what the line has off the quotas, if they hold all of it. */
function isKept({ line, toEventId }: LineMove, left: Quota[]): boolean {
  const taken = new Map<Quota, number>()
  for (const { lotId, quantity } of line.allocations) {
    const quota = left.find(
      ({ goods, event, lotIds }) =>
        goods === String(line.offerId) && event === toEventId && lotIds.includes(lotId),
    )
    if (!quota) return false
    taken.set(quota, (taken.get(quota) ?? 0) + quantity)
  }
  if ([...taken].some(([quota, quantity]) => quota.quantity < quantity)) return false
  for (const [quota, quantity] of taken) quota.quantity -= quantity
  return true
}

/** The goods stay; the year in which they are earned is the new event's. */
async function keepGoods(tx: Transaction, kept: readonly LineMove[]): Promise<void> {
  for (const eventId of new Set(kept.map(({ toEventId }) => toEventId))) {
    const { startsAt } = await tx.pickupEvent.findUniqueOrThrow({
      where: { id: eventId },
      select: { startsAt: true },
    })
    const lineIds = kept.filter(({ toEventId }) => toEventId === eventId).map(({ line }) => line.id)
    await tx.allocation.updateMany({
      where: { orderLineId: { in: lineIds }, state: 'reserved' },
      data: { businessDay: toDateColumn(civilDateOf(startsAt)) },
    })
  }
}

async function giveBack(tx: Transaction, anew: readonly LineMove[]): Promise<void> {
  const changes = new Map<number, number>()
  for (const { lotId, quantity } of anew.flatMap(({ line }) => line.allocations)) {
    changes.set(lotId, (changes.get(lotId) ?? 0) - quantity)
  }
  await moveReserved(tx, changes)
  await tx.allocation.updateMany({
    where: { orderLineId: { in: anew.map(({ line }) => line.id) }, state: 'reserved' },
    data: { state: 'released' },
  })
}

/** Lines of one offer and price at one event, as if they were ordered there together. */
async function allocateAnew(
  tx: Transaction,
  batch: readonly LineMove[],
  left: Quota[],
  ownOf: Map<number, number>,
): Promise<Verdict<null, 'not-enough'>> {
  const [first] = batch
  invariant(first, 'a batch has lines')
  const { offerId, unitPriceFen, referencePriceFen } = first.line
  const own = left.filter(({ goods, event }) => goods === String(offerId) && event === first.toEventId)
  const offer = await lockOrderedOffer(tx, offerId, first.toEventId, [])
  const facts = await readRuleFacts(tx, offer.lots, offer.eventDay)
  const lots = offer.lots
    .filter(({ lotId }) => own.some(({ lotIds }) => lotIds.includes(lotId)))
    .map((lot) => ({ ...lot, available: Math.max(lot.available, ownOf.get(lot.lotId) ?? 0) }))
  const ruleLots = lots.map((lot) => toRuleLot(lot, facts, offer.eventDay))
  const quantity = batch.reduce((sum, { line }) => sum + line.quantity, 0)
  const ask = (asked: number, among: readonly RuleLot[]) =>
    allocateByRule(toRuleRequest({ quantity: asked, measure: offer.measure, unitPriceFen, lots: among }))
  const found = withinQuotas(quantity, own, ruleLots, ask)
  if (!found.ok) return found
  const { parts, ruleName, ruleVersion } = found.value
  for (const { lotId, quantity } of parts) ownOf.set(lotId, Math.max(0, (ownOf.get(lotId) ?? 0) - quantity))
  const resets = batch.map(({ line }) => {
    const [held] = holdLines({
      quantity: line.quantity,
      measure: offer.measure,
      unitPriceFen,
      referencePriceFen,
    })
    invariant(held && held.amountFen === line.heldAmountFen, 'a moved line costs what it cost')
    return { line: { ...line, allocations: [] }, held }
  })
  const rule = { ruleName, ruleVersion, businessDay: offer.eventDay }
  await resetLines(tx, resets, named(lots, parts), rule, randomUUID)
  return accept(null)
}

type Asked = (quantity: number, among: readonly RuleLot[]) => ReturnType<typeof allocateByRule>

/** By the rule among all lots; lots that would bring more than their quota bring that, and the rule goes on among the others. */
function withinQuotas(
  quantity: number,
  quotas: readonly Quota[],
  lots: readonly RuleLot[],
  ask: Asked,
): Verdict<{ parts: LotPart[]; ruleName: string; ruleVersion: string }, 'not-enough'> {
  const ofQuota = (quota: Quota) => lots.filter(({ lotId }) => quota.lotIds.includes(lotId))
  const whole = ask(quantity, quotas.flatMap(ofQuota))
  if (!whole.ok) return refuse('not-enough')
  const { shares, ruleName, ruleVersion } = whole.value
  const over = quotas.find((quota) => sumOf(shares, quota.lotIds) > quota.quantity)
  if (!over) {
    for (const quota of quotas) quota.quantity -= sumOf(shares, quota.lotIds)
    return accept({ parts: shares, ruleName, ruleVersion })
  }
  const most = over.quantity
  const rest = withinQuotas(
    quantity - most,
    quotas.filter((quota) => quota !== over),
    lots,
    ask,
  )
  if (!rest.ok) return rest
  over.quantity = 0
  if (most === 0) return rest
  const capped = ask(most, ofQuota(over))
  if (!capped.ok) return refuse('not-enough')
  return accept({ ...rest.value, parts: [...capped.value.shares, ...rest.value.parts] })
}

function sumOf(parts: readonly LotPart[], lotIds: readonly number[]): number {
  return parts.reduce((sum, part) => sum + (lotIds.includes(part.lotId) ? part.quantity : 0), 0)
}

function named(lots: readonly OrderedLot[], parts: readonly LotPart[]) {
  return lots.flatMap(({ lotId, householdId, countyCode }) => {
    const part = parts.find((one) => one.lotId === lotId)
    return part ? [{ ...part, householdId, countyCode }] : []
  })
}

/**
 * Takes a room for an order at an event that is held, under the order's code; where another order or a group has that code
 * there, the order has a new one, at all its events. False where there is no room.
 */
export async function takeRoom(tx: Transaction, orderId: string, eventId: number): Promise<boolean> {
  const has = await tx.pickupEventOrder.findUnique({
    where: { eventId_orderId: { eventId, orderId } },
    select: { eventId: true },
  })
  if (has) return true
  const taken = await tx.$executeRaw`
    UPDATE pickup_event SET orders_taken = orders_taken + 1
    WHERE id = ${eventId}::int AND orders_taken < capacity_orders AND state = 'open' AND cut_off_at > clock_timestamp()`
  if (taken === 0) return false
  const pickupCode = await freeCode(tx, orderId, eventId)
  await tx.pickupEventOrder.create({ data: { eventId, orderId, pickupCode }, select: { eventId: true } })
  return true
}

async function freeCode(tx: Transaction, orderId: string, eventId: number): Promise<string> {
  const order = await tx.order.findUniqueOrThrow({
    where: { id: orderId },
    select: { pickupCode: true, rooms: { select: { eventId: true } } },
  })
  const eventIds = [eventId, ...order.rooms.map((room) => room.eventId)]
  let code = order.pickupCode ?? ''
  for (let attempt = 0; attempt < CODE_TRIES; attempt++) {
    const others = await tx.pickupEventOrder.count({
      where: { eventId: { in: eventIds }, pickupCode: code, orderId: { not: orderId } },
    })
    const groups = await tx.groupCode.count({ where: { eventId: { in: eventIds }, pickupCode: code } })
    if (others === 0 && groups === 0) {
      if (code === order.pickupCode) return code
      await tx.order.update({ where: { id: orderId }, data: { pickupCode: code }, select: { id: true } })
      await tx.pickupEventOrder.updateMany({ where: { orderId }, data: { pickupCode: code } })
      return code
    }
    code = String(randomInt(100_000, 1_000_000))
  }
  throw new Error(`no code is free at event ${eventId}`)
}
