/** What the tests of paying ahead stand on: a buyer, goods, an event, and a card provider on this machine. */

import { randomInt, randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { placeOrder } from '#app/commands/ordering/place-order.server.ts'
import { hearProvider } from '#app/commands/payment/hear-provider.server.ts'
import { openCardSession } from '#app/commands/payment/open-card-session.server.ts'
import { database } from '#app/db/client.server.ts'
import { SYSTEM_ACTOR } from '#app/domain/access/roles.ts'
import type { PayBy } from '#app/domain/ordering/basket-content.ts'
import { type CardProvider, stripeProvider } from '#app/gateways/card-provider.server.ts'
import { runAudit } from '#app/queries/audit/run-audit.server.ts'
import { type StandIn, type StandInEvent, startStandIn } from '#tests/fakes/stripe/stand-in.ts'
import { type Buyer, fillBasket, readCheckout } from '../ordering/buyers.ts'

export const SECRET_KEY = 'sk_test_integration'
export const WEBHOOK_SECRET = 'whsec_integration'
export const RETURN_URL = 'http://localhost:3000/orders/back'

/** A clock that the test moves; the database's own goes on. */
export type Clock = { ahead: number; now: () => Date }

export type CardWorld = {
  standIn: StandIn
  provider: CardProvider
  clock: Clock
  deps: { provider: () => CardProvider; now: () => Date; newId: () => string }
}

export async function openCardWorld(): Promise<CardWorld> {
  const clock: Clock = { ahead: 0, now: () => new Date(Date.now() + clock.ahead) }
  const standIn = await startStandIn({
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    now: () => clock.now().getTime(),
  })
  const provider = stripeProvider({
    secretKey: SECRET_KEY,
    webhookSecret: WEBHOOK_SECRET,
    apiBase: new URL(standIn.url),
  })
  return {
    standIn,
    provider,
    clock,
    deps: { provider: () => provider, now: clock.now, newId: () => randomUUID() },
  }
}

/** Orders goods to be paid so, an order of its own each time, whether or not this process is set up for cards. */
export async function orderPaidBy(
  buyer: Buyer,
  payBy: PayBy,
  goods: { offerId: number; quantity: number }[],
): Promise<string> {
  await fillBasket(buyer, goods)
  const verdict = await placeOrder(
    buyer.actor,
    buyer.scope,
    await readCheckout(buyer, { payBy, isSeparate: true }),
    {
      newId: () => randomUUID(),
      newPickupCode: () => String(randomInt(100_000, 1_000_000)),
      now: () => new Date(),
      isCardOffered: () => true,
    },
  )
  if (!verdict.ok) throw new Error(`not placed: ${verdict.code}`)
  return verdict.value.orderId
}

/** Opens the page for an order and returns the provider's name of it. */
export async function openPage(world: CardWorld, buyer: Buyer, orderId: string): Promise<string> {
  const opened = await openCardSession(
    buyer.actor,
    buyer.scope,
    { orderId, returnUrl: RETURN_URL },
    world.deps,
  )
  if (!opened.ok) throw new Error(`no page: ${opened.code}`)
  return opened.value.pageUrl.split('/').at(-1) ?? ''
}

/** Delivers an event as the provider would. */
export function hear(world: CardWorld, event: StandInEvent) {
  return hearProvider(SYSTEM_ACTOR, world.standIn.sign(event), world.deps)
}

/** Delivers all that was not delivered before, in order. */
export async function hearAll(world: CardWorld): Promise<void> {
  for (const event of world.standIn.events) {
    const verdict = await hear(world, event)
    expect(verdict.ok, event.type).toBe(true)
  }
}

/** The money of one order, in fen. */
export async function moneyOf(orderId: string) {
  const db = database()
  const [received, refunds, drawn] = await Promise.all([
    db.prepayment.findMany({ where: { orderId } }),
    db.refund.findMany({ where: { orderId }, orderBy: { decidedAt: 'asc' } }),
    db.payment.aggregate({ where: { orderId, method: 'prepaid' }, _sum: { dueFen: true } }),
  ])
  return {
    received: received.map((one) => Number(one.amountFen)),
    refunds: refunds.map((one) => `${one.amountFen} ${one.cause} ${one.state}`),
    drawn: Number(drawn._sum.dueFen ?? 0n),
  }
}

/** Every invariant of the audit holds; no sealing job runs here. */
export async function expectSoundBooks(): Promise<void> {
  const { checks } = await runAudit()
  expect(
    checks
      .filter((check) => !check.ok && check.name !== 'everything-is-sealed-within-a-minute')
      .map((check) => ({ name: check.name, differences: check.differences })),
  ).toEqual([])
}
