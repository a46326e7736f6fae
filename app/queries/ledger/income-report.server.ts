/** Sales income by household or by division, of a year, as it was known at the end of a day. */
import { type Database, Prisma, readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { seesNameInFull } from '#app/domain/access/visibility.ts'
import { type CivilDate, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { scopePrefix } from '#app/domain/kernel/ids.ts'
import type { IncomeLevel, IncomeRow } from '#app/domain/ledger/income-report.ts'

export type IncomeRequest = {
  year: number
  level: IncomeLevel
  /** A division or grid the reader has in scope. */
  scopeCode: string
  /** Above household level ordinary households are left out unless this is set. */
  withOrdinary: boolean
  asOf: CivilDate
}

export type IncomeReport = IncomeRequest & {
  scopeName: string
  /** From the scope's parents down to itself, as far as the reader reaches. */
  path: { code: string; name: string }[]
  rows: IncomeRow[]
  totals: { salesFen: number; baseFen: number; premiumFen: number; orderCount: number }
  months: { month: number; baseFen: number; premiumFen: number }[]
  householdCount: number
  householdsSold: number
}

type Client = Pick<Database, '$queryRaw' | 'division' | 'grid' | 'person'>

type RawRow = {
  division_code: string
  division_name: string | null
  is_unassigned: boolean
  household_id: number | null
  household_number: string | null
  alias: string | null
  village_code: string | null
  grid_code: string | null
  category: string | null
  headcount: bigint | null
  base_fen: bigint
  premium_fen: bigint
  orders: bigint
  last_sale_on: Date | null
}

/** Kept totals of the year in scope, as of the day, of the categories that count. */
function income(request: IncomeRequest): Prisma.Sql {
  const prefix = scopePrefix(request.scopeCode)
  const place = prefix.includes('-')
    ? Prisma.sql`t.grid_code = ${prefix}`
    : Prisma.sql`starts_with(t.village_code, ${prefix})`
  const countyCode = `${prefix.slice(0, 6).padEnd(6, '0')}000000`
  return Prisma.sql`SELECT t.* FROM household_day t
    WHERE t.county_code = ${countyCode} AND ${place}
      AND t.business_day BETWEEN ${toDateColumn(`${request.year}-01-01`)}::date AND ${toDateColumn(`${request.year}-12-31`)}::date
      AND t.posting_day <= ${toDateColumn(request.asOf)}::date ${countsCategory(request, Prisma.sql`t.category`)}`
}

function countsCategory(request: IncomeRequest, column: Prisma.Sql): Prisma.Sql {
  return request.withOrdinary || request.level === 'household'
    ? Prisma.empty
    : Prisma.sql`AND ${column} <> 'ordinary'`
}

/** Households in scope today, with where they are. */
function households(request: IncomeRequest): Prisma.Sql {
  const prefix = scopePrefix(request.scopeCode)
  const place = prefix.includes('-')
    ? Prisma.sql`s.grid_code = ${prefix}`
    : Prisma.sql`starts_with(s.village_code, ${prefix})`
  return Prisma.sql`SELECT s.* FROM household_state s
    WHERE s.to_day IS NULL AND ${place} ${countsCategory(request, Prisma.sql`s.category`)}`
}

/** Orders of which something was handed over, credited and not taken back, by the place, year and day of the totals. */
function sales(request: IncomeRequest): Prisma.Sql {
  const prefix = scopePrefix(request.scopeCode)
  const place = prefix.includes('-')
    ? Prisma.sql`p.grid_code = ${prefix}`
    : Prisma.sql`starts_with(p.village_code, ${prefix})`
  return Prisma.sql`SELECT DISTINCT p.household_id, p.village_code, coalesce(p.grid_code, '') AS grid_code, l.order_id
    FROM posting p JOIN journal j ON j.id = p.journal_id JOIN order_line l ON l.id = p.order_line_id
    WHERE p.part IN ('base', 'premium') AND ${place}
      AND p.business_day BETWEEN ${toDateColumn(`${request.year}-01-01`)}::date AND ${toDateColumn(`${request.year}-12-31`)}::date
      AND (j.posted_at AT TIME ZONE 'Asia/Shanghai')::date <= ${toDateColumn(request.asOf)}::date ${countsCategory(request, Prisma.sql`p.category`)}
      AND j.reverses_id IS NULL AND j.id NOT IN (SELECT back.reverses_id FROM journal back WHERE back.reverses_id IS NOT NULL
        AND (back.posted_at AT TIME ZONE 'Asia/Shanghai')::date <= ${toDateColumn(request.asOf)}::date)`
}

function householdRows(db: Client, request: IncomeRequest): Promise<RawRow[]> {
  return db.$queryRaw<RawRow[]>`
    WITH income AS (${income(request)}), here AS (${households(request)}), sales AS (${sales(request)}),
    sums AS (SELECT household_id, sum(base_fen) AS base_fen, sum(premium_fen) AS premium_fen,
        max(business_day) FILTER (WHERE base_fen + premium_fen > 0) AS last_sale_on, max(village_code) AS village_code
      FROM income GROUP BY household_id),
    counts AS (SELECT household_id, count(DISTINCT order_id) AS orders FROM sales GROUP BY household_id)
    SELECT coalesce(s.grid_code, s.village_code, sums.village_code) AS division_code, v.short_name AS division_name,
      false AS is_unassigned, h.id AS household_id, h.number AS household_number, h.alias, s.village_code, s.grid_code,
      now_state.category, now_state.headcount::bigint AS headcount, coalesce(sums.base_fen, 0)::bigint AS base_fen,
      coalesce(sums.premium_fen, 0)::bigint AS premium_fen, coalesce(counts.orders, 0) AS orders, sums.last_sale_on
    FROM (SELECT household_id FROM here UNION SELECT household_id FROM sums) ids
    JOIN household h ON h.id = ids.household_id
    LEFT JOIN here s ON s.household_id = ids.household_id
    LEFT JOIN household_state now_state ON now_state.household_id = ids.household_id AND now_state.to_day IS NULL
    LEFT JOIN sums ON sums.household_id = ids.household_id
    LEFT JOIN counts ON counts.household_id = ids.household_id
    LEFT JOIN division v ON v.code = coalesce(s.village_code, sums.village_code)
    ORDER BY coalesce(sums.base_fen + sums.premium_fen, 0) DESC, h.number`
}

/** How a level groups: the key of a kept total, of a household, and the places that get a row though nothing sold. */
function grouping(level: Exclude<IncomeLevel, 'household'>, scopeCode: string) {
  const prefix = scopePrefix(scopeCode)
  const divisions = (name: string) =>
    Prisma.sql`SELECT code, short_name AS name FROM division WHERE level = ${name} AND starts_with(code, ${prefix})`
  const town = (code: Prisma.Sql) => Prisma.sql`rpad(left(${code}, 9), 12, '0')`
  const area = (code: Prisma.Sql) => Prisma.sql`(SELECT a.area_id::text FROM supervision_area_town a
    WHERE a.town_code = ${town(code)} AND a.to_day IS NULL LIMIT 1)`
  switch (level) {
    case 'grid':
      return {
        key: (village: Prisma.Sql, grid: Prisma.Sql) => Prisma.sql`coalesce(nullif(${grid}, ''), ${village})`,
        places: Prisma.sql`SELECT g.code, v.short_name || ' ' || g.number AS name FROM grid g JOIN division v ON v.code = g.village_code
          WHERE starts_with(g.code, ${prefix}) AND g.to_day IS NULL`,
      }
    case 'village':
      return { key: (village: Prisma.Sql) => village, places: divisions('village') }
    case 'town':
      return { key: town, places: divisions('town') }
    case 'area':
      return {
        key: (village: Prisma.Sql) =>
          Prisma.sql`coalesce(${area(village)}, rpad(left(${village}, 6), 12, '0'))`,
        places: Prisma.sql`SELECT id::text AS code, name FROM supervision_area WHERE county_code = rpad(left(${prefix}, 6), 12, '0')`,
      }
    case 'county':
      return {
        key: (village: Prisma.Sql) => Prisma.sql`rpad(left(${village}, 6), 12, '0')`,
        places: Prisma.sql`SELECT code, short_name AS name FROM division WHERE level = 'county' AND starts_with(code, left(${prefix}, 6))`,
      }
  }
}

function divisionRows(
  db: Client,
  request: IncomeRequest & { level: Exclude<IncomeLevel, 'household'> },
): Promise<RawRow[]> {
  const { key, places } = grouping(request.level, request.scopeCode)
  const [village, grid] = [Prisma.sql`r.village_code`, Prisma.sql`coalesce(r.grid_code, '')`]
  return db.$queryRaw<RawRow[]>`
    WITH income AS (${income(request)}), here AS (${households(request)}), sales AS (${sales(request)}), places AS (${places}),
    sums AS (SELECT ${key(village, grid)} AS code, sum(r.base_fen) AS base_fen, sum(r.premium_fen) AS premium_fen,
        max(r.business_day) FILTER (WHERE r.base_fen + r.premium_fen > 0) AS last_sale_on
      FROM income r GROUP BY 1),
    counts AS (SELECT ${key(village, grid)} AS code, count(DISTINCT r.order_id) AS orders FROM sales r GROUP BY 1),
    heads AS (SELECT ${key(village, grid)} AS code, sum(r.headcount) AS headcount FROM here r GROUP BY 1)
    SELECT ids.code AS division_code, places.name AS division_name, places.code IS NULL AS is_unassigned,
      NULL::int AS household_id, NULL AS household_number, NULL AS alias, NULL AS village_code, NULL AS grid_code, NULL AS category,
      coalesce(heads.headcount, 0)::bigint AS headcount, coalesce(sums.base_fen, 0)::bigint AS base_fen,
      coalesce(sums.premium_fen, 0)::bigint AS premium_fen, coalesce(counts.orders, 0) AS orders, sums.last_sale_on
    FROM (SELECT code FROM sums UNION SELECT code FROM heads) ids
    LEFT JOIN places ON places.code = ids.code
    LEFT JOIN sums ON sums.code = ids.code LEFT JOIN counts ON counts.code = ids.code LEFT JOIN heads ON heads.code = ids.code
    WHERE places.code IS NOT NULL OR coalesce(sums.base_fen + sums.premium_fen, 0) <> 0
    ORDER BY ids.code`
}

async function headNames(db: Client, householdIds: number[]): Promise<Map<number, string>> {
  const heads = await db.person.findMany({
    where: { householdId: { in: householdIds }, isHead: true, toDay: null },
    select: { householdId: true, nameSealed: true },
  })
  return new Map(heads.map((h) => [h.householdId, openText('person.name', h.nameSealed)]))
}

async function nameRows(db: Client, actor: Actor, rows: RawRow[]): Promise<IncomeRow[]> {
  const shown = rows.filter(
    (r) =>
      r.household_id !== null &&
      r.village_code !== null &&
      seesNameInFull(actor, { villageCode: r.village_code, gridCode: r.grid_code }),
  )
  const names = await headNames(
    db,
    shown.map((r) => Number(r.household_id)),
  )
  return rows.map((r) => ({
    divisionCode: r.division_code,
    divisionName: r.division_name ?? '',
    isUnassigned: r.is_unassigned,
    householdId: r.household_id,
    householdNumber: r.household_number,
    household: r.household_id === null ? null : (names.get(r.household_id) ?? r.alias),
    category: r.category,
    headcount: Number(r.headcount ?? 0n),
    salesFen: Number(r.base_fen + r.premium_fen),
    baseFen: Number(r.base_fen),
    premiumFen: Number(r.premium_fen),
    orderCount: Number(r.orders),
    lastSaleOn: r.last_sale_on === null ? null : fromDateColumn(r.last_sale_on),
  }))
}

async function monthsOf(db: Client, request: IncomeRequest) {
  const rows = await db.$queryRaw<{ month: number; base_fen: bigint; premium_fen: bigint }[]>`
    SELECT extract(month FROM business_day)::int AS month, sum(base_fen)::bigint AS base_fen, sum(premium_fen)::bigint AS premium_fen
    FROM (${income(request)}) income GROUP BY 1 ORDER BY 1`
  return Array.from({ length: 12 }, (_, i) => {
    const row = rows.find((r) => r.month === i + 1)
    return { month: i + 1, baseFen: Number(row?.base_fen ?? 0n), premiumFen: Number(row?.premium_fen ?? 0n) }
  })
}

async function summaryOf(db: Client, request: IncomeRequest) {
  const [row] = await db.$queryRaw<{ households: bigint; sold: bigint; orders: bigint }[]>`
    WITH here AS (${households(request)}), sales AS (${sales(request)})
    SELECT (SELECT count(*) FROM here) AS households,
      (SELECT count(DISTINCT s.household_id) FROM sales s JOIN here ON here.household_id = s.household_id) AS sold,
      (SELECT count(DISTINCT order_id) FROM sales) AS orders`
  return {
    householdCount: Number(row?.households ?? 0n),
    householdsSold: Number(row?.sold ?? 0n),
    orderCount: Number(row?.orders ?? 0n),
  }
}

async function pathTo(
  db: Client,
  scope: Scope,
  scopeCode: string,
): Promise<{ code: string; name: string }[]> {
  const [village, gridNumber] = scopeCode.split('-')
  const codes = [6, 9, 12].map((digits) => (village ?? '').slice(0, digits).padEnd(12, '0'))
  const divisions = await db.division.findMany({
    where: { code: { in: [...new Set(codes)] } },
    select: { code: true, shortName: true },
    orderBy: { code: 'asc' },
  })
  const path = divisions
    .filter((d) => reaches(scope, d.code))
    .map((d) => ({ code: d.code, name: d.shortName }))
  if (gridNumber !== undefined) path.push({ code: scopeCode, name: String(Number(gridNumber)) })
  return path
}

/**
 * The income report a reader asks for. Null when the scope is not theirs or does not exist: to them it is not found.
 * All figures come from one snapshot, so that rows, months and totals agree.
 */
export async function readIncomeReport(
  actor: Actor,
  scope: Scope,
  request: IncomeRequest,
): Promise<IncomeReport | null> {
  if (!reaches(scope, request.scopeCode)) return null
  return readDatabase().$transaction(
    async (db) => {
      const path = await pathTo(db, scope, request.scopeCode)
      const here = path.at(-1)
      if (!here) return null
      const raw =
        request.level === 'household'
          ? await householdRows(db, request)
          : await divisionRows(db, { ...request, level: request.level })
      const rows = await nameRows(db, actor, raw)
      const months = await monthsOf(db, request)
      const { orderCount, ...coverage } = await summaryOf(db, request)
      const baseFen = months.reduce((a, each) => a + each.baseFen, 0)
      const premiumFen = months.reduce((a, each) => a + each.premiumFen, 0)
      return {
        ...request,
        scopeName: here.name,
        path,
        rows,
        months,
        totals: { salesFen: baseFen + premiumFen, baseFen, premiumFen, orderCount },
        ...coverage,
      }
    },
    { isolationLevel: 'RepeatableRead', timeout: 30_000 },
  )
}
