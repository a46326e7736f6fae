import type { Transaction } from '../client.server.ts'
import type { OpenBasket } from './read-basket.server.ts'

/**
 * Holds all that placing this basket may touch until the transaction ends, in the order every writer takes it:
 * the basket, the events that may take it, the buyer's orders it may join, the lots of its goods. What is read after
 * it can't change.
 */
export async function lockSupply(tx: Transaction, accountId: number, basket: OpenBasket): Promise<void> {
  const villages = basket.goods.map((goods) => goods.villageCode)
  const offerIds = basket.goods.map((goods) => goods.offerId)
  await tx.$queryRaw`SELECT 1 FROM basket WHERE id = ${basket.id}::uuid FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT 1 FROM pickup_event
    WHERE state = 'open' AND id IN (SELECT event_id FROM pickup_event_village WHERE village_code = ANY(${villages}::text[]))
    ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`
    SELECT 1 FROM "order" WHERE account_id = ${accountId}::int AND kind = 'ahead' AND cancelled_at IS NULL
      AND EXISTS (SELECT 1 FROM pickup_event_order r JOIN pickup_event e ON e.id = r.event_id
        WHERE r.order_id = "order".id AND e.state = 'open')
    ORDER BY id FOR NO KEY UPDATE`
  await tx.$queryRaw`SELECT 1 FROM lot WHERE offer_id = ANY(${offerIds}::int[]) ORDER BY id FOR NO KEY UPDATE`
}
