/**
 * `npm run bench [-- ROW…]`: the benchmarks of how fast the product must be, as a table. Ratios are within this run;
 * CPU times are of this machine and rise when it is busy. Exit code 1 if a row misses what it must reach.
 */
import os from 'node:os'
import { pageRows } from './bench/pages.ts'
import { canMeasureProcesses } from './bench/processes.ts'
import { type BenchRow, type Outcome, TABLE_HEAD, tableLine } from './bench/row.ts'
import { type ServedWorld, serveWorld } from './bench/world.ts'

const ROWS: BenchRow<ServedWorld>[] = [...pageRows]

async function outcomeOf(row: BenchRow<ServedWorld>): Promise<Outcome> {
  const world = await serveWorld('work')
  try {
    return await row.measure(world)
  } finally {
    await world.close()
  }
}

const asked = process.argv.slice(2)
const unknown = asked.filter((key) => !ROWS.some((row) => row.key === key))
if (unknown.length > 0) {
  process.stderr.write(
    `There is no row ${unknown.join(', ')}. Rows: ${ROWS.map((row) => row.key).join(', ')}\n`,
  )
  process.exit(2)
}
if (!canMeasureProcesses()) {
  process.stderr.write('The benchmarks read what processes use from /proc, and run on Linux only.\n')
  process.exit(2)
}
const load = os.loadavg().map((each) => each.toFixed(1))
process.stdout.write(
  `Node ${process.version}, ${os.cpus().length} cores, load before ${load.join(' ')}\n\n${TABLE_HEAD}\n`,
)
for (const row of ROWS) {
  if (asked.length > 0 && !asked.includes(row.key)) continue
  const outcome = await outcomeOf(row)
  process.stdout.write(`${tableLine(row, outcome)}\n`)
  if ('ok' in outcome && !outcome.ok) process.exitCode = 1
}
