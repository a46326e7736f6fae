/**
 * Lines planned again together, as a linear model: what a solver may choose, and what it must keep to.
 * Invariant: its whole solutions are exactly the plans that pass no capacity, no stock and no buyer's time.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { AgainEvent, AgainProblem, LotGroup, ReadAgainLine } from './again.ts'

/** Sum of coefficient x column, between two bounds, both included. */
export type LinearRow = { columns: number[]; coefficients: number[]; atLeast: number; atMost: number }

/** Every column is 0 or more, and at most `upper`. */
export type LinearModel = { columns: { upper: number; isWhole: boolean }[]; rows: LinearRow[] }

/** A line sent to an event: its place in the problem, and its column. */
type Sending = { line: number; choice: number; column: number }

/** A column that is 1 where one of others is. */
type AnyOf = { column: number; of: readonly number[] }

export type AgainModel = LinearModel & {
  sendings: Sending[]
  /** Columns that are 1 where a buyer goes to an event with nothing there yet. */
  trips: number[]
  anyOf: AnyOf[]
}

type Builder = {
  model: AgainModel
  /** Columns made by anyOf, by those they are of: a buyer's only order takes its room where he makes his trip. */
  anyOf: Map<string, number>
  column: (upper: number, isWhole: boolean) => number
  row: (terms: readonly (readonly [number, number])[], atLeast: number, atMost: number) => void
}

export function modelOf(problem: AgainProblem): AgainModel {
  const builder = newBuilder()
  const { model, column, row } = builder
  problem.lines.forEach((line, index) => {
    const own = line.choices.map((_, choice) => ({ line: index, choice, column: column(1, true) }))
    model.sendings.push(...own)
    if (own.length > 1)
      row(
        own.map((sending) => [sending.column, 1]),
        -Infinity,
        1,
      )
  })
  addRooms(builder, problem)
  addDeskTime(builder, problem)
  addTrips(builder, problem)
  for (const [goods, groups] of problem.groups) addStock(builder, problem, goods, groups)
  return model
}

function newBuilder(): Builder {
  const model: AgainModel = { columns: [], rows: [], sendings: [], trips: [], anyOf: [] }
  return {
    model,
    anyOf: new Map(),
    column: (upper, isWhole) => model.columns.push({ upper, isWhole }) - 1,
    row: (terms, atLeast, atMost) => {
      const columns = terms.map(([column]) => column)
      model.rows.push({ columns, coefficients: terms.map(([, one]) => one), atLeast, atMost })
    },
  }
}

/** A column that is at least each of these; where there is only one, that one itself. */
function anyOf({ model, anyOf: made, column, row }: Builder, columns: readonly number[]): number {
  const [only] = columns
  if (only !== undefined && columns.length === 1) return only
  const before = made.get(columns.join(' '))
  if (before !== undefined) return before
  // Where those under it are whole, nothing is gained by its being anything else than the greatest of them.
  const any = column(1, false)
  made.set(columns.join(' '), any)
  model.anyOf.push({ column: any, of: columns })
  for (const one of columns)
    row(
      [
        [any, 1],
        [one, -1],
      ],
      0,
      Infinity,
    )
  return any
}

/** Columns of sendings, by what they have in common. */
function columnsBy(
  { sendings }: AgainModel,
  { lines }: AgainProblem,
  keyOf: (line: ReadAgainLine, choice: number) => string | null,
): Map<string, number[]> {
  const grouped = new Map<string, number[]>()
  for (const { line, choice, column } of sendings) {
    const own = lines[line]
    const key = own ? keyOf(own, choice) : null
    if (key !== null) grouped.set(key, [...(grouped.get(key) ?? []), column])
  }
  return grouped
}

/** The sendings of an order to an event where it has no room yet, by event number and order. */
function visitsOf({ model }: Builder, problem: AgainProblem): Map<string, number[]> {
  return columnsBy(model, problem, ({ order, choices }, choice) => {
    const one = choices[choice]
    return one?.needsRoom ? `${one.event.number} ${order}` : null
  })
}

/** An event has one room for an order, however many lines it brings. */
function addRooms(builder: Builder, problem: AgainProblem): void {
  const visits = visitsOf(builder, problem)
  for (const { number, roomsLeft } of problem.events) {
    const rooms = [...visits].filter(([key]) => key.startsWith(`${number} `))
    if (rooms.length <= roomsLeft) continue
    const columns = rooms.map(([, columns]) => anyOf(builder, columns))
    builder.row(
      columns.map((column) => [column, 1]),
      -Infinity,
      roomsLeft,
    )
  }
}

/** What lines and new orders keep an event's desks busy with is no more than they have time for. */
function addDeskTime(builder: Builder, problem: AgainProblem): void {
  const visits = visitsOf(builder, problem)
  for (const { number, deskSecondsLeft } of problem.events) {
    if (deskSecondsLeft === null) continue
    const seconds = new Map<number, number>()
    const add = (column: number, more: number) => seconds.set(column, (seconds.get(column) ?? 0) + more)
    for (const { line, choice, column } of builder.model.sendings) {
      const own = problem.lines[line]
      if (own?.choices[choice]?.event.number === number) add(column, own.deskSeconds)
    }
    const rooms = [...visits].filter(([key]) => key.startsWith(`${number} `))
    const most = [...seconds.values()].reduce(
      (sum, one) => sum + one,
      rooms.length * problem.deskSecondsOfOrder,
    )
    if (most <= deskSecondsLeft) continue
    for (const [, columns] of rooms) add(anyOf(builder, columns), problem.deskSecondsOfOrder)
    builder.row([...seconds], -Infinity, deskSecondsLeft)
  }
}

/** A buyer comes once for all lines of an event, and never to two events at overlapping times. */
function addTrips(builder: Builder, problem: AgainProblem): void {
  const visits = columnsBy(builder.model, problem, ({ buyer, choices }, choice) => {
    const one = choices[choice]
    return one?.isTrip ? JSON.stringify([buyer, one.event.number]) : null
  })
  const events = new Map(problem.events.map((event) => [event.number, event]))
  const byBuyer = new Map<string, { event: AgainEvent; column: number }[]>()
  for (const [key, columns] of visits) {
    const [buyer, number] = JSON.parse(key) as [string, number]
    const event = events.get(number)
    invariant(event, 'a trip is to an event of the problem')
    const column = anyOf(builder, columns)
    builder.model.trips.push(column)
    byBuyer.set(buyer, [...(byBuyer.get(buyer) ?? []), { event, column }])
  }
  for (const trips of byBuyer.values()) {
    // Events that share time all share the start of the last of them to begin.
    const clashes = problem.events.map(({ startsAtMs }) =>
      trips.filter(({ event }) => event.startsAtMs <= startsAtMs && startsAtMs < event.endsAtMs),
    )
    const rows = new Map(
      clashes
        .filter((clash) => clash.length > 1)
        .map((clash) => [clash.map(({ column }) => column).join(' '), clash]),
    )
    for (const clash of rows.values())
      builder.row(
        clash.map(({ column }) => [column, 1]),
        -Infinity,
        1,
      )
  }
}

/** What lines take of goods at an event is brought there from lots that can be; no lot brings more than it has. */
function addStock(
  builder: Builder,
  { lines }: AgainProblem,
  goods: string,
  groups: readonly LotGroup[],
): void {
  const takers = new Map<number, [number, number][]>()
  for (const { line, choice, column } of builder.model.sendings) {
    const own = lines[line]
    const event = own?.choices[choice]?.event.number
    if (own?.goods !== goods || event === undefined) continue
    takers.set(event, [...(takers.get(event) ?? []), [column, own.quantity]])
  }
  const all = groups.flatMap(({ events, quantity }) => {
    const own = events.map((event) => ({ event, column: builder.column(quantity, false) }))
    if (own.length > 1)
      builder.row(
        own.map(({ column }) => [column, 1]),
        -Infinity,
        quantity,
      )
    return own
  })
  for (const [event, taken] of takers) {
    const brought = all.filter((supply) => supply.event === event)
    builder.row([...taken, ...brought.map(({ column }) => [column, -1] as const)], -Infinity, 0)
  }
}

/** A solution whose sendings are whole, with the dust swept off them, and all that follows from them exact. */
export function tidied(model: AgainModel, values: readonly number[]): number[] {
  const tidy = [...values]
  for (const { column } of model.sendings) tidy[column] = Math.round(values[column] ?? 0)
  for (const { column, of } of model.anyOf) tidy[column] = Math.max(...of.map((one) => tidy[one] ?? 0))
  return tidy
}
