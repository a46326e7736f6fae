/**
 * A cash box counted by its notes and coins.
 * Invariant: the count is the sum of what lies in the box, whole pieces of money only.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { isFen } from '#app/domain/kernel/money.ts'

/** Notes and coins in use, in fen, largest first. */
export const DENOMINATIONS_FEN = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10] as const

export type Denomination = (typeof DENOMINATIONS_FEN)[number]

/** How many of each lie in the box; what is missing counts as none. */
export type CashPieces = Partial<Record<Denomination, number>>

/** What the box holds, in fen. */
export function countCash(pieces: CashPieces): number {
  const totalFen = DENOMINATIONS_FEN.reduce((sum, fen) => {
    const count = pieces[fen] ?? 0
    invariant(Number.isSafeInteger(count) && count >= 0, 'notes and coins come in whole numbers')
    return sum + count * fen
  }, 0)
  invariant(isFen(totalFen), 'no cash box holds that much')
  return totalFen
}
