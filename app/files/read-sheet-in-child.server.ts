/**
 * Reading and checking an uploaded sheet in a process of its own, so that no file can cost the server its memory
 * or its time. What it gives comes in parts, and the next part is not asked for before the last is dealt with.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContextOf, FactOf, IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { FileRefusalCode, SheetRefusalCode } from '#app/domain/intake/codes.ts'
import type { SheetRow } from '#app/domain/intake/sheet.ts'
import { InvariantError, invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { SheetHead } from './read-sheet.server.ts'
import type { CheckedHead, SheetAnswer, SheetEnd, SheetQuestion } from './sheet-child.server.ts'
import { SHEET_LIMITS, type SheetLimits, UnreadableSheet } from './unreadable-sheet.server.ts'

export type ChildOptions = { limits?: SheetLimits; heapMegabytes?: number; mostSeconds?: number }

/** What reading in a child cost it: its resident memory at most. */
export type ChildCost = { peakMegabytes: number }

/** Gives a sheet's rows in parts. The path must be readable; its name decides nothing. */
export async function readSheetInChild(
  filePath: string,
  onRows: (rows: SheetRow[]) => void | Promise<void>,
  options: ChildOptions = {},
): Promise<Verdict<SheetHead & ChildCost, SheetRefusalCode>> {
  for await (const answer of askChild<SheetRefusalCode>({ path: filePath, check: null }, options)) {
    if (answer.is === 'rows') await onRows(answer.rows)
    if (answer.is !== 'end') continue
    if (!answer.verdict.ok) return answer.verdict
    const { head, peakMegabytes } = answer.verdict.value
    invariant(head !== null, 'rows were asked for and no sheet was named')
    return accept({ ...head, peakMegabytes })
  }
  return noEnd()
}

/** The rows of a sheet that was read before. Throws UnreadableSheet if it can't be read any more. */
export async function* sheetRowsInChild(
  filePath: string,
  options: ChildOptions = {},
): AsyncGenerator<SheetRow[]> {
  for await (const answer of askChild<SheetRefusalCode>({ path: filePath, check: null }, options)) {
    if (answer.is === 'rows') yield answer.rows
    if (answer.is === 'end' && !answer.verdict.ok) {
      throw new UnreadableSheet(answer.verdict.code, answer.verdict.facts)
    }
  }
}

/** Where the parts of a checked sheet go: first what was found, then its facts, a few hundred at a time. */
export type CheckedParts<Kind extends IntakeKind> = {
  onChecked(head: CheckedHead): void | Promise<void>
  onFacts(facts: FactOf[Kind][]): void | Promise<void>
}

/** Reads and checks a sheet as one kind of file. What checking refuses as a whole is the Verdict's. */
export async function checkSheetInChild<Kind extends IntakeKind>(
  filePath: string,
  check: { kind: Kind; context: ContextOf[Kind] },
  parts: CheckedParts<Kind>,
  options: ChildOptions = {},
): Promise<Verdict<ChildCost, SheetRefusalCode | FileRefusalCode>> {
  for await (const answer of askChild<SheetRefusalCode | FileRefusalCode>(
    { path: filePath, check },
    options,
  )) {
    if (answer.is === 'checked') await parts.onChecked(answer.head)
    // The child answers with facts of the kind it was asked for.
    if (answer.is === 'facts') await parts.onFacts(answer.facts as FactOf[Kind][])
    if (answer.is !== 'end') continue
    const { verdict } = answer
    return verdict.ok ? accept({ peakMegabytes: verdict.value.peakMegabytes }) : verdict
  }
  return noEnd()
}

function noEnd(): never {
  throw new InvariantError('the sheet reader gave no end')
}

/** The file the child runs. It is found from the project's root: this module may be part of a built bundle. */
function childEntry(): { root: string; entry: string } {
  const entry = 'app/files/sheet-child.server.ts'
  let root = path.dirname(fileURLToPath(import.meta.url))
  while (!existsSync(path.join(root, entry))) {
    const parent = path.dirname(root)
    invariant(parent !== root, `${entry} is not above ${import.meta.url}`)
    root = parent
  }
  return { root, entry }
}

function startChild(heapMegabytes: number): ChildProcess {
  const { root, entry } = childEntry()
  const flags = [`--max-old-space-size=${heapMegabytes}`, '--import', 'tsx']
  // No setting of the server goes along: the child needs no key, no database and no network.
  const env = { NODE_ENV: 'production', TMPDIR: tmpdir(), TZ: 'UTC' } as const
  return spawn(process.execPath, [...flags, entry], { cwd: root, env, stdio: ['pipe', 'pipe', 'pipe'] })
}

/** What is asked, less the limits; which context goes with which kind has been settled by the caller's types. */
type Asked = { path: string; check: { kind: IntakeKind; context: unknown } | null }

type Answer<Code extends string> =
  | SheetAnswer
  | { is: 'end'; verdict: Verdict<SheetEnd, Code | 'too-large' | 'took-too-long'> }

/** Gives the child's answers one by one, its end last. Leaving off earlier ends the child. */
async function* askChild<Code extends string>(
  asked: Asked,
  options: ChildOptions,
): AsyncGenerator<Answer<Code>> {
  const child = startChild(options.heapMegabytes ?? 400)
  const { stdin, stdout, stderr } = child
  invariant(stdin !== null && stdout !== null && stderr !== null, 'the child has pipes')
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', (code) => resolve(code))
  })
  const complaint = lastOf(stderr)
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      child.kill('SIGKILL')
    },
    (options.mostSeconds ?? 120) * 1000,
  )
  try {
    // A child that dies before it has read the question says so by ending.
    stdin.on('error', () => {})
    stdin.end(JSON.stringify(questionOf(asked, options)))
    for await (const line of linesOf(stdout)) {
      const answer: Answer<Code> = JSON.parse(line)
      yield answer
      if (answer.is === 'end') return
    }
    const code = await ended
    // A process out of memory ends by a signal; one that exits by itself without an answer has a fault of ours.
    const isKilled = code === null || code === 134
    if (!isKilled) throw new Error(`the sheet reader ended with ${code}: ${await complaint}`)
    yield { is: 'end', verdict: refuse(isLate ? 'took-too-long' : 'too-large') }
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
    await ended
  }
}

function questionOf(asked: Asked, options: ChildOptions): Omit<SheetQuestion, 'check'> & Asked {
  return { path: path.resolve(asked.path), limits: options.limits ?? SHEET_LIMITS, check: asked.check }
}

/** The last of what a process complains of. */
async function lastOf(stream: AsyncIterable<Buffer>): Promise<string> {
  let last = ''
  for await (const chunk of stream) last = (last + chunk.toString('utf8')).slice(-2000)
  return last
}

/** Whole lines, however the pipe cuts them. A last line without an end is what a killed process leaves: dropped. */
async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let pending: Buffer[] = []
  for await (const chunk of stream) {
    let start = 0
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, start)) {
      yield Buffer.concat([...pending, chunk.subarray(start, end)]).toString('utf8')
      pending = []
      start = end + 1
    }
    if (start < chunk.length) pending.push(chunk.subarray(start))
  }
}
