import { type SellerColumns, sellerOf } from '#app/domain/catalogue/offer-seller.ts'
import type { Stock } from '#app/domain/catalogue/stock.ts'
import { type CivilDate, civilDateOf } from '#app/domain/kernel/calendar.ts'
import type { Transaction } from '../client.server.ts'
import type { OfferTerms } from './join-offer.server.ts'

export type LotState = 'pending' | 'approved' | 'refused' | 'withdrawn'

/** A lot as it was listed, its row held until the transaction ends. */
export type ListedLot = {
  id: number
  householdId: number
  state: LotState
  floorPriceFen: number
  listedBy: number | null
  stock: Stock
  /** What its offer is, at the reference that this lot brings along. */
  terms: OfferTerms
}

type LotRow = Stock &
  Pick<ListedLot, 'id' | 'householdId' | 'state' | 'floorPriceFen' | 'listedBy'> &
  SellerColumns &
  Omit<OfferTerms, 'referenceOn' | 'seller'> & { createdAt: Date; referenceOn: CivilDate | null }

/** Holds one lot. Null: there is none with this id. */
export async function lockListedLot(tx: Transaction, lotId: number): Promise<ListedLot | null> {
  const [row] = await tx.$queryRaw<LotRow[]>`
    SELECT l.id, l.household_id AS "householdId", l.state, l.floor_price_fen AS "floorPriceFen", l.listed_by AS "listedBy",
      l.listed, l.topped_up AS "toppedUp", l.available, l.reserved, l.given, l.withdrawn, l.written_off AS "writtenOff",
      o.county_code AS "countyCode", o.village_code AS "villageCode", o.product_id AS "productId",
      o.unit_price_fen AS "unitPriceFen", l.reference_price_fen AS "referencePriceFen",
      l.reference_source AS "referenceSource", l.created_at AS "createdAt",
      l.reference_on::text AS "referenceOn", o.group_id AS "groupId", o.cooperative_id AS "cooperativeId"
    FROM lot l JOIN offer o ON o.id = l.offer_id WHERE l.id = ${lotId}::int FOR NO KEY UPDATE OF l`
  return row ? toListedLot(row) : null
}

function toListedLot(row: LotRow): ListedLot {
  const { id, householdId, state, floorPriceFen, listedBy, createdAt } = row
  const { countyCode, villageCode, productId, unitPriceFen, referencePriceFen, referenceSource } = row
  const { listed, toppedUp, available, reserved, given, withdrawn, writtenOff } = row
  // A reference without a day of its own was looked up on the day of listing.
  const referenceOn: CivilDate = row.referenceOn ?? civilDateOf(createdAt)
  return {
    id,
    householdId,
    state,
    floorPriceFen,
    listedBy,
    stock: { listed, toppedUp, available, reserved, given, withdrawn, writtenOff },
    terms: {
      countyCode,
      villageCode,
      productId,
      unitPriceFen,
      referencePriceFen,
      referenceSource,
      referenceOn,
      seller: sellerOf(row),
    },
  }
}
