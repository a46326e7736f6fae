/**
 * Money is a whole number of fen, always. Every rounding of money in the product happens in this file:
 * half up, once per line, on exact integers.
 * Invariant: what is split adds up to what was given, part by part never negative.
 */
import { invariant } from './invariant.ts'

/** Grams in one 斤, the unit prices by weight are quoted in. */
export const GRAMS_PER_JIN = 500

/** The largest amount a posting may carry: 10^15 fen, well inside a safe integer. */
export const MAX_FEN = 1_000_000_000_000_000

/** True for a whole, non-negative amount no larger than MAX_FEN. */
export function isFen(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && value <= MAX_FEN
}

/**
 * `numerator * factor / denominator`, rounded half up, exact for any safe integers.
 * All three are whole and not negative; the denominator is at least 1.
 */
export function mulDivHalfUp(numerator: number, factor: number, denominator: number): number {
  invariant(Number.isSafeInteger(numerator) && numerator >= 0, 'numerator must be a whole number')
  invariant(Number.isSafeInteger(factor) && factor >= 0, 'factor must be a whole number')
  invariant(Number.isSafeInteger(denominator) && denominator >= 1, 'denominator must be at least 1')
  const product = BigInt(numerator) * BigInt(factor)
  const d = BigInt(denominator)
  const rounded = Number((2n * product + d) / (2n * d))
  invariant(Number.isSafeInteger(rounded), 'amount out of range')
  return rounded
}

/**
 * Splits a whole `total` by whole, non-negative `weights`, by largest remainder; ties go to the earlier weight.
 * The parts add up to `total`. With all weights zero the total must be zero.
 */
export function splitByLargestRemainder(total: number, weights: readonly number[]): number[] {
  invariant(Number.isSafeInteger(total) && total >= 0, 'total must be a whole number')
  for (const w of weights) invariant(Number.isSafeInteger(w) && w >= 0, 'weights must be whole numbers')
  const sum = weights.reduce((a, w) => a + BigInt(w), 0n)
  if (sum === 0n) {
    invariant(total === 0, 'cannot split an amount over nothing')
    return weights.map(() => 0)
  }
  const parts = weights.map((w, index) => {
    const exact = BigInt(total) * BigInt(w)
    return { index, floor: Number(exact / sum), remainder: exact % sum }
  })
  let left = total - parts.reduce((a, p) => a + p.floor, 0)
  const order = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )
  for (const part of order) {
    if (left === 0) break
    part.floor += 1
    left -= 1
  }
  return parts.map((p) => p.floor)
}

/**
 * Rounds down to whole steps of cash: 1, 10 (jiao) or 100 fen. Returns both parts; they add up to the amount.
 */
export function toWholeCash(
  amountFen: number,
  stepFen: number,
): { payableFen: number; roundedOffFen: number } {
  invariant(isFen(amountFen), 'amount must be whole fen')
  invariant(Number.isSafeInteger(stepFen) && stepFen >= 1, 'cash comes in whole steps')
  const roundedOffFen = amountFen % stepFen
  return { payableFen: amountFen - roundedOffFen, roundedOffFen }
}

/** Rounds down to whole jiao (10 fen), as cash is due where a county set nothing else. */
export function toWholeJiao(amountFen: number): { payableFen: number; roundedOffFen: number } {
  return toWholeCash(amountFen, 10)
}
