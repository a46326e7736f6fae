/**
 * Dispatch of all lines of a pickup event that is cancelled, shrinks or moves, as one problem.
 * Invariant: a plan passes no event's capacity and no lot's stock, sends nobody to two places at once, and states for
 * each term of the list by which plans are compared how far from the best it can be at most.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type AgainProblem, type AgainRequest, readAgain } from './again.ts'
import { type AgainModel, type LinearModel, type LinearRow, modelOf, tidied } from './again-model.ts'
import { type Supplied, suppliesOf } from './bring-stock.ts'

/** The rule's name, stored with a plan; a change of what it decides gets a new one. */
export const DISPATCH_AGAIN_RULE = 'dispatch-again-1'

/** The terms of the list that are decided, in its order; among plans that tie in all of them any will do. */
export const againTerms = ['lines-left', 'new-events', 'colleagues-missed', 'days', 'distance'] as const
export type AgainTerm = (typeof againTerms)[number]

/** What a term came to, and the least it could have come to with the terms before it as they are. */
export type TermValue = { term: AgainTerm; value: number; bound: number }

export type AgainPlan = {
  ruleVersion: string
  /** In the order of line keys; `event` is null for a line that can't be placed. */
  sent: { line: string; event: number | null }[]
  /** Which lots together bring how much of goods to an event: at least what is taken there. */
  supplies: Supplied[]
  terms: TermValue[]
}

/** What a solver made of a model. `bound` is proven: no whole solution is below it. */
export type Solution = { values: number[] | null; bound: number }

/**
 * Minimises. Relaxed, columns need not be whole; `corner` gives a solution that has most of them whole all the same,
 * `bound` only what it comes to, sooner. `fixed` holds columns at a value; `start` is a whole solution to begin with.
 */
export type Solve = (
  model: LinearModel,
  costs: readonly number[],
  how: {
    relaxed?: 'corner' | 'bound'
    fixed?: ReadonlyMap<number, number>
    start?: readonly number[]
  },
) => Solution

/** More ways to send lines than this, and what a relaxation has decided is held, then some buyers are thought of at a time. */
const SENDINGS_SOLVED_WHOLE = 1_500
/** Large blocks where near the best is promised, small ones, which are sooner done, where it is only wanted. */
const LINES_A_BLOCK = { corner: 300, bound: 80 } as const
/** No nearer to the bound than this part of it does a large problem look for a better plan. */
const GAP_LEFT = 0.015
/** So many blocks one after the other that bring nothing, and the rest isn't tried. */
const BLOCKS_IN_VAIN = 3
const NEAR = 1e-6

/** The plan of a request. `onTerm` is told of each term as it is decided. */
export function planAgain(
  request: AgainRequest,
  solve: Solve,
  onTerm: (value: TermValue) => void = () => {},
): AgainPlan {
  const problem = readAgain(request)
  const model = modelOf(problem)
  const rows: LinearRow[] = [...model.rows]
  const terms: TermValue[] = []
  let values: number[] = model.columns.map(() => 0)
  const constantOf = (term: AgainTerm) => (term === 'lines-left' ? problem.lines.length : 0)
  const valueOfTerm = (term: AgainTerm) =>
    constantOf(term) + costOfSolution(costsOf(term, problem, model), values)
  for (const term of againTerms) {
    const costs = costsOf(term, problem, model)
    const constant = constantOf(term)
    // With two terms' values as rows, what a relaxation has decided leaves nothing possible.
    const relaxed = terms.length < 2 ? 'corner' : 'bound'
    const found = minimise(problem, { ...model, rows }, costs, { solve, start: values, relaxed })
    values = found.values
    const decided = { term, value: valueOfTerm(term), bound: constant + found.bound }
    terms.push(decided)
    onTerm(decided)
    rows.push({ ...rowOf(costs), atLeast: -Infinity, atMost: decided.value - constant })
  }
  // A later term's search may have found what is better in an earlier one, too.
  const reached = terms.map(({ term, bound }) => ({ term, value: valueOfTerm(term), bound }))
  return { ruleVersion: DISPATCH_AGAIN_RULE, ...readPlan(problem, model, values), terms: reached }
}

/** The best whole solution found from a whole one to begin with, and what no whole solution can be below. */
function minimise(
  problem: AgainProblem,
  model: AgainModel,
  costs: readonly number[],
  how: { solve: Solve; start: number[]; relaxed: 'corner' | 'bound' },
): { values: number[]; bound: number } {
  const { solve, start } = how
  if (costs.every((cost) => cost === 0)) return { values: start, bound: 0 }
  const relaxed = solve(model, costs, { relaxed: how.relaxed })
  // Costs are whole, so that a whole solution is not between two whole figures.
  const bound = Math.ceil(relaxed.bound - NEAR * Math.max(1, Math.abs(relaxed.bound)))
  const best = { values: start, cost: costOfSolution(costs, start) }
  const consider = (values: readonly number[] | null) => {
    if (values === null) return
    const tidy = tidied(model, values)
    const cost = costOfSolution(costs, tidy)
    if (cost < best.cost && isKept(model, tidy)) Object.assign(best, { values: tidy, cost })
  }
  const search = (fixed?: ReadonlyMap<number, number>) => {
    if (best.cost <= bound) return bound
    const found = solve(model, costs, { start: best.values, ...(fixed ? { fixed } : {}) })
    consider(found.values)
    return fixed ? bound : Math.max(bound, Math.ceil(found.bound - NEAR))
  }
  // What is left out always fits: the whole part of a relaxation is a plan of its own.
  const corner = how.relaxed === 'corner' ? relaxed.values : null
  consider(corner && wholePart(model, corner))
  if (model.sendings.length <= SENDINGS_SOLVED_WHOLE) return { bound: search(), values: best.values }
  if (corner) search(decidedBy(model, corner))
  let inVain = 0
  for (const block of blocksOf(problem, LINES_A_BLOCK[how.relaxed])) {
    if (inVain === BLOCKS_IN_VAIN || best.cost - bound <= GAP_LEFT * Math.abs(bound)) break
    const before = best.cost
    search(outside(model, block, best.values))
    inVain = best.cost < before ? 0 : inVain + 1
  }
  return { bound, values: best.values }
}

/** The sendings that a relaxation has decided, the others at nothing. */
function wholePart(model: AgainModel, relaxed: readonly number[]): number[] {
  const whole = [...relaxed]
  for (const { column } of model.sendings) whole[column] = (relaxed[column] ?? 0) > 1 - NEAR ? 1 : 0
  return whole
}

/** The columns that a relaxation has at 1. */
function decidedBy(model: AgainModel, relaxed: readonly number[]): Map<number, number> {
  const decided = model.sendings.filter(({ column }) => (relaxed[column] ?? 0) > 1 - NEAR)
  return new Map(decided.map(({ column }) => [column, 1]))
}

/** The lines of some buyers at a time, in line order. */
function blocksOf({ lines }: AgainProblem, most: number): Set<number>[] {
  const byBuyer = new Map<string, number[]>()
  lines.forEach(({ buyer }, line) => {
    byBuyer.set(buyer, [...(byBuyer.get(buyer) ?? []), line])
  })
  const blocks: Set<number>[] = []
  for (const own of byBuyer.values()) {
    const last = blocks.at(-1)
    if (last && last.size + own.length <= most) for (const line of own) last.add(line)
    else blocks.push(new Set(own))
  }
  return blocks
}

/** All sendings of other lines, and what follows from them alone, as they are. */
function outside(
  { sendings, anyOf }: AgainModel,
  block: ReadonlySet<number>,
  values: readonly number[],
): Map<number, number> {
  const held = new Map<number, number>()
  const hold = (column: number) => held.set(column, values[column] ?? 0)
  for (const { line, column } of sendings) if (!block.has(line)) hold(column)
  for (const { column, of } of anyOf) if (of.every((one) => held.has(one))) hold(column)
  return held
}

function isKept({ rows }: AgainModel, values: readonly number[]): boolean {
  return rows.every(({ columns, coefficients, atLeast, atMost }) => {
    const sum = columns.reduce(
      (total, column, i) => total + (coefficients[i] ?? 0) * (values[column] ?? 0),
      0,
    )
    return sum >= atLeast - NEAR && sum <= atMost + NEAR
  })
}

function costsOf(term: AgainTerm, { lines }: AgainProblem, model: AgainModel): number[] {
  const costs = model.columns.map(() => 0)
  if (term === 'new-events') {
    for (const column of model.trips) costs[column] = 1
    return costs
  }
  for (const { line, choice, column } of model.sendings) {
    const one = lines[line]?.choices[choice]
    invariant(one, 'a sending is of a line and one of its choices')
    if (term === 'lines-left') costs[column] = -1
    else if (term === 'colleagues-missed') costs[column] = one.missesColleagues ? 1 : 0
    else costs[column] = term === 'days' ? one.days : one.distance
  }
  return costs
}

/** A solution's cost: whole, for its columns that cost anything are. */
function costOfSolution(costs: readonly number[], values: readonly number[]): number {
  return costs.reduce(
    (sum, cost, column) => sum + (cost === 0 ? 0 : cost * Math.round(values[column] ?? 0)),
    0,
  )
}

function rowOf(costs: readonly number[]): Pick<LinearRow, 'columns' | 'coefficients'> {
  const columns = costs.flatMap((cost, column) => (cost === 0 ? [] : [column]))
  return { columns, coefficients: columns.map((column) => costs[column] ?? 0) }
}

function readPlan(
  { lines, groups }: AgainProblem,
  model: AgainModel,
  values: readonly number[],
): Pick<AgainPlan, 'sent' | 'supplies'> {
  const eventOf = new Map<number, number>()
  for (const { line, choice, column } of model.sendings) {
    const event = lines[line]?.choices[choice]?.event
    if (values[column] !== 1 || event === undefined) continue
    invariant(!eventOf.has(line), 'a line is sent once')
    eventOf.set(line, event.number)
  }
  const sent = lines.map(({ key }, line) => ({ line: key, event: eventOf.get(line) ?? null }))
  const supplies = suppliesOf(
    groups,
    lines.map((line, index) => ({ line, event: eventOf.get(index) ?? null })),
  )
  invariant(supplies !== null, 'the lots can bring what is sent')
  return { sent, supplies }
}
