/**
 * Who earns what of a lot's part of a line: the household, the cooperative that bought from it by contract, and the
 * lead farmer who collected for it.
 * Invariant: base + premium + margin = the part's amount; the fee comes out of base and premium and is never above them.
 */
import { type Measure, priceLine } from '#app/domain/kernel/quantity.ts'
import { billedUnits, type LineShare } from './settle-line.ts'

/** What a household agreed to with a lot, beside the offer's price. Prices are fen per piece or per 斤; one at most. */
export type LotTerms = {
  purchase: { cooperativeId: number; priceFen: number } | null
  lead: { householdId: number; feeFen: number } | null
}

export type EarnedShare = LineShare & { marginFen: number; leadFeeFen: number }

/**
 * A share of a line with what it comes to for each. Bought by contract, the household earns the contract's price for
 * what it gave, rounded once for its part, and at most the part's amount; what is above is the cooperative's margin.
 */
export function earnedShare(share: LineShare, measure: Measure, { purchase, lead }: LotTerms): EarnedShare {
  const worthAt = (priceFen: number) =>
    priceLine({
      pricedBy: measure.pricedBy,
      units: billedUnits(measure, share),
      unitPriceFen: priceFen,
      referencePriceFen: priceFen,
    }).amountFen
  const earnedFen = purchase ? Math.min(share.amountFen, worthAt(purchase.priceFen)) : share.amountFen
  const baseFen = Math.min(share.baseFen, earnedFen)
  return {
    ...share,
    baseFen,
    premiumFen: earnedFen - baseFen,
    marginFen: share.amountFen - earnedFen,
    leadFeeFen: lead ? Math.min(earnedFen, worthAt(lead.feeFen)) : 0,
  }
}
