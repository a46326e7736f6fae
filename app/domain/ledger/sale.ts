/**
 * A sale: goods handed over at an event, ordered ahead or sold at the stall.
 * Invariant: what the buyer owes for a line is what its households are owed, fen for fen.
 */
import { householdAccount, orderAccount } from './accounts.ts'
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
}

/** From the order to each household, base and premium apart. Null for a line that came to nothing. */
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
    ]
  })
  return journalOf('sale', cause, postings)
}

/** What every posting of a household's part of a line is reported under. */
export function salesDims(sale: SaleOf, share: Omit<HouseholdShare, 'baseFen' | 'premiumFen'>): PostingDims {
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
