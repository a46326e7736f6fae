/** Buyers for the tests of ordering: signed in, filling a basket, reading the checkout and placing, as the pages do. */
import { randomUUID } from 'node:crypto'
import { type PlaceOrderInput, placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { putBasketLine } from '#app/commands/ordering/put-basket-line.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type Scope, scopeOf } from '#app/domain/access/roles.ts'
import { readCheckoutPage } from '#app/queries/ordering/checkout-page.server.ts'
import { seedAccount, seedAgency } from '#seed/builders.ts'

export type Buyer = { actor: Actor; scope: Scope; agencyId: number }

export async function seedBuyer(input: { agencyId?: number } = {}): Promise<Buyer> {
  const agencyId = input.agencyId ?? (await seedAgency()).id
  const { account } = await seedAccount({ role: 'buyer', agencyId })
  return buyerOf(account.id, [agencyId])
}

export function buyerOf(accountId: number, agencyIds: number[]): Buyer {
  const actor: Actor = {
    accountId,
    assignments: agencyIds.map((agencyId) => ({ role: 'buyer', scopeCode: null, agencyId })),
  }
  return { actor, scope: scopeOf(actor, rolesWith('order:place')), agencyId: agencyIds[0] ?? 0 }
}

/** Puts offers into the basket; quantities as people write them (斤 where ordered by weight). */
export async function fillBasket(
  buyer: Buyer,
  goods: { offerId: number; quantity: number }[],
): Promise<void> {
  for (const { offerId, quantity } of goods) {
    const put = { offerId, quantity: String(quantity), how: 'set' as const }
    const verdict = await putBasketLine(buyer.actor, buyer.scope, put)
    if (!verdict.ok) throw new Error(`not put into the basket: ${verdict.code}`)
  }
}

/** What the checkout form would send, with a key of its own. */
export async function readCheckout(
  buyer: Buyer,
  changes: Partial<PlaceOrderInput> = {},
): Promise<PlaceOrderInput> {
  const page = await readCheckoutPage(buyer.actor, buyer.scope)
  if (!page) throw new Error('nothing in the basket')
  return {
    placementKey: randomUUID(),
    basketId: page.basket.basketId,
    basketVersion: page.basket.version,
    shown: page.basket.shown,
    agencyId: buyer.agencyId,
    capacity: 'personal',
    payBy: 'desk',
    isSeparate: false,
    ...changes,
  }
}

export function place(buyer: Buyer, input: PlaceOrderInput) {
  return placeOrder(buyer.actor, buyer.scope, input)
}

/** Fills the basket and orders it, as an order of its own; throws unless it is placed. Returns the order's id. */
export async function order(buyer: Buyer, goods: { offerId: number; quantity: number }[]): Promise<string> {
  await fillBasket(buyer, goods)
  const verdict = await place(buyer, await readCheckout(buyer, { isSeparate: true }))
  if (!verdict.ok) throw new Error(`not placed: ${verdict.code}`)
  return verdict.value.orderId
}
