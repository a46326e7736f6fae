/**
 * What every allocation rule answers, and how a household's part is taken from its own lots.
 * Invariant: the shares of an allocation add up to the quantity asked, and none exceeds its lot.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

/** A part of a quantity, in the product's base unit (pieces or grams), taken from one lot. */
export type LotShare = { lotId: number; quantity: number }

/** A rule's answer; name and version are stored with its inputs, so that it can be replayed. */
export type RuledShares<Rule extends string> = { ruleName: Rule; ruleVersion: '1'; shares: LotShare[] }

/** A lot as every rule needs it. `available` is in the product's base unit. */
export type LotStock = { lotId: number; householdNumber: string; available: number }

/** Throws unless the quantity is positive and the lots are distinct, with whole, non-negative stock. */
export function assertAllocatable(quantity: number, lots: readonly LotStock[]): void {
  invariant(Number.isSafeInteger(quantity) && quantity > 0, 'quantity must be a positive whole number')
  invariant(new Set(lots.map((lot) => lot.lotId)).size === lots.length, 'a lot is named twice')
  for (const lot of lots) {
    invariant(Number.isSafeInteger(lot.available) && lot.available >= 0, 'stock must be a whole number')
  }
}

export function totalAvailable(lots: readonly Pick<LotStock, 'available'>[]): number {
  return lots.reduce((sum, lot) => sum + lot.available, 0)
}

/** Takes `quantity` from the lots of one household, lowest lot id first. The lots must hold that much. */
export function takeInLotOrder(lots: readonly LotStock[], quantity: number): LotShare[] {
  const shares: LotShare[] = []
  let left = quantity
  for (const lot of [...lots].sort((a, b) => a.lotId - b.lotId)) {
    const taken = Math.min(left, lot.available)
    if (taken > 0) shares.push({ lotId: lot.lotId, quantity: taken })
    left -= taken
  }
  invariant(left === 0, 'a household was given more than it has')
  return shares
}

/** The lots of each household, households in the order of their numbers. */
export function groupByHousehold<Lot extends LotStock>(lots: readonly Lot[]): [Lot, ...Lot[]][] {
  const groups = new Map<string, [Lot, ...Lot[]]>()
  for (const lot of lots) {
    const group = groups.get(lot.householdNumber)
    if (group) group.push(lot)
    else groups.set(lot.householdNumber, [lot])
  }
  return [...groups.values()].sort((a, b) => (a[0].householdNumber < b[0].householdNumber ? -1 : 1))
}

export function byLotId(a: LotShare, b: LotShare): number {
  return a.lotId - b.lotId
}
