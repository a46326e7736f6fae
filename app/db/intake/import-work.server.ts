/** The rounds that wait to be applied, and how far the one that is being applied has come. */
import type { Transaction } from '../client.server.ts'

/** So long unheard of, a worker is taken to be gone. */
const UNHEARD_SECONDS = 30

/** Puts a round in line. False where it is in line, or applied, already. */
export async function queueRound(tx: Transaction, roundId: string, actorId: number): Promise<boolean> {
  const { count } = await tx.importRound.updateMany({
    where: { id: roundId, state: 'previewed' },
    data: { state: 'waiting', appliedBy: actorId, failure: null },
  })
  if (count === 1) await tx.importWork.deleteMany({ where: { roundId } })
  return count === 1
}

/**
 * Takes up the round that has waited longest and that no worker is heard of for; `tries` counts this one. Two servers
 * that ask at once don't both get it.
 */
export async function takeUpRound(
  tx: Transaction,
): Promise<{ roundId: string; countyCode: string; tries: number } | null> {
  const rows = await tx.$queryRaw<{ roundId: string; countyCode: string; tries: number }[]>`
    WITH next AS (SELECT r.id, r.county_code, r.accepted_count FROM import_round r
        LEFT JOIN import_work w ON w.round_id = r.id
        WHERE r.state = 'waiting'
          AND (w.round_id IS NULL OR w.heard_at < clock_timestamp() - make_interval(secs => ${UNHEARD_SECONDS}))
        ORDER BY r.created_at, r.id LIMIT 1 FOR UPDATE OF r SKIP LOCKED),
      work AS (INSERT INTO import_work (round_id, done, total, tries, heard_at)
        SELECT id, 0, accepted_count, 1, clock_timestamp() FROM next
        ON CONFLICT (round_id) DO UPDATE SET done = 0, tries = import_work.tries + 1, heard_at = clock_timestamp()
        WHERE import_work.heard_at < clock_timestamp() - make_interval(secs => ${UNHEARD_SECONDS})
        RETURNING round_id, tries)
    SELECT work.round_id AS "roundId", next.county_code AS "countyCode", work.tries
    FROM work JOIN next ON next.id = work.round_id`
  return rows[0] ?? null
}

export async function reportWork(
  tx: Pick<Transaction, 'importWork'>,
  roundId: string,
  { done, total }: { done: number; total: number },
): Promise<void> {
  await tx.importWork.updateMany({ where: { roundId }, data: { done, total, heardAt: new Date() } })
}

/** A round that could not be applied can be looked at and put in line again. */
export async function giveUpRound(tx: Transaction, roundId: string, failure: string): Promise<void> {
  await tx.importRound.updateMany({
    where: { id: roundId, state: 'waiting' },
    data: { state: 'previewed', failure, appliedBy: null },
  })
  await tx.importWork.deleteMany({ where: { roundId } })
}

/** Lets the next look take the round up at once. */
export async function releaseRound(tx: Transaction, roundId: string): Promise<void> {
  await tx.importWork.updateMany({ where: { roundId }, data: { heardAt: new Date(0) } })
}
