/** What goods of a household may be listed under: contracts that hold today, and lead farmers of its village. */
import { readDatabase } from '#app/db/client.server.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'

export type ListContract = {
  id: number
  cooperative: string
  purchasePriceFen: number
  fromDay: CivilDate
  lastDay: CivilDate
  /** In the product's base unit; what is not listed yet. */
  leftQuantity: number
}

export async function readListContracts(
  of: { householdId: number; productKey: string },
  today: CivilDate,
): Promise<ListContract[]> {
  return readDatabase().$queryRaw<ListContract[]>`
    SELECT c.id, o.name AS cooperative, c.purchase_price_fen AS "purchasePriceFen", c.from_day::text AS "fromDay",
      coalesce(c.ended_on - 1, c.to_day)::text AS "lastDay", c.most_quantity - sum(coalesce(l.available + l.reserved + l.given, 0))::int AS "leftQuantity"
    FROM purchase_contract c JOIN cooperative o ON o.id = c.cooperative_id JOIN product p ON p.id = c.product_id
    LEFT JOIN lot l ON l.purchase_contract_id = c.id AND l.state <> 'refused'
    WHERE c.household_id = ${of.householdId}::int AND p.key = ${of.productKey}
      AND ${today}::date BETWEEN c.from_day AND coalesce(c.ended_on - 1, c.to_day)
    GROUP BY c.id, o.name ORDER BY c.id`
}

/** Open households of the village that sell the product as lead farmers, the household itself left out. */
export async function readLeadFarmers(
  of: { householdId: number; villageCode: string; productKey: string },
  today: CivilDate,
): Promise<number[]> {
  const rows = await readDatabase().$queryRaw<{ id: number }[]>`
    SELECT DISTINCT l.household_id AS id FROM lot l JOIN offer o ON o.id = l.offer_id JOIN product p ON p.id = o.product_id
    JOIN household h ON h.id = l.household_id AND h.closed_on IS NULL
    JOIN household_state s ON s.household_id = h.id AND s.to_day IS NULL AND s.village_code = ${of.villageCode}
    WHERE o.village_code = ${of.villageCode} AND p.key = ${of.productKey} AND l.is_lead_farmer
      AND l.state IN ('pending', 'approved') AND l.available_to >= ${today}::date AND l.household_id <> ${of.householdId}::int
    ORDER BY 1`
  return rows.map((row) => row.id)
}
