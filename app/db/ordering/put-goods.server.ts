/** How goods come into a basket that is held: from an offer's page, in the basket, or many at once from a chat. */
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { FOR_WHOM_MOST, joinForWhom } from '#app/domain/ordering/for-whom.ts'
import { GROWING_WAYS } from '#app/domain/ordering/joining.ts'
import { orderableQuantity, parseQuantity, type QuantityRefusal } from '#app/domain/ordering/order-lines.ts'
import type { Transaction } from '../client.server.ts'
import { openText, sealText } from '../sealed/field-cipher.server.ts'
import { toMeasure } from './read-basket.server.ts'

export type PutGoods = {
  offerId: number
  /** As people write it: pieces, or 斤 where the product is ordered by weight. */
  quantity: string
  /** From an offer's page it adds to what is there; in the basket it is what shall be there. */
  how: 'add' | 'set'
  /** Which colleagues it is for, added to what the note says already. */
  forWhom?: string
}

export type PutGoodsCode =
  | 'basket-full'
  | 'not-found'
  | 'ordered-quantity-unreadable'
  | QuantityRefusal
  | 'offer-sold-out'
  | 'no-collection-day'
  | 'for-whom-too-long'

/** Which events fetch a basket is decided exactly; past this the deciding could take a second. */
const BASKET_LINES_MOST = 30

type OfferRow = {
  orderedBy: OrderedBy
  pricedBy: PricedBy
  step: number
  usualPieceGramsLeast: number | null
  usualPieceGramsMost: number | null
  hasStock: boolean
  hasEvent: boolean
}

/**
 * Puts a quantity of an offer into a basket. What can't be collected anywhere yet is not put in; what is in already
 * may be changed even so. A refusal has written nothing. `wasInTwo`: the buyer had agreed to have it in two.
 */
export async function putGoods(
  tx: Transaction,
  basket: { id: string; accountId: number },
  input: PutGoods,
): Promise<Verdict<{ quantity: number; wasInTwo: boolean }, PutGoodsCode>> {
  const basketId = basket.id
  const offer = await readOffer(tx, input.offerId, basket.accountId)
  if (!offer) return refuse('not-found')
  const measure = toMeasure(offer)
  const asked = parseQuantity(measure, input.quantity)
  if (asked === null) return refuse('ordered-quantity-unreadable')
  const where = { basketId_offerId: { basketId, offerId: input.offerId } }
  const line = await tx.basketLine.findUnique({
    where,
    select: { quantity: true, inTwo: true, forWhomSealed: true },
  })
  const total = asked + (input.how === 'add' ? (line?.quantity ?? 0) : 0)
  const quantity = orderableQuantity(measure, total)
  if (!quantity.ok) return quantity
  if (!line && (await tx.basketLine.count({ where: { basketId } })) >= BASKET_LINES_MOST) {
    return refuse('basket-full', { most: BASKET_LINES_MOST })
  }
  if (!line && !offer.hasStock) return refuse('offer-sold-out')
  if (!line && !offer.hasEvent) return refuse('no-collection-day')
  const forWhom = joinForWhom(openForWhom(line?.forWhomSealed ?? null), input.forWhom ?? '')
  if (forWhom.length > FOR_WHOM_MOST) return refuse('for-whom-too-long', { most: FOR_WHOM_MOST })
  const written = {
    quantity: quantity.value,
    ...(input.forWhom ? { forWhomSealed: sealForWhom(forWhom) } : {}),
  }
  await tx.basketLine.upsert({
    where,
    update: written,
    create: { basketId, offerId: input.offerId, ...written },
    select: { offerId: true },
  })
  return accept({ quantity: quantity.value, wasInTwo: line?.inTwo ?? false })
}

/** The note as it is kept: sealed, for it names people. None is kept of nothing. */
export function sealForWhom(forWhom: string): string | null {
  return forWhom === '' ? null : sealText('basket-line.for-whom', forWhom)
}

/** What `sealForWhom` sealed. */
export function openForWhom(sealed: string | null): string {
  return sealed === null ? '' : openText('basket-line.for-whom', sealed)
}

/**
 * An offer that was ever approved, and whether anything of it is left and could be collected: at an event with room,
 * or where the account has an order to add to.
 */
async function readOffer(tx: Transaction, offerId: number, accountId: number): Promise<OfferRow | null> {
  const [offer] = await tx.$queryRaw<OfferRow[]>`
    SELECT p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step,
      p.usual_piece_grams_least AS "usualPieceGramsLeast", p.usual_piece_grams_most AS "usualPieceGramsMost",
      EXISTS (SELECT 1 FROM lot l WHERE l.offer_id = o.id AND l.state = 'approved' AND l.available > 0) AS "hasStock",
      EXISTS (
        SELECT 1 FROM lot l
        JOIN pickup_event_village v ON v.village_code = o.village_code
        JOIN pickup_event e ON e.id = v.event_id
        WHERE l.offer_id = o.id AND l.state = 'approved' AND l.available > 0
          AND e.state = 'open' AND e.cut_off_at > clock_timestamp()
          AND (e.orders_taken < e.capacity_orders AND has_desk_time(e.id) OR EXISTS (
            SELECT 1 FROM pickup_event_order r JOIN "order" own ON own.id = r.order_id
            WHERE r.event_id = e.id AND own.account_id = ${accountId}::int AND own.cancelled_at IS NULL
              AND own.pay_by = ANY(${GROWING_WAYS}::text[])))
          AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to
      ) AS "hasEvent"
    FROM offer o JOIN product p ON p.id = o.product_id
    WHERE o.id = ${offerId}::int
      AND EXISTS (SELECT 1 FROM lot l WHERE l.offer_id = o.id AND l.approved_at IS NOT NULL)`
  return offer ?? null
}
