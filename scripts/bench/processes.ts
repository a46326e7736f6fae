/** What processes use, read from /proc: Linux only. */
import { readdirSync, readFileSync } from 'node:fs'
import pg from 'pg'

/** Clock ticks a second, as the kernel shows them to every program. */
const TICK_MS = 10

type ProcessStat = { parent: number; cpuMs: number; reapedMs: number }

function statOf(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name before it is in brackets and may hold anything.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const sum = (...at: number[]) => at.reduce((ms, i) => ms + (fields[i] ?? 0) * TICK_MS, 0)
    return { parent: fields[1] ?? 0, cpuMs: sum(11, 12), reapedMs: sum(13, 14) }
  } catch {
    return null
  }
}

export function canMeasureProcesses(): boolean {
  return statOf(process.pid) !== null
}

export function childrenOf(parent: number): number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger)
  return pids.filter((pid) => statOf(pid)?.parent === parent)
}

/** CPU milliseconds of a process, its children, and those of them that have ended. */
function treeCpuMs(root: number): number {
  const own = statOf(root)
  const children = childrenOf(root).map((pid) => statOf(pid)?.cpuMs ?? 0)
  return children.reduce((total, ms) => total + ms, (own?.cpuMs ?? 0) + (own?.reapedMs ?? 0))
}

/** The process id of the database server behind a login. */
export async function postmasterOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
    const parent = statOf(rows[0]?.pid ?? 0)?.parent
    if (!parent) throw new Error('the database runs on another machine')
    return parent
  } finally {
    await client.end()
  }
}

/** CPU milliseconds that `work` cost the trees of these processes. */
export async function cpuMsOf(roots: number[], work: () => Promise<void>): Promise<number> {
  const total = () => roots.reduce((ms, root) => ms + treeCpuMs(root), 0)
  const before = total()
  await work()
  return total() - before
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return ''
  }
}

/** Megabytes (of 2^20 bytes) a process holds now, and the most it ever held; none of one that has ended. */
export function residentMegabytes(pid: number): { now: number; most: number } {
  const status = statusOf(pid)
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0) / 1024
  return { now: of('VmRSS'), most: of('VmHWM') }
}
