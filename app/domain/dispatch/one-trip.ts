/**
 * What it would take to make one trip of a basket: the one new event that most lines can be fetched at, beside
 * the events the buyer goes to anyway, and the lines that would have to go or wait.
 */
import { choicesOf, type DispatchRequest, readBasket } from './basket.ts'
import { chooseEvents } from './choose-events.ts'
import type { DispatchPlan } from './plan-basket.ts'
import { compareCosts, costOf } from './plan-cost.ts'

/** Lines are named by key, in line order. */
export type OneTrip = {
  event: number
  assignments: { line: string; event: number }[]
  /** Lines that the plan places and the one trip doesn't, each with the event it can wait for. */
  leftOut: { line: string; event: number }[]
}

/** The one trip instead of `plan`, made of the same request; null when the plan has at most one new event. */
export function planOneTrip(request: DispatchRequest, plan: DispatchPlan): OneTrip | null {
  if (plan.cost.newEvents <= 1) return null
  const basket = readBasket(request)
  const choices = choicesOf(basket)
  const anyway = choices.filter((choice) => !choice.isTrip)
  const trips = choices
    .filter((choice) => choice.isTrip)
    .map((choice) => {
      const eventNumbers = chooseEvents(basket.lines.length, [...anyway, choice])
      return { event: choice.number, cost: costOf(basket, eventNumbers) }
    })
    .sort((a, b) => compareCosts(a.cost, b.cost))
  const best = trips[0]
  if (best === undefined) return null
  const assignments = basket.lines.flatMap((line, index) => {
    const event = best.cost.eventNumbers[index] ?? null
    return event === null ? [] : [{ line: line.key, event }]
  })
  const fetched = new Set(assignments.map((assignment) => assignment.line))
  const leftOut = plan.assignments
    .filter((assignment) => !fetched.has(assignment.line))
    .map(({ line, event }) => ({ line, event }))
  return { event: best.event, assignments, leftOut }
}
