/**
 * What a buyer still owes for an order at one event or is owed back, and what is taken or given for it.
 * Invariant: what is taken plus what is rounded off is what stops being owed, and an order's cash is rounded once, over
 * all of it: what was taken for it in cash, less what was given back, is whole steps.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { isFen, toWholeCash } from '#app/domain/kernel/money.ts'

export type PaymentMethod = 'cash' | 'qr'

/** Figures are net of what was taken back and given back. */
export type OrderBalance = {
  /** What was handed over came to. */
  handedOverFen: number
  /** What earlier payments and charges settled, what they rounded off included. */
  settledFen: number
  /** Of that, in cash, and what was taken for it. */
  cashDueFen: number
  cashPaidFen: number
  /** Of that, by QR code. */
  qrFen: number
  /** The desk has said what became of each of the order's lines at the event: nothing more will be due. */
  isComplete: boolean
}

/**
 * One payment: `dueFen` stops being owed, `payableFen` is taken, and the county bears the rest. Below zero a difference
 * is given back; what is rounded off is below zero where an earlier payment had rounded too much.
 */
export type PaymentParts = { dueFen: number; payableFen: number; roundedOffFen: number }

/** What is still owed, in fen; below zero, what the buyer is owed back. */
export function outstandingFen(balance: OrderBalance): number {
  return balance.handedOverFen - balance.settledFen
}

/**
 * What one method takes or gives back now. A QR code takes every fen. Cash comes in whole steps (`cashStepFen`, the
 * county's); the rest is rounded off once the order is complete, and until then stays owed. Nothing is given back
 * before that, for what is still to come may use it, and no more by a method than came by it.
 */
export function paymentNow(balance: OrderBalance, method: PaymentMethod, cashStepFen: number): PaymentParts {
  const owedFen = outstandingFen(balance)
  invariant(isFen(Math.abs(owedFen)), 'an amount out of range')
  if (owedFen < 0) return backNow(balance, method, cashStepFen)
  if (method === 'qr') return { dueFen: owedFen, payableFen: owedFen, roundedOffFen: 0 }
  if (balance.isComplete) return cashParts(balance, owedFen, cashStepFen)
  const { payableFen } = toWholeCash(owedFen, cashStepFen)
  return { dueFen: payableFen, payableFen, roundedOffFen: 0 }
}

function backNow(balance: OrderBalance, method: PaymentMethod, cashStepFen: number): PaymentParts {
  const cameFen = method === 'qr' ? balance.qrFen : balance.cashDueFen
  const backFen = balance.isComplete ? Math.min(-outstandingFen(balance), Math.max(0, cameFen)) : 0
  if (backFen === 0) return { dueFen: 0, payableFen: 0, roundedOffFen: 0 }
  return method === 'qr'
    ? { dueFen: -backFen, payableFen: -backFen, roundedOffFen: 0 }
    : cashParts(balance, -backFen, cashStepFen)
}

/** What brings all that is taken in cash to whole steps of all that is due in it. */
function cashParts(balance: OrderBalance, dueFen: number, cashStepFen: number): PaymentParts {
  const { payableFen: inAllFen } = toWholeCash(balance.cashDueFen + dueFen, cashStepFen)
  const moreFen = inAllFen - balance.cashPaidFen
  const payableFen = dueFen < 0 ? Math.min(0, moreFen) : Math.max(0, moreFen)
  return { dueFen, payableFen, roundedOffFen: dueFen - payableFen }
}
