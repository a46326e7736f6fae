/**
 * Handing out a quantity step by step, each step to whoever stands lowest, in closed form.
 * Invariant: the parts add up to the quantity, none exceeds what its ladder has, and they equal the steps handed out
 * one by one, a tie going to the ladder that is named first.
 */

/**
 * Where somebody's steps are due: the first at `first`, each next `rise` higher, while goods last. Levels of all
 * ladders are on one common denominator, exact.
 */
export type Ladder = { first: bigint; rise: bigint; available: number }

/**
 * What each ladder gives of `quantity`; together they must hold that much. A level only rises along a ladder; so the
 * steps given are those due up to some level, found by bisection, and at that very level as many as are left, in the
 * ladders' order. A ladder with less than a step left gives that, and the last step may be smaller than the others.
 */
export function fillLowestFirst(ladders: readonly Ladder[], quantity: number, step: number): number[] {
  if (quantity === 0) return ladders.map(() => 0)
  const level = lowestLevelGiving(quantity, step, ladders)
  const given = ladders.map((ladder) => givenUpTo(level - 1n, ladder, step))
  let left = quantity - given.reduce((sum, part) => sum + part, 0)
  return ladders.map((ladder, i) => {
    const below = given[i] ?? 0
    const atLevel = Math.min(left, givenUpTo(level, ladder, step) - below)
    left -= atLevel
    return below + atLevel
  })
}

/** The quantity of a ladder's steps due at `level` or lower. */
function givenUpTo(level: bigint, ladder: Ladder, step: number): number {
  if (level < ladder.first) return 0
  const wanted = ((level - ladder.first) / ladder.rise + 1n) * BigInt(step)
  return wanted < BigInt(ladder.available) ? Number(wanted) : ladder.available
}

/** The lowest level up to which the ladders together give `quantity`. */
function lowestLevelGiving(quantity: number, step: number, ladders: readonly Ladder[]): bigint {
  const stocked = ladders.filter((ladder) => ladder.available > 0)
  let low = stocked[0]?.first ?? 0n
  let high = low
  for (const { first, rise, available } of stocked) {
    const last = first + rise * BigInt(Math.ceil(available / step))
    if (first < low) low = first
    if (last > high) high = last
  }
  while (low < high) {
    // Shifted right, unlike divided, rounds down below zero too.
    const middle = (low + high) >> 1n
    const given = stocked.reduce((sum, ladder) => sum + givenUpTo(middle, ladder, step), 0)
    if (given >= quantity) high = middle
    else low = middle + 1n
  }
  return low
}

/** Of whole numbers, each at least 1. */
export function leastCommonMultiple(counts: readonly number[]): bigint {
  return counts.reduce((multiple, count) => {
    let [x, y] = [multiple, BigInt(count)]
    while (y > 0n) [x, y] = [y, x % y]
    return (multiple / x) * BigInt(count)
  }, 1n)
}
