/**
 * A sale: goods handed over at an event, ordered ahead or sold at the stall.
 * Invariant: what the buyer owes for a line is what its households are owed, a cooperative's margin included, fen for fen.
 */
import { type AccountName, cooperativeAccount, householdAccount, orderAccount } from './accounts.ts'
import {
  type BuyerCapacity,
  type Cause,
  type HouseholdCategory,
  type Journal,
  journalOf,
  type PostingDims,
  posting,
} from './journal.ts'

/** Of which sale an amount is: the order line, and who bought. A walk-up buyer's agency may be null. */
export type SaleOf = {
  orderId: string
  orderLineId: string
  productId: number
  eventId: number
  agencyId: number | null
  capacity: BuyerCapacity
}

/** One household's part of a line in fen, with where it belonged and what it was on the business day. */
export type HouseholdShare = {
  householdId: number
  villageCode: string
  gridCode: string | null
  category: HouseholdCategory
  baseFen: number
  premiumFen: number
  /** Of goods that a cooperative bought by contract: what it sold them for above what it pays. */
  margin?: { cooperativeId: number; amountFen: number } | null
  /** What the household pays the lead farmer who collects for it, out of its base and premium. */
  leadFee?: { householdId: number; amountFen: number } | null
}

/** Where a household belonged and what it was on the business day. */
export type Standing = Pick<HouseholdShare, 'householdId' | 'villageCode' | 'gridCode' | 'category'>

/**
 * From the order to each household, base and premium apart, and to a cooperative its margin; then each lead farmer's fee.
 * Null for a line that came to nothing.
 */
export function saleSettled(facts: {
  cause: Cause
  sale: SaleOf
  shares: readonly HouseholdShare[]
}): Journal | null {
  const { cause, sale, shares } = facts
  const order = orderAccount(sale.orderId)
  const postings = shares.flatMap((share) => {
    const household = householdAccount(share.householdId)
    const dims = salesDims(sale, share)
    return [
      ...posting(order, household, share.baseFen, 'base', dims),
      ...posting(order, household, share.premiumFen, 'premium', dims),
      ...otherShares(share).flatMap(({ from, to, amountFen, part }) =>
        posting(from ?? order, to, amountFen, part, dims),
      ),
    ]
  })
  return journalOf('sale', cause, postings)
}

/** What others get out of a household's part of a line; `from` null is the order. */
export function otherShares({ householdId, margin, leadFee }: HouseholdShare): {
  from: AccountName | null
  to: AccountName
  amountFen: number
  part: 'margin' | 'lead-fee'
}[] {
  const ofMargin = margin && {
    from: null,
    to: cooperativeAccount(margin.cooperativeId),
    amountFen: margin.amountFen,
    part: 'margin' as const,
  }
  const ofFee = leadFee && {
    from: householdAccount(householdId),
    to: householdAccount(leadFee.householdId),
    amountFen: leadFee.amountFen,
    part: 'lead-fee' as const,
  }
  return [ofMargin, ofFee].flatMap((share) => share ?? [])
}

/** What every posting of a household's part of a line is reported under. */
export function salesDims(sale: SaleOf, share: Standing): PostingDims {
  const { orderLineId, productId, eventId, agencyId, capacity } = sale
  const { householdId, villageCode, gridCode, category } = share
  return {
    householdId,
    villageCode,
    gridCode,
    category,
    productId,
    eventId,
    agencyId,
    capacity,
    orderLineId,
  }
}
