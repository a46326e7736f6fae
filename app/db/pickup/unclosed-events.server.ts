/** Events `e` that took orders, whose day is over and that are neither closed nor cancelled: the one rule for all who ask. */
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import { MOST_UNCLOSED, tooManyUnclosed } from '#app/domain/pickup/unclosed-events.ts'
import { Prisma, type Transaction } from '../client.server.ts'

/** When today began in Shanghai, by the database's clock. */
export const TODAY_BEGAN = Prisma.sql`date_trunc('day', now(), 'Asia/Shanghai')`

/** What the index on unclosed events is made for. */
export const UNCLOSED = Prisma.sql`e.state IN ('open', 'cut-off', 'running', 'closing')`

/** Its day is over. */
export const PAST_UNCLOSED = Prisma.sql`${UNCLOSED} AND e.starts_at < ${TODAY_BEGAN}`

/** Its day is more than a week past: `weeksLate` is at least 1. */
export const LATE_UNCLOSED = Prisma.sql`${UNCLOSED} AND e.starts_at < ${TODAY_BEGAN} - interval '168 hours'`

/**
 * The villages of these that may not open another event, each with its events whose day is over and that aren't
 * closed, the oldest first. Ask in the transaction that opens: a day that is over stays over.
 */
export async function readBlockedVillages(
  tx: Transaction,
  villageCodes: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await tx.$queryRaw<{ villageCode: string; ids: number[] }[]>`
    SELECT e.village_code AS "villageCode", array_agg(e.id ORDER BY e.starts_at, e.id) AS ids FROM pickup_event e
    WHERE e.village_code = ANY (${[...new Set(villageCodes)]}::text[]) AND ${PAST_UNCLOSED}
    GROUP BY 1 HAVING count(*) >= ${MOST_UNCLOSED}::int`
  return new Map(rows.map(({ villageCode, ids }) => [villageCode, ids]))
}

/** Why a village may not open another event; null where it may. */
export async function refuseOpening(
  tx: Transaction,
  villageCode: string,
): Promise<Refusal<'too-many-unclosed'> | null> {
  const ids = (await readBlockedVillages(tx, [villageCode])).get(villageCode)
  return ids === undefined ? null : refuse('too-many-unclosed', tooManyUnclosed(ids))
}
