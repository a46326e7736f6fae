/** The solver of linear models: HiGHS, compiled to WebAssembly, in the thread that calls it. */
import loadHighs from 'highs'
import type { LinearModel, LinearRow } from '#app/domain/dispatch/again-model.ts'
import type { Solution, Solve } from '#app/domain/dispatch/plan-again.ts'

/**
 * It has one thread. Limits are counted and not timed, and chance has a seed: the same model gives the same solution on any machine. They
 * are stored with a plan.
 */
export const SOLVER_SETTINGS = {
  random_seed: 20261201,
  mip_rel_gap: 0,
  mip_abs_gap: 0.5,
  mip_max_nodes: 20,
} as const

/** Ready to solve one model after the other; each call blocks its thread until it is done. */
export async function loadSolve(): Promise<Solve> {
  const highs = await loadHighs()
  const { optimal, infeasible } = highs.constants.modelStatus
  return (model, costs, { relaxed, fixed = new Map(), start }) => {
    const free = withoutFixed(model, costs, fixed)
    if (free === null) return NOTHING
    const { columns, constant } = free
    if (columns.length === 0)
      return { values: model.columns.map((_, i) => fixed.get(i) ?? 0), bound: constant }
    return highs.withModel(dataOf(free.model, free.costs, relaxed !== undefined), (solver) => {
      solver.options.set({ output_flag: false, ...SOLVER_SETTINGS, ...(relaxed ? RELAXED[relaxed] : {}) })
      if (start) solver.setSolution({ colValue: Float64Array.from(columns, (column) => start[column] ?? 0) })
      solver.run()
      const status = solver.getModelStatus()
      if (status === infeasible) return NOTHING
      const bound = relaxed
        ? status === optimal
          ? solver.getObjectiveValue()
          : Number.NEGATIVE_INFINITY
        : Number(solver.info.get('mip_dual_bound'))
      if (solver.info.get('primal_solution_status') !== 2) return { values: null, bound: bound + constant }
      const values = model.columns.map((_, column) => fixed.get(column) ?? 0)
      solver.getSolution().colValue.forEach((value, i) => {
        values[columns[i] ?? 0] = value
      })
      return { values, bound: bound + constant }
    })
  }
}

const RELAXED = { corner: { solver: 'ipm' }, bound: { solver: 'ipm', run_crossover: 'off' } } as const
const NOTHING: Solution = { values: null, bound: Number.POSITIVE_INFINITY }
const TOLERANCE = 1e-7

/**
 * The model of the columns that aren't held, which ones they are, and what those held cost. Null where a row of held
 * columns alone doesn't hold. Taking them out here is much quicker than handing them over to be taken out.
 */
export function withoutFixed(
  { columns, rows }: LinearModel,
  costs: readonly number[],
  fixed: ReadonlyMap<number, number>,
): { model: LinearModel; costs: number[]; columns: number[]; constant: number } | null {
  const own = [...columns.keys()].filter((column) => !fixed.has(column))
  const placeOf = new Map(own.map((column, place) => [column, place]))
  const left: LinearRow[] = []
  for (const row of rows) {
    const free: Pick<LinearRow, 'columns' | 'coefficients'> = { columns: [], coefficients: [] }
    let held = 0
    row.columns.forEach((column, i) => {
      const coefficient = row.coefficients[i] ?? 0
      const place = placeOf.get(column)
      if (place === undefined) held += coefficient * (fixed.get(column) ?? 0)
      else {
        free.columns.push(place)
        free.coefficients.push(coefficient)
      }
    })
    const [atLeast, atMost] = [row.atLeast - held, row.atMost - held]
    if (free.columns.length > 0) left.push({ ...free, atLeast, atMost })
    else if (atLeast > TOLERANCE || atMost < -TOLERANCE) return null
  }
  return {
    model: { columns: own.flatMap((column) => columns[column] ?? []), rows: left },
    costs: own.map((column) => costs[column] ?? 0),
    columns: own,
    constant: [...fixed].reduce((sum, [column, value]) => sum + (costs[column] ?? 0) * value, 0),
  }
}

function dataOf({ columns, rows }: LinearModel, costs: readonly number[], isRelaxed: boolean) {
  const starts = [0]
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.columns.length)
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: Float64Array.from(costs),
    colLower: new Float64Array(columns.length),
    colUpper: Float64Array.from(columns, ({ upper }) => upper),
    rowLower: Float64Array.from(rows, ({ atLeast }) => atLeast),
    rowUpper: Float64Array.from(rows, ({ atMost }) => atMost),
    integrality: Int32Array.from(columns, ({ isWhole }) => (isWhole && !isRelaxed ? 1 : 0)),
    matrix: {
      format: 'csr' as const,
      numRows: rows.length,
      numCols: columns.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(rows.flatMap((row) => row.columns)),
      values: Float64Array.from(rows.flatMap((row) => row.coefficients)),
    },
  }
}
