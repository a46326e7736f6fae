/** One offer: its price, what is left, where it can be collected, and the product's other prices there. Public. */
import { Prisma, readRows } from '#app/db/client.server.ts'
import { type ShownAvailability, shownAvailability } from '#app/domain/catalogue/availability.ts'
import type { ShownPhoto } from '#app/domain/catalogue/photo.ts'
import type { CooperativeKind } from '#app/domain/catalogue/purchase-contract.ts'
import { nextSeasonMonth } from '#app/domain/catalogue/season.ts'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import {
  HOLDS_EVENT,
  isoInstant,
  ON_SHELF,
  openedEvents,
  PHOTO_ORDER,
  PRODUCT_JSON,
  type ProductJson,
  type ShelfProduct,
  THIS_MONTH,
  TODAY,
  toShelfProduct,
} from './shelf.server.ts'

export type OfferPickup = {
  eventId: number
  startsAt: string
  endsAt: string
  cutOffAt: string
  village: string
  place: string
}

export type OfferPage = {
  id: number
  product: ShelfProduct
  villageCode: string
  village: string
  town: string
  townCode: string
  county: string
  unitPriceFen: number
  referencePriceFen: number
  referenceSource: string
  referenceOn: CivilDate
  availability: ShownAvailability
  /** Who buys it from the households by contract and sells it, and of how many; null where they sell it themselves. */
  seller: { name: string; kind: CooperativeKind; householdCount: number } | null
  /** Households that have some of it left. */
  householdCount: number
  /** Households of the ten-household group that sells it; 0 where none does. */
  groupSize: number
  /** From the first to the last day that any of it can be had; null when sold out. */
  days: { from: CivilDate; until: CivilDate } | null
  /** Events that can serve it, soonest first. Empty: no collection day yet, or sold out. */
  pickups: OfferPickup[]
  /** The first of those days, where it is still to come. */
  firstDay: CivilDate | null
  /** Months it is in season; none means all year. */
  seasonMonths: number[]
  /** Sold out and out of season: the month it comes back in. */
  backInMonth: number | null
  /** The next event of the village whose goods it is, whatever it serves; null if none takes orders. */
  villageNext: OfferPickup | null
  /** Of goods that are left before those that are gone. */
  photos: ShownPhoto[]
  otherPrices: { offerId: number; unitPriceFen: number; hasPickup: boolean }[]
}

type OfferJson = Omit<OfferPage, 'product' | 'availability' | 'backInMonth'> & {
  product: ProductJson
  available: number
  month: number
}

const MOST_PICKUPS = 6
const MOST_PHOTOS_SHOWN = 6

const PICKUP_JSON = Prisma.sql`json_build_object('eventId', e.id, 'startsAt', ${isoInstant(Prisma.sql`e.starts_at`)},
  'endsAt', ${isoInstant(Prisma.sql`e.ends_at`)}, 'cutOffAt', ${isoInstant(Prisma.sql`e.cut_off_at`)},
  'village', v.short_name, 'place', e.place)`

const HAS_PICKUP = Prisma.sql`EXISTS (
  SELECT FROM opened e JOIN lot l ON l.offer_id = o.id WHERE e.village_code = o.village_code AND ${HOLDS_EVENT})`

/** An offer that was ever approved; sold out or over, its page stays. Null if there is none. */
export async function readOffer(id: number): Promise<OfferPage | null> {
  const [row] = await readRows<{ offer: OfferJson }>(Prisma.sql`
    WITH asked AS MATERIALIZED (
      SELECT * FROM offer o WHERE o.id = ${id}
        AND EXISTS (SELECT FROM lot l WHERE l.offer_id = o.id AND l.approved_at IS NOT NULL)),
    ${openedEvents(Prisma.sql`s.village_code = (SELECT village_code FROM asked)`)},
    stock AS (
      SELECT coalesce(sum(l.available), 0) AS available, count(DISTINCT l.household_id)::int AS households,
        min(l.available_from) AS day_from, max(l.available_to) AS day_until
      FROM lot l WHERE l.offer_id = ${id} AND l.available > 0 AND ${ON_SHELF}),
    pickups AS (
      SELECT e.* FROM opened e
      WHERE EXISTS (SELECT FROM lot l WHERE l.offer_id = ${id} AND ${HOLDS_EVENT})
      ORDER BY e.starts_at, e.id LIMIT ${MOST_PICKUPS}),
    photos AS (
      SELECT f.id, f.width, f.height, row_number() OVER (ORDER BY ${PHOTO_ORDER}) AS place
      FROM lot l JOIN lot_photo f ON f.lot_id = l.id AND f.removed_at IS NULL
      WHERE l.offer_id = ${id} AND ${ON_SHELF} ORDER BY place LIMIT ${MOST_PHOTOS_SHOWN}),
    others AS (
      SELECT o.id, o.unit_price_fen, ${HAS_PICKUP} AS has_pickup
      FROM asked a JOIN offer o ON o.village_code = a.village_code AND o.product_id = a.product_id AND o.id <> a.id
      WHERE EXISTS (SELECT FROM lot l WHERE l.offer_id = o.id AND l.available > 0 AND ${ON_SHELF}))
    SELECT json_build_object(
      'id', o.id, 'product', ${PRODUCT_JSON}, 'villageCode', o.village_code,
      'village', v.short_name, 'town', t.name, 'townCode', t.code, 'county', c.name,
      'unitPriceFen', o.unit_price_fen, 'referencePriceFen', o.reference_price_fen,
      'referenceSource', o.reference_source, 'referenceOn', o.reference_on,
      'seller', (SELECT json_build_object('name', c.name, 'kind', c.kind, 'householdCount',
          (SELECT count(DISTINCT p.household_id) FROM purchase_contract p WHERE p.cooperative_id = c.id
            AND p.product_id = o.product_id AND ${TODAY} BETWEEN p.from_day AND coalesce(p.ended_on - 1, p.to_day)))
        FROM cooperative c WHERE c.id = o.cooperative_id),
      'available', stock.available, 'householdCount', stock.households,
      'groupSize', (SELECT count(*)::int FROM household_group_member m
        JOIN household h ON h.id = m.household_id AND h.closed_on IS NULL WHERE m.group_id = o.group_id AND ${TODAY} BETWEEN m.from_day AND coalesce(m.to_day, 'infinity')),
      'days', CASE WHEN stock.available > 0 THEN json_build_object('from', stock.day_from, 'until', stock.day_until) END,
      'firstDay', CASE WHEN stock.day_from > ${TODAY} THEN stock.day_from END,
      'pickups', (SELECT coalesce(json_agg(${PICKUP_JSON} ORDER BY e.starts_at, e.id), '[]')
        FROM pickups e JOIN division v ON v.code = e.at_village_code),
      'villageNext', (SELECT ${PICKUP_JSON} FROM opened e JOIN division v ON v.code = e.at_village_code
        ORDER BY e.starts_at, e.id LIMIT 1),
      'seasonMonths', p.season_months, 'month', ${THIS_MONTH},
      'photos', (SELECT coalesce(json_agg(json_build_object('id', id, 'width', width, 'height', height) ORDER BY place), '[]')
        FROM photos),
      'otherPrices', (SELECT coalesce(json_agg(json_build_object(
        'offerId', id, 'unitPriceFen', unit_price_fen, 'hasPickup', has_pickup) ORDER BY unit_price_fen, id), '[]') FROM others)
      ) AS offer
    FROM asked o CROSS JOIN stock JOIN product p ON p.id = o.product_id JOIN division v ON v.code = o.village_code
      JOIN division t ON t.code = v.parent_code JOIN division c ON c.code = o.county_code`)
  if (row === undefined) return null
  const { product, available, month, ...offer } = row.offer
  const { householdCount, seasonMonths } = offer
  return {
    ...offer,
    product: toShelfProduct(product),
    backInMonth: available > 0 ? null : nextSeasonMonth(seasonMonths, month),
    availability: shownAvailability({ orderedBy: product.orderedBy, available, householdCount }),
  }
}
