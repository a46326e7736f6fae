import { type CivilDate, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { AccountName } from '#app/domain/ledger/accounts.ts'
import type { CauseKind, JournalKind, Posting, PostingDims } from '#app/domain/ledger/journal.ts'
import { type PostedJournal, reverse } from '#app/domain/ledger/reversal.ts'
import type { Prisma, Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { appendJournal } from './append-journal.server.ts'

type Row = Prisma.JournalGetPayload<{ include: { postings: true } }>

/**
 * Takes back every journal of these causes that stands, on `businessDay`, in the order they were posted. What they
 * came of is held. Returns how many.
 */
export async function reverseJournals(
  tx: Transaction,
  of: { causeKind: CauseKind; causeIds: readonly string[]; kinds: readonly JournalKind[] },
  on: { businessDay: CivilDate; actorId: number },
): Promise<number> {
  const { causeKind, causeIds, kinds } = of
  const found = await tx.journal.findMany({
    where: { causeKind, causeId: { in: [...causeIds] }, kind: { in: [...kinds] } },
    orderBy: { id: 'asc' },
    include: { postings: { orderBy: { id: 'asc' } } },
  })
  const taken = await tx.journal.findMany({
    where: { reversesId: { in: found.map(({ id }) => id) } },
    select: { reversesId: true },
  })
  const standing = found.filter(({ id }) => !taken.some(({ reversesId }) => reversesId === id))
  for (const row of standing) {
    const journal = reverse(toPosted(row), on.businessDay)
    invariant(journal.ok, 'what a cause posts is no reversal')
    await appendJournal(tx, { actorId: on.actorId, journal: journal.value })
  }
  return standing.length
}

function toPosted(row: Row): PostedJournal {
  return {
    id: Number(row.id),
    kind: row.kind as JournalKind,
    countyCode: row.countyCode,
    causeKind: row.causeKind as CauseKind,
    causeId: row.causeId,
    idempotencyKey: row.idempotencyKey,
    businessDay: fromDateColumn(row.businessDay),
    reversesId: row.reversesId === null ? null : Number(row.reversesId),
    postings: row.postings.map(toPosting),
  }
}

function toPosting(row: Row['postings'][number]): Posting {
  const { householdId, villageCode, gridCode, productId, eventId, agencyId, orderLineId } = row
  return {
    from: row.fromAccount as AccountName,
    to: row.toAccount as AccountName,
    amountFen: safeFen(row.amountFen),
    part: row.part as Posting['part'],
    dims: {
      householdId,
      villageCode,
      gridCode,
      category: row.category as PostingDims['category'],
      productId,
      eventId,
      agencyId,
      capacity: row.capacity as PostingDims['capacity'],
      orderLineId,
    },
  }
}
