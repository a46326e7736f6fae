import { toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { HouseholdPlace } from '#app/domain/people/household-change.ts'
import type { LeaveReason } from '#app/domain/people/household-group.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import type { ImportPlace } from '../intake/importing.server.ts'
import { addUndo, type BeforeRound } from './household-undo.server.ts'

export type Busy = 'live-lots' | 'open-orders'

/**
 * Closes households on the day: their last state, their members and their places in groups end with it, nothing is
 * taken away. Those with orders still open or goods on the shelf stay as they are and come back with the reason.
 */
export async function closeHouseholds(
  tx: Transaction,
  place: ImportPlace,
  roundId: string,
  householdIds: readonly number[],
): Promise<Map<number, Busy>> {
  if (householdIds.length === 0) return new Map()
  // Held until the end, so that no goods are listed meanwhile: a lot waits for its household's row.
  await tx.$queryRaw`
    SELECT id FROM household WHERE id = ANY(${[...householdIds]}::int[]) ORDER BY id FOR UPDATE`
  const busy = await readBusyHouseholds(tx, householdIds, place.today)
  const closed = householdIds.filter((id) => !busy.has(id))
  const today = toDateColumn(place.today)
  const states = await tx.$queryRaw<(HouseholdPlace & { id: number })[]>`
    UPDATE household_state SET to_day = greatest(from_day, ${today}::date)
    WHERE to_day IS NULL AND household_id = ANY(${closed}::int[])
    RETURNING household_id AS id, village_code AS "villageCode", grid_code AS "gridCode", category, headcount`
  const members = await tx.$queryRaw<{ id: number; householdId: number }[]>`
    UPDATE person SET to_day = ${today}::date WHERE to_day IS NULL AND household_id = ANY(${closed}::int[])
    RETURNING id, household_id AS "householdId"`
  const memberships = await endMemberships(tx, closed, today)
  await tx.household.updateMany({ where: { id: { in: closed } }, data: { closedOn: today } })
  const before = new Map(
    states.map(({ id, ...was }): [number, BeforeRound] => [
      id,
      {
        is: 'closed',
        place: was,
        joined: [],
        ended: [],
        corrected: [],
        addedCards: [],
        endedCards: [],
        memberships: [],
      },
    ]),
  )
  for (const { id, householdId } of members) before.get(householdId)?.ended.push(id)
  for (const { id, householdId } of memberships) before.get(householdId)?.memberships?.push(id)
  await addUndo(tx, roundId, before)
  return busy
}

/** With the day, or with the day to come on which a weight was to count. */
async function endMemberships(
  tx: Transaction,
  householdIds: readonly number[],
  today: Date,
): Promise<{ id: number; householdId: number }[]> {
  const reason: LeaveReason = 'household-closed'
  return tx.$queryRaw`
    UPDATE household_group_member SET to_day = greatest(from_day, ${today}::date), end_reason = ${reason}
    WHERE to_day IS NULL AND household_id = ANY(${[...householdIds]}::int[])
    RETURNING id, household_id AS "householdId"`
}

/**
 * Households that can't be closed now, and why: orders are open, or goods are on the shelf, that are theirs or that they
 * collect as lead farmers.
 */
export async function readBusyHouseholds(
  tx: Pick<Transaction, '$queryRaw'>,
  householdIds: readonly number[],
  today: string,
): Promise<Map<number, Busy>> {
  const isOpen = Prisma.sql`state IN ('pending', 'approved')
    AND (reserved > 0 OR (available > 0 AND available_to >= ${toDateColumn(today)}::date))`
  const rows = await tx.$queryRaw<{ id: number; hasOrders: boolean }[]>`
    SELECT household_id AS id, bool_or(is_order) AS "hasOrders" FROM (
      SELECT household_id, true AS is_order FROM allocation WHERE state = 'reserved'
      UNION ALL
      SELECT household_id, reserved > 0 FROM lot WHERE ${isOpen}
      UNION ALL
      SELECT lead_household_id, reserved > 0 FROM lot WHERE ${isOpen}
    ) held WHERE household_id = ANY(${[...householdIds]}::int[]) GROUP BY household_id`
  return new Map(rows.map(({ id, hasOrders }) => [id, hasOrders ? 'open-orders' : 'live-lots']))
}
