/**
 * What households get out of money paid ahead for goods that nobody came for.
 * Invariant: never more than would else go back, and what each gets adds up to it.
 */
import { mulDivHalfUp, splitByLargestRemainder } from '#app/domain/kernel/money.ts'

export type NoShowLine = {
  /** What the line is held at, in fen. */
  heldAmountFen: number
  quantity: number
  /** What of the quantity nobody came for. */
  noShowQuantity: number
  /** Of what it is held at, as the county had it when it was ordered and the buyer was told. */
  percent: number
}

/** The share in fen, rounded once. `goesBackFen` is what else went back for the line. */
export function noShowShareFen(line: NoShowLine, goesBackFen: number): number {
  const { heldAmountFen, quantity, noShowQuantity, percent } = line
  return Math.min(mulDivHalfUp(heldAmountFen, percent * noShowQuantity, 100 * quantity), goesBackFen)
}

/** What was reserved for the line of one lot, and what of the line's amount that is. */
export type ReservedPart = { lotId: number; householdId: number; amountFen: number }

/** Each household's part of the share, by what was reserved of its goods; nothing for one that comes to nothing. */
export function splitNoShowShare(
  shareFen: number,
  reserved: readonly ReservedPart[],
): { householdId: number; amountFen: number }[] {
  const parts = [...reserved].sort((a, b) => a.lotId - b.lotId)
  const amounts = splitByLargestRemainder(
    shareFen,
    parts.map((part) => part.amountFen),
  )
  const byHousehold = new Map<number, number>()
  for (const [index, { householdId }] of parts.entries()) {
    byHousehold.set(householdId, (byHousehold.get(householdId) ?? 0) + (amounts[index] ?? 0))
  }
  return [...byHousehold].flatMap(([householdId, amountFen]) =>
    amountFen > 0 ? [{ householdId, amountFen }] : [],
  )
}
