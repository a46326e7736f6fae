/**
 * In what order households stand at an event, and orders are packed.
 * Invariant: the same households in any order get the same stalls: 1 to n, each household once, villages together and
 * within a village its grids.
 */

export type StallHousehold = { id: number; villageCode: string; gridCode: string | null; number: string }

/** By village, grid and household number, as the village's own list of what to bring is. */
export function stallOrder(households: readonly StallHousehold[]): { householdId: number; stall: number }[] {
  const once = new Map(households.map((household) => [household.id, household]))
  return [...once.values()]
    .sort(byPlace)
    .map((household, index) => ({ householdId: household.id, stall: index + 1 }))
}

/**
 * The stalls of an event as they are known: those that were given stand, whatever came since; households that have none
 * yet are numbered on from the last, in their order.
 */
export function stallsOnFrom(
  given: ReadonlyMap<number, number>,
  households: readonly StallHousehold[],
): { householdId: number; stall: number }[] {
  const last = Math.max(0, ...given.values())
  const stalls = households.flatMap(({ id }) => {
    const stall = given.get(id)
    return stall === undefined ? [] : [{ householdId: id, stall }]
  })
  const others = stallOrder(households.filter(({ id }) => !given.has(id)))
  return [...stalls, ...others.map(({ householdId, stall }) => ({ householdId, stall: last + stall }))].sort(
    (a, b) => a.stall - b.stall,
  )
}

function byPlace(a: StallHousehold, b: StallHousehold): number {
  return (
    compare(a.villageCode, b.villageCode) ||
    compare(a.gridCode ?? '', b.gridCode ?? '') ||
    compare(a.number, b.number) ||
    a.id - b.id
  )
}

/** By code unit, so that no machine's language changes a stall. */
function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
