/**
 * Whose goods a line takes that names its household: chosen by the paired helper, or by a purchase contract.
 * Invariant: only the named household's lots give.
 */
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  assertAllocatable,
  type LotStock,
  type RuledShares,
  takeInLotOrder,
  totalAvailable,
} from './shares.ts'

export type NamedRefusal = 'household-not-in-offer' | 'not-enough'

/**
 * Takes the whole quantity from the named household's lots, lowest lot id first.
 * Refuses `household-not-in-offer`, and `not-enough` with `quantity` and `available`.
 */
export function allocateNamed(request: {
  quantity: number
  householdNumber: string
  lots: readonly LotStock[]
}): Verdict<RuledShares<'named-household'>, NamedRefusal> {
  const { quantity, householdNumber, lots } = request
  assertAllocatable(quantity, lots)
  const own = lots.filter((lot) => lot.householdNumber === householdNumber)
  if (own.length === 0) return refuse('household-not-in-offer', { householdNumber })
  const available = totalAvailable(own)
  if (available < quantity) return refuse('not-enough', { quantity, available })
  return accept({
    ruleName: 'named-household',
    ruleVersion: '1',
    shares: takeInLotOrder(own, quantity),
  })
}
