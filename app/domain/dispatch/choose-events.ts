/**
 * Which events to travel to for a basket: most lines placed, then fewest trips, then least weight, then the
 * smallest event numbers in line order (an unplaced line counts as the largest), compared in that order.
 * Invariant: the choice is the best there is, and no two trips of it overlap.
 *
 * Once the events are chosen, each line goes to the one it prefers among them, so that only the choice of
 * events is searched. Here the search is made small: what can't matter is left out, and what is independent
 * is searched apart.
 */
import { compareChoices, type EventChoice, isOverlapping } from './event-choice.ts'
import { searchTrips } from './search-trips.ts'
import type { Trip } from './trip-field.ts'

/**
 * The chosen event's number for each line, null for a line left unplaced. The order of `choices` is of no
 * matter. A trip that overlaps an event the buyer goes to anyway must not be among them.
 */
export function chooseEvents(lineCount: number, choices: EventChoice[]): (number | null)[] {
  const ranked = [...choices].sort(compareChoices)
  let taken = takenAnyway(lineCount, ranked)
  const trips = withoutDominated(worthATrip(ranked, taken))
  for (const part of independentParts(lineCount, trips)) {
    taken = searchTrips({ lineCount, ranked, trips: part, taken })
  }
  return Array.from(taken, (rank) => ranked[rank]?.number ?? null)
}

/** By line, the rank of the event it prefers among those the buyer goes to anyway; `ranked.length` for none. */
function takenAnyway(lineCount: number, ranked: EventChoice[]): Int32Array {
  const taken = new Int32Array(lineCount).fill(ranked.length)
  ranked.forEach((choice, rank) => {
    if (choice.isTrip) return
    for (const line of choice.lines) taken[line] = Math.min(taken[line] ?? rank, rank)
  })
  return taken
}

/** Trips that place a line that has no place yet, each with the lines it would improve on. */
function worthATrip(ranked: EventChoice[], taken: Int32Array): Trip[] {
  const trips: Trip[] = []
  ranked.forEach((choice, rank) => {
    if (!choice.isTrip) return
    const lines = choice.lines.filter((line) => rank < (taken[line] ?? 0))
    if (lines.some((line) => taken[line] === ranked.length)) trips.push({ rank, choice, lines })
  })
  return trips
}

/**
 * Leaves out each trip that another can always stand in for: preferred by every line, taking at least the same
 * lines, and overlapping nothing that the trip itself doesn't.
 */
function withoutDominated(trips: Trip[]): Trip[] {
  const kept = new Set(trips)
  for (const trip of trips) {
    for (const other of kept) {
      if (other.rank >= trip.rank) break
      if (canStandIn(other, trip, kept)) {
        kept.delete(trip)
        break
      }
    }
  }
  return [...kept]
}

function canStandIn(other: Trip, trip: Trip, kept: Set<Trip>): boolean {
  if (!trip.lines.every((line) => other.lines.includes(line))) return false
  for (const third of kept) {
    if (third === trip || third === other) continue
    if (isOverlapping(third.choice, other.choice) && !isOverlapping(third.choice, trip.choice)) return false
  }
  return true
}

/** Parts that share no line and don't overlap: the best of each together are the best of all. */
function independentParts(lineCount: number, trips: Trip[]): Trip[][] {
  const leader = Array.from({ length: lineCount }, (_, line) => line)
  const leaderOf = (line: number): number => {
    const next = leader[line] ?? line
    return next === line ? line : leaderOf(next)
  }
  const join = (a: number, b: number) => {
    leader[leaderOf(a)] = leaderOf(b)
  }
  const firstLine = (trip: Trip): number => trip.lines[0] ?? 0
  trips.forEach((trip, index) => {
    for (const line of trip.lines) join(line, firstLine(trip))
    for (const earlier of trips.slice(0, index)) {
      if (isOverlapping(earlier.choice, trip.choice)) join(firstLine(earlier), firstLine(trip))
    }
  })
  const parts = new Map<number, Trip[]>()
  for (const trip of trips) {
    const key = leaderOf(firstLine(trip))
    parts.set(key, [...(parts.get(key) ?? []), trip])
  }
  return [...parts.values()]
}
