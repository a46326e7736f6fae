/** What a server's worker is asked to do with a file, and what it answers. Plain values, for another process. */
import type { Verdict } from '#app/domain/kernel/verdict.ts'
import type { IntakeKind } from './check-sheet.ts'

export type ImportTask<Who> =
  | { is: 'preview'; actor: Who; input: { kind: IntakeKind; scopeCode: string; fileName: string } }
  | { is: 'apply'; roundId: string; countyCode: string }

/** At its end: the round it worked on, or why it is not done. */
export type ImportTaskDone = Verdict<{ roundId: string }>
