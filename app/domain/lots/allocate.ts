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
    const given = fillLowestFirst(sellers, part, measure.step, price)
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

/**
 * What each seller gives when `quantity` is handed out step by step, in closed form. The k-th step of a seller
 * is due at its income per head after k steps, a level that only rises; so the steps given are those due up to
 * some level, found by bisection, and at that very level as many as are left, in the sellers' order.
 */
function fillLowestFirst(
  sellers: readonly Seller[],
  quantity: number,
  step: number,
  price: bigint,
): number[] {
  if (quantity === 0) return sellers.map(() => 0)
  const common = sellers.reduce((multiple, seller) => leastCommonMultiple(multiple, seller.headcount), 1n)
  const ladders = sellers.map((seller) => {
    const scale = common / BigInt(seller.headcount)
    return { first: seller.income * scale, rise: BigInt(step) * price * scale, available: seller.available }
  })
  const level = lowestLevelGiving(quantity, step, ladders)

  const given = ladders.map((ladder) => givenUpTo(level - 1n, ladder, step))
  let left = quantity - given.reduce((sum, part) => sum + part, 0)
  return ladders.map((ladder, i) => {
    const below = given[i] ?? 0
    const atLevel = Math.min(left, givenUpTo(level, ladder, step) - below)
    left -= atLevel
    return below + atLevel
  })
}

/** Where a seller's steps are due: the first at `first`, each next `rise` higher, while goods last. */
type Ladder = { first: bigint; rise: bigint; available: number }

/** The quantity of a seller's steps due at `level` or lower. */
function givenUpTo(level: bigint, ladder: Ladder, step: number): number {
  if (level < ladder.first) return 0
  const wanted = ((level - ladder.first) / ladder.rise + 1n) * BigInt(step)
  return wanted < BigInt(ladder.available) ? Number(wanted) : ladder.available
}

/** The lowest level up to which the sellers together give `quantity`; they must hold that much. */
function lowestLevelGiving(quantity: number, step: number, ladders: readonly Ladder[]): bigint {
  const stocked = ladders.filter((ladder) => ladder.available > 0)
  let low = stocked[0]?.first ?? 0n
  let high = low
  for (const { first, rise, available } of stocked) {
    const last = first + rise * BigInt(Math.ceil(available / step))
    if (first < low) low = first
    if (last > high) high = last
  }
  while (low < high) {
    // Shifted right, unlike divided, rounds down for negative incomes too.
    const middle = (low + high) >> 1n
    const given = stocked.reduce((sum, ladder) => sum + givenUpTo(middle, ladder, step), 0)
    if (given >= quantity) high = middle
    else low = middle + 1n
  }
  return low
}

function leastCommonMultiple(a: bigint, count: number): bigint {
  let [x, y] = [a, BigInt(count)]
  while (y > 0n) [x, y] = [y, x % y]
  return (a / x) * BigInt(count)
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
