/**
 * Bounds of a search node: what no plan below it can better.
 * Invariant: a bound never promises less than the best plan below the node has; else that plan would be lost.
 */
// biome-ignore-all lint/style/noNonNullAssertion: indexes are ranks, lines and counts, in range by construction.
import { compareNumbers, type Field, type Plan, type View } from './trip-field.ts'

/**
 * How many unplaced lines a trip must place at least to be of use to a plan better than the best found;
 * Infinity when there is no such plan below the node.
 */
export function leastUsefulFresh(field: Field, trips: number, best: Plan): number {
  const { view, isFewestKnown } = field
  const outOfReach = field.hasRivals ? view.open - mostPlaceable(field) : 0
  const leastLost = view.lost + outOfReach
  if (leastLost > best.lost) return Infinity
  if (leastLost < best.lost && !isFewestKnown) return 0
  // How many of the open lines a plan worth having leaves unplaced, and how many trips it may still take.
  const left = best.lost - view.lost
  const tripsLeft = isFewestKnown ? best.trips - trips : best.trips - 1 - trips
  if (fewestTrips(field, left) > tripsLeft) return Infinity
  if (isFewestKnown && !canBeLighter(field, left, best)) return Infinity
  return view.open - left - (tripsLeft - 1) * view.largestFresh
}

/** At most so many open lines can be placed by trips that don't overlap: the heaviest such trips, line by line. */
function mostPlaceable({ byEnd, endedBefore, view }: Field): number {
  const { fresh, mostByEnd } = view
  for (let k = 0; k < byEnd.length; k++) {
    const without = mostByEnd[k]!
    const including = mostByEnd[endedBefore[k]!]! + fresh[byEnd[k]!]!
    mostByEnd[k + 1] = Math.max(including, without)
  }
  return Math.min(view.open, mostByEnd[byEnd.length]!)
}

/**
 * At least so many trips place all open lines but `left`. Each line asks for its share of the largest trip that
 * can take it, so that no trip answers more than one whole.
 */
function fewestTrips({ view }: Field, left: number): number {
  const { openLines, open, freshOfTakers } = view
  let shares = 0
  for (let k = 0; k < open; k++) shares += 1 / freshOfTakers[openLines[k]!]!
  if (left > 0) shares -= sumOfLargest(left, view, (line) => 1 / freshOfTakers[line]!)
  return Math.ceil(shares - ROUNDING)
}

/** Far above what adding shares can err by, far below the least share. */
const ROUNDING = 1e-9

/** Whether the best is beaten when each line goes where it prefers, the heaviest `left` open ones nowhere. */
function canBeLighter(field: Field, left: number, best: Plan): boolean {
  const { lineCount, weights, view } = field
  const { preferred } = view
  let weight = 0
  for (let line = 0; line < lineCount; line++) weight += weights[preferred[line]!]!
  if (left > 0) weight -= sumOfLargest(left, view, (line) => weights[preferred[line]!]!)
  return weight < best.weight || (weight === best.weight && compareNumbers(field, preferred, best.taken) < 0)
}

function sumOfLargest(count: number, { openLines, open }: View, of: (line: number) => number): number {
  const values = Float64Array.from(openLines.subarray(0, open), of).sort()
  return values.subarray(Math.max(0, open - count)).reduce((sum, value) => sum + value, 0)
}
