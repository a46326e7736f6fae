/** The pieces of a roster round: kept with their ticks when it is looked at, and with what became of each at last. */
import type { ItemContent, RosterItem } from '#app/domain/people/roster-items.ts'
import { isTickedAtFirst } from '#app/domain/people/roster-items.ts'
import type { Transaction } from '../client.server.ts'
import { sealText } from '../sealed/field-cipher.server.ts'

export type KeptItem = Pick<RosterItem, 'group' | 'kind' | 'field' | 'suspicion'> & {
  householdNumber: string
  villageCode: string
  row: number | null
  fingerprint: string
  otherNumber: string | null
  content: ItemContent
}

export type ItemOutcome = 'applied' | 'not-ticked' | 'changed-meanwhile' | 'live-lots' | 'open-orders'

/** Adds pieces to a round, numbered on from `after`. */
export async function addItems(
  tx: Transaction,
  roundId: string,
  items: readonly KeptItem[],
  after: number,
): Promise<void> {
  const rows = items.map(({ content, ...item }, i) => ({
    ...item,
    number: after + i + 1,
    isTicked: isTickedAtFirst(item.group),
    contentSealed: sealText('import-item.content', JSON.stringify(content)),
  }))
  await tx.$executeRaw`
    INSERT INTO import_item (round_id, number, "group", kind, field, household_number, village_code, row, is_ticked,
      fingerprint, suspicion, other_number, content_sealed)
    SELECT ${roundId}::uuid, number, "group", kind, field, "householdNumber", "villageCode", row, "isTicked",
      fingerprint, suspicion, "otherNumber", "contentSealed"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS item(number int, "group" text, kind text, field text,
      "householdNumber" text, "villageCode" text, row int, "isTicked" boolean, fingerprint text, suspicion text,
      "otherNumber" text, "contentSealed" text)`
}

/** The fingerprints of what is ticked. */
export async function readTicked(tx: Transaction, roundId: string): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ fingerprint: string }[]>`
    SELECT fingerprint FROM import_item WHERE round_id = ${roundId}::uuid AND is_ticked`
  return new Set(rows.map(({ fingerprint }) => fingerprint))
}

/**
 * Gives every piece of a round what became of it. What was ticked and could not be found any more as it was ticked
 * is not applied: somebody changed it meanwhile.
 */
export async function settleItems(
  tx: Transaction,
  roundId: string,
  outcomes: ReadonlyMap<string, ItemOutcome>,
): Promise<void> {
  // Looked up by key, not joined: the table has no statistics yet, and a nested loop over a county takes minutes.
  await tx.$executeRaw`
    UPDATE import_item SET outcome = CASE WHEN NOT is_ticked THEN 'not-ticked'
      ELSE coalesce(${JSON.stringify(Object.fromEntries(outcomes))}::jsonb ->> fingerprint, 'changed-meanwhile') END
    WHERE round_id = ${roundId}::uuid`
}

/** Ticks pieces of a round that waits for nothing yet, or takes their ticks away. */
export async function tickItems(
  tx: Transaction,
  roundId: string,
  where: { numbers: readonly number[] } | { group: string; kind: string | null },
  isTicked: boolean,
): Promise<void> {
  await tx.importItem.updateMany({
    where: {
      roundId,
      outcome: null,
      ...('numbers' in where
        ? { number: { in: [...where.numbers] } }
        : { group: where.group, ...(where.kind === null ? {} : { kind: where.kind }) }),
    },
    data: { isTicked },
  })
}

/** Takes away the pieces of rounds whose file is gone and that were never applied. */
export async function clearItems(tx: Transaction, before: Date): Promise<void> {
  await tx.importItem.deleteMany({ where: { round: { state: 'previewed', createdAt: { lt: before } } } })
}
