/** One household's own record of a year: what it listed, sold, was paid and is owed, the same as the ledger has it. */
import { readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, toDateColumn, yearOf } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { householdAccount } from '#app/domain/ledger/accounts.ts'
import { isDoorStep } from '#app/domain/people/access-needs.ts'
import { readHouseholdsInScope, type VillageHousehold } from '../catalogue/village-households.server.ts'
import { type HouseholdGroupPart, readHouseholdGroups } from './groups.server.ts'

type RecordProduct = { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }

/** A line that was handed over; `weightGrams` is the scale's where it is ordered by the piece and priced by weight. */
export type SoldRow = {
  key: string
  day: CivilDate
  product: RecordProduct
  quantity: number
  weightGrams: number | null
  /** What the household earned. */
  amountFen: number
  /** Bought by contract: by whom, and what the buyer paid. */
  purchase: { cooperative: string; soldFen: number } | null
  /** Paid out of it to the lead farmer who collected it. */
  fee: { lead: string; amountFen: number } | null
}

export type ListedRow = {
  key: string
  product: RecordProduct
  unitPriceFen: number
  pricedBy: 'piece' | 'jin'
  /** By contract, where a cooperative bought it. */
  purchasePriceFen: number | null
  listed: number
  given: number
  /** On sale or ordered still. */
  left: number
}

/** Money that was paid out, that came for goods nobody collected, or for collecting others' as their lead farmer. */
export type OtherRow = {
  key: string
  day: CivilDate
  kind: 'paid' | 'no-show-share' | 'lead-fee'
  /** Whose goods were collected. */
  from: string | null
  amountFen: number
}

export type HouseholdRecord = {
  household: VillageHousehold
  village: string
  gridCode: string | null
  isDoorStep: boolean
  year: number
  /** Other years in which anything was sold, listed or paid, newest first. */
  years: number[]
  listed: ListedRow[]
  sold: SoldRow[]
  others: OtherRow[]
  /** Ten-household groups it is in, or sold with in the year, with its own part. */
  groups: HouseholdGroupPart[]
  soldFen: number
  /** Paid to lead farmers out of what was sold. */
  feesFen: number
  paidFen: number
  /** Of all years, as of now. */
  owedFen: number
}

/** Null where there is no such household, or it is not in scope today: its whole history belongs to who has it now. */
export async function readHouseholdRecord(
  actor: Actor,
  scope: Scope,
  filter: { householdId: number; year: number | null },
  now: Date,
): Promise<HouseholdRecord | null> {
  const { householdId } = filter
  const [household] = await readHouseholdsInScope(actor, scope, householdId)
  if (!household) return null
  const year = filter.year ?? yearOf(civilDateOf(now))
  const [place, years, listed, sold, others, groups, owedFen] = await Promise.all([
    readPlace(householdId),
    readYears(householdId),
    readListed(householdId, year),
    readSold(householdId, year),
    readOthers(householdId, year),
    readHouseholdGroups(householdId, year, now),
    readOwed(householdId),
  ])
  return {
    household,
    ...place,
    year,
    years: years.filter((other) => other !== year),
    listed,
    sold,
    others,
    groups,
    soldFen: sold.reduce((sum, row) => sum + row.amountFen, 0),
    feesFen: sold.reduce((sum, row) => sum + (row.fee?.amountFen ?? 0), 0),
    paidFen: others.reduce((sum, row) => sum + (row.kind === 'paid' ? row.amountFen : 0), 0),
    owedFen,
  }
}

async function readPlace(householdId: number) {
  const db = readDatabase()
  const row = await db.household.findUniqueOrThrow({
    where: { id: householdId },
    select: {
      accessNeeds: true,
      states: { where: { toDay: null }, select: { villageCode: true, gridCode: true } },
    },
  })
  const [state] = row.states
  const village = state && (await db.division.findUnique({ where: { code: state.villageCode } }))
  return {
    village: village?.shortName ?? '',
    gridCode: state?.gridCode ?? null,
    isDoorStep: isDoorStep(row.accessNeeds),
  }
}

async function readYears(householdId: number): Promise<number[]> {
  const rows = await readDatabase().$queryRaw<{ year: number }[]>`
    SELECT DISTINCT extract(year FROM day)::int AS year FROM (
      SELECT business_day AS day FROM posting WHERE household_id = ${householdId}
      UNION ALL SELECT business_day FROM posting WHERE ${householdAccount(householdId)} IN (from_account, to_account)
      UNION ALL SELECT created_at FROM lot WHERE household_id = ${householdId}) days ORDER BY 1 DESC`
  return rows.map((row) => row.year)
}

function daysOf(year: number) {
  return { first: toDateColumn(`${year}-01-01`), last: toDateColumn(`${year}-12-31`) }
}

type Named = { nameZh: string; nameEn: string; orderedBy: OrderedBy; pieceUnit: string | null }

function productOf({ nameZh, nameEn, orderedBy, pieceUnit }: Named): RecordProduct {
  return { nameZh, nameEn, orderedBy, pieceUnit }
}

async function readSold(householdId: number, year: number): Promise<SoldRow[]> {
  const { first, last } = daysOf(year)
  const account = householdAccount(householdId)
  const rows = await readDatabase().$queryRaw<
    (Named & {
      key: string
      day: CivilDate
      quantity: bigint
      weight: bigint | null
      amount: bigint
      margin: bigint
      cooperative: string | null
      fee: bigint
      lead: string | null
    })[]
  >`
    SELECT l.id AS key, p.business_day::text AS day, t.name_zh AS "nameZh", t.name_en AS "nameEn",
      l.ordered_by AS "orderedBy", l.piece_unit AS "pieceUnit", p.amount,
      p.margin, p.fee, coalesce(h.quantity, 0)::bigint AS quantity, h.weight, h.cooperative, h.lead
    FROM (SELECT order_line_id, min(business_day) AS business_day,
        coalesce(sum(CASE WHEN to_account = ${account} THEN amount_fen ELSE -amount_fen END)
          FILTER (WHERE part IN ('base', 'premium')), 0)::bigint AS amount,
        coalesce(sum(CASE WHEN from_account LIKE 'order:%' THEN amount_fen ELSE -amount_fen END)
          FILTER (WHERE part = 'margin'), 0)::bigint AS margin,
        coalesce(sum(CASE WHEN from_account = ${account} THEN amount_fen ELSE -amount_fen END)
          FILTER (WHERE part = 'lead-fee'), 0)::bigint AS fee
      FROM posting WHERE household_id = ${householdId} AND part IN ('base', 'premium', 'margin', 'lead-fee')
        AND business_day BETWEEN ${first}::date AND ${last}::date GROUP BY order_line_id) p
    JOIN order_line l ON l.id = p.order_line_id JOIN product t ON t.id = l.product_id
    LEFT JOIN LATERAL (SELECT sum(g.quantity) AS quantity, sum(g.weight_grams)::bigint AS weight,
        max(c.name) AS cooperative, max(lead.alias) AS lead
      FROM handover g JOIN lot t ON t.id = g.lot_id JOIN offer o ON o.id = t.offer_id
      LEFT JOIN cooperative c ON c.id = o.cooperative_id LEFT JOIN household lead ON lead.id = t.lead_household_id
      WHERE g.order_line_id = l.id AND g.household_id = ${householdId}) h ON true
    WHERE coalesce(h.quantity, 0) <> 0 OR p.amount <> 0
    ORDER BY p.business_day, l.id`
  return rows.map((row) => ({
    key: row.key,
    day: row.day,
    product: productOf(row),
    quantity: Number(row.quantity),
    weightGrams: row.weight === null || row.orderedBy === 'weight' ? null : Number(row.weight),
    amountFen: safeFen(row.amount),
    purchase:
      row.cooperative === null
        ? null
        : { cooperative: row.cooperative, soldFen: safeFen(row.amount + row.margin) },
    fee: row.lead === null ? null : { lead: row.lead, amountFen: safeFen(row.fee) },
  }))
}

async function readOthers(householdId: number, year: number): Promise<OtherRow[]> {
  const { first, last } = daysOf(year)
  const account = householdAccount(householdId)
  const rows = await readDatabase().$queryRaw<
    { key: string; day: CivilDate; part: string; from: string | null; amount: bigint }[]
  >`
    SELECT j.id::text AS key, p.business_day::text AS day, p.part, max(h.alias) AS from,
      sum(CASE WHEN p.to_account = ${account} THEN p.amount_fen ELSE -p.amount_fen END)::bigint AS amount
    FROM posting p JOIN journal j ON j.id = p.journal_id
    LEFT JOIN household h ON h.id = p.household_id AND p.part = 'lead-fee'
    WHERE ${account} IN (p.from_account, p.to_account)
      AND (p.part NOT IN ('base', 'premium', 'lead-fee') OR (p.part = 'lead-fee' AND p.household_id <> ${householdId}))
      AND p.business_day BETWEEN ${first}::date AND ${last}::date
      AND j.reverses_id IS NULL AND NOT EXISTS (SELECT FROM journal back WHERE back.reverses_id = j.id)
    GROUP BY j.id, p.business_day, p.part, p.household_id ORDER BY p.business_day, j.id, p.household_id`
  return rows.map(({ key, day, part, from, amount }) => ({
    key: `${key} ${from ?? ''}`,
    day,
    from,
    kind: part === 'no-show-share' || part === 'lead-fee' ? part : 'paid',
    // What is paid to it leaves its account.
    amountFen: part === 'no-show-share' || part === 'lead-fee' ? safeFen(amount) : safeFen(-amount),
  }))
}

async function readOwed(householdId: number): Promise<number> {
  const account = householdAccount(householdId)
  const [row] = await readDatabase().$queryRaw<{ owed: bigint }[]>`
    SELECT coalesce(sum(CASE WHEN to_account = ${account} THEN amount_fen ELSE -amount_fen END), 0)::bigint AS owed
    FROM posting WHERE ${account} IN (from_account, to_account)`
  return safeFen(row?.owed ?? 0n)
}

async function readListed(householdId: number, year: number): Promise<ListedRow[]> {
  const { first } = daysOf(year)
  const rows = await readDatabase().lot.findMany({
    where: {
      householdId,
      state: { not: 'refused' },
      availableFrom: { lte: daysOf(year).last },
      availableTo: { gte: first },
    },
    orderBy: { id: 'asc' },
    select: {
      id: true,
      listed: true,
      toppedUp: true,
      given: true,
      available: true,
      reserved: true,
      purchasePriceFen: true,
      offer: {
        select: {
          unitPriceFen: true,
          product: {
            select: { nameZh: true, nameEn: true, orderedBy: true, pricedBy: true, pieceUnit: true },
          },
        },
      },
    },
  })
  return rows.map(({ offer, ...lot }) => ({
    key: String(lot.id),
    product: productOf({ ...offer.product, orderedBy: offer.product.orderedBy as OrderedBy }),
    unitPriceFen: offer.unitPriceFen,
    pricedBy: offer.product.pricedBy as 'piece' | 'jin',
    purchasePriceFen: lot.purchasePriceFen,
    listed: lot.listed + lot.toppedUp,
    given: lot.given,
    left: lot.available + lot.reserved,
  }))
}
