/**
 * A settled line of which something is brought back.
 * Invariant: what is kept and what is brought back is what was given, and the line is settled as if only the kept part
 * had been given and the rest refused: one rule of rounding, whichever way it came to that.
 */
import { isWeighedPiece } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { DeskEntry, GivenPart, LineSnapshot, Shortfall } from './settle-line.ts'

/** What is brought back of what a lot gave; pieces, or grams where ordered by weight. */
export type Returned = { lotId: number; quantity: number; reason: string }

/**
 * The entry that settles the line anew. Of what the scale gave over the order, coming back explains nothing missing.
 * Refuses `more-than-given` with `given`, and `quantity-not-whole`.
 */
export function settleAfterReturn(
  line: LineSnapshot,
  before: { parts: readonly GivenPart[]; shortfalls: readonly Shortfall[] },
  { lotId, quantity, reason }: Returned,
): Verdict<DeskEntry, 'more-than-given' | 'quantity-not-whole'> {
  if (!Number.isSafeInteger(quantity) || quantity <= 0) return refuse('quantity-not-whole', { quantity })
  const given = sumOf(before.parts.filter((part) => part.lotId === lotId))
  if (quantity > given) return refuse('more-than-given', { given })
  const parts = kept(line, before.parts, { lotId, quantity })
  const missing = Math.max(0, line.quantity - sumOf(parts)) - sumOf(before.shortfalls)
  const returned: Shortfall[] = missing > 0 ? [{ kind: 'returned', quantity: missing, reason, lotId }] : []
  return accept({
    line,
    parts,
    shortfalls: [...before.shortfalls, ...returned],
    hasBuyerAcceptedMore: true,
  })
}

function kept(
  line: LineSnapshot,
  parts: readonly GivenPart[],
  { lotId, quantity }: { lotId: number; quantity: number },
): GivenPart[] {
  let back = quantity
  return parts.flatMap((part) => {
    if (part.lotId !== lotId || back === 0) return [part]
    const less = Math.min(back, part.quantity)
    back -= less
    const left = part.quantity - less
    if (left === 0) return []
    return [{ ...part, quantity: left, weightGrams: isWeighedPiece(line.measure) ? part.weightGrams : null }]
  })
}

function sumOf(parts: readonly { quantity: number }[]): number {
  return parts.reduce((sum, part) => sum + part.quantity, 0)
}
