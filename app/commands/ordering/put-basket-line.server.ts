import { randomUUID } from 'node:crypto'
import type { Transaction } from '#app/db/client.server.ts'
import { touchBasket } from '#app/db/ordering/open-basket.server.ts'
import { toMeasure } from '#app/db/ordering/read-basket.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import type { OrderedBy, PricedBy } from '#app/domain/kernel/quantity.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { orderableQuantity, parseQuantity, type QuantityRefusal } from '#app/domain/ordering/order-lines.ts'

export type PutBasketLineInput = {
  offerId: number
  /** As people write it: pieces, or 斤 where the product is ordered by weight. */
  quantity: string
  /** From an offer's page it adds to what is there; in the basket it is what shall be there. */
  how: 'add' | 'set'
}

export type PutBasketLineCode =
  | 'basket-full'
  | 'not-allowed'
  | 'not-found'
  | 'ordered-quantity-unreadable'
  | QuantityRefusal
  | 'offer-sold-out'
  | 'no-collection-day'

const liveDeps = { newId: (): string => randomUUID() }

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
 * Puts a quantity of an offer into the actor's open basket, which is opened if need be. What can't be collected
 * anywhere yet is not put in; what is in already may be changed even so.
 */
export async function putBasketLine(
  actor: Actor,
  _scope: Scope,
  input: PutBasketLineInput,
  deps = liveDeps,
): Promise<Verdict<{ quantity: number }, PutBasketLineCode>> {
  if (!can(actor, 'order:place')) return refuse('not-allowed')
  return decideInTransaction<{ quantity: number }, PutBasketLineCode>(async (tx) => {
    const basket = await touchBasket(tx, actor.accountId, deps.newId())
    const offer = await readOffer(tx, input.offerId)
    if (!offer) return refuse('not-found')
    const measure = toMeasure(offer)
    const asked = parseQuantity(measure, input.quantity)
    if (asked === null) return refuse('ordered-quantity-unreadable')
    const where = { basketId_offerId: { basketId: basket.id, offerId: input.offerId } }
    const line = await tx.basketLine.findUnique({ where, select: { quantity: true } })
    const total = asked + (input.how === 'add' ? (line?.quantity ?? 0) : 0)
    const quantity = orderableQuantity(measure, total)
    if (!quantity.ok) return quantity
    if (!line && (await tx.basketLine.count({ where: { basketId: basket.id } })) >= BASKET_LINES_MOST) {
      return refuse('basket-full', { most: BASKET_LINES_MOST })
    }
    if (!line && !offer.hasStock) return refuse('offer-sold-out')
    if (!line && !offer.hasEvent) return refuse('no-collection-day')
    await tx.basketLine.upsert({
      where,
      update: { quantity: quantity.value },
      create: { basketId: basket.id, offerId: input.offerId, quantity: quantity.value },
    })
    return accept({ quantity: quantity.value })
  })
}

/** An offer that was ever approved, and whether anything of it is left and could be collected. */
async function readOffer(tx: Transaction, offerId: number): Promise<OfferRow | null> {
  const [offer] = await tx.$queryRaw<OfferRow[]>`
    SELECT p.ordered_by AS "orderedBy", p.priced_by AS "pricedBy", p.step,
      p.usual_piece_grams_least AS "usualPieceGramsLeast", p.usual_piece_grams_most AS "usualPieceGramsMost",
      EXISTS (SELECT 1 FROM lot l WHERE l.offer_id = o.id AND l.state = 'approved' AND l.available > 0) AS "hasStock",
      EXISTS (
        SELECT 1 FROM lot l
        JOIN pickup_event_village v ON v.village_code = o.village_code
        JOIN pickup_event e ON e.id = v.event_id
        WHERE l.offer_id = o.id AND l.state = 'approved' AND l.available > 0
          AND e.state = 'open' AND e.cut_off_at > clock_timestamp() AND e.orders_taken < e.capacity_orders
          AND (e.starts_at AT TIME ZONE 'Asia/Shanghai')::date BETWEEN l.available_from AND l.available_to
      ) AS "hasEvent"
    FROM offer o JOIN product p ON p.id = o.product_id
    WHERE o.id = ${offerId}::int
      AND EXISTS (SELECT 1 FROM lot l WHERE l.offer_id = o.id AND l.approved_at IS NOT NULL)`
  return offer ?? null
}
