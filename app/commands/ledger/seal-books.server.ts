import { database } from '#app/db/client.server.ts'
import { sealRows } from '#app/db/ledger/seal-rows.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'

/**
 * Seals what was written in every county since the last time, batch by batch.
 * Safe to run in several processes at once: a county is sealed by one at a time. Returns the number of rows sealed.
 */
export async function sealBooks(_actor: SystemActor): Promise<number> {
  // Every act leaves an activity record, so its index names every county, one step each.
  const counties = await database().$queryRaw<{ county_code: string }[]>`
    WITH RECURSIVE found (county_code) AS (
      SELECT min(county_code) FROM activity_record
      UNION ALL
      SELECT (SELECT min(a.county_code) FROM activity_record a WHERE a.county_code > found.county_code)
      FROM found WHERE found.county_code IS NOT NULL)
    SELECT county_code FROM found WHERE county_code IS NOT NULL`
  let total = 0
  for (const { county_code: countyCode } of counties) {
    for (;;) {
      const sealed = await inTransaction((tx) => sealRows(tx, countyCode))
      total += sealed
      if (sealed === 0) break
    }
  }
  return total
}
