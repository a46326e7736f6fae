/** The list by which plans are compared (design, "Which event"), term by term. */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { Basket } from './basket.ts'

export type DispatchCost = {
  /** 1. Most. */
  linesPlaced: number
  /** 2. Events at which the buyer has nothing yet, fewest. */
  newEvents: number
  /** 3. Lines at events where the buyer's agency has orders, most. */
  linesWithColleagues: number
  /** 4. Sum over placed lines of whole civil days until the event, least. */
  daysTotal: number
  /** 5. Sum over placed lines of the distance, least. */
  distanceTotal: number
  /** 6. In line order, smallest at the first difference; null, for a line left out, counts as the largest. */
  eventNumbers: (number | null)[]
}

/** The cost of sending each line of the basket to the event of this number, null for nowhere. */
export function costOf(basket: Basket, eventNumbers: (number | null)[]): DispatchCost {
  const visited = eventNumbers.flatMap((number) => {
    if (number === null) return []
    const event = basket.events.get(number)
    invariant(event !== undefined, `no event ${number} in the request`)
    return [event]
  })
  return {
    linesPlaced: visited.length,
    newEvents: new Set(visited.filter((event) => !event.buyerHasOrder)).size,
    linesWithColleagues: visited.filter((event) => event.agencyHasOrders).length,
    daysTotal: visited.reduce((sum, event) => sum + event.days, 0),
    distanceTotal: visited.reduce((sum, event) => sum + event.distance, 0),
    eventNumbers,
  }
}

/** Negative where `a` is the better plan, 0 only where both are the same. */
export function compareCosts(a: DispatchCost, b: DispatchCost): number {
  return (
    b.linesPlaced - a.linesPlaced ||
    a.newEvents - b.newEvents ||
    b.linesWithColleagues - a.linesWithColleagues ||
    a.daysTotal - b.daysTotal ||
    a.distanceTotal - b.distanceTotal ||
    compareNumbers(a.eventNumbers, b.eventNumbers)
  )
}

function compareNumbers(a: (number | null)[], b: (number | null)[]): number {
  for (const [line, number] of a.entries()) {
    const difference = (number ?? Number.MAX_SAFE_INTEGER) - (b[line] ?? Number.MAX_SAFE_INTEGER)
    if (difference !== 0) return difference
  }
  return 0
}
