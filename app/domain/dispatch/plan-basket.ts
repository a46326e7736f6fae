/**
 * Dispatch of a basket: which pickup event each line goes to.
 * Invariant: the plan is the best there is by the list of plan-cost.ts; each line is assigned once or refused
 * with a code; no line is split; no new event overlaps another event the buyer goes to.
 *
 * Events where the buyer has orders already stay as they are, also where two of them overlap each other.
 */
import {
  type Basket,
  type BasketEvent,
  type BasketLine,
  choicesOf,
  type DispatchRequest,
  isOpenTo,
  readBasket,
} from './basket.ts'
import { chooseEvents } from './choose-events.ts'
import { isOverlapping } from './event-choice.ts'
import { costOf, type DispatchCost } from './plan-cost.ts'
import { offerSplit, type SplitPart } from './split-line.ts'

export type { DispatchEvent, DispatchLine, DispatchLot, DispatchRequest } from './basket.ts'

/** The rule's name, stored with a plan; a change of what it decides gets a new one. */
export const DISPATCH_RULE = 'dispatch-basket-1'

/** Why a line goes where it goes, in the order in which the reasons are looked for. */
export type AssignmentReason =
  | 'pinned'
  /** No other event can take it. */
  | 'only-event'
  /** The buyer has an order there. */
  | 'buyer-goes-anyway'
  /** It would rather be elsewhere, and is here with other lines. */
  | 'same-trip'
  /** It would rather be elsewhere, but that overlaps an event of the plan. */
  | 'avoids-overlap'
  /** It is the best of its events, by the first term that tells it from the next best. */
  | 'colleagues'
  | 'soonest'
  | 'nearest'
  | 'smallest-number'

export type Assignment = { line: string; event: number; reason: AssignmentReason }

/** An event that could take a line, and the event of the plan or of an earlier order that it overlaps. */
export type Overlap = { event: number; overlaps: number }

export type Unassigned =
  | { line: string; code: 'no-event' }
  /** `most` is the most that one event has of it; `split` the offer of it in two, null if two don't do either. */
  | { line: string; code: 'too-much-for-one-event'; most: number; split: SplitPart[] | null }
  | { line: string; code: 'overlap'; overlaps: Overlap[] }
  | {
      line: string
      code: 'pin-not-met'
      event: number
      cause: 'closed' | 'too-late' | 'too-much' | 'overlap'
      /** What the pinned event has of it. */
      available: number
      /** The event that the pinned one overlaps. */
      overlaps: number | null
    }

/** Both lists are in line order. */
export type DispatchPlan = {
  ruleVersion: string
  assignments: Assignment[]
  unassigned: Unassigned[]
  cost: DispatchCost
}

/** The best plan for the basket. The order of events and lots in the request changes nothing. */
export function planBasket(request: DispatchRequest): DispatchPlan {
  const basket = readBasket(request)
  const eventNumbers = chooseEvents(basket.lines.length, choicesOf(basket))
  const linesAt = new Map<number, number>()
  for (const number of eventNumbers) {
    if (number !== null) linesAt.set(number, (linesAt.get(number) ?? 0) + 1)
  }
  const plan: DispatchPlan = {
    ruleVersion: DISPATCH_RULE,
    assignments: [],
    unassigned: [],
    cost: costOf(basket, eventNumbers),
  }
  basket.lines.forEach((line, index) => {
    const event = basket.events.get(eventNumbers[index] ?? Number.NaN)
    if (event === undefined) {
      plan.unassigned.push(refusalOf(basket, line, new Set(linesAt.keys())))
    } else {
      const isAlone = linesAt.get(event.number) === 1
      plan.assignments.push({ line: line.key, event: event.number, reason: reasonFor(line, event, isAlone) })
    }
  })
  return plan
}

function reasonFor(line: BasketLine, event: BasketEvent, isAlone: boolean): AssignmentReason {
  if (line.pinnedEvent !== null) return 'pinned'
  const others = line.candidates.filter((other) => other !== event)
  if (others.length === 0) return 'only-event'
  if (event.buyerHasOrder) return 'buyer-goes-anyway'
  const nextBest = others.reduce((best, other) => (isPreferred(other, best) ? other : best))
  // Alone at a new event, a line would have gone to the better one instead unless something kept it from there.
  if (isPreferred(nextBest, event)) return isAlone ? 'avoids-overlap' : 'same-trip'
  if (nextBest.agencyHasOrders !== event.agencyHasOrders) return 'colleagues'
  if (nextBest.days !== event.days) return 'soonest'
  if (nextBest.distance !== event.distance) return 'nearest'
  return 'smallest-number'
}

function isPreferred(a: BasketEvent, b: BasketEvent): boolean {
  return (a.weight - b.weight || a.number - b.number) < 0
}

function refusalOf(basket: Basket, line: BasketLine, visited: Set<number>): Unassigned {
  if (line.pinnedEvent !== null) return pinRefusal(basket, line, line.pinnedEvent, visited)
  if (line.enoughAt.length > 0) {
    const overlaps = line.enoughAt.flatMap((event) => {
      const other = overlappedBy(basket, event, visited)
      return other === null ? [] : [{ event: event.number, overlaps: other }]
    })
    return { line: line.key, code: 'overlap', overlaps }
  }
  const quantities = [...basket.events.values()]
    .filter(isOpenTo)
    .map((event) => line.available.get(event.number) ?? 0)
  const most = Math.max(0, ...quantities)
  if (most === 0) return { line: line.key, code: 'no-event' }
  return { line: line.key, code: 'too-much-for-one-event', most, split: offerSplit(basket, line, visited) }
}

function pinRefusal(basket: Basket, line: BasketLine, pinned: number, visited: Set<number>): Unassigned {
  const event = basket.events.get(pinned)
  const available = line.available.get(pinned) ?? 0
  const refusal = { line: line.key, code: 'pin-not-met', event: pinned, available, overlaps: null } as const
  if (event === undefined || !event.hasRoom) return { ...refusal, cause: 'closed' }
  if (event.isTooLate) return { ...refusal, cause: 'too-late' }
  if (available < line.quantity) return { ...refusal, cause: 'too-much' }
  return { ...refusal, cause: 'overlap', overlaps: overlappedBy(basket, event, visited) }
}

/** The event the buyer goes to, by the plan or anyway, that keeps this one out; null if none does. */
function overlappedBy(basket: Basket, event: BasketEvent, visited: Set<number>): number | null {
  if (event.overlapsHeld !== null) return event.overlapsHeld
  const numbers = [...visited].sort((a, b) => a - b)
  return (
    numbers.find((number) => {
      const other = basket.events.get(number)
      return other !== undefined && other !== event && isOverlapping(other, event)
    }) ?? null
  )
}
