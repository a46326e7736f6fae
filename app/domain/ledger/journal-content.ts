/**
 * A journal as one string, so that a repeated key with other content is found.
 * Invariant: two journals have the same content exactly when they post the same, in whatever order.
 */
import type { Journal, Posting } from './journal.ts'

/** What is hashed and stored with the journal. */
export function journalContent(journal: Journal): string {
  const { kind, countyCode, causeKind, causeId, businessDay, reversesId, postings } = journal
  const rows = postings.map(postingContent).sort()
  return JSON.stringify([kind, countyCode, causeKind, causeId, businessDay, reversesId, rows])
}

function postingContent({ from, to, amountFen, part, dims }: Posting): string {
  const { householdId, villageCode, gridCode, category } = dims
  const { productId, eventId, agencyId, capacity, orderLineId } = dims
  const of = [
    householdId,
    villageCode,
    gridCode,
    category,
    productId,
    eventId,
    agencyId,
    capacity,
    orderLineId,
  ]
  return JSON.stringify([from, to, amountFen, part, ...of])
}
