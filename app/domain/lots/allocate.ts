/**
 * Whose goods an order line takes: the rule "least-off-first".
 * Invariant: the shares add up to the quantity, no lot gives more than it has, and the answer equals
 * handing out the quantity one step at a time, whatever order the lots come in.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { GRAMS_PER_JIN } from '#app/domain/kernel/money.ts'
import { heldUnits, type Measure } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { fillLowestFirst, leastCommonMultiple } from './lowest-first.ts'
import {
  assertAllocatable,
  byLotId,
  groupByHousehold,
  type LotShare,
  type LotStock,
  type RuledShares,
  takeInLotOrder,
  totalAvailable,
} from './shares.ts'

/** A lot and what the rule needs of its household; the household's facts are the same on all its lots. */
export type NeedLot = LotStock & {
  /** One of the help categories on the event's day; false for an ordinary household. */
  isHelpCategory: boolean
  /** The lead farmer's own goods. */
  isLeadFarmer: boolean
  /** Sales income of the event's year in fen, what is reserved included at its lines' prices. */
  incomeFen: number
  /** Members on the event's day, at least 1. */
  headcount: number
  /** Business day of the household's latest sale; null if it never sold. */
  lastSaleOn: CivilDate | null
}

export type AllocationRequest = {
  /** In the product's base unit, pieces or grams. */
  quantity: number
  measure: Measure
  unitPriceFen: number
  lots: readonly NeedLot[]
}

/** A household within one tier. `income` is in fen times the price's denominator, exact. */
type Seller = {
  householdNumber: string
  lots: readonly NeedLot[]
  available: number
  headcount: number
  income: bigint
}

/**
 * Splits a quantity by need. Each step (one `measure.step`) goes to the household whose income per head is
 * lowest among those with goods left; a tie goes to the one whose last sale is longest ago (never sold first),
 * then to the lower household number. A step given raises that household's income by its price. Households of
 * the help categories come first until they have nothing left, then ordinary ones, then lead farmers' own lots.
 *
 * A household with less than a step left gives that, and the last step may be smaller than the others: each
 * counts at the price of what it is. Of a household's several lots the lowest id gives first.
 *
 * Rounding: none. A step's price is the exact fraction units x unitPriceFen / (1 or 500), never whole fen, so
 * that no household is passed over for a rounding; amounts are rounded elsewhere, once a line. Incomes per head
 * are compared as fractions on their common denominator. A weighed piece counts at what it is held at.
 *
 * Refuses `not-enough` with `quantity` and `available`.
 */
export function allocate(request: AllocationRequest): Verdict<RuledShares<'least-off-first'>, 'not-enough'> {
  const { quantity, measure, unitPriceFen, lots } = request
  assertAllocatable(quantity, lots)
  assertSameHouseholdFacts(lots)
  invariant(Number.isSafeInteger(unitPriceFen) && unitPriceFen > 0, 'a price must be positive')
  invariant(Number.isSafeInteger(measure.step) && measure.step > 0, 'a step must be positive')
  const available = totalAvailable(lots)
  if (available < quantity) return refuse('not-enough', { quantity, available })

  const denominator = BigInt(measure.pricedBy === 'piece' ? 1 : GRAMS_PER_JIN)
  const price = BigInt(unitPriceFen) * BigInt(heldUnits(measure, 1))
  const earned = new Map<string, bigint>()
  const shares: LotShare[] = []
  let left = quantity
  for (const tier of tiersOf(lots)) {
    const sellers = sellersOf(tier, denominator, earned)
    const part = Math.min(left, totalAvailable(sellers))
    const given = fillSellers(sellers, part, measure.step, price)
    sellers.forEach((seller, i) => {
      const quantityGiven = given[i] ?? 0
      const before = earned.get(seller.householdNumber) ?? 0n
      earned.set(seller.householdNumber, before + BigInt(quantityGiven) * price)
      shares.push(...takeInLotOrder(seller.lots, quantityGiven))
    })
    left -= part
  }
  return accept({ ruleName: 'least-off-first', ruleVersion: '1', shares: shares.sort(byLotId) })
}

/** Help categories, then ordinary households, then lead farmers' own; each empties before the next begins. */
function tiersOf(lots: readonly NeedLot[]): NeedLot[][] {
  return [
    lots.filter((lot) => !lot.isLeadFarmer && lot.isHelpCategory),
    lots.filter((lot) => !lot.isLeadFarmer && !lot.isHelpCategory),
    lots.filter((lot) => lot.isLeadFarmer),
  ]
}

/** The households of a tier in the order ties are broken, with what an earlier tier has given them counted. */
function sellersOf(tier: readonly NeedLot[], denominator: bigint, earned: Map<string, bigint>): Seller[] {
  return groupByHousehold(tier)
    .sort((a, b) => compareLastSale(a[0].lastSaleOn, b[0].lastSaleOn))
    .map((lots) => {
      const { householdNumber, headcount, incomeFen } = lots[0]
      const income = BigInt(incomeFen) * denominator + (earned.get(householdNumber) ?? 0n)
      return { householdNumber, lots, available: totalAvailable(lots), headcount, income }
    })
}

function compareLastSale(a: CivilDate | null, b: CivilDate | null): number {
  if (a === b) return 0
  if (a === null) return -1
  if (b === null) return 1
  return a < b ? -1 : 1
}

/** What each seller gives: its k-th step is due at its income per head after k steps. */
function fillSellers(sellers: readonly Seller[], quantity: number, step: number, price: bigint): number[] {
  const common = leastCommonMultiple(sellers.map((seller) => seller.headcount))
  const ladders = sellers.map((seller) => {
    const scale = common / BigInt(seller.headcount)
    return { first: seller.income * scale, rise: BigInt(step) * price * scale, available: seller.available }
  })
  return fillLowestFirst(ladders, quantity, step)
}

function assertSameHouseholdFacts(lots: readonly NeedLot[]): void {
  for (const [first, ...others] of groupByHousehold(lots)) {
    invariant(Number.isSafeInteger(first.headcount) && first.headcount >= 1, 'headcount must be at least 1')
    invariant(Number.isSafeInteger(first.incomeFen), 'income must be whole fen')
    for (const lot of others) {
      const isSame =
        lot.incomeFen === first.incomeFen &&
        lot.headcount === first.headcount &&
        lot.lastSaleOn === first.lastSaleOn &&
        lot.isHelpCategory === first.isHelpCategory
      invariant(isSame, `household ${lot.householdNumber} has two sets of facts`)
    }
  }
}
