/**
 * Bounds of a search node: what no plan below it can better.
 * Invariant: a bound never promises less than the best plan below the node has; else that plan would be lost.
 */
// biome-ignore-all lint/style/noNonNullAssertion: indexes are ranks, lines and counts, in range by construction.
import { compareNumbers, type Field, type Node, type Plan, type View } from './trip-field.ts'

/**
 * How many unplaced lines a trip must place at least to be of use to a plan better than the best found;
 * Infinity when there is no such plan below the node, which was just surveyed.
 */
export function leastUsefulFresh(field: Field, node: Node, trips: number, best: Plan): number {
  const { view, isFewestKnown } = field
  const outOfReach = field.hasRivals ? view.open - mostPlaceable(field) : 0
  const leastLost = view.lost + outOfReach
  if (leastLost > best.lost) return Infinity
  if (leastLost < best.lost && !isFewestKnown) return 0
  // How many of the open lines a plan worth having leaves unplaced, and how many trips it may still take.
  const left = best.lost - view.lost
  const tripsLeft = isFewestKnown ? best.trips - trips : best.trips - 1 - trips
  if (fewestTrips(field, left) > tripsLeft) return Infinity
  if (isFewestKnown && !canBeBetter(field, node, left, best)) return Infinity
  return view.open - left - (tripsLeft - 1) * view.largestFresh
}

/** At most so many open lines can be placed by trips that don't overlap: as if no two of these shared a line. */
function mostPlaceable({ byEnd, endedBefore, view }: Field): number {
  const { fresh, mostByEnd } = view
  for (let k = 0; k < byEnd.length; k++) {
    mostByEnd[k + 1] = Math.max(mostByEnd[k]!, mostByEnd[endedBefore[k]!]! + fresh[byEnd[k]!]!)
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

/** Whether terms 3 to 6 may come out better than the best found, `left` of the open lines being left unplaced. */
function canBeBetter(field: Field, node: Node, left: number, best: Plan): boolean {
  const { preferred } = field.view
  const byLine = leastWeight(field, left)
  if (byLine > best.weight) return false
  // At this weight every line placed is where it prefers, which has the smallest number it could then have.
  if (byLine === best.weight && compareNumbers(field, preferred, best.taken) >= 0) return false
  if (left === 0 || !field.hasRivals) return true
  const byWindows = leastWeightInWindows(field, node, left)
  return byWindows < best.weight || (byWindows === best.weight && canHaveSmallerNumbers(field, node, best))
}

/** The weight of each line where it prefers to be, the heaviest `left` open ones nowhere. */
function leastWeight({ lineCount, weights, view }: Field, left: number): number {
  const { preferred } = view
  let weight = 0
  for (let line = 0; line < lineCount; line++) weight += weights[preferred[line]!]!
  return left > 0 ? weight - sumOfLargest(left, view, (line) => weights[preferred[line]!]!) : weight
}

/**
 * The same by trips that don't overlap. Each line to be placed is priced at the heaviest trip; what trips save on
 * that, and on lines they would take from others, is at most what it would be if no two of them shared a line.
 */
function leastWeightInWindows(field: Field, node: Node, left: number): number {
  const { lineCount, weights, byEnd, endedBefore, view } = field
  const { savings, mostSavedByEnd } = view
  const price = weights[node.trips[node.tripCount - 1]!]!
  let weight = price * (view.open - left)
  for (let line = 0; line < lineCount; line++) weight += weights[node.taken[line]!]!
  savings.fill(0)
  for (let t = 0; t < node.tripCount; t++)
    savings[node.trips[t]!] = savingOf(field, node, node.trips[t]!, price)
  for (let k = 0; k < byEnd.length; k++) {
    const including = mostSavedByEnd[endedBefore[k]!]! + savings[byEnd[k]!]!
    mostSavedByEnd[k + 1] = Math.max(mostSavedByEnd[k]!, including)
  }
  return weight - mostSavedByEnd[byEnd.length]!
}

function savingOf({ weights, lines, unplaced }: Field, { taken }: Node, rank: number, price: number): number {
  let saving = 0
  for (const line of lines[rank]!) {
    const at = taken[line]!
    if (rank < at) saving += (at === unplaced ? price : weights[at]!) - weights[rank]!
  }
  return saving
}

/** Whether it beats the best found that each line has the smallest number of where it is and could be. */
function canHaveSmallerNumbers({ lineCount, lines, numbers, view }: Field, node: Node, best: Plan): boolean {
  const { leastNumbers } = view
  for (let line = 0; line < lineCount; line++) leastNumbers[line] = numbers[node.taken[line]!]!
  for (let t = 0; t < node.tripCount; t++) {
    const rank = node.trips[t]!
    for (const line of lines[rank]!) leastNumbers[line] = Math.min(leastNumbers[line]!, numbers[rank]!)
  }
  for (let line = 0; line < lineCount; line++) {
    const difference = leastNumbers[line]! - numbers[best.taken[line]!]!
    if (difference !== 0) return difference < 0
  }
  return false
}

/** The sum over open lines of the `count` largest values; kept in descending order, one more slot than needed. */
function sumOfLargest(
  count: number,
  { openLines, open, largest }: View,
  of: (line: number) => number,
): number {
  for (let k = 0; k < open; k++) {
    const value = of(openLines[k]!)
    let place = Math.min(k, count)
    for (; place > 0 && largest[place - 1]! < value; place--) largest[place] = largest[place - 1]!
    largest[place] = value
  }
  let sum = 0
  for (let k = 0; k < count; k++) sum += largest[k]!
  return sum
}
