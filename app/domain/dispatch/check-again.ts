/**
 * Whether a plan of lines planned again keeps to what there is: for a replay, and before it is applied.
 * Invariant: what is held true here passes no room, no stock and no buyer's time.
 */
import {
  type AgainChoice,
  type AgainProblem,
  type AgainRequest,
  type ReadAgainLine,
  readAgain,
} from './again.ts'
import { suppliesOf } from './bring-stock.ts'
import { isOverlapping } from './event-choice.ts'
import type { AgainPlan, AgainTerm } from './plan-again.ts'

export type AgainFault = 'other-lines' | 'event-cannot' | 'event-full' | 'buyer-elsewhere' | 'goods-short'

type Sent = { line: ReadAgainLine; choice: AgainChoice | null }
type Held = {
  faults: AgainFault[]
  /** As in a plan; empty where there is a fault. */
  supplies: AgainPlan['supplies']
  /** What the plan comes to in each term. */
  values: Record<AgainTerm, number>
}

/** What of a plan does not hold under a request, perhaps a later one. */
export function holdAgain(request: AgainRequest, plan: Pick<AgainPlan, 'sent'>): Held {
  const problem = readAgain(request)
  const eventOf = new Map(plan.sent.map(({ line, event }) => [line, event]))
  const isSame = eventOf.size === problem.lines.length && problem.lines.every(({ key }) => eventOf.has(key))
  if (!isSame) return { faults: ['other-lines'], supplies: [], values: valuesOf([]) }
  const sent = problem.lines.map((line): Sent => {
    const number = eventOf.get(line.key) ?? null
    return { line, choice: line.choices.find(({ event }) => event.number === number) ?? null }
  })
  const faults: AgainFault[] = []
  const isUnable = sent.some(
    ({ line, choice }) => choice === null && (eventOf.get(line.key) ?? null) !== null,
  )
  if (isUnable) faults.push('event-cannot')
  if (isFull(problem, sent)) faults.push('event-full')
  if (isAnyElsewhere(sent)) faults.push('buyer-elsewhere')
  const supplies = suppliesOf(
    problem.groups,
    sent.map(({ line, choice }) => ({ line, event: choice?.event.number ?? null })),
  )
  if (supplies === null) faults.push('goods-short')
  return { faults, supplies: faults.length === 0 ? (supplies ?? []) : [], values: valuesOf(sent) }
}

function isFull({ events, deskSecondsOfOrder }: AgainProblem, sent: readonly Sent[]): boolean {
  return events.some(({ number, roomsLeft, deskSecondsLeft }) => {
    const own = sent.filter(({ choice }) => choice?.event.number === number)
    const orders = new Set(own.flatMap(({ line, choice }) => (choice?.needsRoom ? [line.order] : [])))
    const seconds = own.reduce((sum, { line }) => sum + line.deskSeconds, orders.size * deskSecondsOfOrder)
    return orders.size > roomsLeft || (deskSecondsLeft !== null && seconds > deskSecondsLeft)
  })
}

/** Two trips of one buyer at overlapping times; where he goes anyway his choices were looked at already. */
function isAnyElsewhere(sent: readonly Sent[]): boolean {
  const trips = new Map<string, AgainChoice[]>()
  for (const { line, choice } of sent) {
    if (choice?.isTrip) trips.set(line.buyer, [...(trips.get(line.buyer) ?? []), choice])
  }
  return [...trips.values()].some((own) =>
    own.some((one) => own.some(({ event }) => event !== one.event && isOverlapping(event, one.event))),
  )
}

function valuesOf(sent: readonly Sent[]): Record<AgainTerm, number> {
  const placed = sent.flatMap(({ line, choice }) => (choice === null ? [] : [{ line, choice }]))
  const sumOf = (cost: (choice: AgainChoice) => number) =>
    placed.reduce((sum, { choice }) => sum + cost(choice), 0)
  const trips = placed.filter(({ choice }) => choice.isTrip)
  return {
    'lines-left': sent.length - placed.length,
    'new-events': new Set(trips.map(({ line, choice }) => JSON.stringify([line.buyer, choice.event.number])))
      .size,
    'colleagues-missed': sumOf(({ missesColleagues }) => (missesColleagues ? 1 : 0)),
    days: sumOf(({ days }) => days),
    distance: sumOf(({ distance }) => distance),
  }
}
