/**
 * A journal: what one cause did to the books, as postings from one account to another.
 * Convention: a posting's `from` is debited and its `to` is credited, so that every journal balances by itself.
 * A goose sold is from `order:…` (its buyer owes) to `household:…` (it is owed to the household); paid in cash
 * it is from `cash:…` (the box holds it) to `order:…` (no longer owed).
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { AccountName } from './accounts.ts'

export type ForwardKind =
  | 'sale'
  | 'refund'
  | 'payment'
  | 'prepayment'
  | 'refund-due'
  | 'refund-sent'
  | 'agency-charge'
  | 'agency-payment'
  | 'qr-confirmed'
  | 'cash-payout'
  | 'no-show-share'
export type ReversalKind = `${ForwardKind}-reversal`
export type JournalKind = ForwardKind | ReversalKind

/** What a journal came of; together with the kind it can be posted once. */
export type CauseKind =
  | 'desk-operation'
  | 'order-line'
  | 'payment'
  | 'prepayment'
  | 'payout'
  | 'refund'
  | 'bank-line'
  | 'journal'

/** What a posting is of. Base and premium are sales income, and only they. */
export type PostingPart =
  | 'base'
  | 'premium'
  | 'payment'
  | 'rounding'
  | 'charge'
  | 'payout'
  | 'refund'
  | 'no-show-share'
  /** What a cooperative keeps of a sale above what it pays the household. */
  | 'margin'
  /** What a household pays a lead farmer out of a sale. */
  | 'lead-fee'

export type HouseholdCategory = 'exited' | 'unstable' | 'marginal' | 'sudden' | 'ordinary'
export type BuyerCapacity = 'personal' | 'union' | 'canteen'

/** Under whom and what a posting is reported, as it was on the business day; null where it doesn't apply. */
export type PostingDims = {
  householdId: number | null
  villageCode: string | null
  gridCode: string | null
  category: HouseholdCategory | null
  productId: number | null
  eventId: number | null
  agencyId: number | null
  capacity: BuyerCapacity | null
  orderLineId: string | null
}

export type Posting = {
  /** Debited. */
  from: AccountName
  /** Credited. */
  to: AccountName
  /** 1 to 10^15. */
  amountFen: number
  part: PostingPart
  dims: PostingDims
}

export type Journal = {
  kind: JournalKind
  countyCode: string
  causeKind: CauseKind
  causeId: string
  /** Made of kind and cause: the same cause posted again is known by it. */
  idempotencyKey: string
  businessDay: CivilDate
  /** The id of the journal this one takes back; null unless it is a reversal. */
  reversesId: number | null
  postings: Posting[]
}

/** What every builder needs of its cause. `businessDay` lies in an open period. */
export type Cause = {
  countyCode: string
  causeKind: CauseKind
  causeId: string
  businessDay: CivilDate
}

export const noDims: PostingDims = {
  householdId: null,
  villageCode: null,
  gridCode: null,
  category: null,
  productId: null,
  eventId: null,
  agencyId: null,
  capacity: null,
  orderLineId: null,
}

/** One posting, or none for an amount of zero. A negative amount is a fault: turn the accounts round instead. */
export function posting(
  from: AccountName,
  to: AccountName,
  amountFen: number,
  part: PostingPart,
  dims: PostingDims,
): Posting[] {
  invariant(Number.isSafeInteger(amountFen) && amountFen >= 0, 'an amount must be whole fen, not negative')
  return amountFen === 0 ? [] : [{ from, to, amountFen, part, dims }]
}

/** The journal of a cause; null if nothing is posted. */
export function journalOf(
  kind: JournalKind,
  cause: Cause,
  postings: Posting[],
  reversesId: number | null = null,
): Journal | null {
  if (postings.length === 0) return null
  const { countyCode, causeKind, causeId, businessDay } = cause
  const idempotencyKey = `${kind}:${causeKind}:${causeId}`
  return { kind, countyCode, causeKind, causeId, idempotencyKey, businessDay, reversesId, postings }
}

/** Whether a journal of this kind makes or takes back sales income. Only a handover or a walk-up sale makes it. */
export function isSalesKind(kind: JournalKind): boolean {
  return kind === 'sale' || kind === 'sale-reversal' || kind === 'refund' || kind === 'refund-reversal'
}

/** Whether a posting counts in sales income. */
export function isSalesPart(part: PostingPart): boolean {
  return part === 'base' || part === 'premium'
}

/** Whether a kind is that of a reversal. */
export function isReversalKind(kind: JournalKind): kind is ReversalKind {
  return kind.endsWith('-reversal')
}
