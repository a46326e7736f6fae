/** The catalogue: one card a village and product, filters with their counts, a page at a time. Public. */
import { Prisma, readRows } from '#app/db/client.server.ts'
import { type CardKey, readCardKey, writeCardKey } from '#app/domain/catalogue/card-key.ts'
import type { CatalogueFilter } from '#app/domain/catalogue/catalogue-filter.ts'
import { RANK } from '#app/domain/catalogue/find-cards.ts'
import { scopePrefix } from '#app/domain/kernel/ids.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import {
  EVENT_COLUMNS,
  GOODS_COUNT,
  LISTED_EVENT,
  type ListedEvent,
} from '#app/queries/pickup/listed-event.server.ts'
import { type NamedInBoth, type Nearby, readNearby, readSearch, type Search } from './search.server.ts'
import {
  CARDS,
  CARDS_JSON,
  type CardJson,
  ON_SHELF,
  openedEvents,
  type ShelfCard,
  TAKING_ORDERS,
  toShelfCard,
} from './shelf.server.ts'

export const CARDS_A_PAGE = 24
const EVENTS_SHOWN = 3

export type CountedPlace = { code: string; name: string; count: number }

export type Catalogue = {
  cards: ShelfCard[]
  /** The key that the next page goes on from; null on the last page. */
  nextAfter: string | null
  /** Cards on all pages. */
  total: number
  /** Cards of every kind, of every month, of every place, and whatever is searched for: each under the other filters. */
  anyKind: number
  anyMonth: number
  anyPlace: number
  anyQuery: number
  /** Each filter's choices, counted under the other filters; what has nothing is not named. */
  kinds: { kind: string; count: number }[]
  months: { month: number; count: number }[]
  towns: CountedPlace[]
  /** Of the town chosen, or of the only town there is. */
  villages: CountedPlace[]
  /** The division chosen, if there is one of that code; the town it is or lies in. */
  place: { code: string; name: string; townCode: string | null } | null
  /** The next events that take orders, with what can be had there; on the first page of everything only. */
  events: (ListedEvent & { goodsCount: number })[]
  /** The words were found nowhere as they are, and these may have been meant: what is shown is of them. */
  meant: NamedInBoth[]
  /** What lies near words that nothing on the shelf answers. */
  nearby: Nearby | null
}

type CatalogueJson = Omit<Catalogue, 'cards' | 'nextAfter' | 'meant' | 'nearby'> & {
  /** Cards that answer the search, whatever else is asked. */
  foundCount: number
  cards: CardJson[]
  /** Parts of the last card's key; null on the last page. */
  last: {
    isSoldOut: boolean
    rank: number
    villageNextAtMs: number | null
    villageCode: string
    productId: number
  } | null
}

/** `shelf`: every village and product with something on the shelf, and whether any is left. */
const SHELF = Prisma.sql`shelf AS (
    SELECT o.village_code, o.product_id, bool_or(l.has_goods) AS has_goods
    FROM (SELECT l.offer_id, bool_or(l.available > 0) AS has_goods FROM lot l WHERE ${ON_SHELF} GROUP BY l.offer_id) l
      JOIN offer o ON o.id = l.offer_id
    GROUP BY o.village_code, o.product_id)`

/** How well each card of the shelf answers the search; without one all do, and alike. */
function answersTo(search: Search | null): Prisma.Sql {
  if (search === null) return Prisma.sql`CROSS JOIN (SELECT ${RANK.exact}::int AS rank) r`
  const { cards } = search
  return Prisma.sql`LEFT JOIN unnest(${cards.map((card) => card.villageCode)}::text[],
      ${cards.map((card) => card.productId)}::int[], ${cards.map((card) => card.rank)}::int[])
      AS r (village_code, product_id, rank) USING (village_code, product_id)`
}

/**
 * `asked`: the shelf, and of each card which parts of the filter it passes. The statement is the same whatever is chosen,
 * so that the database needs one plan for them all.
 */
function askedOf({ kind, month }: CatalogueFilter, placePrefix: string, search: Search | null): Prisma.Sql {
  return Prisma.sql`asked AS MATERIALIZED (
    SELECT s.village_code, s.product_id, s.has_goods, r.rank, r.rank IS NOT NULL AS is_found,
      starts_with(s.village_code, ${placePrefix}) AS is_there,
      coalesce(p.kind = ${kind}::text, true) AS is_kind,
      coalesce(p.season_months = '{}' OR ${month}::int = ANY (p.season_months), true) AS is_month
    FROM shelf s JOIN product p ON p.id = s.product_id ${answersTo(search)})`
}

/** `page`: one card more than a page, in order, after `after`. Codes are digits, so plain bytes order them. */
function pageOf(after: CardKey | null): Prisma.Sql {
  const nextAt = after?.villageNextAtMs == null ? 'infinity' : new Date(after.villageNextAtMs).toISOString()
  const order = Prisma.sql`NOT f.has_goods, f.rank, coalesce(n.next_at, 'infinity'), f.village_code COLLATE "C", f.product_id`
  const onward = after
    ? Prisma.sql`AND (NOT f.has_goods, f.rank, coalesce(n.next_at, 'infinity'), f.village_code COLLATE "C", f.product_id)
        > (${after.isSoldOut}, ${after.rank}::int, ${nextAt}::timestamptz, ${after.villageCode}, ${after.productId}::int)`
    : Prisma.empty
  return Prisma.sql`next_of_village AS MATERIALIZED (
    SELECT village_code, min(starts_at) AS next_at FROM opened GROUP BY village_code),
  page AS MATERIALIZED (
    SELECT p.*, row_number() OVER () AS place_in_list FROM (
      SELECT f.village_code, f.product_id, f.has_goods, f.rank, n.next_at
      FROM asked f LEFT JOIN next_of_village n USING (village_code)
      WHERE f.is_found AND f.is_there AND f.is_kind AND f.is_month ${onward}
      ORDER BY ${order} LIMIT ${CARDS_A_PAGE + 1}) p)`
}

/**
 * What the filters' counts are added up from: `of_product`, the cards found of each product, there and anywhere;
 * `of_village`, those of each village that are found and of the kind and month; `of_town`, the same by town.
 */
const COUNTED = Prisma.sql`of_product AS MATERIALIZED (
    SELECT product_id, is_kind, is_month, count(*) FILTER (WHERE is_there) AS there, count(*) AS anywhere
    FROM asked WHERE is_found GROUP BY product_id, is_kind, is_month),
  of_village AS MATERIALIZED (
    SELECT village_code, left(village_code, 9) AS town, count(*) AS cards FROM asked
    WHERE is_found AND is_kind AND is_month GROUP BY village_code),
  of_town AS MATERIALIZED (SELECT town, sum(cards) AS cards FROM of_village GROUP BY town)`

/** The villages of the town chosen, or else of the only one. */
function placesJson(townPrefix: string | null): Prisma.Sql {
  return Prisma.sql`
    'towns', (SELECT coalesce(json_agg(json_build_object('code', d.code, 'name', d.name, 'count', t.cards) ORDER BY d.code), '[]')
      FROM of_town t JOIN division d ON d.code = t.town || '000'),
    'villages', (SELECT coalesce(json_agg(json_build_object('code', d.code, 'name', d.short_name, 'count', v.cards) ORDER BY d.code), '[]')
      FROM of_village v JOIN division d ON d.code = v.village_code
      WHERE v.town = coalesce(${townPrefix}, (SELECT min(town) FROM of_town HAVING count(*) = 1)))`
}

/** `counts`: one row of what all cards come to, under all filters and under all but one. */
const COUNTS = Prisma.sql`(SELECT coalesce(sum(there) FILTER (WHERE is_kind AND is_month), 0) AS total,
    coalesce(sum(anywhere), 0) AS found_count, coalesce(sum(there) FILTER (WHERE is_kind), 0) AS any_month,
    coalesce(sum(anywhere) FILTER (WHERE is_kind AND is_month), 0) AS any_place,
    coalesce(sum(there) FILTER (WHERE is_month), 0) AS any_kind
  FROM of_product) counts`

const COUNTS_JSON = Prisma.sql`'total', counts.total, 'foundCount', counts.found_count, 'anyMonth', counts.any_month,
    'anyPlace', counts.any_place, 'anyKind', counts.any_kind,
    'kinds', (SELECT coalesce(json_agg(json_build_object('kind', kind, 'count', cards)), '[]') FROM (
      SELECT p.kind, sum(n.there) AS cards FROM of_product n JOIN product p ON p.id = n.product_id
      WHERE n.is_month AND n.there > 0 GROUP BY p.kind ORDER BY min(p.id)) kinds),
    'months', (SELECT coalesce(json_agg(json_build_object('month', month, 'count', cards) ORDER BY month), '[]') FROM (
      SELECT month, sum(n.there) AS cards FROM of_product n JOIN product p ON p.id = n.product_id
        JOIN generate_series(1, 12) month ON p.season_months = '{}' OR month = ANY (p.season_months)
      WHERE n.is_kind AND n.there > 0 GROUP BY month) months)`

/** `last` of the page and not of its one card more; null where there is no card more. */
const LAST_JSON = Prisma.sql`(SELECT json_build_object('isSoldOut', NOT has_goods, 'rank', rank,
      'villageNextAtMs', (extract(epoch FROM next_at) * 1000)::bigint, 'villageCode', village_code, 'productId', product_id)
    FROM page WHERE place_in_list = ${CARDS_A_PAGE} AND EXISTS (SELECT FROM page WHERE place_in_list > ${CARDS_A_PAGE}))`

/** The next events, for a page that is asked for nothing in particular. */
const EVENTS_JSON = Prisma.sql`(SELECT coalesce(json_agg(
    json_build_object(${LISTED_EVENT}, 'goodsCount', ${GOODS_COUNT}) ORDER BY e.starts_at, e.id), '[]')
  FROM (SELECT ${EVENT_COLUMNS} FROM pickup_event e WHERE ${TAKING_ORDERS} ORDER BY e.starts_at, e.id LIMIT ${EVENTS_SHOWN}) e)`

function asksForNothing({ q, placeCode, kind, month, after }: CatalogueFilter): boolean {
  return q === '' && placeCode === null && kind === null && month === null && after === null
}

/** What the catalogue shows for a filter. A key that is none starts from the beginning. */
export async function readCatalogue(filter: CatalogueFilter): Promise<Catalogue> {
  const placePrefix = filter.placeCode === null ? '' : scopePrefix(filter.placeCode)
  const townPrefix = placePrefix.length >= 9 ? placePrefix.slice(0, 9) : null
  const after = filter.after === null ? null : readCardKey(filter.after)
  const search = await readSearch(filter.q)
  const [row] = await readRows<{ catalogue: CatalogueJson }>(Prisma.sql`
    WITH ${openedEvents()}, ${SHELF}, ${askedOf(filter, placePrefix, search)}, ${COUNTED}, ${pageOf(after)}, ${CARDS}
    SELECT json_build_object('cards', ${CARDS_JSON}, 'last', ${LAST_JSON}, ${COUNTS_JSON}, ${placesJson(townPrefix)},
      'anyQuery', (SELECT count(*) FROM asked WHERE is_there AND is_kind AND is_month),
      'place', (SELECT json_build_object('code', code, 'name', short_name, 'townCode', ${townPrefix && `${townPrefix}000`}::text)
        FROM division WHERE code = ${filter.placeCode}),
      'events', ${asksForNothing(filter) ? EVENTS_JSON : Prisma.sql`'[]'::json`}) AS catalogue
    FROM ${COUNTS}`)
  invariant(row, 'the catalogue is always one row')
  const { cards, last, foundCount, ...rest } = row.catalogue
  return {
    ...rest,
    meant: search?.isNear && foundCount > 0 ? search.meant : [],
    nearby: search !== null && foundCount === 0 ? await readNearby(filter.q, search) : null,
    cards: cards.slice(0, CARDS_A_PAGE).map(toShelfCard),
    nextAfter: last === null ? null : writeCardKey(last),
  }
}
