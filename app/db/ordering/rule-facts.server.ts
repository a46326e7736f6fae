/** What the rules of domain/lots need to know of lots: by the offer's seller, their households' needs or their weights. */
import { type CivilDate, yearOf } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import type { RuleLot } from '#app/domain/lots/allocate-by-rule.ts'
import type { Reader } from './read-basket.server.ts'
import { type HouseholdNeed, needOn, readNeeds } from './read-needs.server.ts'

/** A lot of a group's offer: its household's weights, and what it has reserved or given of the group's product. */
export type MemberShare = {
  lotId: number
  /** The same for all lots of one group and product: what one of them gives counts for the others. */
  goodsKey: string
  /** Each from its first day; an open one has no last. Ascending. */
  weights: { fromDay: CivilDate; toDay: CivilDate | null; weight: number }[]
  /** By year of the event, in the product's base unit. */
  takenByYear: Record<string, number>
}

/** Needs by household, of lots that no group sells; shares by lot, of those that one does. */
export type RuleFacts = {
  needs: ReadonlyMap<number, HouseholdNeed>
  members: ReadonlyMap<number, MemberShare>
}

type AskedLot = {
  lotId: number
  householdId: number
  householdNumber: string
  isLeadFarmer: boolean
  available: number
  /** Of the offer. */
  groupId: number | null
}

/** For events of this year and the ones after. */
export async function readRuleFacts(
  reader: Reader,
  lots: readonly Pick<AskedLot, 'lotId' | 'householdId' | 'groupId'>[],
  today: CivilDate,
): Promise<RuleFacts> {
  const households = lots.filter((lot) => lot.groupId === null).map((lot) => lot.householdId)
  const ofGroups = lots.filter((lot) => lot.groupId !== null).map((lot) => lot.lotId)
  const [needs, members] = await Promise.all([
    households.length > 0 ? readNeeds(reader, [...new Set(households)], today) : new Map(),
    ofGroups.length > 0 ? readMembers(reader, [...new Set(ofGroups)], today) : [],
  ])
  return { needs, members: new Map(members.map((member) => [member.lotId, member])) }
}

function readMembers(reader: Reader, lotIds: readonly number[], today: CivilDate): Promise<MemberShare[]> {
  const yearStart = `${yearOf(today)}-01-01`
  return reader.$queryRaw<MemberShare[]>`
    SELECT l.id AS "lotId", o.group_id || ' ' || o.product_id AS "goodsKey", w.weights,
      coalesce(taken.by_year, '{}') AS "takenByYear"
    FROM lot l JOIN offer o ON o.id = l.offer_id
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object('fromDay', m.from_day, 'toDay', m.to_day, 'weight', m.weight)
        ORDER BY m.from_day), '[]') AS weights
      FROM household_group_member m WHERE m.group_id = o.group_id AND m.household_id = l.household_id
    ) w
    CROSS JOIN LATERAL (
      SELECT json_object_agg(year, quantity) AS by_year FROM (
        SELECT extract(year FROM day)::int AS year, sum(quantity)::bigint AS quantity FROM (
          SELECT a.business_day AS day, a.quantity FROM allocation a
          WHERE a.lot_id IN (SELECT own.id FROM lot own JOIN offer sold ON sold.id = own.offer_id
              WHERE own.household_id = l.household_id AND sold.group_id = o.group_id AND sold.product_id = o.product_id)
            AND a.state = 'reserved' AND a.business_day >= ${yearStart}::date
          UNION ALL
          SELECT (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date, h.quantity
          FROM handover h JOIN pickup_event e ON e.id = h.event_id
          WHERE h.lot_id IN (SELECT own.id FROM lot own JOIN offer sold ON sold.id = own.offer_id
              WHERE own.household_id = l.household_id AND sold.group_id = o.group_id AND sold.product_id = o.product_id)
            AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date >= ${yearStart}::date
        ) went GROUP BY 1
      ) years
    ) taken
    WHERE l.id = ANY(${lotIds}::int[]) AND o.group_id IS NOT NULL
    ORDER BY l.id`
}

/** A lot as its rule is asked about it for an event on `day`. */
export function toRuleLot(lot: AskedLot, facts: RuleFacts, day: CivilDate): RuleLot {
  const { lotId, householdId, householdNumber, isLeadFarmer, available } = lot
  if (lot.groupId !== null) {
    const member = facts.members.get(lotId)
    invariant(member, `no weight is known of lot ${lotId}`)
    const takenSoFar = member.takenByYear[yearOf(day)] ?? 0
    return { lotId, householdNumber, available, weight: weightOn(member, day), takenSoFar }
  }
  const need = facts.needs.get(householdId)
  invariant(need, `nothing is known of household ${householdId}`)
  return { ...needOn(need, day), lotId, householdNumber, isLeadFarmer, available }
}

/** The weight of the day; of a day without one, the last there is. */
function weightOn({ lotId, weights }: MemberShare, day: CivilDate): number {
  const onDay = weights.find(({ fromDay, toDay }) => fromDay <= day && (toDay === null || day <= toDay))
  const weight = (onDay ?? weights.at(-1))?.weight
  invariant(weight !== undefined, `lot ${lotId} is of no member of its group`)
  return weight
}
