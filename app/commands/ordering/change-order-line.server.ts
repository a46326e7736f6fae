import { randomUUID } from 'node:crypto'
import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import type { Transaction } from '#app/db/client.server.ts'
import { writeNotice } from '#app/db/notices/write-notice.server.ts'
import { addAnimals, dropAnimals, resetLines } from '#app/db/ordering/change-lines.server.ts'
import {
  lockOrderedOffer,
  type OrderedLot,
  type OrderedOffer,
} from '#app/db/ordering/lock-ordered-offer.server.ts'
import { lockOwnOrder, type OwnOrder, type PlacedLine } from '#app/db/ordering/lock-own-order.server.ts'
import { touchBasket } from '#app/db/ordering/open-basket.server.ts'
import { readStandings } from '#app/db/ordering/read-standing.server.ts'
import { keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import { readRuleFacts, toRuleLot } from '#app/db/ordering/rule-facts.server.ts'
import { refundSurplus } from '#app/db/payment/refund-surplus.server.ts'
import { readDeskSecondsLeft } from '#app/db/pickup/desk-seconds.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { afterGiving, allocateByRule, toRuleRequest } from '#app/domain/lots/allocate-by-rule.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import {
  type HeldLine,
  holdLines,
  type LotPart,
  orderableQuantity,
  parseQuantity,
  type QuantityRefusal,
  sumParts,
} from '#app/domain/ordering/order-lines.ts'
import { goodsSeconds, hasTimeFor } from '#app/domain/pickup/desk-time.ts'

export type ChangeOrderLineInput = {
  orderId: string
  /** The offer and the event name the line, or the lines where it was ordered more than once or is weighed apiece. */
  offerId: number
  eventId: number
  /** What it shall be, as people write it: pieces, or 斤 where ordered by weight. */
  quantity: string
}

export type ChangeOrderLineCode =
  | 'not-found'
  | 'past-cut-off'
  | 'ordered-quantity-unreadable'
  | QuantityRefusal
  | 'price-changed'
  | 'not-enough'
  | 'weight-not-enough'
  | 'over-agency-limit'
  | 'desk-time-full'

const liveDeps = { newId: (): string => randomUUID() }
type Deps = typeof liveDeps

/**
 * Changes how much the actor's own order has of an offer, until the event's cut-off. More is allocated by the offer's rule at
 * the line's price, as long as that is still the offer's; of fewer, those keep theirs who would have been asked first.
 */
export async function changeOrderLine(
  actor: Actor,
  scope: Scope,
  input: ChangeOrderLineInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ quantity: number }, ChangeOrderLineCode>> {
  return decideInTransaction<{ quantity: number }, ChangeOrderLineCode>(async (tx) => {
    // What a buyer charges to an agency is changed and placed one at a time: both take the open basket first.
    const isCharged = await tx.order.count({ where: { id: input.orderId, payBy: 'agency-account' } })
    if (isCharged) await touchBasket(tx, actor.accountId, deps.newId())
    const order = await lockOwnOrder(tx, actor, scope, input.orderId)
    const lines = order?.lines.filter((l) => l.offerId === input.offerId && l.eventId === input.eventId) ?? []
    const [line] = lines
    if (!order || !line) return refuse('not-found')
    if (!order.openEventIds.has(input.eventId)) return refuse('past-cut-off')
    const offer = await lockOrderedOffer(tx, input.offerId, input.eventId, lines)
    const asked = parseQuantity(offer.measure, input.quantity)
    if (asked === null) return refuse('ordered-quantity-unreadable')
    const quantity = orderableQuantity(offer.measure, asked)
    if (!quantity.ok) return quantity
    const change: Change = {
      tx,
      actor,
      order,
      lines,
      line,
      offer,
      before: totalOf(lines),
      after: quantity.value,
      deps,
    }
    if (change.after === change.before) return accept({ quantity: asked })
    const done = await (change.after < change.before ? orderLess(change) : orderMore(change))
    if (!done.ok) return done
    const { totalFen } = await keepOrderInStep(tx, order.id)
    const because = {
      cause: 'changed' as const,
      businessDay: civilDateOf(new Date()),
      actorId: actor.accountId,
    }
    const refundedFen = await refundSurplus(tx, order, because)
    await recordActivity(tx, {
      countyCode: order.countyCode,
      actorId: actor.accountId,
      act: 'order:change',
      subjectKind: 'order',
      subjectId: order.id,
      facts: {
        offerId: line.offerId,
        eventId: line.eventId,
        before: change.before,
        after: change.after,
        refundedFen,
      },
    })
    await writeNotice(tx, {
      countyCode: order.countyCode,
      accountId: actor.accountId,
      orderId: order.id,
      onceKey: onceKeys.orderChanged(order.id, deps.newId()),
      facts: {
        kind: 'order-changed',
        offerId: line.offerId,
        eventId: line.eventId,
        before: change.before,
        after: change.after,
        totalFen,
      },
    })
    return accept({ quantity: asked })
  })
}

type Change = {
  tx: Transaction
  actor: Actor
  order: OwnOrder
  lines: PlacedLine[]
  line: PlacedLine
  offer: OrderedOffer
  before: number
  after: number
  deps: Deps
}

/**
 * The smaller quantity is allocated anew among the lots that have the larger one, as if it had been ordered so. Of
 * several lines the first keep what they have, for theirs is the price it was ordered at first.
 */
async function orderLess(change: Change): Promise<Verdict<null, ChangeOrderLineCode>> {
  const { tx, lines, offer, after, deps } = change
  const own = offer.lots.filter((lot) => lot.ordered > 0).map((lot) => ({ ...lot, available: lot.ordered }))
  const kept = await allocateAmong(change, after, own, {
    withoutOwn: true,
    unitPriceFen: change.line.unitPriceFen,
  })
  if (!kept.ok) return kept
  if (isWeighedPiece(offer.measure)) {
    await dropAnimals(tx, lines, kept.value.parts)
    return accept(null)
  }
  const { parts, rule } = kept.value
  let left = after
  const resets = lines.map((one) => {
    const quantity = Math.min(left, one.quantity)
    left -= quantity
    return { line: one, held: quantity === 0 ? null : heldOf(change, one, quantity) }
  })
  await resetLines(tx, resets, named(offer, parts), rule, deps.newId)
  return accept(null)
}

/**
 * What is added goes to the last line at the offer's price, allocated among what is left; what the lines have
 * stays with whom it was.
 */
async function orderMore(change: Change): Promise<Verdict<null, ChangeOrderLineCode>> {
  const { tx, lines, offer, before, after, deps } = change
  const { unitPriceFen, referencePriceFen } = offer
  const line = lines.findLast(
    (one) => one.unitPriceFen === unitPriceFen && one.referencePriceFen === referencePriceFen,
  )
  if (!line) return refuse('price-changed', { lineFen: change.line.unitPriceFen, nowFen: unitPriceFen })
  const overdrawn = await refuseOverLimit(change, line)
  if (overdrawn) return overdrawn
  const added = await allocateAmong(change, after - before, offer.lots, { withoutOwn: false, unitPriceFen })
  if (!added.ok) return added
  const { parts, rule } = added.value
  if (isWeighedPiece(offer.measure)) {
    const more = { measure: offer.measure, quantity: after - before, inTwo: false }
    if (!hasTimeFor(await readDeskSecondsLeft(tx, line.eventId), goodsSeconds(more), false)) {
      return refuse('desk-time-full')
    }
    const held = linesOf(change, line, after - before)
    await addAnimals(tx, line, held, named(offer, parts), rule, deps.newId)
    return accept(null)
  }
  const together = offer.lots.flatMap(({ lotId }): LotPart[] => {
    const own = [...line.allocations, ...parts].filter((part) => part.lotId === lotId)
    return own.length > 0 ? [{ lotId, quantity: totalOf(own) }] : []
  })
  const held = heldOf(change, line, line.quantity + after - before)
  await resetLines(tx, [{ line, held }], named(offer, together), rule, deps.newId)
  return accept(null)
}

/** Whose of these lots: `withoutOwn` leaves the order's own goods out of what their households have so far. */
async function allocateAmong(
  { tx, offer }: Change,
  quantity: number,
  lots: readonly OrderedLot[],
  { withoutOwn, unitPriceFen }: { withoutOwn: boolean; unitPriceFen: number },
) {
  const facts = await readRuleFacts(tx, lots, offer.eventDay)
  const asked = lots.map((lot) => {
    const own = withoutOwn ? lots.filter((one) => one.householdId === lot.householdId) : []
    const sumOf = (what: 'ordered' | 'orderedFen') => own.reduce((sum, one) => sum + one[what], 0)
    const without = { quantity: -sumOf('ordered'), amountFen: -sumOf('orderedFen') }
    return afterGiving(toRuleLot(lot, facts, offer.eventDay), without)
  })
  const { measure } = offer
  const verdict = allocateByRule(toRuleRequest({ quantity, measure, unitPriceFen, lots: asked }))
  if (!verdict.ok) return refuseNotEnough(offer, verdict.facts?.available)
  const { shares, ruleName, ruleVersion } = verdict.value
  return accept({ parts: shares, rule: { ruleName, ruleVersion, businessDay: offer.eventDay } })
}

function refuseNotEnough({ measure }: OrderedOffer, available: string | number = 0) {
  return measure.orderedBy === 'weight'
    ? refuse('weight-not-enough', { availableGrams: available })
    : refuse('not-enough', { available })
}

/** An order on an agency's account may not grow past the limit. */
async function refuseOverLimit(change: Change, line: PlacedLine) {
  const { tx, actor, order, before, after } = change
  if (order.payBy !== 'agency-account' || order.agencyId === null) return null
  const [standing] = await readStandings(tx, actor.accountId, [order.agencyId])
  if (!standing) return refuse('not-found')
  const leftFen = Math.max(0, standing.memberLimitFen - standing.onAccountFen)
  const amountOf = (quantity: number) => sumParts(linesOf(change, line, quantity)).amountFen
  const totalFen = amountOf(line.quantity + after - before) - amountOf(line.quantity)
  return totalFen > leftFen ? refuse('over-agency-limit', { totalFen, leftFen }) : null
}

/** Parts with what their allocations say of them. */
function named(offer: OrderedOffer, parts: readonly LotPart[]) {
  return offer.lots.flatMap(({ lotId, householdId, countyCode }) => {
    const part = parts.find((one) => one.lotId === lotId)
    return part ? [{ ...part, householdId, countyCode }] : []
  })
}

/** The lines that a quantity would make at the line's prices. */
function linesOf({ offer }: Change, line: PlacedLine, quantity: number): HeldLine[] {
  const { unitPriceFen, referencePriceFen } = line
  return holdLines({ quantity, measure: offer.measure, unitPriceFen, referencePriceFen })
}

function heldOf(change: Change, line: PlacedLine, quantity: number): HeldLine {
  const [held] = linesOf(change, line, quantity)
  if (!held) throw new Error('a quantity makes at least one line')
  return held
}

function totalOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((sum, line) => sum + line.quantity, 0)
}
