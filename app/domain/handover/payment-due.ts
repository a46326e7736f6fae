/**
 * What a buyer still owes for an order at one event, and what is taken for it.
 * Invariant: what is taken plus what is rounded off is what stops being owed, and an order is rounded at most once.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { isFen, toWholeCash } from '#app/domain/kernel/money.ts'

export type PaymentMethod = 'cash' | 'qr'

export type OrderBalance = {
  /** What was handed over came to. */
  handedOverFen: number
  /** What earlier payments and charges settled, what they rounded off included. */
  settledFen: number
  /** The desk has said what became of each of the order's lines at the event: nothing more will be due. */
  isComplete: boolean
}

/** One payment: `dueFen` stops being owed, `payableFen` is taken, and the county bears the rest. */
export type PaymentParts = { dueFen: number; payableFen: number; roundedOffFen: number }

/** What is still owed, in fen. */
export function outstandingFen(balance: OrderBalance): number {
  const fen = balance.handedOverFen - balance.settledFen
  invariant(isFen(fen), 'more was taken for an order than was handed over')
  return fen
}

/**
 * What one method takes now. A QR code takes every fen. Cash is taken in whole steps (`cashStepFen`, the county's);
 * the rest is rounded off once the order is complete, and until then stays owed.
 */
export function paymentNow(balance: OrderBalance, method: PaymentMethod, cashStepFen: number): PaymentParts {
  const owedFen = outstandingFen(balance)
  if (method === 'qr') return { dueFen: owedFen, payableFen: owedFen, roundedOffFen: 0 }
  const { payableFen, roundedOffFen } = toWholeCash(owedFen, cashStepFen)
  if (!balance.isComplete) return { dueFen: payableFen, payableFen, roundedOffFen: 0 }
  return { dueFen: owedFen, payableFen, roundedOffFen }
}
