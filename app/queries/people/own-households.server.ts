/** A helper's own households, and what each has for sale now. */
import { readDatabase } from '#app/db/client.server.ts'
import { hashText, openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'

export type OwnHousehold = {
  id: number
  /** Households are named as the public names them; their number tells them apart. */
  alias: string
  number: string
  village: string
  villageCode: string
  startsOn: CivilDate
  /** No quantities: what is left is said on the offer's own page, as it is to everyone. */
  goods: { offerId: number; nameZh: string; nameEn: string }[]
}

/**
 * Whoever the register names with the telephone that the actor signs in with, in an agency that the actor is of: neither
 * alone is enough.
 */
export async function readOwnHouseholds(actor: Actor, scope: Scope, now: Date): Promise<OwnHousehold[]> {
  const db = readDatabase()
  const account = await db.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: { phoneSealed: true },
  })
  if (account.phoneSealed === null) return []
  const phoneHash = hashText('pairing.helper-phone', openText('account.phone', account.phoneSealed))
  const today = civilDateOf(now)
  return db.$queryRaw<OwnHousehold[]>`
    SELECT h.id, h.alias, h.number, v.short_name AS village, v.code AS "villageCode", p.from_day::text AS "startsOn",
      coalesce((SELECT json_agg(json_build_object('offerId', g.id, 'nameZh', g.name_zh, 'nameEn', g.name_en) ORDER BY g.id)
        FROM (SELECT DISTINCT o.id, t.name_zh, t.name_en FROM lot l JOIN offer o ON o.id = l.offer_id
          JOIN product t ON t.id = o.product_id
          WHERE l.household_id = h.id AND l.state = 'approved' AND l.available > 0 AND l.available_to >= ${today}::date) g),
        '[]') AS goods
    FROM pairing p JOIN household h ON h.id = p.household_id AND h.closed_on IS NULL
      JOIN household_state s ON s.household_id = h.id AND s.to_day IS NULL
      JOIN division v ON v.code = s.village_code
    WHERE p.helper_phone_hash = ${phoneHash} AND p.agency_id = ANY(${[...scope.agencyIds]}::int[])
      AND p.from_day <= ${today}::date AND (p.to_day IS NULL OR p.to_day >= ${today}::date)
    ORDER BY v.code, h.number`
}
