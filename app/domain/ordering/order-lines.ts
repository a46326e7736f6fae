/**
 * The lines an order has of one offer at one event, what each is held at, and whose goods each takes.
 * Invariant: what is given to lots adds up to the line, in quantity and in fen.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { GRAMS_PER_JIN, splitByLargestRemainder } from '#app/domain/kernel/money.ts'
import {
  heldUnits,
  isOrderable,
  isWeighedPiece,
  type Measure,
  type PriceParts,
  parseJin,
  priceLine,
} from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Prices are fen per piece or per 斤; the quantity is pieces or grams. */
export type OrderedGoods = {
  quantity: number
  measure: Measure
  unitPriceFen: number
  referencePriceFen: number
}

export type HeldLine = { quantity: number } & PriceParts

/** The most of one offer that one order takes: far above any need, and small enough to be one statement. */
const MOST_GRAMS = 20_000_000
const MOST_PIECES = 20_000
const MOST_WEIGHED_PIECES = 500

export type QuantityRefusal =
  | 'quantity-not-in-steps'
  | 'weight-not-in-steps'
  | 'quantity-too-large'
  | 'weight-too-large'

/** A quantity of an offer that may stand in a basket. Refuses with the step, or with the most. */
export function orderableQuantity(measure: Measure, quantity: number): Verdict<number, QuantityRefusal> {
  const { orderedBy, step } = measure
  const most = mostOrderable(measure)
  if (!isOrderable(measure, quantity)) {
    return orderedBy === 'weight'
      ? refuse('weight-not-in-steps', { stepGrams: step })
      : refuse('quantity-not-in-steps', { step })
  }
  if (quantity <= most) return accept(quantity)
  return orderedBy === 'weight'
    ? refuse('weight-too-large', { mostGrams: most })
    : refuse('quantity-too-large', { most })
}

/** A quantity as people write it, pieces or 斤, in the base unit; null where it is no figure. */
export function parseQuantity(measure: Pick<Measure, 'orderedBy'>, text: string): number | null {
  if (measure.orderedBy === 'weight') return parseJin(text)
  return /^\d{1,7}$/.test(text.trim()) ? Number(text.trim()) : null
}

/** A quantity as it is typed: pieces, or 斤 where ordered by weight. What `parseQuantity` reads again. */
export function typedQuantity(measure: Pick<Measure, 'orderedBy'>, quantity: number): number {
  return measure.orderedBy === 'weight' ? quantity / GRAMS_PER_JIN : quantity
}

/** The most of one offer in one order, in the base unit. */
export function mostOrderable(measure: Measure): number {
  if (measure.orderedBy === 'weight') return MOST_GRAMS
  return isWeighedPiece(measure) ? MOST_WEIGHED_PIECES : MOST_PIECES
}

/**
 * The lines of goods ordered at one event: one, but each animal that is weighed is a line of its own.
 * Each is rounded once and held at the top of its usual weight.
 */
export function holdLines(goods: OrderedGoods): HeldLine[] {
  const { quantity, measure, unitPriceFen, referencePriceFen } = goods
  const lineOf = (part: number): HeldLine => ({
    quantity: part,
    ...priceLine({
      pricedBy: measure.pricedBy,
      units: heldUnits(measure, part),
      unitPriceFen,
      referencePriceFen,
    }),
  })
  if (!isWeighedPiece(measure)) return [lineOf(quantity)]
  return new Array<HeldLine>(quantity).fill(lineOf(1))
}

/** What lines come to together. */
export function sumParts(lines: readonly PriceParts[]): PriceParts {
  const total = { amountFen: 0, baseFen: 0, premiumFen: 0 }
  for (const line of lines) {
    total.amountFen += line.amountFen
    total.baseFen += line.baseFen
    total.premiumFen += line.premiumFen
  }
  return total
}

export type LotPart = { lotId: number; quantity: number }
/** `lineIndex` is the place of the line among those given. */
export type LineShare = LotPart & { lineIndex: number; amountFen: number }

/**
 * Deals what lots give to the lines in order, lots in the order given. A line's amount is split over its lots by
 * their quantities, by largest remainder. The parts must add up to the lines.
 */
export function dealToLines(lines: readonly HeldLine[], parts: readonly LotPart[]): LineShare[] {
  const left = parts.map((part) => ({ ...part }))
  const shares: LineShare[] = []
  lines.forEach((line, lineIndex) => {
    const taken = takeFirst(left, line.quantity)
    const amounts = splitByLargestRemainder(
      line.amountFen,
      taken.map((part) => part.quantity),
    )
    taken.forEach((part, i) => {
      shares.push({ ...part, lineIndex, amountFen: amounts[i] ?? 0 })
    })
  })
  invariant(
    left.every((part) => part.quantity === 0),
    'lots give more than the lines take',
  )
  return shares
}

/** Takes `quantity` off the front of `left`, which it lowers. */
function takeFirst(left: LotPart[], quantity: number): LotPart[] {
  const taken: LotPart[] = []
  let wanted = quantity
  for (const part of left) {
    const given = Math.min(wanted, part.quantity)
    if (given === 0) continue
    part.quantity -= given
    wanted -= given
    taken.push({ lotId: part.lotId, quantity: given })
  }
  invariant(wanted === 0, 'lots give less than the lines take')
  return taken
}
