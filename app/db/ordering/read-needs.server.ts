import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { yearOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type HouseholdCategory, isHelpCategory } from '#app/domain/people/category.ts'
import { Prisma } from '../client.server.ts'
import type { Reader } from './read-basket.server.ts'

/** What allocation needs of a household, for any event from today on. */
export type HouseholdNeed = {
  householdId: number
  /** Each from its first day; an open one has no last. Ascending. */
  states: {
    fromDay: CivilDate
    toDay: CivilDate | null
    category: HouseholdCategory
    headcount: number
  }[]
  /** Sales income by year in fen, what is reserved included at the price it was ordered at. */
  incomeByYear: Record<string, number>
  lastSaleOn: CivilDate | null
}

/**
 * What allocation `a` of lot `t` in offer `o` will earn its household, in fen: what a cooperative bought by contract
 * counts at the contract's price.
 */
export const TO_BE_EARNED_FEN = Prisma.sql`coalesce(
  round(a.amount_fen::numeric * t.purchase_price_fen / o.unit_price_fen), a.amount_fen)`

/** These households by id. Income is of this year and the ones after. */
export async function readNeeds(
  reader: Reader,
  householdIds: readonly number[],
  today: CivilDate,
): Promise<Map<number, HouseholdNeed>> {
  const yearStart = `${yearOf(today)}-01-01`
  const rows = await reader.$queryRaw<HouseholdNeed[]>`
    SELECT h.id AS "householdId", state.states, coalesce(income.by_year, '{}') AS "incomeByYear",
      sale.last_on::text AS "lastSaleOn"
    FROM household h
    CROSS JOIN LATERAL (
      SELECT json_agg(json_build_object('fromDay', s.from_day, 'toDay', s.to_day, 'category', s.category,
        'headcount', s.headcount) ORDER BY s.from_day, s.id) AS states
      FROM household_state s WHERE s.household_id = h.id
    ) state
    CROSS JOIN LATERAL (
      SELECT json_object_agg(year, fen) AS by_year FROM (
        SELECT extract(year FROM day)::int AS year, sum(fen)::bigint AS fen FROM (
          SELECT d.business_day AS day, d.base_fen + d.premium_fen AS fen FROM household_day d
          WHERE d.household_id = h.id AND d.business_day >= ${yearStart}::date
          UNION ALL
          SELECT a.business_day, ${TO_BE_EARNED_FEN} FROM allocation a JOIN lot t ON t.id = a.lot_id JOIN offer o ON o.id = t.offer_id
          WHERE a.household_id = h.id AND a.state = 'reserved' AND a.business_day >= ${yearStart}::date
        ) earned GROUP BY 1
      ) years
    ) income
    CROSS JOIN LATERAL (
      SELECT max(d.business_day) AS last_on FROM household_day d
      WHERE d.household_id = h.id AND d.base_fen + d.premium_fen > 0
    ) sale
    WHERE h.id = ANY(${householdIds}::int[])
    ORDER BY h.id`
  return new Map(rows.map((row) => [row.householdId, row]))
}

/** A household as it counts in an allocation for an event on `day`. */
export function needOn(
  need: HouseholdNeed,
  day: CivilDate,
): { isHelpCategory: boolean; headcount: number; incomeFen: number; lastSaleOn: CivilDate | null } {
  const onDay = need.states.filter(
    (state) => state.fromDay <= day && (state.toDay === null || day <= state.toDay),
  )
  const state = onDay.at(-1) ?? need.states.at(-1)
  invariant(state, `household ${need.householdId} belongs nowhere`)
  const incomeFen = need.incomeByYear[yearOf(day)] ?? 0
  invariant(Number.isSafeInteger(incomeFen), 'an income out of range')
  return {
    isHelpCategory: isHelpCategory(state.category),
    headcount: Math.max(1, state.headcount),
    incomeFen,
    lastSaleOn: need.lastSaleOn,
  }
}
