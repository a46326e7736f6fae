/**
 * The parts that the storefront's statements are made of. Goods are grouped and added up in the database: a page
 * reads as many rows as it shows, and no figure of a single household ever leaves the statement.
 */
import { Prisma } from '#app/db/client.server.ts'
import { type ShownAvailability, shownAvailability } from '#app/domain/catalogue/availability.ts'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import { nextSeasonMonth } from '#app/domain/catalogue/season.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure, OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'

/** A product as the storefront shows it, in both languages. */
export type ShelfProduct = Measure & {
  nameZh: string
  nameEn: string
  kind: string
  drawing: string
  pieceUnit: string | null
}

/** One card: a product of a village, at the price of the offer it leads to. */
export type ShelfCard = {
  offerId: number
  product: ShelfProduct
  village: string
  town: string
  unitPriceFen: number
  referencePriceFen: number
  /** There is some at other prices, too. */
  hasOtherPrices: boolean
  /** Of all offers of the card together. */
  availability: ShownAvailability
  /** Where that offer can be collected first. */
  nextPickup: { startsAt: string; village: string } | null
  /** The first day any of it can be had, where that is still to come. */
  firstDay: CivilDate | null
  /** Sold out and out of season: the month it comes back in. */
  backInMonth: number | null
  /** Of the goods behind that offer; null while the village has taken none. */
  photo: ShownPhoto | null
}

/** Today in Shanghai, by the database's clock; as a query of its own it is worked out once and not for every row. */
export const TODAY = Prisma.sql`(SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date)`

/** The month in Shanghai, 1 to 12. */
export const THIS_MONTH = Prisma.sql`extract(month FROM ${TODAY})::int`

/** Lots `l` that are on the shelf: approved, and to be had today or later. */
export const ON_SHELF = Prisma.sql`l.state = 'approved' AND l.available_to >= ${TODAY}`

/** Lots `l` that hold the day of event row `e` and have something left. */
export const HOLDS_EVENT = Prisma.sql`l.state = 'approved' AND l.available > 0
  AND e.day BETWEEN l.available_from AND l.available_to`

/** Events `e` where an order could be placed now. */
export const TAKING_ORDERS = Prisma.sql`e.state = 'open' AND e.cut_off_at > now() AND e.orders_taken < e.capacity_orders
  AND (e.desk_minutes_per_scale IS NULL OR has_desk_time(e.id))`

/** Their columns, with the day that lots must hold. */
const EVENT_COLUMNS = Prisma.sql`e.id, e.village_code AS at_village_code, e.place, e.starts_at, e.ends_at, e.cut_off_at,
  (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date AS day`

/**
 * `opened`: the events that take orders, once for each village they serve. `only` narrows them: a condition on `e`
 * (the event) or `s` (the served village).
 */
export function openedEvents(only: Prisma.Sql = Prisma.sql`true`): Prisma.Sql {
  return Prisma.sql`opened AS MATERIALIZED (
    SELECT s.village_code, ${EVENT_COLUMNS}
    FROM pickup_event e JOIN pickup_event_village s ON s.event_id = e.id
    WHERE ${TAKING_ORDERS} AND ${only})`
}

/** An instant as an ISO string in UTC. */
export function isoInstant(column: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
}

/** The columns of product row `p`, as `toShelfProduct` takes them. */
export const PRODUCT_JSON = Prisma.sql`json_build_object(
  'nameZh', p.name_zh, 'nameEn', p.name_en, 'kind', p.kind, 'drawing', p.drawing, 'orderedBy', p.ordered_by,
  'pricedBy', p.priced_by, 'step', p.step, 'pieceUnit', p.piece_unit,
  'least', p.usual_piece_grams_least, 'most', p.usual_piece_grams_most)`

export type ProductJson = {
  nameZh: string
  nameEn: string
  kind: string
  drawing: string
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  pieceUnit: string | null
  least: number | null
  most: number | null
}

export function toShelfProduct({ least, most, ...product }: ProductJson): ShelfProduct {
  return { ...product, usualPieceGrams: least === null || most === null ? null : { least, most } }
}

/**
 * `shown_lot`: the lots of the products in `page` (village_code, product_id, place_in_list), read once; from there on a
 * card goes by its place in the list, which is compared faster than names of places are. `offered`: each of their
 * offers, with what is left of it and how many households still have some; `collected`: where each can be collected
 * first, of the events in `opened`.
 */
const OFFERED = Prisma.sql`shown_lot AS MATERIALIZED (
    SELECT page.place_in_list, o.village_code, o.product_id, o.unit_price_fen, o.reference_price_fen,
      l.id, l.offer_id, l.household_id, l.available, l.available_from, l.available_to
    FROM page JOIN offer o ON o.village_code = page.village_code AND o.product_id = page.product_id
      JOIN lot l ON l.offer_id = o.id
    WHERE ${ON_SHELF}),
  offered AS (
    SELECT place_in_list, offer_id AS id, village_code, product_id, unit_price_fen, reference_price_fen,
      sum(available) AS available, min(available_from) FILTER (WHERE available > 0) AS first_day,
      (count(DISTINCT household_id) FILTER (WHERE available > 0))::int AS households
    FROM shown_lot GROUP BY place_in_list, offer_id, village_code, product_id, unit_price_fen, reference_price_fen),
  collected AS MATERIALIZED (
    SELECT DISTINCT ON (l.offer_id) l.offer_id AS id, e.starts_at, e.at_village_code
    FROM shown_lot l JOIN opened e ON e.village_code = l.village_code
    WHERE l.available > 0 AND e.day BETWEEN l.available_from AND l.available_to
    ORDER BY l.offer_id, e.starts_at, e.id)`

/**
 * `card`: one row a village and product of `page`, at its cheapest offer. What can be ordered now goes before what
 * has no collection day yet, and that before what is sold out, so that price and day belong together.
 */
const CARD = Prisma.sql`card AS MATERIALIZED (
    SELECT DISTINCT ON (o.place_in_list) o.place_in_list, o.village_code, o.product_id, o.id, o.unit_price_fen,
      o.reference_price_fen, o.first_day, c.starts_at, c.at_village_code,
      sum(o.available) OVER together AS available,
      coalesce(min(o.households) FILTER (WHERE o.available > 0) OVER together, 0) AS fewest_households,
      coalesce(max(o.unit_price_fen) FILTER (WHERE o.available > 0) OVER together
        > min(o.unit_price_fen) FILTER (WHERE o.available > 0) OVER together, false) AS has_other_prices
    FROM offered o LEFT JOIN collected c ON c.id = o.id
    WINDOW together AS (PARTITION BY o.place_in_list)
    ORDER BY o.place_in_list, o.available = 0, c.id IS NULL, o.unit_price_fen, o.id)`

/** Photos `f` of lots `l` in the order they are shown: of goods that are left, first. */
export const PHOTO_ORDER = Prisma.sql`l.available = 0, l.id, f.position`

/** `pictured`: the first photo of each card's offer. */
const PICTURED = Prisma.sql`pictured AS MATERIALIZED (
    SELECT DISTINCT ON (k.id) k.id, f.id AS photo_id, f.width, f.height
    FROM card k JOIN shown_lot l ON l.offer_id = k.id JOIN lot_photo f ON f.lot_id = l.id AND f.removed_at IS NULL
    ORDER BY k.id, ${PHOTO_ORDER})`

/** The common table expressions that turn `page` and `opened` into `card`. */
export const CARDS = Prisma.sql`${OFFERED}, ${CARD}, ${PICTURED}`

/** The cards as a JSON array in the order of `place_in_list`. */
export const CARDS_JSON = Prisma.sql`(SELECT coalesce(json_agg(json_build_object(
    'offerId', k.id, 'product', ${PRODUCT_JSON}, 'village', v.short_name, 'town', t.name,
    'unitPriceFen', k.unit_price_fen, 'referencePriceFen', k.reference_price_fen, 'hasOtherPrices', k.has_other_prices,
    'available', k.available, 'fewestHouseholds', k.fewest_households,
    'startsAt', ${isoInstant(Prisma.sql`k.starts_at`)}, 'atVillage', a.short_name,
    'firstDay', CASE WHEN k.first_day > ${TODAY} THEN k.first_day END,
    'seasonMonths', p.season_months, 'month', ${THIS_MONTH},
    'photo', CASE WHEN f.photo_id IS NOT NULL THEN json_build_object('id', f.photo_id, 'width', f.width, 'height', f.height) END) ORDER BY k.place_in_list), '[]')
  FROM card k JOIN product p ON p.id = k.product_id
    JOIN division v ON v.code = k.village_code JOIN division t ON t.code = v.parent_code
    LEFT JOIN division a ON a.code = k.at_village_code LEFT JOIN pictured f ON f.id = k.id)`

export type CardJson = {
  offerId: number
  product: ProductJson
  village: string
  town: string
  unitPriceFen: number
  referencePriceFen: number
  hasOtherPrices: boolean
  available: number
  fewestHouseholds: number
  startsAt: string | null
  atVillage: string | null
  firstDay: CivilDate | null
  seasonMonths: number[]
  month: number
  photo: ShownPhoto | null
}

/**
 * A card as it may be shown. Its figure stands for several offers, so it is as exact as the least safe of them:
 * else it would tell, beside the others' pages, what that one has.
 */
export function toShelfCard(row: CardJson): ShelfCard {
  return {
    offerId: row.offerId,
    product: toShelfProduct(row.product),
    village: row.village,
    town: row.town,
    unitPriceFen: row.unitPriceFen,
    referencePriceFen: row.referencePriceFen,
    hasOtherPrices: row.hasOtherPrices,
    availability: shownAvailability({
      orderedBy: row.product.orderedBy,
      available: row.available,
      householdCount: row.fewestHouseholds,
    }),
    nextPickup:
      row.startsAt === null || row.atVillage === null
        ? null
        : { startsAt: row.startsAt, village: row.atVillage },
    firstDay: row.firstDay,
    backInMonth: row.available > 0 ? null : nextSeasonMonth(row.seasonMonths, row.month),
    photo: row.photo,
  }
}
