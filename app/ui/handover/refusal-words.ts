import { isWeighedPiece, type OrderedBy, type PricedBy } from '#app/domain/kernel/quantity.ts'
import type { Refusal } from '#app/domain/kernel/verdict.ts'
import { formatQuantity } from '#app/i18n/format.ts'
import { hasRefusalText, refusalText } from '#app/i18n/refusals.ts'

/** Facts of the desk's refusals that are quantities of the goods in hand. */
const QUANTITIES = new Set(['quantity', 'ordered', 'handedOver', 'accountedFor', 'available', 'given'])

/** A refusal of the desk in words, its quantities in what the goods are counted in. */
export function deskRefusalText(
  refusal: Refusal,
  goods: { orderedBy: OrderedBy; pricedBy: PricedBy; pieceUnit: string | null } | null,
): string {
  const facts = Object.entries(refusal.facts ?? {}).map(([name, value]) => {
    if (goods === null || typeof value !== 'number') return [name, value]
    if (QUANTITIES.has(name)) return [name, formatQuantity(value, goods)]
    // Of a piece on the scale, the most is its usual weight.
    return name === 'most' && isWeighedPiece(goods) ? ['most', formatQuantity(value, WEIGHT)] : [name, value]
  })
  // A code that other rooms word for themselves has the desk's own sentence beside it.
  const own = `desk-${refusal.code}`
  return refusalText(hasRefusalText(own) ? own : refusal.code, Object.fromEntries(facts))
}

const WEIGHT = { orderedBy: 'weight', pieceUnit: null } as const
