/**
 * Puts back what a round wrote, from today on: no row is taken away, and no day before today says anything else than
 * it said. Households it added are closed, those it closed are open again, each place is what it was.
 */
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import type { HouseholdPlace } from '#app/domain/people/household-change.ts'
import { MEMBERS_MOST } from '#app/domain/people/household-group.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import type { ImportPlace } from '../intake/importing.server.ts'
import { placeHouseholds } from './write-households.server.ts'

/**
 * A round's households to which something happened since that can't be put back. They are held until the transaction
 * ends: goods, orders and helpers that are being written for one of them are waited for, and seen.
 */
export async function readMovedOn(
  tx: Transaction,
  countyCode: string,
  roundId: string,
): Promise<{ id: number; number: string }[]> {
  await tx.$queryRaw`
    SELECT h.id FROM household h JOIN import_undo u ON u.household_id = h.id
    WHERE u.round_id = ${roundId}::uuid ORDER BY h.id FOR UPDATE OF h`
  return tx.$queryRaw`
    WITH undo AS (SELECT household_id, recorded_at FROM import_undo WHERE round_id = ${roundId}::uuid),
      since AS (SELECT min(recorded_at) AS at FROM undo),
      moved AS (
        SELECT household_id FROM lot WHERE county_code = ${countyCode} AND created_at > (SELECT at FROM since)
        UNION SELECT lead_household_id FROM lot WHERE county_code = ${countyCode} AND created_at > (SELECT at FROM since)
        UNION SELECT household_id FROM allocation WHERE county_code = ${countyCode} AND created_at > (SELECT at FROM since)
        UNION SELECT household_id FROM handover WHERE county_code = ${countyCode} AND recorded_at > (SELECT at FROM since)
        UNION SELECT household_id FROM purchase_contract WHERE county_code = ${countyCode} AND recorded_at > (SELECT at FROM since)
        UNION SELECT household_id FROM pairing WHERE county_code = ${countyCode} AND recorded_at > (SELECT at FROM since)
        UNION SELECT household_id FROM household_group_member
          WHERE county_code = ${countyCode} AND recorded_at > (SELECT at FROM since)
        UNION SELECT p.household_id FROM journal j JOIN posting p ON p.journal_id = j.id
          WHERE j.county_code = ${countyCode} AND j.posted_at > (SELECT at FROM since)
        UNION SELECT substring(account FROM '^household:([0-9]+)$')::int FROM journal j JOIN posting p ON p.journal_id = j.id
          CROSS JOIN LATERAL (VALUES (p.from_account), (p.to_account)) of_lead (account)
          WHERE j.county_code = ${countyCode} AND j.posted_at > (SELECT at FROM since) AND p.part = 'lead-fee')
    SELECT h.id, h.number FROM undo JOIN moved USING (household_id) JOIN household h ON h.id = undo.household_id
    ORDER BY h.number`
}

/** Puts a round's households back, those left out aside. Returns how many. */
export async function undoHouseholds(
  tx: Transaction,
  place: Pick<ImportPlace, 'countyCode' | 'today'> & { actorId: number },
  roundId: string,
  leftOut: readonly number[],
): Promise<number> {
  const undo = Prisma.sql`SELECT household_id, before FROM import_undo
    WHERE round_id = ${roundId}::uuid AND household_id <> ALL(${[...leftOut]}::int[])`
  const days = { today: toDateColumn(place.today), dayBefore: toDateColumn(addDays(place.today, -1)) }
  await undoMembers(tx, undo, days)
  await undoCards(tx, undo, days)
  const places = await tx.$queryRaw<(HouseholdPlace & { householdId: number })[]>`
    SELECT household_id AS "householdId", before->'place'->>'villageCode' AS "villageCode",
      before->'place'->>'gridCode' AS "gridCode", before->'place'->>'category' AS category,
      (before->'place'->>'headcount')::int AS headcount
    FROM (${undo}) undo WHERE before->'place' <> 'null'`
  await placeHouseholds(tx, place, places)
  await undoOpenings(tx, undo, days)
  await undoMemberships(tx, undo, { ...days, actorId: place.actorId })
  const [{ count } = { count: 0 }] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${undo}) undo`
  return count
}

/** What the round closed is open again; what it added or took back is closed, as any household is. */
async function undoOpenings(tx: Transaction, undo: Prisma.Sql, { today }: Days): Promise<void> {
  await tx.$executeRaw`
    UPDATE household SET closed_on = NULL FROM (${undo}) undo
    WHERE household.id = undo.household_id AND before->>'is' = 'closed'`
  await tx.$executeRaw`
    UPDATE household SET closed_on = ${today}::date FROM (${undo}) undo
    WHERE household.id = undo.household_id AND before->>'is' IN ('added', 'returned')`
  await tx.$executeRaw`
    UPDATE household_state s SET to_day = greatest(s.from_day, ${today}::date) FROM (${undo}) undo
    WHERE s.household_id = undo.household_id AND s.to_day IS NULL AND before->>'is' IN ('added', 'returned')`
}

/** Whoever was in a group is again, from the first day it can be: where the group has ended or is full, it is not. */
async function undoMemberships(
  tx: Transaction,
  undo: Prisma.Sql,
  { today, actorId }: Days & { actorId: number },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO household_group_member (county_code, group_id, household_id, weight, from_day, recorded_by)
    SELECT county_code, group_id, household_id, weight, from_day, ${actorId}::int FROM (
      SELECT m.county_code, m.group_id, m.household_id, m.weight, greatest(m.to_day + 1, ${today}::date) AS from_day,
        row_number() OVER (PARTITION BY m.group_id ORDER BY m.id) + (SELECT count(*) FROM household_group_member o
          WHERE o.group_id = m.group_id AND o.to_day IS NULL) AS place
      FROM (${undo}) undo, jsonb_array_elements_text(before->'memberships') AS ended(id)
      JOIN household_group_member m ON m.id = ended.id::int
      JOIN household_group g ON g.id = m.group_id AND g.to_day IS NULL) again
    WHERE place <= ${MEMBERS_MOST}`
}

type Days = { today: Date; dayBefore: Date }

async function undoMembers(tx: Transaction, undo: Prisma.Sql, { today, dayBefore }: Days): Promise<void> {
  await tx.$executeRaw`
    UPDATE person SET to_day = ${dayBefore}::date
    FROM (${undo}) undo, jsonb_array_elements_text(before->'joined') AS joined(id)
    WHERE person.id = joined.id::int AND to_day IS NULL`
  await tx.$executeRaw`
    INSERT INTO person (household_id, county_code, is_head, name_sealed, name_hash, id_number_sealed, id_number_hash,
      phone_sealed, person_number, sex, kinship, from_day)
    SELECT p.household_id, p.county_code, p.is_head, p.name_sealed, p.name_hash, p.id_number_sealed, p.id_number_hash,
      p.phone_sealed, p.person_number, p.sex, p.kinship, ${today}::date
    FROM (${undo}) undo, jsonb_array_elements_text(before->'ended') AS ended(id) JOIN person p ON p.id = ended.id::int`
  await tx.$executeRaw`
    UPDATE person p SET is_head = was."isHead", name_sealed = was."nameSealed", name_hash = was."nameHash",
      id_number_sealed = was."idNumberSealed", id_number_hash = was."idNumberHash", phone_sealed = was."phoneSealed",
      person_number = was."personNumber", sex = was.sex, kinship = was.kinship
    FROM (${undo}) undo, jsonb_to_recordset(before->'corrected') AS was(id int, "isHead" boolean, "nameSealed" text,
      "nameHash" text, "idNumberSealed" text, "idNumberHash" text, "phoneSealed" text, "personNumber" text, sex text,
      kinship text)
    WHERE p.id = was.id`
}

async function undoCards(tx: Transaction, undo: Prisma.Sql, { today, dayBefore }: Days): Promise<void> {
  await tx.$executeRaw`
    UPDATE bank_card SET to_day = ${dayBefore}::date
    FROM (${undo}) undo, jsonb_array_elements_text(before->'addedCards') AS added(id)
    WHERE bank_card.id = added.id::int AND to_day IS NULL`
  await tx.$executeRaw`
    INSERT INTO bank_card (household_id, county_code, bank_name, card_sealed, card_hash, from_day)
    SELECT c.household_id, c.county_code, c.bank_name, c.card_sealed, c.card_hash, ${today}::date
    FROM (${undo}) undo, jsonb_array_elements_text(before->'endedCards') AS ended(id)
    JOIN bank_card c ON c.id = ended.id::int`
}
