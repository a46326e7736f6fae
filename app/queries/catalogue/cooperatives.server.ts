/** Cooperatives of the county with their purchase contracts: what households earned by them, and the margin. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import type { CooperativeKind } from '#app/domain/catalogue/purchase-contract.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'

export type CooperativeRow = {
  id: number
  name: string
  kind: CooperativeKind
  /** With contracts that hold today, in scope. */
  householdCount: number
  earnedFen: number
  marginFen: number
}

export type ContractRow = {
  id: number
  householdNumber: string
  village: string
  product: {
    nameZh: string
    nameEn: string
    orderedBy: OrderedBy
    pricedBy: PricedBy
    pieceUnit: string | null
  }
  purchasePriceFen: number
  mostQuantity: number
  /** On sale, promised or given. */
  listedQuantity: number
  soldQuantity: number
  /** What the household earned of it, and what the cooperative kept above that. */
  earnedFen: number
  marginFen: number
  fromDay: CivilDate
  toDay: CivilDate
  endedOn: CivilDate | null
  endReason: string | null
}

export type CooperativePage = {
  cooperative: { id: number; name: string; kind: CooperativeKind }
  contracts: ContractRow[]
  earnedFen: number
  marginFen: number
}

export type ContractProduct = {
  key: string
  nameZh: string
  nameEn: string
  pricedBy: PricedBy
  pieceUnit: string | null
}

const MOST_COOPERATIVES = 500
const MOST_CONTRACTS = 2_000

const inCounty = (scope: Scope) =>
  scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix.slice(0, 6) } }))

/** Contracts whose household is in scope today, with what was handed over under each. */
function contractsIn(scope: Scope): Prisma.Sql {
  const places = scope.prefixes.map((prefix) => `${prefix}%`)
  return Prisma.sql`
    SELECT c.*, h.number, s.village_code,
      coalesce(stock.listed, 0)::int AS listed, coalesce(given.quantity, 0)::int AS sold,
      coalesce(given.earned, 0)::bigint AS earned, coalesce(given.margin, 0)::bigint AS margin
    FROM purchase_contract c JOIN household h ON h.id = c.household_id
    JOIN LATERAL (SELECT village_code FROM household_state WHERE household_id = c.household_id
      ORDER BY from_day DESC, id DESC LIMIT 1) s ON s.village_code LIKE ANY(${places}::text[])
    LEFT JOIN LATERAL (SELECT sum(l.available + l.reserved + l.given) AS listed FROM lot l
      WHERE l.purchase_contract_id = c.id AND l.state <> 'refused') stock ON true
    LEFT JOIN LATERAL (SELECT sum(g.quantity) AS quantity, sum(g.base_fen + g.premium_fen) AS earned, sum(g.margin_fen) AS margin
      FROM lot l JOIN handover g ON g.lot_id = l.id WHERE l.purchase_contract_id = c.id) given ON true`
}

type Sums = { earned: bigint; margin: bigint }
const fensOf = ({ earned, margin }: Sums) => ({ earnedFen: safeFen(earned), marginFen: safeFen(margin) })

export async function readCooperatives(scope: Scope, today: CivilDate): Promise<CooperativeRow[]> {
  const counties = scope.prefixes.map((prefix) => `${prefix.slice(0, 6)}%`)
  const rows = await readDatabase().$queryRaw<(Omit<CooperativeRow, 'earnedFen' | 'marginFen'> & Sums)[]>`
    SELECT o.id, o.name, o.kind, count(DISTINCT c.household_id) FILTER (
        WHERE ${today}::date BETWEEN c.from_day AND coalesce(c.ended_on - 1, c.to_day))::int AS "householdCount",
      coalesce(sum(c.earned), 0)::bigint AS earned, coalesce(sum(c.margin), 0)::bigint AS margin
    FROM cooperative o LEFT JOIN (${contractsIn(scope)}) c ON c.cooperative_id = o.id
    WHERE o.county_code LIKE ANY(${counties}::text[]) GROUP BY o.id ORDER BY o.name LIMIT ${MOST_COOPERATIVES}`
  return rows.map(({ earned, margin, ...row }) => ({ ...row, ...fensOf({ earned, margin }) }))
}

type ContractSql = Omit<ContractRow, 'product' | 'earnedFen' | 'marginFen'> & ContractRow['product'] & Sums

/** Null where there is no such cooperative in the scope's county. */
export async function readCooperative(scope: Scope, id: number): Promise<CooperativePage | null> {
  const found = await readDatabase().cooperative.findFirst({
    where: { id, OR: inCounty(scope) },
    select: { id: true, name: true, kind: true },
  })
  if (found === null) return null
  const rows = await readDatabase().$queryRaw<ContractSql[]>`
    SELECT c.id, c.number AS "householdNumber", v.short_name AS village, p.name_zh AS "nameZh", p.name_en AS "nameEn",
      p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.piece_unit AS "pieceUnit",
      c.purchase_price_fen AS "purchasePriceFen", c.most_quantity AS "mostQuantity", c.listed AS "listedQuantity",
      c.sold AS "soldQuantity", c.earned, c.margin, c.from_day::text AS "fromDay", c.to_day::text AS "toDay",
      c.ended_on::text AS "endedOn", c.end_reason AS "endReason"
    FROM (${contractsIn(scope)}) c JOIN product p ON p.id = c.product_id JOIN division v ON v.code = c.village_code
    WHERE c.cooperative_id = ${id} ORDER BY (c.ended_on IS NOT NULL), c.id DESC LIMIT ${MOST_CONTRACTS}`
  const contracts = rows.map(
    ({ nameZh, nameEn, orderedBy, pricedBy, pieceUnit, earned, margin, ...row }): ContractRow => ({
      ...row,
      product: { nameZh, nameEn, orderedBy, pricedBy, pieceUnit },
      ...fensOf({ earned, margin }),
    }),
  )
  const sumOf = (part: 'earnedFen' | 'marginFen') => contracts.reduce((sum, each) => sum + each[part], 0)
  return {
    cooperative: { ...found, kind: found.kind as CooperativeKind },
    contracts,
    earnedFen: sumOf('earnedFen'),
    marginFen: sumOf('marginFen'),
  }
}

/** What a contract may be about. */
export async function readContractProducts(): Promise<ContractProduct[]> {
  const rows = await readDatabase().product.findMany({
    orderBy: { id: 'asc' },
    select: { key: true, nameZh: true, nameEn: true, pricedBy: true, pieceUnit: true },
  })
  return rows.map((row) => ({ ...row, pricedBy: row.pricedBy as PricedBy }))
}
