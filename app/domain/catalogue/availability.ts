/**
 * What the storefront says is left.
 * Invariant: nobody can follow what a single household sells by watching the figure of its goods fall.
 */
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'

/** `quantity` is pieces, or grams where ordered by weight. */
export type ShownAvailability =
  | { kind: 'sold-out' }
  | { kind: 'exact'; quantity: number }
  | { kind: 'plenty' }

/** From this many households in a pool on, the figure says little about any one of them. */
const SAFE_POOL = 5

/** Below this a buyer needs the figure: 10 pieces, or 10 斤. */
const FEW: Record<OrderedBy, number> = { piece: 10, weight: 10 * GRAMS_PER_JIN }

/** What a visitor is shown of `available`; `householdCount` counts the households that still have some of it. */
export function shownAvailability(offer: {
  orderedBy: OrderedBy
  available: number
  householdCount: number
}): ShownAvailability {
  const { orderedBy, available, householdCount } = offer
  if (available <= 0) return { kind: 'sold-out' }
  if (householdCount >= SAFE_POOL || available < FEW[orderedBy]) return { kind: 'exact', quantity: available }
  return { kind: 'plenty' }
}
