/**
 * `npm run bench [-- ROW…]`: the benchmarks of how fast the product must be, as a table. Ratios are within this run;
 * CPU times are of this machine and rise when it is busy. Exit code 1 if a row misses what it must reach.
 */
import os from 'node:os'
import { dispatchRows } from './dispatch.ts'
import { orderRows } from './orders.ts'
import { pageRows } from './pages.ts'
import { bareAnswerCpuMs } from './plain-server.ts'
import { planningAgainRows } from './planning-again.ts'
import { importRow, memoryRow, startRow } from './process-rows.ts'
import { canMeasureProcesses } from './processes.ts'
import { type BenchRow, type Outcome, TABLE_HEAD, tableLine } from './row.ts'
import { type ServedWorld, serveWorld } from './world.ts'

type Row = { needsWorld: boolean; row: BenchRow<ServedWorld> } | { needsWorld: false; row: BenchRow<unknown> }

const served = (row: BenchRow<ServedWorld>): Row => ({ needsWorld: true, row })
const alone = (row: BenchRow<unknown>): Row => ({ needsWorld: false, row })

/** A row of what is not built yet. */
function notBuilt(key: string, name: string, must: string, aim: string): Row {
  return alone({ key, name, must, aim, measure: async () => ({ notMeasured: 'not built yet' }) })
}

const ROWS: Row[] = [
  ...pageRows.map(served),
  ...orderRows.map(served),
  notBuilt(
    'household-income',
    'income of a household by month, 100,000 order lines, whole request',
    '40 ms, and 1.3 of its time at 10,000',
    '15 ms',
  ),
  notBuilt(
    'county-income',
    'income of every household in a county, a year, 1,000,000 lines',
    '300 ms',
    '120 ms',
  ),
  ...dispatchRows.map(alone),
  ...planningAgainRows.map(alone),
  served(importRow),
  alone(startRow),
  served(memoryRow),
]

async function inWorld<T>(work: (world: ServedWorld) => Promise<T>): Promise<T> {
  const world = await serveWorld('work')
  try {
    return await work(world)
  } finally {
    await world.close()
  }
}

async function outcomeOf(each: Row): Promise<Outcome> {
  try {
    return each.needsWorld
      ? await inWorld((world) => each.row.measure(world))
      : await (each.row as BenchRow<unknown>).measure(null)
  } catch (error) {
    process.stderr.write(`${each.row.key}: ${error instanceof Error ? error.stack : String(error)}\n`)
    return { measured: 'FAILED, see above', ok: false, reachesAim: null }
  }
}

async function machineLine(): Promise<string> {
  const load = os.loadavg().map((each) => each.toFixed(1))
  const bare = (await bareAnswerCpuMs()).toFixed(3)
  return `Node ${process.version}, ${os.cpus().length} cores, load ${load.join(' ')}, a bare answer of 32 KB ${bare} CPU-ms`
}

const asked = process.argv.slice(2)
const keys = ROWS.map(({ row }) => row.key)
const unknown = asked.filter((key) => !keys.includes(key))
if (unknown.length > 0) {
  process.stderr.write(`There is no row ${unknown.join(', ')}. Rows: ${keys.join(', ')}\n`)
  process.exit(2)
}
if (!canMeasureProcesses()) {
  process.stderr.write('The benchmarks read what processes use from /proc, and run on Linux only.\n')
  process.exit(2)
}
process.stdout.write(`${await machineLine()}\n\n${TABLE_HEAD}\n`)
for (const each of ROWS) {
  if (asked.length > 0 && !asked.includes(each.row.key)) continue
  const outcome = await outcomeOf(each)
  process.stdout.write(`${tableLine(each.row, outcome)}\n`)
  if ('ok' in outcome && !outcome.ok) process.exitCode = 1
}
process.stdout.write(`\n${await machineLine()}\n`)
