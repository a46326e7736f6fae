/**
 * The offer of a line in two, for when no one event has enough of it. Offered, never done: the buyer decides.
 * Invariant: the parts add up to the line, and the lots can meet both of them together.
 */
import { type Basket, type BasketEvent, type BasketLine, isOpenTo } from './basket.ts'
import { isOverlapping } from './event-choice.ts'

export type SplitPart = { event: number; quantity: number }

/**
 * The best two events for a line beside the plan that goes to `visited`: fewest new events, then the
 * list's colleagues, days and distance, then smallest numbers. The first part is at the event preferred of the
 * two, as much as it has. Null when no two events have enough. The parts hold only if each is pinned to its event.
 */
export function offerSplit(basket: Basket, line: BasketLine, visited: Set<number>): SplitPart[] | null {
  const open = [...basket.events.values()]
    .filter((event) => isWithinReach(basket, event, visited) && (line.available.get(event.number) ?? 0) > 0)
    .sort((a, b) => a.weight - b.weight || a.number - b.number)
  const isNew = (event: BasketEvent) => !event.buyerHasOrder && !visited.has(event.number)
  const offers: Offer[] = []
  for (const [index, first] of open.entries()) {
    for (const second of open.slice(index + 1)) {
      const parts = divide(line, first, second)
      if (parts === null) continue
      offers.push({
        newEvents: [first, second].filter(isNew).length,
        weight: first.weight + second.weight,
        parts,
      })
    }
  }
  return offers.sort(compareOffers)[0]?.parts ?? null
}

type Offer = { newEvents: number; weight: number; parts: [SplitPart, SplitPart] }

function compareOffers(a: Offer, b: Offer): number {
  return (
    a.newEvents - b.newEvents ||
    a.weight - b.weight ||
    a.parts[0].event - b.parts[0].event ||
    a.parts[1].event - b.parts[1].event
  )
}

function isWithinReach(basket: Basket, event: BasketEvent, visited: Set<number>): boolean {
  if (!isOpenTo(event) || event.overlapsHeld !== null) return false
  return [...visited].every((number) => {
    const other = basket.events.get(number)
    return other === undefined || other === event || canAttendBoth(event, other)
  })
}

/** Where the buyer goes to both anyway, an overlap between them is nothing new. */
function canAttendBoth(a: BasketEvent, b: BasketEvent): boolean {
  return !isOverlapping(a, b) || (a.buyerHasOrder && b.buyerHasOrder)
}

/** As much at the first as it has, in whole steps, and the rest at the second; null where that can't be. */
function divide(line: BasketLine, first: BasketEvent, second: BasketEvent): [SplitPart, SplitPart] | null {
  if (!canAttendBoth(first, second)) return null
  const atFirst = line.available.get(first.number) ?? 0
  const atSecond = line.available.get(second.number) ?? 0
  const taken = Math.floor(Math.min(atFirst, line.quantity - line.step) / line.step) * line.step
  const rest = line.quantity - taken
  if (taken < line.step || rest > atSecond) return null
  // A lot brought to both events counts once.
  let together = 0
  for (const lot of line.lots) {
    if (lot.events.includes(first.number) || lot.events.includes(second.number)) together += lot.quantity
  }
  if (together < line.quantity) return null
  return [
    { event: first.number, quantity: taken },
    { event: second.number, quantity: rest },
  ]
}
