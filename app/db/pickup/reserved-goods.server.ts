import type { BringLine } from '#app/domain/pickup/bring-list.ts'
import type { Transaction } from '../client.server.ts'

/** A part of an order line still to be handed over, that one household brings. */
export type ReservedGoods = BringLine & { orderLineId: string; villageCode: string; amountFen: bigint }

/** What is promised at an event: the one reading that bring lists and all lists of the organizer are made of. */
export async function readReservedGoods(
  client: Pick<Transaction, '$queryRaw'>,
  eventId: number,
): Promise<ReservedGoods[]> {
  return client.$queryRaw<ReservedGoods[]>`
    SELECT l.id AS "orderLineId", l.village_code AS "villageCode", l.offer_id AS "offerId",
      a.household_id AS "householdId", a.quantity, a.amount_fen AS "amountFen"
    FROM order_line l JOIN "order" o ON o.id = l.order_id
    JOIN allocation a ON a.order_line_id = l.id AND a.state = 'reserved'
    WHERE l.event_id = ${eventId} AND l.state = 'placed'
    ORDER BY o.number, l.line_number, a.household_id, a.id`
}
