/**
 * Whether a price may be listed as it is.
 * Invariant: nothing is listed below the household's floor, and a premium above the cap needs a second person.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

export type PriceStanding = 'within' | 'above-cap' | 'below-floor'

/**
 * Where a unit price stands. All prices are fen per the same unit; `capPercent` is the most that the help premium
 * may add to the market reference, in whole percent of it, and is itself still within. Nothing is rounded.
 */
export function priceStanding(prices: {
  unitPriceFen: number
  referencePriceFen: number
  floorPriceFen: number
  capPercent: number
}): PriceStanding {
  const { unitPriceFen, referencePriceFen, floorPriceFen, capPercent } = prices
  for (const figure of [unitPriceFen, referencePriceFen, floorPriceFen, capPercent]) {
    invariant(Number.isSafeInteger(figure) && figure >= 0, 'prices and the cap must be whole numbers')
  }
  if (unitPriceFen < floorPriceFen) return 'below-floor'
  const premium = BigInt(unitPriceFen) - BigInt(referencePriceFen)
  return premium * 100n > BigInt(referencePriceFen) * BigInt(capPercent) ? 'above-cap' : 'within'
}

/** The highest unit price that is still within the cap, in whole fen. */
export function highestWithinCap(referencePriceFen: number, capPercent: number): number {
  return referencePriceFen + Number((BigInt(referencePriceFen) * BigInt(capPercent)) / 100n)
}
