/**
 * The process an uploaded sheet is read in. It is started by `read-sheet-in-child.server.ts` with a bounded heap and
 * without the server's environment, is asked one thing on stdin, and answers in lines of JSON on stdout.
 */
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { type ContextOf, checkSheet, type FactOf, type IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { Checked, Fault, SheetRow } from '#app/domain/intake/sheet.ts'
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import { readSheet, type SheetHead, streamSheet } from './read-sheet.server.ts'
import type { SheetLimits } from './unreadable-sheet.server.ts'

/** What is asked: the rows as they are, or what checking them as one kind of file gives. */
export type SheetQuestion = {
  path: string
  limits: SheetLimits
  check: { [Kind in IntakeKind]: { kind: Kind; context: ContextOf[Kind] } }[IntakeKind] | null
}

/**
 * What checking gave apart from the facts, which follow it in parts: every refusal, the first warnings, how many
 * warnings there are of each code, and the numbers of the accepted households.
 */
export type CheckedHead = Omit<Checked<never>, 'accepted'> & {
  acceptedCount: number
  numbers: string[]
  warningCounts: Partial<Record<Fault['code'], number>>
}

/** One line of the answer, before the last. */
export type SheetAnswer =
  | { is: 'rows'; rows: SheetRow[] }
  | { is: 'checked'; head: CheckedHead }
  | { is: 'facts'; facts: FactOf[IntakeKind][] }

/** What the last line gives: the sheet where its rows were asked for, and what the process took at most. */
export type SheetEnd = { head: SheetHead | null; peakMegabytes: number }

const FACTS_A_LINE = 200
const WARNINGS_SENT = 1_000

async function say(answer: SheetAnswer | { is: 'end'; verdict: Verdict<SheetEnd> }): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(answer)}\n`)) await once(process.stdout, 'drain')
}

async function sayChecked(path: string, limits: SheetLimits, check: NonNullable<SheetQuestion['check']>) {
  const read = await readSheet(path, limits)
  if (!read.ok) return read
  const checked = checkSheet(read.value, check.kind, check.context)
  if (!checked.ok) return checked
  await say({ is: 'checked', head: headOf(checked.value) })
  const { accepted } = checked.value
  for (let i = 0; i < accepted.length; i += FACTS_A_LINE) {
    await say({ is: 'facts', facts: accepted.slice(i, i + FACTS_A_LINE) })
  }
  return { ok: true, value: null } as const
}

function headOf(checked: Checked<FactOf[IntakeKind]>): CheckedHead {
  const { accepted, warnings, ...rest } = checked
  const warningCounts: CheckedHead['warningCounts'] = {}
  for (const { code } of warnings) warningCounts[code] = (warningCounts[code] ?? 0) + 1
  return {
    ...rest,
    warnings: warnings.slice(0, WARNINGS_SENT),
    warningCounts,
    acceptedCount: accepted.length,
    numbers: accepted.flatMap((fact) => ('members' in fact ? [fact.number] : [])),
  }
}

const question: SheetQuestion = JSON.parse(await text(process.stdin))
const verdict =
  question.check === null
    ? await streamSheet(question.path, (rows) => say({ is: 'rows', rows }), question.limits)
    : await sayChecked(question.path, question.limits, question.check)
const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024)
await say({
  is: 'end',
  verdict: verdict.ok ? { ok: true, value: { head: verdict.value, peakMegabytes } } : verdict,
})
