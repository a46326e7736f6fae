import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import type { Measure, OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import type { Transaction } from '../client.server.ts'

export type Reader = Pick<Transaction, '$queryRaw'>

/** What a basket has of one offer, with the offer and its product as they are now. */
export type BasketGoods = {
  offerId: number
  quantity: number
  pinnedEventId: number | null
  /** The buyer agreed to collect it in two, where no one event has enough. */
  inTwo: boolean
  /** His own note of which colleagues it is for, sealed. */
  forWhomSealed: string | null
  countyCode: string
  villageCode: string
  villageName: string
  townName: string
  unitPriceFen: number
  referencePriceFen: number
  /** What its county gives the households of what was paid ahead for goods that nobody comes for. */
  noShowSharePercent: number
  productId: number
  nameZh: string
  nameEn: string
  kind: string
  drawing: string
  pieceUnit: string | null
  measure: Measure
}

export type OpenBasket = {
  id: string
  version: number
  latestDate: CivilDate | null
  preferredTownCode: string | null
  /** The day in Shanghai by the database's clock. */
  today: CivilDate
  /** In the order they were put in. */
  goods: BasketGoods[]
}

type BasketRow = {
  id: string
  version: number
  latestDate: CivilDate | null
  preferredTownCode: string | null
  today: CivilDate
}

type GoodsRow = Omit<BasketGoods, 'measure'> & {
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
}

/** The account's one open basket with all that is in it, at today's prices; null if it has none. */
export async function readOpenBasket(reader: Reader, accountId: number): Promise<OpenBasket | null> {
  const rows = await reader.$queryRaw<(BasketRow & Partial<GoodsRow>)[]>`
    SELECT b.id, b.version, b.latest_date::text AS "latestDate", b.preferred_town_code AS "preferredTownCode",
      (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date::text AS today,
      l.offer_id AS "offerId", l.quantity, l.pinned_event_id AS "pinnedEventId", l.in_two AS "inTwo",
      l.for_whom_sealed AS "forWhomSealed", o.county_code AS "countyCode",
      o.village_code AS "villageCode", v.short_name AS "villageName", t.short_name AS "townName",
      o.unit_price_fen AS "unitPriceFen", o.reference_price_fen AS "referencePriceFen",
      coalesce(c.no_show_share_percent, 0) AS "noShowSharePercent", p.id AS "productId",
      p.name_zh AS "nameZh", p.name_en AS "nameEn", p.kind, p.drawing, p.piece_unit AS "pieceUnit",
      p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step,
      p.usual_piece_grams_least AS "usualPieceGramsLeast", p.usual_piece_grams_most AS "usualPieceGramsMost"
    FROM basket b
    LEFT JOIN basket_line l ON l.basket_id = b.id
    LEFT JOIN offer o ON o.id = l.offer_id
    LEFT JOIN product p ON p.id = o.product_id
    LEFT JOIN county_setting c ON c.county_code = o.county_code
    LEFT JOIN division v ON v.code = o.village_code
    LEFT JOIN division t ON t.code = v.parent_code
    WHERE b.account_id = ${accountId} AND b.placed_at IS NULL
    ORDER BY l.added_at, l.offer_id`
  const [basket] = rows
  if (!basket) return null
  const { id, version, latestDate, preferredTownCode, today } = basket
  const goods = rows.flatMap((row) => (row.offerId === null ? [] : [toGoods(row as GoodsRow)]))
  return { id, version, latestDate, preferredTownCode, today, goods }
}

function toGoods(row: GoodsRow): BasketGoods {
  return {
    offerId: row.offerId,
    quantity: row.quantity,
    pinnedEventId: row.pinnedEventId,
    inTwo: row.inTwo,
    forWhomSealed: row.forWhomSealed,
    countyCode: row.countyCode,
    villageCode: row.villageCode,
    villageName: row.villageName,
    townName: row.townName,
    unitPriceFen: row.unitPriceFen,
    referencePriceFen: row.referencePriceFen,
    noShowSharePercent: row.noShowSharePercent,
    productId: row.productId,
    nameZh: row.nameZh,
    nameEn: row.nameEn,
    kind: row.kind,
    drawing: row.drawing,
    pieceUnit: row.pieceUnit,
    measure: toMeasure(row),
  }
}

/** A product's columns as the measure that amounts are reckoned with. */
export function toMeasure(row: {
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
}): Measure {
  const { orderedBy, pricedBy, step, usualPieceGramsLeast: least, usualPieceGramsMost: most } = row
  return {
    orderedBy,
    pricedBy,
    step,
    usualPieceGrams: most === null ? null : { least: least ?? most, most },
  }
}
