/**
 * What the market pays, as a county notes it day by day.
 * Invariant: a price or a reference far from the county's own is listed only where somebody said why.
 */
import { addDays, type CivilDate } from '#app/domain/kernel/calendar.ts'
import type { PricedBy } from '#app/domain/kernel/quantity.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'

/** Older ones are history: the market has moved on. */
export const DAYS_A_REFERENCE_HOLDS = 60

/** Further off than this, in percent of the county's reference, is more often a slip than a price. */
export const MOST_DEVIATION_PERCENT = 25

/** A row of the county's table. The price is fen per what the product is priced by. */
export type ReferencePrice = {
  id: number
  priceFen: number
  source: string
  pricedOn: CivilDate
}

/** What is entered of one product. */
export type PriceEntry = { productKey: string; priceFen: number; source: string; pricedOn: CivilDate }

export type PriceEntryCode =
  | 'product-missing'
  | 'price-out-of-range'
  | 'reference-source-missing'
  | 'text-too-long'
  | 'priced-in-future'

export type PriceEntryFault = { field: keyof PriceEntry; refusal: Refusal<PriceEntryCode> }

/** A product as a price list may name it. */
export type PricedProduct = {
  key: string
  names: readonly string[]
  pricedBy: PricedBy
  pieceUnit: string | null
}

const MOST_TEXT = 60
const MOST_PRICE_FEN = 10_000_000

/** The oldest day whose reference is still offered. */
export function oldestOffered(today: CivilDate): CivilDate {
  return addDays(today, -DAYS_A_REFERENCE_HOLDS)
}

/** Whether a figure is more than the most that may pass unasked from a reference, above or below. */
export function isFarFrom(referenceFen: number, figureFen: number): boolean {
  return Math.abs(figureFen - referenceFen) * 100 > referenceFen * MOST_DEVIATION_PERCENT
}

/** Everything wrong with a price to be entered, one fault a field at most. */
export function priceEntryFaults(entry: PriceEntry, today: CivilDate): PriceEntryFault[] {
  const faults: PriceEntryFault[] = []
  const isPrice =
    Number.isSafeInteger(entry.priceFen) && entry.priceFen > 0 && entry.priceFen <= MOST_PRICE_FEN
  if (!isPrice)
    faults.push({ field: 'priceFen', refusal: refuse('price-out-of-range', { mostFen: MOST_PRICE_FEN }) })
  const source = entry.source.trim()
  if (source === '') faults.push({ field: 'source', refusal: refuse('reference-source-missing') })
  else if ([...source].length > MOST_TEXT) faults.push({ field: 'source', refusal: refuse('text-too-long') })
  if (entry.pricedOn > today)
    faults.push({ field: 'pricedOn', refusal: refuse('priced-in-future', { dayOn: entry.pricedOn }) })
  return faults
}
