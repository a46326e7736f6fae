/** What people wait for and can order again, by the storefront's own rule. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { HOLDS_EVENT, isoInstant, openedEvents } from '#app/queries/catalogue/shelf.server.ts'

export type GoodsBack = {
  villageCode: string
  productId: number
  countyCode: string
  /** The cheapest of the offers that can be ordered, and where it can be collected first. */
  offerId: number
  unitPriceFen: number
  startsAt: string
}

const WAITED_FOR = Prisma.sql`EXISTS (
  SELECT FROM watch w WHERE w.told_at IS NULL AND w.village_code = s.village_code)`

/** Each village and product once. */
export async function readGoodsBack(): Promise<GoodsBack[]> {
  return readDatabase().$queryRaw<GoodsBack[]>`
    WITH waited AS MATERIALIZED (
      SELECT DISTINCT village_code, product_id FROM watch WHERE told_at IS NULL),
    ${openedEvents(WAITED_FOR)}
    SELECT DISTINCT ON (o.village_code, o.product_id) o.village_code AS "villageCode", o.product_id AS "productId",
      o.county_code AS "countyCode", o.id AS "offerId", o.unit_price_fen AS "unitPriceFen",
      ${isoInstant(Prisma.sql`e.starts_at`)} AS "startsAt"
    FROM waited w JOIN offer o ON o.village_code = w.village_code AND o.product_id = w.product_id
      JOIN opened e ON e.village_code = o.village_code JOIN lot l ON l.offer_id = o.id
    WHERE ${HOLDS_EVENT}
    ORDER BY o.village_code, o.product_id, o.unit_price_fen, e.starts_at, e.id`
}
