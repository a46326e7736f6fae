/**
 * Whose goods a ten-household group's sale takes: the rule "group-weights".
 * Invariant: the shares add up to the quantity and no household gives more than it has.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { splitByLargestRemainder } from '#app/domain/kernel/money.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import {
  assertAllocatable,
  byLotId,
  groupByHousehold,
  type LotStock,
  type RuledShares,
  takeInLotOrder,
  totalAvailable,
} from './shares.ts'

/** A lot of a group member. `weight` is the member's recorded weight, whole, at least 1, the same on all its lots. */
export type GroupLot = LotStock & { weight: number }

type Member = { lots: readonly GroupLot[]; available: number; weight: number }

/**
 * Splits a quantity over the members by their recorded weights, by largest remainder; a tie goes to the lower
 * household number. A member whose part would be more than it has gives all of it, and what it can't give is
 * split over the others by their weights again.
 *
 * Refuses `not-enough` with `quantity` and `available`.
 */
export function allocateByWeights(request: {
  quantity: number
  lots: readonly GroupLot[]
}): Verdict<RuledShares<'group-weights'>, 'not-enough'> {
  const { quantity, lots } = request
  assertAllocatable(quantity, lots)
  const members = membersOf(lots)
  const available = totalAvailable(lots)
  if (available < quantity) return refuse('not-enough', { quantity, available })

  const { emptied, sharing, left } = emptyTheShort(members, quantity)
  const parts = splitByLargestRemainder(
    left,
    sharing.map((member) => member.weight),
  )
  const shares = [
    ...emptied.flatMap((member) => takeInLotOrder(member.lots, member.available)),
    ...sharing.flatMap((member, i) => takeInLotOrder(member.lots, parts[i] ?? 0)),
  ]
  return accept({ ruleName: 'group-weights', ruleVersion: '1', shares: shares.sort(byLotId) })
}

/**
 * Sets apart the members whose exact part is all they have or more. Each round leaves more for the others, so
 * it repeats until all of them have more than their exact part; rounding that up then stays within their stock.
 */
function emptyTheShort(members: readonly Member[], quantity: number) {
  const emptied: Member[] = []
  let sharing = [...members]
  let left = quantity
  for (;;) {
    const weights = sharing.reduce((sum, member) => sum + BigInt(member.weight), 0n)
    const isShort = (member: Member) =>
      BigInt(member.available) * weights <= BigInt(left) * BigInt(member.weight)
    const short = sharing.filter(isShort)
    if (short.length === 0) return { emptied, sharing, left }
    sharing = sharing.filter((member) => !isShort(member))
    emptied.push(...short)
    left -= totalAvailable(short)
  }
}

function membersOf(lots: readonly GroupLot[]): Member[] {
  return groupByHousehold(lots).map((own) => {
    const weight = own[0].weight
    invariant(Number.isSafeInteger(weight) && weight >= 1, 'a weight must be at least 1')
    const isSame = own.every((lot) => lot.weight === weight)
    invariant(isSame, `household ${own[0].householdNumber} has two weights`)
    return { lots: own, available: totalAvailable(own), weight }
  })
}
