/**
 * The state of a search for the best trips: what is fixed, one node for each depth, and what is seen of a node.
 * Typed arrays, made once and written over: a node takes a microsecond or two, and there are thousands.
 */
// biome-ignore-all lint/style/noNonNullAssertion: indexes are ranks, lines and counts, in range by construction.
import { type EventChoice, isOverlapping } from './event-choice.ts'

/** An event to travel to: its place in the order of preference, and the lines that would rather be there. */
export type Trip = { rank: number; choice: EventChoice; lines: number[] }

export type TripSearch = {
  lineCount: number
  /** All events, in the order lines prefer them. */
  ranked: EventChoice[]
  /** Those to search, ascending by rank. */
  trips: Trip[]
  /** By line, the rank of the event it goes to without any of `trips`; `ranked.length` while it has none. */
  taken: Int32Array
}

/** `trips` is how many were taken to leave only `lost` lines without a place. */
export type Plan = { lost: number; trips: number; weight: number; taken: Int32Array }

/** A step of the search: the trips still to be had, as ranks in ascending order, and where lines go so far. */
export type Node = { trips: Int32Array; tripCount: number; taken: Int32Array; takers: Int32Array }

/** All that one search works on. */
export type Field = {
  lineCount: number
  /** The rank of "nowhere": after all events, of no weight, its number larger than any. */
  unplaced: number
  /** By rank. */
  weights: Float64Array
  numbers: Float64Array
  lines: Int32Array[]
  rivals: Uint8Array[]
  hasRivals: boolean
  /** Ranks of the trips by end, and for each how many of these end before it starts. */
  byEnd: Int32Array
  endedBefore: Int32Array
  /** By depth; one node of each depth is alive at a time. */
  nodes: Node[]
  best: Plan | null
  isFewestKnown: boolean
  view: View
}

/** What `survey` sees of one node. */
export type View = {
  /** By rank, how many unplaced lines the trip would place. */
  fresh: Int32Array
  largestFresh: number
  /** By line, how many trips can take it, the largest `fresh` among them, and the rank it prefers of all. */
  takerCount: Int32Array
  freshOfTakers: Int32Array
  preferred: Int32Array
  /** Unplaced lines that some trip can take, and those that none can. */
  openLines: Int32Array
  open: number
  lost: number
  tightestLine: number
  // Room for what the bounds work out.
  mostByEnd: Int32Array
  mostSavedByEnd: Float64Array
  savings: Float64Array
  leastNumbers: Float64Array
  largest: Float64Array
}

/** What is fixed for a search, with room for what is not. */
export function layOut({ lineCount, ranked, trips }: TripSearch): Field {
  const unplaced = ranked.length
  const lines = ranked.map(() => new Int32Array(0))
  const rivals: Uint8Array[] = ranked.map(() => new Uint8Array(unplaced))
  for (const trip of trips) {
    lines[trip.rank] = Int32Array.from(trip.lines)
    rivals[trip.rank] = rivalsOf(trip, trips, unplaced)
  }
  const byEnd = [...trips].sort((a, b) => a.choice.endsAtMs - b.choice.endsAtMs)
  const endedBefore = byEnd.map(
    (trip) => byEnd.filter((other) => other.choice.endsAtMs <= trip.choice.startsAtMs).length,
  )
  return {
    lineCount,
    unplaced,
    weights: Float64Array.from([...ranked.map((choice) => choice.weight), 0]),
    numbers: Float64Array.from([...ranked.map((choice) => choice.number), Number.MAX_SAFE_INTEGER]),
    lines,
    rivals,
    hasRivals: rivals.some((row) => row.includes(1)),
    byEnd: Int32Array.from(byEnd, (trip) => trip.rank),
    endedBefore: Int32Array.from(endedBefore),
    nodes: [],
    best: null,
    isFewestKnown: false,
    view: viewFor(lineCount, unplaced, trips.length),
  }
}

function viewFor(lineCount: number, rankCount: number, tripCount: number): View {
  return {
    fresh: new Int32Array(rankCount),
    largestFresh: 0,
    takerCount: new Int32Array(lineCount),
    freshOfTakers: new Int32Array(lineCount),
    preferred: new Int32Array(lineCount),
    openLines: new Int32Array(lineCount),
    open: 0,
    lost: 0,
    tightestLine: 0,
    mostByEnd: new Int32Array(tripCount + 1),
    mostSavedByEnd: new Float64Array(tripCount + 1),
    savings: new Float64Array(rankCount),
    leastNumbers: new Float64Array(lineCount),
    largest: new Float64Array(lineCount + 1),
  }
}

/** By rank, 1 for each other trip that this one overlaps. */
function rivalsOf(trip: Trip, trips: Trip[], rankCount: number): Uint8Array {
  const rivals = new Uint8Array(rankCount)
  for (const other of trips) {
    if (other !== trip && isOverlapping(other.choice, trip.choice)) rivals[other.rank] = 1
  }
  return rivals
}

/** The node of this depth, made at first use: few searches go deep. */
export function nodeAt(field: Field, depth: number): Node {
  let node = field.nodes[depth]
  if (node === undefined) {
    const { unplaced, lineCount } = field
    node = {
      trips: new Int32Array(unplaced),
      tripCount: 0,
      taken: new Int32Array(lineCount),
      takers: new Int32Array(unplaced),
    }
    field.nodes[depth] = node
  }
  return node
}

/** Sets the first node: all trips to be had, none taken. */
export function enter(field: Field, { trips, taken }: TripSearch): void {
  const root = nodeAt(field, 0)
  root.trips.set(trips.map((trip) => trip.rank))
  root.tripCount = trips.length
  root.taken.set(taken)
}

/** Counts, for the node, what each trip would place and who can take each line; drops trips that place none. */
export function survey(field: Field, node: Node): void {
  const { lineCount, unplaced, lines, view } = field
  const { trips, taken } = node
  const { fresh, takerCount, freshOfTakers, preferred } = view
  for (let line = 0; line < lineCount; line++) {
    takerCount[line] = 0
    freshOfTakers[line] = 0
    preferred[line] = taken[line]!
  }
  if (field.hasRivals) fresh.fill(0)
  let kept = 0
  let largestFresh = 0
  for (let t = 0; t < node.tripCount; t++) {
    const rank = trips[t]!
    const tripLines = lines[rank]!
    let places = 0
    for (let k = 0; k < tripLines.length; k++) if (taken[tripLines[k]!] === unplaced) places++
    if (places === 0) continue
    trips[kept++] = rank
    fresh[rank] = places
    if (places > largestFresh) largestFresh = places
    for (let k = 0; k < tripLines.length; k++) {
      const line = tripLines[k]!
      takerCount[line]!++
      if (places > freshOfTakers[line]!) freshOfTakers[line] = places
      if (rank < preferred[line]!) preferred[line] = rank
    }
  }
  node.tripCount = kept
  view.largestFresh = largestFresh
  countUnplaced(field, node)
}

function countUnplaced({ lineCount, unplaced, view }: Field, { taken }: Node): void {
  const { takerCount, openLines } = view
  view.open = 0
  view.lost = 0
  for (let line = 0; line < lineCount; line++) {
    if (taken[line] !== unplaced) continue
    if (takerCount[line] === 0) {
      view.lost++
    } else {
      if (view.open === 0 || takerCount[line]! < takerCount[view.tightestLine]!) view.tightestLine = line
      openLines[view.open++] = line
    }
  }
}

/** Orders plans by their event numbers in line order, a line placed nowhere as the largest. */
export function compareNumbers({ lineCount, numbers }: Field, a: Int32Array, b: Int32Array): number {
  for (let line = 0; line < lineCount; line++) {
    const difference = numbers[a[line]!]! - numbers[b[line]!]!
    if (difference !== 0) return difference
  }
  return 0
}
