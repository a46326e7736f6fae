/** What goods chosen at the stall come to, at the price their offer has now. */
import type { Measure } from '#app/domain/kernel/quantity.ts'
import { refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type LineSettlement, type SettlementRefusal, settleLine } from './settle-line.ts'

export type GoodsAtStall = {
  id: number
  householdId: number
  unitPriceFen: number
  referencePriceFen: number
  measure: Measure
}

/** Pieces or grams that a lot could hold. */
export function isCountAtStall(quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0 && quantity <= 100_000_000
}

/** The buyer stands in front of the scale and takes what it shows: nothing was held, nothing is above the usual. */
export function settleAtStall(
  lot: GoodsAtStall,
  given: { quantity: number; weightGrams: number | null },
): Verdict<LineSettlement, SettlementRefusal> {
  const { measure, unitPriceFen, referencePriceFen, id, householdId } = lot
  if (measure.orderedBy === 'piece' && measure.pricedBy === 'jin' && given.quantity !== 1) {
    return refuse('weigh-one-by-one', { quantity: given.quantity })
  }
  return settleLine({
    line: { measure, quantity: given.quantity, unitPriceFen, referencePriceFen, heldAmountFen: 0 },
    parts: [{ lotId: id, householdId, ...given }],
    shortfalls: [],
    hasBuyerAcceptedMore: true,
  })
}
