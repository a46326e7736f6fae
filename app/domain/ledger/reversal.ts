/**
 * A reversal: the dated correction of a posted journal.
 * Invariant: reversal + original = 0 on every account and under every household, area and part.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { isReversalKind, type Journal, journalOf } from './journal.ts'

/** A journal as it stands in the books, under its id. */
export type PostedJournal = Journal & { id: number }

/**
 * Takes a posted journal back on `businessDay`, a day of an open period. Its postings are the original's turned
 * round; it names the original in `reversesId`, and its key lets each journal be reversed once.
 * Refuses `reversal-is-final`: what was reversed wrongly is posted anew from its own cause.
 */
export function reverse(
  original: PostedJournal,
  businessDay: CivilDate,
): Verdict<Journal, 'reversal-is-final'> {
  const { kind } = original
  if (isReversalKind(kind)) return refuse('reversal-is-final', { journalId: original.id })
  const cause = {
    countyCode: original.countyCode,
    causeKind: 'journal' as const,
    causeId: String(original.id),
    businessDay,
  }
  const postings = original.postings.map((posting) => ({
    ...posting,
    from: posting.to,
    to: posting.from,
  }))
  const journal = journalOf(`${kind}-reversal`, cause, postings, original.id)
  invariant(journal !== null, 'a posted journal has postings')
  return accept(journal)
}
