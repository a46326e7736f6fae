/**
 * The reader of uploaded sheets, which works in a process of its own (app/files). Its caller brings it along.
 * What it finds is held packed, so that a roster of 60,000 rows costs the server a few megabytes.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { ContextOf, FactOf, IntakeKind } from '#app/domain/intake/check-sheet.ts'
import type { CheckSheet, FindingsOfSheet, UnreadableCode } from '#app/domain/intake/checker.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, type Verdict } from '#app/domain/kernel/verdict.ts'

export type CheckedFile<Kind extends IntakeKind> = FindingsOfSheet & {
  warningCount: number
  /** The accepted facts in file order, a few hundred at a time; may be gone through again. */
  batches: Iterable<FactOf[Kind][]>
}

const FACTS_A_BATCH = 1_000

/** Checks a whole sheet and keeps what it says. */
export async function checkFile<Kind extends IntakeKind>(
  checkSheet: CheckSheet,
  filePath: string,
  check: { kind: Kind; context: ContextOf[Kind] },
): Promise<Verdict<CheckedFile<Kind>, UnreadableCode>> {
  const packed: Buffer[] = []
  const found: { findings: FindingsOfSheet | null; open: FactOf[Kind][] } = { findings: null, open: [] }
  const pack = () => {
    if (found.open.length > 0) packed.push(deflateRawSync(JSON.stringify(found.open), { level: 1 }))
    found.open = []
  }
  const verdict = await checkSheet(filePath, check, {
    onChecked(findings) {
      found.findings = findings
    },
    onFacts(facts) {
      found.open.push(...facts)
      if (found.open.length >= FACTS_A_BATCH) pack()
    },
  })
  if (!verdict.ok) return verdict
  pack()
  invariant(found.findings !== null, 'a checked sheet says what was found')
  const warningCount = Object.values(found.findings.warningCounts).reduce((sum, count) => sum + count, 0)
  return accept({ ...found.findings, warningCount, batches: unpack<Kind>(packed) })
}

function unpack<Kind extends IntakeKind>(packed: readonly Buffer[]): Iterable<FactOf[Kind][]> {
  return {
    *[Symbol.iterator]() {
      for (const part of packed) yield JSON.parse(inflateRawSync(part).toString('utf8')) as FactOf[Kind][]
    },
  }
}
