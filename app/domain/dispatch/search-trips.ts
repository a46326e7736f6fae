/**
 * Branch and bound over sets of trips. A step takes the unplaced line that the fewest trips can take and tries
 * each of those trips in turn, each without the ones tried before, so that no set of trips is seen twice.
 * Invariant: what is cut off holds no plan better than the best one found, by the list of choose-events.ts.
 *
 * It runs twice: first for the most lines and the fewest trips alone, which cuts hardest; then, both known,
 * for the least weight and the smallest event numbers.
 */
// biome-ignore-all lint/style/noNonNullAssertion: indexes are ranks, lines and counts, in range by construction.
import { invariant } from '#app/domain/kernel/invariant.ts'
import { leastUsefulFresh } from './trip-bounds.ts'
import {
  compareNumbers,
  enter,
  type Field,
  layOut,
  type Node,
  nodeAt,
  survey,
  type TripSearch,
} from './trip-field.ts'

/** `taken` after the best set of trips. */
export function searchTrips(search: TripSearch): Int32Array {
  const field = layOut(search)
  enter(field, search)
  explore(field, 0, 0)
  field.isFewestKnown = true
  enter(field, search)
  explore(field, 0, 0)
  invariant(field.best !== null, 'every search ends in a plan')
  return field.best.taken
}

function explore(field: Field, depth: number, trips: number): void {
  const node = nodeAt(field, depth)
  for (;;) {
    survey(field, node)
    if (field.view.open === 0) {
      keepIfBetter(field, node, trips)
      return
    }
    if (field.best === null) break
    const least = leastUsefulFresh(field, node, trips, field.best)
    if (least > field.view.largestFresh) return
    if (!leaveOutSmaller(field, node, least)) break
  }
  branch(field, depth, trips)
}

function keepIfBetter(field: Field, { taken }: Node, trips: number): void {
  const { best, lineCount, weights, view } = field
  let weight = 0
  for (let line = 0; line < lineCount; line++) weight += weights[taken[line]!]!
  const isBetter =
    best === null ||
    (view.lost - best.lost ||
      trips - best.trips ||
      weight - best.weight ||
      compareNumbers(field, taken, best.taken)) < 0
  if (isBetter) field.best = { lost: view.lost, trips, weight, taken: taken.slice() }
}

/** Drops trips that would place fewer than `least` lines; whether there were any. */
function leaveOutSmaller({ view }: Field, node: Node, least: number): boolean {
  const { fresh } = view
  const before = node.tripCount
  let kept = 0
  for (let t = 0; t < before; t++) {
    const rank = node.trips[t]!
    if (fresh[rank]! >= least) node.trips[kept++] = rank
  }
  node.tripCount = kept
  return kept < before
}

/** Tries each trip that can take the tightest line, then none of them. */
function branch(field: Field, depth: number, trips: number): void {
  const node = nodeAt(field, depth)
  const next = nodeAt(field, depth + 1)
  const takers = listTakers(field, node)
  let canDoWithout = true
  for (let k = 0; k < takers; k++) {
    const rank = node.takers[k]!
    remove(node, rank)
    descend(field, node, rank, next)
    // A trip that rules out no other can always be added, so that leaving the line unplaced is never best.
    if (next.tripCount === node.tripCount) canDoWithout = false
    explore(field, depth + 1, trips + 1)
  }
  if (canDoWithout) explore(field, depth, trips)
}

/** Puts the trips that can take the tightest line into `node.takers`; how many they are. */
function listTakers(field: Field, node: Node): number {
  const { lines, view, isFewestKnown } = field
  const { takers } = node
  let count = 0
  for (let t = 0; t < node.tripCount; t++) {
    const rank = node.trips[t]!
    if (!lines[rank]!.includes(view.tightestLine)) continue
    let place = count++
    // While the fewest trips are looked for the largest come first, else those preferred.
    for (; !isFewestKnown && place > 0 && view.fresh[takers[place - 1]!]! < view.fresh[rank]!; place--) {
      takers[place] = takers[place - 1]!
    }
    takers[place] = rank
  }
  return count
}

function remove(node: Node, rank: number): void {
  const at = node.trips.indexOf(rank)
  node.trips.copyWithin(at, at + 1, node.tripCount)
  node.tripCount--
}

/** Makes `next` the node in which the trip of this rank is taken. */
function descend({ lineCount, lines, rivals }: Field, node: Node, rank: number, next: Node): void {
  const rivalsOfTrip = rivals[rank]!
  next.tripCount = 0
  for (let t = 0; t < node.tripCount; t++) {
    const other = node.trips[t]!
    if (rivalsOfTrip[other] === 0) next.trips[next.tripCount++] = other
  }
  for (let line = 0; line < lineCount; line++) next.taken[line] = node.taken[line]!
  const tripLines = lines[rank]!
  for (let k = 0; k < tripLines.length; k++) {
    const line = tripLines[k]!
    if (rank < next.taken[line]!) next.taken[line] = rank
  }
}
