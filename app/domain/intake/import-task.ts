/**
 * What a server's worker is asked to do with a file, and what it answers. Plain values, for another process. Of a
 * preview it is sent the form as it came, whose `contentType` says how its parts are told apart.
 */
import type { Verdict } from '#app/domain/kernel/verdict.ts'

export type ImportTask<Who> =
  | { is: 'preview'; actor: Who; input: { scopeCode: string; contentType: string } }
  | { is: 'apply'; roundId: string; countyCode: string }

/** At its end: the round it worked on, or why it is not done. */
export type ImportTaskDone = Verdict<{ roundId: string }>
