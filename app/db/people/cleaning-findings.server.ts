/** What the cleaning rules find now, and the findings as they are kept. */
import { type CleaningRule, GRID_HOUSEHOLDS, GRID_WORKERS } from '#app/domain/people/cleaning-rules.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import { openText } from '../sealed/field-cipher.server.ts'

export type Found = {
  rule: CleaningRule
  subject: string
  villageCode: string
  facts: Record<string, string | number>
}

const PEOPLE_A_PART = 2_000

/** Households with a member whose stored ID number `isSound` does not hold of; part by part, so that pages go on. */
export async function findUnsoundIds(
  db: Pick<Transaction, 'person'>,
  countyCode: string,
  isSound: (idNumber: string) => boolean,
): Promise<Found[]> {
  const counts = new Map<string, Found & { facts: { members: number } }>()
  for (let after = 0; ; ) {
    const people = await db.person.findMany({
      where: {
        countyCode,
        toDay: null,
        idNumberSealed: { not: null },
        household: { closedOn: null },
        id: { gt: after },
      },
      orderBy: { id: 'asc' },
      take: PEOPLE_A_PART,
      select: {
        id: true,
        idNumberSealed: true,
        household: {
          select: { number: true, states: { where: { toDay: null }, select: { villageCode: true } } },
        },
      },
    })
    for (const { idNumberSealed, household } of people) {
      if (isSound(openText('person.id-number', idNumberSealed ?? ''))) continue
      const found = counts.get(household.number)
      if (found) found.facts.members += 1
      else {
        const villageCode = household.states[0]?.villageCode ?? countyCode
        const facts = { members: 1 }
        counts.set(household.number, { rule: 'id-checksum', subject: household.number, villageCode, facts })
      }
    }
    const last = people.at(-1)
    if (people.length < PEOPLE_A_PART || last === undefined) return [...counts.values()]
    after = last.id
  }
}

/** What the rules find that the database can tell by itself. */
export async function findUnclean(db: Pick<Transaction, '$queryRaw'>, countyCode: string): Promise<Found[]> {
  return db.$queryRaw<Found[]>`
    WITH here AS (SELECT h.id, h.number, s.village_code, s.grid_code, s.headcount FROM household h
        JOIN household_state s ON s.household_id = h.id AND s.to_day IS NULL
        WHERE h.county_code = ${countyCode} AND h.closed_on IS NULL),
      people AS (SELECT p.household_id, p.is_head, p.id_number_hash FROM person p JOIN here ON here.id = p.household_id
        WHERE p.to_day IS NULL),
      counts AS (SELECT here.id, here.number, here.village_code, here.headcount, count(people.household_id)::int AS members,
          (count(*) FILTER (WHERE people.is_head))::int AS heads
        FROM here LEFT JOIN people ON people.household_id = here.id GROUP BY 1, 2, 3, 4),
      twice AS (SELECT id_number_hash FROM people WHERE id_number_hash IS NOT NULL
        GROUP BY id_number_hash HAVING count(*) > 1),
      grids AS (SELECT grid_code, village_code, count(*)::int AS households FROM here WHERE grid_code IS NOT NULL
        GROUP BY 1, 2),
      workers AS (SELECT scope_code, count(DISTINCT account_id)::int AS workers FROM assignment
        WHERE role = 'grid-worker' AND ended_at IS NULL GROUP BY 1)
    SELECT 'id-twice' AS rule, here.number AS subject, here.village_code AS "villageCode",
      json_build_object('members', count(*)) AS facts
      FROM here JOIN people ON people.household_id = here.id JOIN twice USING (id_number_hash)
      GROUP BY here.number, here.village_code
    UNION ALL SELECT 'no-head', number, village_code, json_build_object('members', members)
      FROM counts WHERE heads = 0
    UNION ALL SELECT 'headcount-differs', number, village_code,
      json_build_object('stated', headcount, 'members', members) FROM counts WHERE headcount <> members
    UNION ALL SELECT 'sales-after-removal', h.number, max(p.village_code),
      json_build_object('sales', count(DISTINCT p.journal_id), 'closedOn', h.closed_on)
      FROM household h JOIN posting p ON p.household_id = h.id AND p.part IN ('base', 'premium')
        AND p.business_day > h.closed_on
      WHERE h.county_code = ${countyCode} GROUP BY h.number, h.closed_on
    UNION ALL SELECT 'grid-size', grid_code, village_code, json_build_object('households', households)
      FROM grids WHERE households NOT BETWEEN ${GRID_HOUSEHOLDS.least} AND ${GRID_HOUSEHOLDS.most}
    UNION ALL SELECT 'grid-workers', grid_code, village_code, json_build_object('workers', coalesce(workers, 0))
      FROM grids LEFT JOIN workers ON scope_code = grid_code WHERE coalesce(workers, 0) < ${GRID_WORKERS}`
}

/** One check of a county at a time; held until the transaction ends. */
export async function lockCleaning(tx: Transaction, countyCode: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`cleaning ${countyCode}`}, 0))::text`
}

/**
 * Keeps what is found: new ones are open from now, what is not found any more is put right, the rest stays. What was
 * accepted is so for what it was: with other figures it is open again.
 */
export async function keepFindings(
  tx: Transaction,
  countyCode: string,
  found: readonly Found[],
  now: Date,
): Promise<void> {
  const rows = JSON.stringify(found)
  const isStill = Prisma.sql`cleaning_finding.facts = excluded.facts`
  await tx.$executeRaw`
    UPDATE cleaning_finding f SET state = 'put-right', settled_at = ${now}
    WHERE f.county_code = ${countyCode} AND f.state <> 'put-right' AND NOT EXISTS (
      SELECT 1 FROM jsonb_to_recordset(${rows}::jsonb) AS found(rule text, subject text)
      WHERE found.rule = f.rule AND found.subject = f.subject)`
  await tx.$executeRaw`
    INSERT INTO cleaning_finding (county_code, rule, subject, village_code, facts, state, found_at)
    SELECT ${countyCode}, rule, subject, "villageCode", facts, 'open', ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS found(rule text, subject text, "villageCode" text, facts jsonb)
    ON CONFLICT (county_code, rule, subject) WHERE state <> 'put-right'
    DO UPDATE SET facts = excluded.facts, village_code = excluded.village_code,
      state = CASE WHEN ${isStill} THEN cleaning_finding.state ELSE 'open' END,
      settled_at = CASE WHEN ${isStill} THEN cleaning_finding.settled_at END,
      accepted_by = CASE WHEN ${isStill} THEN cleaning_finding.accepted_by END,
      reason = CASE WHEN ${isStill} THEN cleaning_finding.reason END`
}
