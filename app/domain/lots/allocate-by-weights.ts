/**
 * Whose goods a ten-household group's sale takes: the rule "group-weights".
 * Invariant: the shares add up to the quantity, no lot gives more than it has, and the answer equals handing out the
 * quantity one step at a time, whatever order the lots come in; many small orders end where one large one would.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { fillLowestFirst, leastCommonMultiple } from './lowest-first.ts'
import {
  assertAllocatable,
  byLotId,
  groupByHousehold,
  type LotStock,
  type RuledShares,
  takeInLotOrder,
  totalAvailable,
} from './shares.ts'

/** A lot of a group member; what is said of the member is the same on all its lots. */
export type GroupLot = LotStock & {
  /** The member's recorded weight on the event's day, whole, at least 1. */
  weight: number
  /** What the member has reserved or given of the group's lots of this product in the event's year, in its base unit. */
  takenSoFar: number
}

/** `quantity` and `step` are in the product's base unit. */
export type WeightsRequest = { quantity: number; step: number; lots: readonly GroupLot[] }

/**
 * Splits a quantity by the members' weights. Each step goes to the member with goods left whose (taken so far + half a
 * step) / weight is lowest, as fractions, exact; a tie goes to the lower household number. That is Sainte-Laguë's rule:
 * it favours neither heavy nor light members, however small the orders. A split of each order by itself would round the
 * single goose to the heaviest member every time.
 *
 * A member with less than a step left gives that, and the last step may be smaller than the others. Of a member's
 * several lots the lowest id gives first.
 *
 * Refuses `not-enough` with `quantity` and `available`.
 */
export function allocateByWeights(
  request: WeightsRequest,
): Verdict<RuledShares<'group-weights'>, 'not-enough'> {
  const { quantity, step, lots } = request
  assertAllocatable(quantity, lots)
  invariant(Number.isSafeInteger(step) && step > 0, 'a step must be positive')
  const members = groupByHousehold(lots)
  for (const member of members) assertOneMember(member)
  const available = totalAvailable(lots)
  if (available < quantity) return refuse('not-enough', { quantity, available })

  const common = leastCommonMultiple(members.map(([lot]) => lot.weight))
  const ladders = members.map((own) => {
    const [{ weight, takenSoFar }] = own
    const scale = common / BigInt(weight)
    // Twice what the rule says of both, for half a step of an odd number is no whole one.
    const first = (2n * BigInt(takenSoFar) + BigInt(step)) * scale
    return { first, rise: 2n * BigInt(step) * scale, available: totalAvailable(own) }
  })
  const given = fillLowestFirst(ladders, quantity, step)
  const shares = members.flatMap((own, i) => takeInLotOrder(own, given[i] ?? 0))
  return accept({ ruleName: 'group-weights', ruleVersion: '1', shares: shares.sort(byLotId) })
}

function assertOneMember([first, ...others]: readonly [GroupLot, ...GroupLot[]]): void {
  const { weight, takenSoFar, householdNumber } = first
  invariant(Number.isSafeInteger(weight) && weight >= 1, 'a weight must be at least 1')
  invariant(Number.isSafeInteger(takenSoFar) && takenSoFar >= 0, 'what was taken must be a whole number')
  const isSame = others.every((lot) => lot.weight === weight && lot.takenSoFar === takenSoFar)
  invariant(isSame, `household ${householdNumber} has two weights`)
}
