import { moveGoods } from '#app/domain/handover/move-goods.ts'
import {
  type GivenPart,
  type LineSettlement,
  type LineSnapshot,
  type SettlementRefusal,
  type Shortfall,
  settleLine,
  withScaleShortfall,
} from '#app/domain/handover/settle-line.ts'
import { accept, type Refusal, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'
import { tellShort } from '../notices/desk-notices.server.ts'
import type { LockedLine, LockedOrder } from './lock-order.server.ts'
import { type LockedLot, lockLots, moveLots } from './lot-stock.server.ts'
import { type DeskBy, writeLineOutcome } from './write-settlement.server.ts'

/** What the desk enters of a line. */
export type LineEntry = {
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

export type HeldLineRefusal = SettlementRefusal | 'lot-not-of-offer' | 'nothing-missing' | 'not-enough'

/**
 * Settles a line that is placed as the desk entered it: goods, money and the notice of what was missing. Refuses as
 * `domain/handover/settle-line` does, and with what the lots forbid.
 */
export async function settleHeldLine(
  tx: Transaction,
  by: DeskBy,
  order: LockedOrder,
  line: LockedLine,
  { parts, missing, hasBuyerAcceptedMore }: LineEntry,
): Promise<Verdict<LineSettlement, HeldLineRefusal>> {
  const lots = await lockLots(
    tx,
    [...line.allocations, ...parts].map((part) => part.lotId),
  )
  const entered = enteredParts(parts, line, lots)
  if ('code' in entered) return entered
  const shortfalls = shortfallsOf(line.snapshot, entered, missing)
  if ('code' in shortfalls) return shortfalls
  const settled = settleLine({ line: line.snapshot, parts: entered, shortfalls, hasBuyerAcceptedMore })
  if (!settled.ok) return settled
  const moves = moveGoods({ reserved: line.allocations, given: entered, shortfalls })
  const moved = await moveLots(tx, lots, moves, line.snapshot.measure.orderedBy)
  if (!moved.ok) return moved
  await writeLineOutcome(tx, by, order, line, settled.value, { moves, toppedUp: moved.value })
  if (missing !== null) {
    await tellShort(tx, { event: by.event, order }, line, { ...missing, given: givenOf(entered) })
  }
  return accept(settled.value)
}

/** Whether a lot's goods are reserved for the line. */
export function isAllocated(line: LockedLine, lotId: number): boolean {
  return line.allocations.some((part) => part.lotId === lotId)
}

/** The parts with the household each lot is of. Another lot may stand in while it is approved and of the same offer. */
function enteredParts(
  parts: LineEntry['parts'],
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
  missing: LineEntry['missing'],
): Shortfall[] | Refusal<'nothing-missing'> {
  if (missing === null) return withScaleShortfall({ line, parts, shortfalls: [] })
  const quantity = line.quantity - givenOf(parts)
  return quantity > 0 ? [{ ...missing, quantity }] : refuse('nothing-missing')
}

function givenOf(parts: readonly GivenPart[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}
