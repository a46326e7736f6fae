/**
 * What a lot's goods become when somebody counts them, or some of them die.
 * Invariant: what is promised to buyers stays covered, and more is put on sale only where the household says so.
 */
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { Stock } from './stock.ts'

/** Why a count differs from what the books say. */
export const RECOUNT_REASONS = ['kept', 'died', 'more'] as const
export type RecountReason = (typeof RECOUNT_REASONS)[number]

export type LotChangeKind = 'written-off' | 'withdrawn' | 'topped-up'
export type StockChange = { kind: LotChangeKind; quantity: number }

export type RecountCode = 'stock-count-unreadable' | 'recount-more-unsaid' | 'recount-less-unsaid'

/** What should be there by the books, promised goods included: all that has not left the household. */
export function expectedCount({ available, reserved }: Stock): number {
  return available + reserved
}

/** What a count changes; null where it is as the books say. `counted` is all that is there, promised goods included. */
export function changeOfCount(
  stock: Stock,
  counted: number,
  why: RecountReason,
): StockChange | null | Refusal<RecountCode> {
  if (!Number.isSafeInteger(counted) || counted < 0) return refuse('stock-count-unreadable')
  const difference = counted - expectedCount(stock)
  if (difference === 0) return null
  if (difference > 0) {
    return why === 'more' ? { kind: 'topped-up', quantity: difference } : refuse('recount-more-unsaid')
  }
  if (why === 'more') return refuse('recount-less-unsaid')
  return { kind: why === 'died' ? 'written-off' : 'withdrawn', quantity: -difference }
}
