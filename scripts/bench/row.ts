/** One row of the benchmarks: what is measured, and what it must and should come to (docs/decisions/0011). */

export type Outcome =
  /** `reachesAim` is null where there is no aim beyond the must. */
  { measured: string; ok: boolean; reachesAim: boolean | null } | { notMeasured: string }

export type BenchRow<Bench> = {
  /** What `npm run bench -- KEY` names it by. */
  key: string
  name: string
  must: string
  aim: string
  measure: (bench: Bench) => Promise<Outcome>
}

/** A figure of which less is better, in the same unit as its limits. */
export function atMost(figure: number, limits: { must: number; aim: number }, measured: string): Outcome {
  return { measured, ok: figure <= limits.must, reachesAim: figure <= limits.aim }
}

/** A figure of which more is better. */
export function atLeast(figure: number, limits: { must: number; aim: number }, measured: string): Outcome {
  return { measured, ok: figure >= limits.must, reachesAim: figure >= limits.aim }
}

/** `0` to `1`: the value that this part of all values does not exceed. Of none: NaN. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

function verdictOf(outcome: Outcome): string {
  if ('notMeasured' in outcome) return '–'
  if (!outcome.ok) return 'MISSED'
  return outcome.reachesAim ? 'ok, aim' : 'ok'
}

/** The row as a line of the table. */
export function tableLine(row: Pick<BenchRow<never>, 'name' | 'must' | 'aim'>, outcome: Outcome): string {
  const measured = 'notMeasured' in outcome ? `not measured: ${outcome.notMeasured}` : outcome.measured
  return `| ${[row.name, measured, row.must, row.aim, verdictOf(outcome)].join(' | ')} |`
}

export const TABLE_HEAD = '| Row | Measured | Must | Aim | |\n|---|---|---|---|---|'
