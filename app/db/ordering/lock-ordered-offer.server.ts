import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure, OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import type { PlacedLine } from './lock-own-order.server.ts'
import { toMeasure } from './read-basket.server.ts'
import { TO_BE_EARNED_FEN } from './read-needs.server.ts'

/** A lot of an offer, with what can still be had of it at one event, and what an order's lines there have of it. */
export type OrderedLot = {
  lotId: number
  countyCode: string
  householdId: number
  householdNumber: string
  isLeadFarmer: boolean
  groupId: number | null
  available: number
  ordered: number
  orderedFen: number
}

export type OrderedOffer = {
  measure: Measure
  /** As they are now; the lines have their own. */
  unitPriceFen: number
  referencePriceFen: number
  /** The day of the event, in Shanghai. */
  eventDay: CivilDate
  /** By id. */
  lots: OrderedLot[]
}

type OfferRow = {
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
  unitPriceFen: number
  referencePriceFen: number
  eventDay: CivilDate
}

/** The offer that lines at one event are of; its lots are held until the transaction ends. */
export async function lockOrderedOffer(
  tx: Transaction,
  offerId: number,
  eventId: number,
  lines: readonly PlacedLine[],
): Promise<OrderedOffer> {
  await tx.$queryRaw`SELECT 1 FROM lot WHERE offer_id = ${offerId}::int ORDER BY id FOR NO KEY UPDATE`
  const [offer] = await tx.$queryRaw<OfferRow[]>`
    SELECT p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step, p.usual_piece_grams_least AS "usualPieceGramsLeast",
      p.usual_piece_grams_most AS "usualPieceGramsMost", o.unit_price_fen AS "unitPriceFen",
      o.reference_price_fen AS "referencePriceFen",
      (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "eventDay"
    FROM offer o JOIN product p ON p.id = o.product_id CROSS JOIN pickup_event e
    WHERE o.id = ${offerId}::int AND e.id = ${eventId}::int`
  if (!offer) throw new Error(`order lines are of no offer: ${offerId}`)
  const lineIds = lines.map((line) => line.id)
  const lots = await tx.$queryRaw<OrderedLot[]>`
    SELECT l.id AS "lotId", l.county_code AS "countyCode", l.household_id AS "householdId", h.number AS "householdNumber",
      l.is_lead_farmer AS "isLeadFarmer", o.group_id AS "groupId", coalesce(own.quantity, 0)::int AS ordered, coalesce(own.fen, 0)::float8 AS "orderedFen",
      CASE WHEN ${isBrought(offer.eventDay, eventId)} THEN l.available ELSE 0 END AS available
    FROM lot l JOIN household h ON h.id = l.household_id JOIN offer o ON o.id = l.offer_id
    LEFT JOIN (
      SELECT a.lot_id, sum(a.quantity) AS quantity, sum(${TO_BE_EARNED_FEN}) AS fen
      FROM allocation a JOIN lot t ON t.id = a.lot_id JOIN offer o ON o.id = t.offer_id
      WHERE a.order_line_id = ANY(${lineIds}::uuid[]) AND a.state = 'reserved' GROUP BY a.lot_id
    ) own ON own.lot_id = l.id
    WHERE l.offer_id = ${offerId}::int ORDER BY l.id`
  return { ...offer, measure: toMeasure(offer), lots }
}

/** Whether lot `l` of offer `o` is on sale and brought to the event. */
function isBrought(eventDay: CivilDate, eventId: number): Prisma.Sql {
  return Prisma.sql`l.state = 'approved' AND ${eventDay}::date BETWEEN l.available_from AND l.available_to
    AND EXISTS (SELECT 1 FROM pickup_event_village v WHERE v.event_id = ${eventId}::int AND v.village_code = o.village_code)`
}
