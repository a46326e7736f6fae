/** Everybody's part in an offer that a lead farmer collects: quantities, the lead's own share, and the fees so far. */
import { readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import { readHouseholdsById, type VillageHousehold } from './village-households.server.ts'

export type PoolRow = {
  lotId: number
  household: VillageHousehold
  isLeadFarmer: boolean
  listed: number
  given: number
  /** Per piece or 斤; null where nobody collects it for a fee. */
  feeFen: number | null
  /** Paid to the lead farmer so far. */
  paidFen: number
}

type Row = Omit<PoolRow, 'household' | 'paidFen'> & { householdId: number; paid: bigint }

/** Empty where no lot of the offer has a lead farmer. */
export async function readLotPool(actor: Actor, lotId: number): Promise<PoolRow[]> {
  const rows = await readDatabase().$queryRaw<Row[]>`
    SELECT l.id AS "lotId", l.household_id AS "householdId", l.is_lead_farmer AS "isLeadFarmer",
      l.available + l.reserved + l.given AS listed, l.given, l.lead_fee_fen AS "feeFen",
      coalesce((SELECT sum(h.lead_fee_fen) FROM handover h WHERE h.lot_id = l.id), 0)::bigint AS paid
    FROM lot l WHERE l.offer_id = (SELECT offer_id FROM lot WHERE id = ${lotId}) AND l.state IN ('pending', 'approved')
    ORDER BY l.is_lead_farmer DESC, l.id`
  if (!rows.some((row) => row.feeFen !== null)) return []
  const households = await readHouseholdsById(
    actor,
    rows.map((row) => row.householdId),
  )
  return rows.flatMap(({ householdId, paid, ...row }) => {
    const household = households.get(householdId)
    return household ? [{ ...row, household, paidFen: safeFen(paid) }] : []
  })
}
