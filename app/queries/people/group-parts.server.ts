/** What households have of the goods that groups sold in a year: their own parts, by product. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'

/** Quantities in the product's base unit. `reservedFen` is at the prices it was ordered at. */
export type GroupPart = {
  groupId: number
  householdId: number
  product: { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }
  reserved: number
  given: number
  reservedFen: number
  earnedFen: number
}

type PartRow = Omit<GroupPart, 'product' | 'reserved' | 'given' | 'reservedFen' | 'earnedFen'> &
  GroupPart['product'] & { reserved: bigint; given: bigint; reservedFen: bigint; earnedFen: bigint }

/** Of all members of a group, of one household in every group it sold with, or of one in one. */
export async function readGroupParts(
  of: { groupId?: number; householdId?: number },
  year: number,
): Promise<GroupPart[]> {
  const within = (day: Prisma.Sql, household: Prisma.Sql) => Prisma.sql`
    o.group_id ${of.groupId === undefined ? Prisma.sql`IS NOT NULL` : Prisma.sql`= ${of.groupId}::int`}
    AND ${of.householdId === undefined ? Prisma.sql`true` : Prisma.sql`${household} = ${of.householdId}::int`}
    AND ${day} BETWEEN ${toDateColumn(`${year}-01-01`)}::date AND ${toDateColumn(`${year}-12-31`)}::date`
  const held = Prisma.sql`(e.starts_at AT TIME ZONE 'Asia/Shanghai')::date`
  const rows = await readDatabase().$queryRaw<PartRow[]>(Prisma.sql`
    WITH part AS (
      SELECT o.group_id, l.household_id, o.product_id, a.quantity AS reserved, a.amount_fen AS reserved_fen, 0 AS given,
        0 AS earned_fen
      FROM allocation a JOIN lot l ON l.id = a.lot_id JOIN offer o ON o.id = l.offer_id
      WHERE a.state = 'reserved' AND ${within(Prisma.sql`a.business_day`, Prisma.sql`l.household_id`)}
      UNION ALL
      SELECT o.group_id, l.household_id, o.product_id, 0, 0, h.quantity, 0
      FROM handover h JOIN lot l ON l.id = h.lot_id JOIN offer o ON o.id = l.offer_id
        JOIN pickup_event e ON e.id = h.event_id
      WHERE ${within(held, Prisma.sql`l.household_id`)}
      UNION ALL
      SELECT o.group_id, p.household_id, o.product_id, 0, 0, 0,
        CASE WHEN p.to_account = 'household:' || p.household_id THEN p.amount_fen ELSE -p.amount_fen END
      FROM posting p JOIN order_line l ON l.id = p.order_line_id JOIN offer o ON o.id = l.offer_id
      WHERE p.part IN ('base', 'premium') AND ${within(Prisma.sql`p.business_day`, Prisma.sql`p.household_id`)})
    SELECT part.group_id AS "groupId", part.household_id AS "householdId", t.name_zh AS "nameZh", t.name_en AS "nameEn",
      t.ordered_by AS "orderedBy", t.piece_unit AS "pieceUnit", sum(reserved)::bigint AS reserved,
      sum(given)::bigint AS given, sum(reserved_fen)::bigint AS "reservedFen", sum(earned_fen)::bigint AS "earnedFen"
    FROM part JOIN product t ON t.id = part.product_id
    GROUP BY part.group_id, part.household_id, t.id ORDER BY part.group_id, part.household_id, t.id`)
  return rows.map(({ nameZh, nameEn, orderedBy, pieceUnit, ...row }) => ({
    ...row,
    product: { nameZh, nameEn, orderedBy, pieceUnit },
    reserved: Number(row.reserved),
    given: Number(row.given),
    reservedFen: safeFen(row.reservedFen),
    earnedFen: safeFen(row.earnedFen),
  }))
}
