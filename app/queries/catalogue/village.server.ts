/** A village: what is there now, where its goods go next, and what it has over the year. Public. */
import { Prisma, readDatabase } from '#app/db/client.server.ts'
import { LISTED_EVENT, type ListedEvent } from '#app/queries/pickup/listed-event.server.ts'
import {
  CARDS,
  CARDS_JSON,
  type CardJson,
  ON_SHELF,
  openedEvents,
  type ShelfCard,
  toShelfCard,
} from './shelf.server.ts'

export type VillagePage = {
  code: string
  name: string
  town: { code: string; name: string }
  county: string
  cards: ShelfCard[]
  events: ListedEvent[]
  /** Each product the village ever had on the shelf, with its months; none means all year. */
  seasons: { nameZh: string; nameEn: string; drawing: string; kind: string; months: number[] }[]
}

type VillageJson = Omit<VillagePage, 'cards'> & { cards: CardJson[] }

/** More than any village has; a guard against a page without end. */
const MOST_CARDS = 100
const MOST_EVENTS = 4

/** Null where there is no village of that code. */
export async function readVillage(code: string): Promise<VillagePage | null> {
  const [row] = await readDatabase().$queryRaw<{ village: VillageJson }[]>`
    WITH ${openedEvents(Prisma.sql`s.village_code = ${code}`)},
    page AS MATERIALIZED (
      SELECT o.village_code, o.product_id, row_number() OVER (ORDER BY NOT bool_or(l.available > 0), o.product_id) AS place_in_list
      FROM offer o JOIN lot l ON l.offer_id = o.id WHERE o.village_code = ${code} AND ${ON_SHELF}
      GROUP BY o.village_code, o.product_id ORDER BY place_in_list LIMIT ${MOST_CARDS}),
    ${CARDS},
    coming AS (SELECT * FROM opened e ORDER BY e.starts_at, e.id LIMIT ${MOST_EVENTS}),
    seasons AS (
      SELECT p.* FROM product p WHERE EXISTS (
        SELECT FROM offer o JOIN lot l ON l.offer_id = o.id
        WHERE o.village_code = ${code} AND o.product_id = p.id AND l.approved_at IS NOT NULL))
    SELECT json_build_object('code', v.code, 'name', v.short_name,
      'town', json_build_object('code', t.code, 'name', t.name), 'county', c.name,
      'cards', ${CARDS_JSON},
      'events', (SELECT coalesce(json_agg(json_build_object(${LISTED_EVENT}) ORDER BY e.starts_at, e.id), '[]') FROM coming e),
      'seasons', (SELECT coalesce(json_agg(json_build_object('nameZh', name_zh, 'nameEn', name_en, 'drawing', drawing,
        'kind', kind, 'months', season_months) ORDER BY id), '[]') FROM seasons)) AS village
    FROM division v JOIN division t ON t.code = v.parent_code JOIN division c ON c.code = t.parent_code
    WHERE v.code = ${code} AND v.level = 'village'`
  if (row === undefined) return null
  return { ...row.village, cards: row.village.cards.map(toShelfCard) }
}
