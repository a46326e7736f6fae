/** The pairing register: helpers and households, agencies and villages, what has ended included. Names are masked. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Scope } from '#app/domain/access/roles.ts'
import { maskName, maskPhone } from '#app/domain/access/visibility.ts'
import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { PairingState, PairingsFilter } from '#app/domain/people/pairing-register.ts'

type Span = {
  startsOn: CivilDate
  endsOn: CivilDate | null
  endReason: string | null
  endNote: string | null
  standing: 'to-come' | 'now' | 'ended'
}
export type PairingRow = Span & {
  id: number
  householdNumber: string
  villageCode: string
  village: string
  agency: string
  helperName: string
  helperTitle: string | null
  helperPhone: string | null
}
export type VillagePairingRow = Span & { id: number; agency: string; village: string }

export type PairingChoices = {
  agencies: { id: number; name: string }[]
  villages: { code: string; name: string }[]
}

const ROWS_A_PAGE = 50
const EXPORTED_MOST = 100_000

type Found = Omit<PairingRow, 'standing' | 'helperName' | 'helperPhone'> & {
  nameSealed: string
  phoneSealed: string | null
}

/** A page of the register, newest first, with how many stand and how many have ended by the same search. */
export async function readPairings(
  scope: Scope,
  filter: PairingsFilter & { after: number | null },
  now: Date,
): Promise<{ rows: PairingRow[]; next: number | null; counts: { now: number; ended: number } }> {
  const today = civilDateOf(now)
  const found = searched(scope, filter)
  const before = filter.after === null ? Prisma.empty : Prisma.sql`AND p.id < ${filter.after}`
  const [rows, counts] = await Promise.all([
    readRows(Prisma.sql`${found} ${ofState(filter.state, today)} ${before}`, ROWS_A_PAGE + 1, today),
    readDatabase().$queryRaw<{ now: number; ended: number }[]>`
      SELECT count(*) FILTER (WHERE p.to_day IS NULL OR p.to_day >= ${today}::date)::int AS now,
        count(*) FILTER (WHERE p.to_day < ${today}::date)::int AS ended FROM ${FROM} WHERE ${found}`,
  ])
  const shown = rows.slice(0, ROWS_A_PAGE)
  return {
    rows: shown,
    next: rows.length > ROWS_A_PAGE ? (shown.at(-1)?.id ?? null) : null,
    counts: counts[0] ?? { now: 0, ended: 0 },
  }
}

/** All that the search finds, for a file. */
export async function readAllPairings(
  scope: Scope,
  filter: PairingsFilter,
  now: Date,
): Promise<PairingRow[]> {
  const today = civilDateOf(now)
  return readRows(
    Prisma.sql`${searched(scope, filter)} ${ofState(filter.state, today)}`,
    EXPORTED_MOST,
    today,
  )
}

/** A pairing with all of its household's, newest first; null where it is not in scope today. */
export async function readPairing(
  scope: Scope,
  id: number,
  now: Date,
): Promise<{ pairing: PairingRow; history: PairingRow[] } | null> {
  const history = await readRows(
    Prisma.sql`${inScope(scope)} AND p.household_id = (SELECT household_id FROM pairing WHERE id = ${id})`,
    EXPORTED_MOST,
    civilDateOf(now),
  )
  const pairing = history.find((row) => row.id === id)
  return pairing ? { pairing, history } : null
}

/** The agencies and villages there are to choose from. */
export async function readPairingChoices(scope: Scope): Promise<PairingChoices> {
  const db = readDatabase()
  const inCounty = scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix.slice(0, 6) } }))
  const [agencies, villages] = await Promise.all([
    db.agency.findMany({
      where: { OR: inCounty },
      orderBy: { name: 'asc' },
      select: { id: true, name: true },
    }),
    db.division.findMany({
      where: {
        level: 'village',
        toDay: null,
        OR: scope.prefixes.map((prefix) => ({ code: { startsWith: prefix } })),
      },
      orderBy: { code: 'asc' },
      select: { code: true, shortName: true },
    }),
  ])
  return { agencies, villages: villages.map(({ code, shortName }) => ({ code, name: shortName })) }
}

/** Agencies and the villages they are paired with as a whole, newest first. */
export async function readVillagePairings(
  scope: Scope,
  after: number | null,
  now: Date,
): Promise<{ rows: VillagePairingRow[]; next: number | null }> {
  const today = civilDateOf(now)
  const before = after === null ? Prisma.empty : Prisma.sql`AND p.id < ${after}`
  const rows = await readDatabase().$queryRaw<Omit<VillagePairingRow, 'standing'>[]>`
    SELECT p.id, a.name AS agency, v.short_name AS village, ${SPAN}
    FROM agency_village p JOIN agency a ON a.id = p.agency_id JOIN division v ON v.code = p.village_code
    WHERE ${startsWithAny(scope, Prisma.sql`p.village_code`)} ${before} ORDER BY p.id DESC LIMIT ${ROWS_A_PAGE + 1}`
  const shown = rows.slice(0, ROWS_A_PAGE)
  return {
    rows: shown.map((row) => ({ ...row, standing: standingOf(row, today) })),
    next: rows.length > ROWS_A_PAGE ? (shown.at(-1)?.id ?? null) : null,
  }
}

const SPAN = Prisma.sql`p.from_day::text AS "startsOn", p.to_day::text AS "endsOn", p.end_reason AS "endReason",
  p.end_note AS "endNote"`

/** A household lies where it is today; a closed one where it was last. */
const FROM = Prisma.sql`pairing p JOIN agency a ON a.id = p.agency_id JOIN household h ON h.id = p.household_id
  JOIN LATERAL (SELECT village_code FROM household_state WHERE household_id = p.household_id
    ORDER BY from_day DESC LIMIT 1) s ON true JOIN division v ON v.code = s.village_code`

function startsWithAny(scope: Scope, column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${column} LIKE ANY(${scope.prefixes.map((prefix) => `${prefix}%`)}::text[])`
}

function inScope(scope: Scope): Prisma.Sql {
  return startsWithAny(scope, Prisma.sql`s.village_code`)
}

function searched(scope: Scope, { agency, village, number }: PairingsFilter): Prisma.Sql {
  const conditions = [inScope(scope)]
  if (agency !== '') conditions.push(Prisma.sql`strpos(a.name, ${agency}) > 0`)
  if (village !== '') {
    conditions.push(Prisma.sql`(strpos(v.name, ${village}) > 0 OR starts_with(v.code, ${village}))`)
  }
  if (number !== '') conditions.push(Prisma.sql`starts_with(h.number, ${number})`)
  return Prisma.join(conditions, ' AND ')
}

function ofState(state: PairingState, today: CivilDate): Prisma.Sql {
  if (state === 'all') return Prisma.empty
  if (state === 'ended') return Prisma.sql`AND p.to_day < ${today}::date`
  return Prisma.sql`AND (p.to_day IS NULL OR p.to_day >= ${today}::date)`
}

async function readRows(where: Prisma.Sql, most: number, today: CivilDate): Promise<PairingRow[]> {
  const rows = await readDatabase().$queryRaw<Found[]>`
    SELECT p.id, h.number AS "householdNumber", s.village_code AS "villageCode", v.short_name AS village,
      a.name AS agency, p.helper_name_sealed AS "nameSealed", p.helper_title AS "helperTitle",
      p.helper_phone_sealed AS "phoneSealed", ${SPAN}
    FROM ${FROM} WHERE ${where} ORDER BY p.id DESC LIMIT ${most}`
  return rows.map(({ nameSealed, phoneSealed, ...row }) => ({
    ...row,
    helperName: maskName(openText('pairing.helper-name', nameSealed)),
    helperPhone: phoneSealed && maskPhone(openText('pairing.helper-phone', phoneSealed)),
    standing: standingOf(row, today),
  }))
}

function standingOf(span: Pick<Span, 'startsOn' | 'endsOn'>, today: CivilDate): Span['standing'] {
  if (span.startsOn > today) return 'to-come'
  return span.endsOn !== null && span.endsOn < today ? 'ended' : 'now'
}
