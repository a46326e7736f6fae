import { inDeskOperation, isUuid } from '#app/db/handover/desk-operation.server.ts'
import { type LockedLine, lockOrderAtEvent } from '#app/db/handover/lock-order.server.ts'
import { type LockedLot, lockLots, moveLots } from '#app/db/handover/lot-stock.server.ts'
import { writeLineOutcome } from '#app/db/handover/write-settlement.server.ts'
import { tellHandedOver, tellShort } from '#app/db/notices/desk-notices.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { moveGoods } from '#app/domain/handover/move-goods.ts'
import {
  type GivenPart,
  type LineOutcome,
  type LineSnapshot,
  type SettlementRefusal,
  type Shortfall,
  settleLine as settle,
  withScaleShortfall,
} from '#app/domain/handover/settle-line.ts'
import { accept, type Refusal, refuse } from '#app/domain/kernel/verdict.ts'

export type SettleLineInput = {
  operationId: string
  eventId: number
  orderId: string
  orderLineId: string
  /**
   * What each lot gave: pieces, or grams where ordered by weight; the scale's grams for a weighed piece. A lot of the
   * same offer that had nothing allocated is a change of household.
   */
  parts: { lotId: number; quantity: number; weightGrams: number | null }[]
  /** Why the rest was not handed over; the quantity is what the parts leave of the order. */
  missing: { kind: 'short' | 'refused'; reason: string } | null
  /** The buyer was asked and takes more than 5 % over, or a piece above its usual range. */
  hasBuyerAcceptedMore: boolean
}

export type SettledLine = { outcome: LineOutcome; amountFen: number }

export type SettleLineRefusal =
  | SettlementRefusal
  | 'not-found'
  | 'already-settled'
  | 'lot-not-of-offer'
  | 'nothing-missing'
  | 'not-enough'

/**
 * Says what became of one order line at the desk: moves the goods, credits the households that brought them, and
 * charges the agency where the order is on its account. Sent again with the same id it changes nothing.
 * Refuses as `domain/handover/settle-line` does, and with what the lots or the line's state forbid.
 */
export async function settleLine(actor: Actor, scope: Scope, input: SettleLineInput) {
  const { operationId, eventId, orderId, orderLineId, missing, hasBuyerAcceptedMore } = input
  const parts = [...input.parts].sort((a, b) => a.lotId - b.lotId)
  const content = { orderId, orderLineId, parts, missing, hasBuyerAcceptedMore }
  return inDeskOperation<SettledLine, SettleLineRefusal>(
    actor,
    scope,
    { id: operationId, eventId, kind: 'line-settled', content },
    async (tx, event) => {
      const order = isUuid(orderId) ? await lockOrderAtEvent(tx, event, orderId) : null
      const line = order?.lines.find((one) => one.id === orderLineId)
      if (!order || !line) return refuse('not-found')
      if (line.state !== 'placed') return refuse('already-settled')
      const lots = await lockLots(
        tx,
        [...line.allocations, ...parts].map((part) => part.lotId),
      )
      const entered = enteredParts(parts, line, lots)
      if ('code' in entered) return entered
      const shortfalls = shortfallsOf(line.snapshot, entered, missing)
      if ('code' in shortfalls) return shortfalls
      const settled = settle({ line: line.snapshot, parts: entered, shortfalls, hasBuyerAcceptedMore })
      if (!settled.ok) return settled
      const moves = moveGoods({ reserved: line.allocations, given: entered, shortfalls })
      const moved = await moveLots(tx, lots, moves, line.snapshot.measure.orderedBy)
      if (!moved.ok) return moved
      const by = { event, operationId, actorId: actor.accountId }
      await writeLineOutcome(tx, by, order, line, settled.value, { moves, toppedUp: moved.value })
      if (missing !== null)
        await tellShort(tx, { event, order }, line, { ...missing, given: givenOf(entered) })
      await tellHandedOver(tx, { event, order })
      const { outcome, amountFen } = settled.value
      const changedLots = entered.filter(({ lotId }) => !isAllocated(line, lotId)).map(({ lotId }) => lotId)
      return accept({
        value: { outcome, amountFen },
        facts: { orderLineId, outcome, amountFen, changedLots, hasBuyerAcceptedMore },
      })
    },
  )
}

function isAllocated(line: LockedLine, lotId: number): boolean {
  return line.allocations.some((part) => part.lotId === lotId)
}

/** The parts with the household each lot is of. Another lot may stand in while it is approved and of the same offer. */
function enteredParts(
  parts: SettleLineInput['parts'],
  line: LockedLine,
  lots: ReadonlyMap<number, LockedLot>,
): GivenPart[] | Refusal<'lot-not-of-offer'> {
  const entered: GivenPart[] = []
  for (const part of parts) {
    const lot = lots.get(part.lotId)
    const isOffered = lot?.offerId === line.offerId && (lot.isApproved || isAllocated(line, lot.id))
    if (!lot || !isOffered) return refuse('lot-not-of-offer')
    entered.push({ ...part, householdId: lot.householdId })
  }
  return entered
}

function shortfallsOf(
  line: LineSnapshot,
  parts: readonly GivenPart[],
  missing: SettleLineInput['missing'],
): Shortfall[] | Refusal<'nothing-missing'> {
  if (missing === null) return withScaleShortfall({ line, parts, shortfalls: [] })
  const quantity = line.quantity - givenOf(parts)
  return quantity > 0 ? [{ ...missing, quantity }] : refuse('nothing-missing')
}

function givenOf(parts: readonly GivenPart[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}
