/** The solver of linear models: HiGHS, compiled to WebAssembly, in the thread that calls it. */
import loadHighs from 'highs'
import type { LinearModel } from '#app/domain/dispatch/again-model.ts'
import type { Solve } from '#app/domain/dispatch/plan-again.ts'

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
  return (model, costs, { isRelaxed, fixed, start }) =>
    highs.withModel(dataOf(model, costs, { isRelaxed, fixed }), (solver) => {
      solver.options.set({ output_flag: false, ...SOLVER_SETTINGS, ...(isRelaxed ? { solver: 'ipm' } : {}) })
      if (start) solver.setSolution({ colValue: Float64Array.from(start) })
      solver.run()
      const status = solver.getModelStatus()
      if (status === infeasible) return { values: null, bound: Number.POSITIVE_INFINITY }
      const hasSolution = solver.info.get('primal_solution_status') === 2
      const bound = isRelaxed
        ? status === optimal
          ? solver.getObjectiveValue()
          : Number.NEGATIVE_INFINITY
        : Number(solver.info.get('mip_dual_bound'))
      return { values: hasSolution ? [...solver.getSolution().colValue] : null, bound }
    })
}

export function dataOf(
  { columns, rows }: LinearModel,
  costs: readonly number[],
  { isRelaxed, fixed }: { isRelaxed: boolean; fixed: ReadonlyMap<number, number> | undefined },
) {
  const starts = [0]
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.columns.length)
  return {
    numCols: columns.length,
    numRows: rows.length,
    colCost: Float64Array.from(costs),
    colLower: Float64Array.from(columns, (_, column) => fixed?.get(column) ?? 0),
    colUpper: Float64Array.from(columns, ({ upper }, column) => fixed?.get(column) ?? upper),
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
