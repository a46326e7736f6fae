/**
 * A refund of goods that were handed over and billed.
 * Invariant: the buyer is relieved of the whole amount, and each share of it is borne by exactly one: the
 * household as long as it can be, else the county; a cooperative's margin by the cooperative.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { splitByLargestRemainder } from '#app/domain/kernel/money.ts'
import {
  type AccountName,
  agencyAccount,
  bankAccount,
  cashAccount,
  householdAccount,
  lossAccount,
  orderAccount,
  qrAccount,
  roundingAccount,
} from './accounts.ts'
import { type Cause, type Journal, journalOf, noDims, type Posting, posting } from './journal.ts'
import { type HouseholdShare, otherShares, type SaleOf, salesDims } from './sale.ts'

/** A share of a line that is taken back. */
export type RefundedShare = HouseholdShare & {
  /** The household's credit for it has been paid out. */
  isPaidOut: boolean
  /** The household agreed in writing to give it back even so. */
  hasAgreedInWriting: boolean
}

/**
 * What of a share is taken back for `back` of the units it was for, after `before` were: in proportion, by largest
 * remainder, so that all of its units together take back just what it was, part by part.
 */
export function shareTakenBack(
  share: HouseholdShare,
  units: { whole: number; before: number; back: number },
): HouseholdShare {
  const { whole, before, back } = units
  const upTo = (fen: number, count: number) => splitByLargestRemainder(fen, [count, whole - count])[0] ?? 0
  const part = (fen: number) => upTo(fen, before + back) - upTo(fen, before)
  const { margin, leadFee } = share
  return {
    ...share,
    baseFen: part(share.baseFen),
    premiumFen: part(share.premiumFen),
    margin: margin && { ...margin, amountFen: part(margin.amountFen) },
    leadFee: leadFee && { ...leadFee, amountFen: part(leadFee.amountFen) },
  }
}

/**
 * The way the money goes back, which is the way it came; `unpaid` if it never came, so that less is owed.
 * `paidBackFen` is what the cash box gives: what the order's rounded due falls by, within a yuan of the refund.
 */
export type RefundWay =
  | { kind: 'unpaid' }
  | { kind: 'cash'; paidBackFen: number }
  | { kind: 'qr' }
  | { kind: 'agency'; agencyId: number }
  | { kind: 'bank' }

/**
 * Takes a line's shares back from their households, or from the county's loss account where a household has been
 * paid and did not agree, and sends the money back. Null if the shares come to nothing.
 */
export function refundIssued(facts: {
  cause: Cause
  sale: SaleOf
  shares: readonly RefundedShare[]
  way: RefundWay
}): Journal | null {
  const { cause, sale, shares, way } = facts
  const postings = shares.flatMap((share) => takenBack(cause, sale, share))
  const order = orderAccount(sale.orderId)
  const refundFen = postings.reduce((sum, part) => sum + (part.to === order ? part.amountFen : 0), 0)
  return journalOf('refund', cause, [...postings, ...sentBack(cause, sale, way, refundFen)])
}

function takenBack(cause: Cause, sale: SaleOf, share: RefundedShare): Posting[] {
  const order = orderAccount(sale.orderId)
  const dims = salesDims(sale, share)
  const isBorneByCounty = share.isPaidOut && !share.hasAgreedInWriting
  // A household that gives nothing back has had its lead farmer's service.
  const others = otherShares(share)
    .filter(({ part }) => part === 'margin' || !isBorneByCounty)
    .flatMap(({ from, to, amountFen, part }) => posting(to, from ?? order, amountFen, part, dims))
  if (isBorneByCounty) {
    const loss = lossAccount(cause.countyCode)
    return [...posting(loss, order, share.baseFen + share.premiumFen, 'refund', dims), ...others]
  }
  const household = householdAccount(share.householdId)
  return [
    ...posting(household, order, share.baseFen, 'base', dims),
    ...posting(household, order, share.premiumFen, 'premium', dims),
    ...others,
  ]
}

function sentBack(cause: Cause, sale: SaleOf, way: RefundWay, refundFen: number): Posting[] {
  const order = orderAccount(sale.orderId)
  const { eventId, agencyId, capacity, productId, orderLineId } = sale
  const dims = { ...noDims, eventId, agencyId, capacity, productId, orderLineId }
  if (way.kind === 'unpaid') return []
  if (way.kind !== 'cash') return posting(order, wayAccount(cause, sale, way), refundFen, 'refund', dims)

  const roundedOffFen = refundFen - way.paidBackFen
  invariant(Math.abs(roundedOffFen) < 100, 'cash is rounded by less than a yuan')
  const rounding = roundingAccount(eventId)
  return [
    ...posting(order, cashAccount(eventId), way.paidBackFen, 'refund', dims),
    ...(roundedOffFen > 0
      ? posting(order, rounding, roundedOffFen, 'rounding', dims)
      : posting(rounding, order, -roundedOffFen, 'rounding', dims)),
  ]
}

function wayAccount(
  cause: Cause,
  sale: SaleOf,
  way: Exclude<RefundWay, { kind: 'unpaid' | 'cash' }>,
): AccountName {
  switch (way.kind) {
    case 'qr':
      return qrAccount(sale.eventId)
    case 'agency':
      return agencyAccount(way.agencyId)
    case 'bank':
      return bankAccount(cause.countyCode)
  }
}
