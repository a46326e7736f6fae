/**
 * The last look at a journal before it is written; the database refuses the same things once more.
 * Invariant: what passes balances by construction, and every sales posting can be attributed in full.
 */
import { isCivilDate } from '#app/domain/kernel/calendar.ts'
import { isDivisionCode } from '#app/domain/kernel/ids.ts'
import { isFen } from '#app/domain/kernel/money.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type Account, parseAccount } from './accounts.ts'
import {
  isReversalKind,
  isSalesKind,
  isSalesPart,
  type Journal,
  type Posting,
  type PostingDims,
} from './journal.ts'

export type JournalRefusal =
  | 'no-posting'
  | 'cause-missing'
  | 'county-not-a-code'
  | 'business-day-not-a-date'
  | 'reversal-unnamed'
  | 'amount-not-whole'
  | 'amount-not-positive'
  | 'amount-too-large'
  | 'unknown-account'
  | 'same-account'
  | 'sales-part-outside-a-sale'
  | 'no-show-share-elsewhere'
  | 'sale-share-outside-a-sale'
  | 'sales-between-wrong-accounts'
  | 'sales-of-another-household'
  | 'sales-not-attributed'

/** What a sales posting can't be without. Grid and agency may be nobody's. */
const ATTRIBUTION = [
  'householdId',
  'villageCode',
  'category',
  'productId',
  'eventId',
  'capacity',
  'orderLineId',
] as const satisfies readonly (keyof PostingDims)[]

/** The journal itself if all holds; else the first thing that doesn't, with `posting` counted from 1. */
export function checkJournal(journal: Journal): Verdict<Journal, JournalRefusal> {
  if (journal.postings.length === 0) return refuse('no-posting')
  if (journal.causeId === '' || journal.idempotencyKey === '') return refuse('cause-missing')
  if (!isDivisionCode(journal.countyCode)) return refuse('county-not-a-code')
  if (!isCivilDate(journal.businessDay)) return refuse('business-day-not-a-date')
  if (isReversalKind(journal.kind) !== (journal.reversesId !== null)) return refuse('reversal-unnamed')
  for (const [index, posting] of journal.postings.entries()) {
    const code = postingFault(journal, posting)
    if (code) return refuse(code, { posting: index + 1 })
  }
  return accept(journal)
}

function postingFault(journal: Journal, posting: Posting): JournalRefusal | null {
  const { from, to, amountFen } = posting
  if (!Number.isInteger(amountFen)) return 'amount-not-whole'
  if (amountFen <= 0) return 'amount-not-positive'
  if (!isFen(amountFen)) return 'amount-too-large'
  const accounts = [from, to].map(parseAccount)
  if (accounts.includes(null)) return 'unknown-account'
  if (from === to) return 'same-account'
  if (posting.part === 'no-show-share') return shareFault(journal, posting, accounts)
  if (posting.part === 'margin' || posting.part === 'lead-fee')
    return otherShareFault(journal, posting, accounts)
  return isSalesPart(posting.part) ? salesFault(journal, posting, accounts) : null
}

/** What a sale gives to others than the household: a cooperative's margin, and what the household pays a lead farmer. */
function otherShareFault(
  journal: Journal,
  { part, dims }: Posting,
  [debited, credited]: readonly (Account | null)[],
): JournalRefusal | null {
  if (!isSalesKind(journal.kind)) return 'sale-share-outside-a-sale'
  const [from, to] = isEarned(journal) ? [debited, credited] : [credited, debited]
  const isBetween =
    part === 'margin'
      ? from?.kind === 'order' && to?.kind === 'cooperative'
      : from?.kind === 'household' && from.householdId === dims.householdId && to?.kind === 'household'
  if (!isBetween) return 'sales-between-wrong-accounts'
  return isAttributed(dims) ? null : 'sales-not-attributed'
}

/** It goes from an order to a household as its sale would, and a reversal takes it back. */
function shareFault(
  journal: Journal,
  { dims }: Posting,
  [debited, credited]: readonly (Account | null)[],
): JournalRefusal | null {
  const isReversal = journal.kind === 'no-show-share-reversal'
  if (!isReversal && journal.kind !== 'no-show-share') return 'no-show-share-elsewhere'
  const [order, household] = isReversal ? [credited, debited] : [debited, credited]
  return attributionFault(dims, order, household)
}

function salesFault(
  journal: Journal,
  { dims }: Posting,
  [debited, credited]: readonly (Account | null)[],
): JournalRefusal | null {
  if (!isSalesKind(journal.kind)) return 'sales-part-outside-a-sale'
  const [order, household] = isEarned(journal) ? [debited, credited] : [credited, debited]
  return attributionFault(dims, order, household)
}

function attributionFault(
  dims: PostingDims,
  order: Account | null | undefined,
  household: Account | null | undefined,
): JournalRefusal | null {
  if (household?.kind !== 'household' || order?.kind !== 'order') return 'sales-between-wrong-accounts'
  if (!isAttributed(dims)) return 'sales-not-attributed'
  return household.householdId === dims.householdId ? null : 'sales-of-another-household'
}

function isEarned({ kind }: Journal): boolean {
  return kind === 'sale' || kind === 'refund-reversal'
}

function isAttributed(dims: PostingDims): boolean {
  return ATTRIBUTION.every((dim) => dims[dim] !== null)
}
