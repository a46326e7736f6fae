/** All villages of a scope on one page, and the rows behind each of its figures. */
import { readPlaces } from '#app/db/access/places.server.ts'
import { withinScope } from '#app/db/access/within-scope.ts'
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { safeFen } from '#app/db/safe-fen.server.ts'
import { reaches, type Scope } from '#app/domain/access/roles.ts'
import { type CivilDate, civilDateOf, fromDateColumn } from '#app/domain/kernel/calendar.ts'
import type { OrderedBy } from '#app/domain/kernel/quantity.ts'
import { TOWN_DESK_ITEMS, type TownDeskFigures, type TownDeskItem } from '#app/domain/pickup/town-desk.ts'
import { itemRows } from './town-desk-items.server.ts'

export type TownDeskVillage = TownDeskFigures & { code: string; name: string; town: string }
export type TownDesk = { villages: TownDeskVillage[]; total: TownDeskFigures }

export async function readTownDesk(scope: Scope): Promise<TownDesk> {
  const villages = await readVillages(scope)
  const counted = await readDatabase().$queryRaw<
    { villageCode: string; what: TownDeskItem; count: number; fen: bigint }[]
  >`
    SELECT village_code AS "villageCode", what, count(*)::int AS count, coalesce(sum(fen), 0)::bigint AS fen
    FROM (${itemRows(atVillages(villages.map(({ code }) => code)))}) item GROUP BY 1, 2`
  const figuresOf = new Map(villages.map(({ code }) => [code, noFigures()]))
  const total = noFigures()
  for (const { villageCode, what, count, fen } of counted) {
    for (const figures of [figuresOf.get(villageCode), total]) {
      if (!figures) continue
      figures[what] += count
      if (what === 'unpaid') figures.unpaidFen += safeFen(fen)
    }
  }
  return {
    villages: villages
      .map(({ isOver, ...village }) => ({
        isOver,
        ...village,
        ...(figuresOf.get(village.code) ?? noFigures()),
      }))
      .filter((village) => !village.isOver || TOWN_DESK_ITEMS.some((item) => village[item] > 0))
      .map(({ isOver, ...village }) => village),
    total,
  }
}

function noFigures(): TownDeskFigures {
  return {
    ...(Object.fromEntries(TOWN_DESK_ITEMS.map((item) => [item, 0])) as TownDeskFigures),
    unpaidFen: 0,
  }
}

function atVillages(codes: string[]): Prisma.Sql {
  return Prisma.sql`e.village_code = ANY (${codes}::text[])`
}

/** Also those that are no more: what happened there is still to be finished. */
async function readVillages(scope: Scope) {
  const db = readDatabase()
  const rows = await db.division.findMany({
    where: { level: 'village', OR: withinScope(scope, 'code') },
    orderBy: { code: 'asc' },
    select: { code: true, toDay: true },
  })
  const places = await readPlaces(
    db,
    rows.map(({ code }) => code),
  )
  return rows.map(({ code, toDay }) => {
    const place = places.get(code)
    return { code, name: place?.name ?? code, town: place?.within ?? '', isOver: toDay !== null }
  })
}

export type TownDeskRow = {
  key: string
  village: string
  event: { id: number; title: string; heldOn: CivilDate; state: string }
  orderNumber: number | null
  goods: {
    nameZh: string
    nameEn: string
    orderedBy: OrderedBy
    pieceUnit: string | null
    short: number
  } | null
  amountFen: number | null
  dueOn: CivilDate | null
}

export type TownDeskRows = {
  /** Null where it is all villages of the scope. */
  village: string | null
  count: number
  rows: TownDeskRow[]
  /** How many rows come before the next page; null on the last. */
  next: number | null
}

const ROWS_A_PAGE = 200

type Row = {
  village: string
  eventId: number
  title: string
  startsAt: Date
  state: string
  orderNumber: number | null
  lineId: string | null
  nameZh: string | null
  nameEn: string
  orderedBy: OrderedBy
  pieceUnit: string | null
  quantity: number | null
  fen: bigint | null
  dueOn: Date | null
  count: number
}

/** Null where the village is none of the scope's. `after` is how many rows were shown before. */
export async function readTownDeskRows(
  scope: Scope,
  of: { what: TownDeskItem; villageCode: string | null; after: number },
): Promise<TownDeskRows | null> {
  const { what, villageCode, after } = of
  if (villageCode !== null && !reaches(scope, villageCode)) return null
  const villages = (await readVillages(scope)).filter(
    ({ code }) => villageCode === null || code === villageCode,
  )
  if (villageCode !== null && villages.length === 0) return null
  const rows = await readDatabase().$queryRaw<Row[]>`
    SELECT d.short_name AS village, e.id AS "eventId", e.title, e.starts_at AS "startsAt", e.state,
      o.number AS "orderNumber", i.line_id AS "lineId", p.name_zh AS "nameZh", p.name_en AS "nameEn",
      p.ordered_by AS "orderedBy", p.piece_unit AS "pieceUnit", i.quantity, i.fen, i.due_on AS "dueOn",
      count(*) OVER ()::int AS count
    FROM (${itemRows(atVillages(villages.map(({ code }) => code)), [what])}) i
    JOIN pickup_event e ON e.id = i.event_id JOIN division d ON d.code = e.village_code
    LEFT JOIN "order" o ON o.id = i.order_id LEFT JOIN order_line l ON l.id = i.line_id LEFT JOIN product p ON p.id = l.product_id
    ORDER BY e.starts_at, e.id, o.number, l.line_number, i.due_on, i.fen LIMIT ${ROWS_A_PAGE} OFFSET ${after}`
  const count = rows[0]?.count ?? 0
  return {
    village: villageCode === null ? null : (villages[0]?.name ?? villageCode),
    count,
    rows: rows.map((row, index) => toRow(row, after + index)),
    next: after + rows.length < count ? after + rows.length : null,
  }
}

function toRow(row: Row, place: number): TownDeskRow {
  const {
    village,
    eventId: id,
    title,
    startsAt,
    state,
    orderNumber,
    nameZh,
    nameEn,
    orderedBy,
    pieceUnit,
  } = row
  return {
    key: `${place}`,
    village,
    event: { id, title, heldOn: civilDateOf(startsAt), state },
    orderNumber,
    goods: nameZh === null ? null : { nameZh, nameEn, orderedBy, pieceUnit, short: row.quantity ?? 0 },
    amountFen: row.fen === null ? null : safeFen(row.fen),
    dueOn: row.dueOn === null ? null : fromDateColumn(row.dueOn),
  }
}
