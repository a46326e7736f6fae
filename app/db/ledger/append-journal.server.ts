/** The one writer of the ledger. It only ever adds, inside the transaction of what caused the entry. */
import { createHash } from 'node:crypto'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { checkJournal } from '#app/domain/ledger/check-journal.ts'
import type { Journal, Posting } from '#app/domain/ledger/journal.ts'
import { journalContent } from '#app/domain/ledger/journal-content.ts'
import type { Transaction } from '../client.server.ts'

export type AppendedJournal = { id: bigint; repeated: boolean }

function contentHash(journal: Journal): string {
  return createHash('sha256').update(journalContent(journal)).digest('hex')
}

/**
 * Appends a journal and keeps the households' daily totals in step. The same key with the same content is the same
 * entry and adds nothing; with other content it is a fault. Throws as the database does when a guard refuses it.
 */
export async function appendJournal(
  tx: Transaction,
  input: { actorId: number | null; journal: Journal },
): Promise<AppendedJournal> {
  const { actorId, journal } = input
  const { countyCode } = journal
  const checked = checkJournal(journal)
  invariant(checked.ok, `the ledger does not take this journal: ${checked.ok ? '' : checked.code}`)
  const hash = contentHash(journal)
  const known = await tx.journal.findUnique({
    where: { idempotencyKey: journal.idempotencyKey },
    select: { id: true, contentHash: true },
  })
  if (known) {
    invariant(known.contentHash === hash, 'one key names one entry')
    return { id: known.id, repeated: true }
  }
  const { id } = await tx.journal.create({
    data: {
      countyCode,
      book: 'sales',
      kind: journal.kind,
      causeKind: journal.causeKind,
      causeId: journal.causeId,
      idempotencyKey: journal.idempotencyKey,
      contentHash: hash,
      businessDay: toDateColumn(journal.businessDay),
      actorId,
      reversesId: journal.reversesId === null ? null : BigInt(journal.reversesId),
    },
    select: { id: true },
  })
  await tx.posting.createMany({
    data: journal.postings.map((posting) => postingRow(id, countyCode, journal.businessDay, posting)),
  })
  await keepHouseholdDays(tx, id)
  return { id, repeated: false }
}

function postingRow(journalId: bigint, countyCode: string, businessDay: string, posting: Posting) {
  const { dims } = posting
  return {
    journalId,
    countyCode,
    fromAccount: posting.from,
    toAccount: posting.to,
    amountFen: BigInt(posting.amountFen),
    part: posting.part,
    businessDay: toDateColumn(businessDay),
    householdId: dims.householdId,
    villageCode: dims.villageCode,
    gridCode: dims.gridCode,
    category: dims.category,
    productId: dims.productId,
    eventId: dims.eventId,
    orderLineId: dims.orderLineId,
    agencyId: dims.agencyId,
    capacity: dims.capacity,
  }
}

/**
 * Sales income is what flows to a household's account as base or premium, less what flows back the same way.
 * Rows are taken in key order, so that two desks settling for the same households can't deadlock.
 */
async function keepHouseholdDays(tx: Transaction, journalId: bigint): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO household_day (household_id, business_day, posting_day, county_code, village_code, grid_code, category, base_fen, premium_fen)
    SELECT p.household_id, p.business_day, (j.posted_at AT TIME ZONE 'Asia/Shanghai')::date, p.county_code, p.village_code,
      coalesce(p.grid_code, ''), p.category,
      coalesce(sum(CASE WHEN p.to_account = 'household:' || p.household_id THEN p.amount_fen ELSE -p.amount_fen END) FILTER (WHERE p.part = 'base'), 0),
      coalesce(sum(CASE WHEN p.to_account = 'household:' || p.household_id THEN p.amount_fen ELSE -p.amount_fen END) FILTER (WHERE p.part = 'premium'), 0)
    FROM posting p JOIN journal j ON j.id = p.journal_id
    WHERE p.journal_id = ${journalId} AND p.part IN ('base', 'premium')
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    ORDER BY 1, 2, 3
    ON CONFLICT (household_id, business_day, posting_day, village_code, grid_code, category)
    DO UPDATE SET base_fen = household_day.base_fen + EXCLUDED.base_fen, premium_fen = household_day.premium_fen + EXCLUDED.premium_fen`
}
