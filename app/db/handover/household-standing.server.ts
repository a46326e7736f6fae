import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { HouseholdCategory } from '#app/domain/ledger/journal.ts'
import type { Transaction } from '../client.server.ts'

/** Where a household belongs and what it counts as. */
export type HouseholdStanding = { villageCode: string; gridCode: string | null; category: HouseholdCategory }

type StandingRow = HouseholdStanding & { householdId: number }

/**
 * Where households belonged on a business day. A household entered after that day counts as it was first entered:
 * what it handed over is its own all the same.
 */
export async function standingsOn(
  tx: Transaction,
  householdIds: readonly number[],
  day: CivilDate,
): Promise<Map<number, HouseholdStanding>> {
  const rows = await tx.$queryRaw<StandingRow[]>`
    SELECT DISTINCT ON (household_id) household_id AS "householdId", village_code AS "villageCode",
      grid_code AS "gridCode", category
    FROM household_state
    WHERE household_id = ANY(${[...new Set(householdIds)]}::int[]) AND (to_day IS NULL OR to_day >= ${toDateColumn(day)}::date)
    ORDER BY household_id, from_day`
  const standings = new Map(rows.map(({ householdId, ...standing }) => [householdId, standing]))
  for (const id of householdIds) invariant(standings.has(id), `household ${id} belongs nowhere on ${day}`)
  return standings
}
