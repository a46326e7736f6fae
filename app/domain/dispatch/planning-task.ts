/** What the process that plans lines again is asked, and what it says. Plain values, for another process. */
import type { TermValue } from './plan-again.ts'

export type PlanningTask<Change> = { changeId: string; eventId: number; change: Change }

/** The terms decided so far, or at its end that it is done. */
export type PlanningWord = { terms: TermValue[] } | { isDone: true }
