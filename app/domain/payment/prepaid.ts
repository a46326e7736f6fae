/**
 * Money that came before the goods: what of it pays for what is handed over, and what goes back.
 * Invariant: what was received is drawn, shared, refunded or kept, to the fen, and nothing is kept for what is not coming.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { isFen } from '#app/domain/kernel/money.ts'

/** An order's money by what became of it, in fen. */
export type Prepaid = {
  receivedFen: number
  /** What was decided to go back, sent or not. */
  refundedFen: number
  /** What has paid for goods handed over. */
  drawnFen: number
  /** What households got of it for goods nobody came for. */
  noShowShareFen: number
}

/** What is left of it. */
export function keptFen({ receivedFen, refundedFen, drawnFen, noShowShareFen }: Prepaid): number {
  const kept = receivedFen - refundedFen - drawnFen - noShowShareFen
  invariant(isFen(kept), 'more was drawn, shared and refunded than was received')
  return kept
}

/** What of goods worth `billedFen` it pays for; the rest is owed at the desk. */
export function drawFor(prepaid: Prepaid, billedFen: number): number {
  return Math.min(billedFen, keptFen(prepaid))
}

/**
 * What goes back: all that is kept beyond what the lines still to come are held at. One rule for a line cancelled,
 * made less, short or not collected, for money that came twice, and for money that came after its order was gone.
 */
export function surplusFen(prepaid: Prepaid, heldFen: number): number {
  return Math.max(0, keptFen(prepaid) - heldFen)
}

/** What is still to be paid for lines held at `heldFen` in all. */
export function unpaidFen(prepaid: Prepaid, heldFen: number): number {
  return Math.max(0, heldFen - keptFen(prepaid))
}

/** A receipt of money, and what of it already goes back. */
export type Received = { prepaymentId: string; receivedFen: number; refundedFen: number }

/** Of which receipt how much goes back. */
export type RefundPart = { prepaymentId: string; amountFen: number }

/**
 * Spreads what goes back over the receipts, the newest first, so that each goes back the way it came and none more
 * than it was. `received` is oldest first and holds at least `amountFen`.
 */
export function spreadRefund(received: readonly Received[], amountFen: number): RefundPart[] {
  const parts: RefundPart[] = []
  let left = amountFen
  for (const { prepaymentId, receivedFen, refundedFen } of [...received].reverse()) {
    const part = Math.min(left, receivedFen - refundedFen)
    if (part > 0) parts.push({ prepaymentId, amountFen: part })
    left -= Math.max(0, part)
  }
  invariant(left === 0, 'no more goes back than came')
  return parts
}
