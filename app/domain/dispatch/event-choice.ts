/** A pickup event as a choice of where lines go. What a line costs at an event depends on the event alone. */
export type EventChoice = {
  number: number
  /** What one line costs here: a non-negative integer; sums over all lines stay safe integers. */
  weight: number
  /** False where the buyer goes anyway: such an event is always chosen and counts as no trip. */
  isTrip: boolean
  startsAtMs: number
  endsAtMs: number
  /** The lines that can be collected here, as indexes into the basket, ascending. */
  lines: number[]
}

/** Orders events as every line prefers them: least weight, then smallest number. */
export function compareChoices(a: EventChoice, b: EventChoice): number {
  return a.weight - b.weight || a.number - b.number
}

type TimeWindow = Pick<EventChoice, 'startsAtMs' | 'endsAtMs'>

/** Whether two windows share time; one that ends as the other starts does not overlap it. */
export function isOverlapping(a: TimeWindow, b: TimeWindow): boolean {
  return a.startsAtMs < b.endsAtMs && b.startsAtMs < a.endsAtMs
}
