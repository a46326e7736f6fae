/**
 * Who sells an offer.
 * Invariant: an offer has one seller for good; lots of different sellers are never in one offer.
 */
export type OfferSeller =
  /** The village's households, each its own goods: a pool if they are several. */
  | { kind: 'village' }
  /** A ten-household group, whose sales are split by its members' weights. */
  | { kind: 'group'; groupId: number }
  /** A cooperative that buys from households by contract. */
  | { kind: 'cooperative'; cooperativeId: number }

/** An offer's columns that say who sells it; at most one is set. */
export type SellerColumns = { groupId: number | null; cooperativeId: number | null }

export function sellerColumns(seller: OfferSeller): SellerColumns {
  return {
    groupId: seller.kind === 'group' ? seller.groupId : null,
    cooperativeId: seller.kind === 'cooperative' ? seller.cooperativeId : null,
  }
}

export function sellerOf({ groupId, cooperativeId }: SellerColumns): OfferSeller {
  if (groupId !== null) return { kind: 'group', groupId }
  return cooperativeId !== null ? { kind: 'cooperative', cooperativeId } : { kind: 'village' }
}
