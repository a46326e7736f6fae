/**
 * The rules that decide whose goods a quantity takes, as one.
 * Invariant: all lots of a request are of one offer, so that one rule decides over all of them.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Measure } from '#app/domain/kernel/quantity.ts'
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import { type AllocationRequest, allocate, type NeedLot } from './allocate.ts'
import { allocateByWeights, type GroupLot, type WeightsRequest } from './allocate-by-weights.ts'
import type { RuledShares } from './shares.ts'

export type RuleLot = NeedLot | GroupLot

/** What a rule is asked; stored, so that it can be replayed. One that was stored without a name is by need. */
export type RuleRequest =
  | (AllocationRequest & { ruleName?: 'least-off-first' })
  | (WeightsRequest & { ruleName: 'group-weights' })

/** `quantity` is in the product's base unit; whether the lots are a group's is seen by their weights. */
export function toRuleRequest(asked: {
  quantity: number
  measure: Measure
  unitPriceFen: number
  lots: readonly RuleLot[]
}): RuleRequest {
  const { quantity, measure, unitPriceFen, lots } = asked
  const ofGroup = lots.filter(isOfGroup)
  if (ofGroup.length === 0) {
    const byNeed = lots.filter((lot): lot is NeedLot => !isOfGroup(lot))
    return { ruleName: 'least-off-first', quantity, measure, unitPriceFen, lots: byNeed }
  }
  invariant(ofGroup.length === lots.length, 'lots of a group and others are never in one offer')
  return { ruleName: 'group-weights', quantity, step: measure.step, lots: ofGroup }
}

/** Refuses `not-enough` with `quantity` and `available`. */
export function allocateByRule(
  request: RuleRequest,
): Verdict<RuledShares<'least-off-first' | 'group-weights'>, 'not-enough'> {
  return request.ruleName === 'group-weights' ? allocateByWeights(request) : allocate(request)
}

/** The lot after its household has been given `quantity` more of the offer for `amountFen`. */
export function afterGiving(lot: RuleLot, given: { quantity: number; amountFen: number }): RuleLot {
  return isOfGroup(lot)
    ? { ...lot, takenSoFar: lot.takenSoFar + given.quantity }
    : { ...lot, incomeFen: lot.incomeFen + given.amountFen }
}

function isOfGroup(lot: RuleLot): lot is GroupLot {
  return 'weight' in lot
}
