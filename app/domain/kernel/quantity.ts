/**
 * Quantities are whole numbers in a product's base unit: pieces, or grams for what is ordered by weight.
 * Prices are fen per piece, or fen per 斤 (500 g).
 * Invariant: the amount of a line is rounded once; its base never exceeds it; base + premium = amount.
 */
import { invariant } from './invariant.ts'
import { GRAMS_PER_JIN, mulDivHalfUp } from './money.ts'

/** How a product is ordered: by the piece, or by weight in grams. */
export type OrderedBy = 'piece' | 'weight'
/** What its price is per: a piece, or a 斤. */
export type PricedBy = 'piece' | 'jin'

/** What of a product decides how quantities and amounts are computed. */
export type Measure = {
  orderedBy: OrderedBy
  pricedBy: PricedBy
  /** Smallest quantity, and the multiple, that can be ordered: 1 piece, or some grams. */
  step: number
  /** Range of a usual piece in grams; only where ordered by piece and priced by 斤. */
  usualPieceGrams: { least: number; most: number } | null
}

/** Ordered by the piece but priced by weight: estimated when ordered, weighed one by one at the desk. */
export function isWeighedPiece(measure: Pick<Measure, 'orderedBy' | 'pricedBy'>): boolean {
  return measure.orderedBy === 'piece' && measure.pricedBy === 'jin'
}

export type PriceParts = { amountFen: number; baseFen: number; premiumFen: number }

/**
 * The amount of a line and its two parts. `units` is pieces where priced by the piece, grams where priced by 斤.
 * The premium is what the price adds to the market reference; a price under its reference has none.
 */
export function priceLine(input: {
  pricedBy: PricedBy
  units: number
  unitPriceFen: number
  referencePriceFen: number
}): PriceParts {
  const per = input.pricedBy === 'piece' ? 1 : GRAMS_PER_JIN
  const amountFen = mulDivHalfUp(input.units, input.unitPriceFen, per)
  const baseFen = Math.min(amountFen, mulDivHalfUp(input.units, input.referencePriceFen, per))
  return { amountFen, baseFen, premiumFen: amountFen - baseFen }
}

/**
 * The billable units (pieces, or grams) that an ordered quantity is held at. A weighed piece is held at the
 * top of its usual range, so that the scale rarely asks for more than was held.
 */
export function heldUnits(measure: Measure, quantity: number): number {
  if (!isWeighedPiece(measure)) return quantity
  invariant(measure.usualPieceGrams !== null, 'a weighed piece needs its usual range')
  return quantity * measure.usualPieceGrams.most
}

/** Whether `quantity` is a positive whole multiple of the product's step. */
export function isOrderable(measure: Pick<Measure, 'step'>, quantity: number): boolean {
  return Number.isSafeInteger(quantity) && quantity > 0 && quantity % measure.step === 0
}

/** Grams from a figure in 斤 with at most three decimals, e.g. "8.94"; null if it is no such figure. */
export function parseJin(text: string): number | null {
  const match = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text.trim())
  if (!match) return null
  const thousandths = Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'))
  const grams = (thousandths * GRAMS_PER_JIN) / 1000
  return Number.isInteger(grams) ? grams : Math.round(grams)
}

/** Fen from a figure in yuan with at most two decimals, e.g. "16.80"; null if it is no such figure. */
export function parseYuan(text: string): number | null {
  const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}
