/**
 * What the households of a village are to bring to an event.
 * Invariant: the changes between two lists turn the one into the other, and there are none exactly when both say the same.
 */

/** Of one offer, by one household: pieces, or grams where ordered by weight. */
export type BringLine = { householdId: number; offerId: number; quantity: number }

/** Of one household and offer, before and after; 0 where it is not on the list. */
export type BringChange = { householdId: number; offerId: number; before: number; after: number }

/** What is reserved, each household and offer once, in the order of their ids. */
export function toBringLines(reserved: readonly BringLine[]): BringLine[] {
  const lines = new Map<string, BringLine>()
  for (const { householdId, offerId, quantity } of reserved) {
    const key = `${householdId} ${offerId}`
    lines.set(key, { householdId, offerId, quantity: quantity + (lines.get(key)?.quantity ?? 0) })
  }
  return [...lines.values()].filter(({ quantity }) => quantity > 0).sort(byIds)
}

/** One text, the same exactly when the lists say the same: what is hashed. */
export function bringContent(lines: readonly BringLine[]): string {
  return JSON.stringify(
    toBringLines(lines).map(({ householdId, offerId, quantity }) => [householdId, offerId, quantity]),
  )
}

/** What a correction changes, in the order of the ids. */
export function bringChanges(before: readonly BringLine[], after: readonly BringLine[]): BringChange[] {
  const was = toBringLines(before)
  const is = toBringLines(after)
  const quantityIn = (lines: readonly BringLine[], of: BringLine) =>
    lines.find((line) => line.householdId === of.householdId && line.offerId === of.offerId)?.quantity ?? 0
  const all = toBringLines([...was, ...is])
  return all
    .map((line) => ({
      householdId: line.householdId,
      offerId: line.offerId,
      before: quantityIn(was, line),
      after: quantityIn(is, line),
    }))
    .filter((change) => change.before !== change.after)
}

function byIds(a: BringLine, b: BringLine): number {
  return a.householdId - b.householdId || a.offerId - b.offerId
}
