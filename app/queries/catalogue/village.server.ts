/** A village: what is there now, where its goods go next, and what it has over the year. Public. */
import { Prisma, readRows } from '#app/db/client.server.ts'
import { nextSeasonMonth } from '#app/domain/catalogue/season.ts'
import type { OpeningSpan } from '#app/domain/pickup/service-point.ts'
import { LISTED_EVENT, type ListedEvent } from '#app/queries/pickup/listed-event.server.ts'
import {
  CARDS,
  CARDS_JSON,
  type CardJson,
  ON_SHELF,
  openedEvents,
  type ShelfCard,
  THIS_MONTH,
  toShelfCard,
} from './shelf.server.ts'

export type VillagePage = {
  code: string
  name: string
  town: { code: string; name: string }
  county: string
  cards: ShelfCard[]
  events: ListedEvent[]
  /** Its service points that are open. */
  points: { name: string; place: string; openingHours: OpeningSpan[] }[]
  /** Each product the village ever had on the shelf, what the most households have had first: its speciality. */
  seasons: VillageSeason[]
}

export type VillageSeason = {
  nameZh: string
  nameEn: string
  drawing: string
  kind: string
  /** Months in season; none means all year. */
  months: number[]
  /** What a visitor finds of it: some now, none of this batch, none listed though in season, or the month it is back. */
  standing: 'here' | 'sold-out' | 'awaited' | 'out-of-season'
  backInMonth: number | null
}

type SeasonJson = Omit<VillageSeason, 'standing' | 'backInMonth'> & {
  month: number
  onShelf: boolean
  hasGoods: boolean
}

type VillageJson = Omit<VillagePage, 'cards' | 'seasons'> & { cards: CardJson[]; seasons: SeasonJson[] }

function toSeason({ month, onShelf, hasGoods, ...season }: SeasonJson): VillageSeason {
  const backInMonth = hasGoods ? null : nextSeasonMonth(season.months, month)
  if (hasGoods) return { ...season, backInMonth, standing: 'here' }
  if (backInMonth !== null) return { ...season, backInMonth, standing: 'out-of-season' }
  return { ...season, backInMonth, standing: onShelf ? 'sold-out' : 'awaited' }
}

/** More than any village has; a guard against a page without end. */
const MOST_CARDS = 100
const MOST_EVENTS = 4

/** Null where there is no village of that code. */
export async function readVillage(code: string): Promise<VillagePage | null> {
  const [row] = await readRows<{ village: VillageJson }>(Prisma.sql`
    WITH ${openedEvents(Prisma.sql`s.village_code = ${code}`)},
    page AS MATERIALIZED (
      SELECT o.village_code, o.product_id, row_number() OVER (ORDER BY NOT bool_or(l.available > 0), o.product_id) AS place_in_list
      FROM offer o JOIN lot l ON l.offer_id = o.id WHERE o.village_code = ${code} AND ${ON_SHELF}
      GROUP BY o.village_code, o.product_id ORDER BY place_in_list LIMIT ${MOST_CARDS}),
    ${CARDS},
    coming AS (SELECT * FROM opened e ORDER BY e.starts_at, e.id LIMIT ${MOST_EVENTS}),
    seasons AS (
      SELECT p.*, h.households, h.on_shelf, h.has_goods FROM product p JOIN (
        SELECT o.product_id, count(DISTINCT l.household_id) AS households, bool_or(${ON_SHELF}) AS on_shelf,
          bool_or(l.available > 0 AND ${ON_SHELF}) AS has_goods
        FROM offer o JOIN lot l ON l.offer_id = o.id
        WHERE o.village_code = ${code} AND l.approved_at IS NOT NULL GROUP BY o.product_id) h ON h.product_id = p.id)
    SELECT json_build_object('code', v.code, 'name', v.short_name,
      'town', json_build_object('code', t.code, 'name', t.name), 'county', c.name,
      'cards', ${CARDS_JSON},
      'events', (SELECT coalesce(json_agg(json_build_object(${LISTED_EVENT}) ORDER BY e.starts_at, e.id), '[]') FROM coming e),
      'points', (SELECT coalesce(json_agg(json_build_object('name', p.name, 'place', p.place, 'openingHours', p.opening_hours)
        ORDER BY p.id), '[]') FROM service_point p WHERE p.village_code = v.code AND p.state = 'open'),
      'seasons', (SELECT coalesce(json_agg(json_build_object('nameZh', name_zh, 'nameEn', name_en, 'drawing', drawing,
        'kind', kind, 'months', season_months, 'month', ${THIS_MONTH}, 'onShelf', on_shelf, 'hasGoods', has_goods)
        ORDER BY households DESC, id), '[]') FROM seasons)) AS village
    FROM division v JOIN division t ON t.code = v.parent_code JOIN division c ON c.code = t.parent_code
    WHERE v.code = ${code} AND v.level = 'village'`)
  if (row === undefined) return null
  const { cards, seasons, ...village } = row.village
  return { ...village, cards: cards.map(toShelfCard), seasons: seasons.map(toSeason) }
}
