import { database, type Transaction } from '#app/db/client.server.ts'
import { type NoticeToWrite, writeNotices } from '#app/db/notices/write-notice.server.ts'
import { lockEventForDesk } from '#app/db/pickup/lock-event.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { type EventFact, type GoodsFact, goodsOf } from '#app/domain/notices/kinds.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { isReminderDue, reminderAt } from '#app/domain/notices/reminder.ts'

type ComingEvent = { id: number; startsAt: Date; now: Date }

/**
 * Reminds the buyers of every event whose evening before has come: each order once for each event and day. Orders
 * placed after that hour are fresh enough. Harmless beside another process doing the same. Returns how many were told.
 */
export async function remindBuyers(_actor: SystemActor): Promise<number> {
  const coming = await database().$queryRaw<ComingEvent[]>`
    SELECT id, starts_at AS "startsAt", clock_timestamp() AS now FROM pickup_event
    WHERE state IN ('open', 'cut-off', 'running') AND starts_at > clock_timestamp()
      AND starts_at < clock_timestamp() + interval '2 days' ORDER BY id`
  let told = 0
  for (const event of coming.filter(({ startsAt, now }) => isReminderDue(startsAt, now))) {
    told += await inTransaction((tx) => remindOf(tx, event.id))
  }
  return told
}

type OrderToRemind = {
  id: string
  countyCode: string
  accountId: number
  payBy: string
  goods: GoodsFact[]
  amountFen: number
  isEstimate: boolean
}

/** Holding the event keeps it, and what its buyers have ordered for it, as they are while it is told. */
async function remindOf(tx: Transaction, eventId: number): Promise<number> {
  await lockEventForDesk(tx, eventId)
  const { startsAt, endsAt, state } = await tx.pickupEvent.findUniqueOrThrow({
    where: { id: eventId },
    select: { startsAt: true, endsAt: true, state: true },
  })
  if (state === 'cancelled') return 0
  const day = civilDateOf(startsAt)
  const event: EventFact = { eventId, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() }
  const orders = await readOrders(tx, event, reminderAt(startsAt))
  return writeNotices(
    tx,
    orders.map(
      ({ id, countyCode, accountId, goods, ...rest }): NoticeToWrite => ({
        countyCode,
        accountId,
        orderId: id,
        onceKey: onceKeys.reminder(id, eventId, day),
        facts: { kind: 'reminder', event, goods: goodsOf(goods), ...rest },
      }),
    ),
  )
}

/** Orders with something left to collect at the event whose buyers were not reminded of this day of it yet. */
function readOrders(tx: Transaction, event: EventFact, placedBefore: Date): Promise<OrderToRemind[]> {
  return tx.$queryRaw<OrderToRemind[]>`
    SELECT o.id, o.county_code AS "countyCode", o.account_id AS "accountId", o.pay_by AS "payBy",
      json_agg(json_build_object('offerId', l.offer_id, 'quantity', l.quantity) ORDER BY l.line_number) AS goods,
      sum(l.held_amount_fen)::float8 AS "amountFen", bool_or(l.priced_by = 'jin') AS "isEstimate"
    FROM order_line l JOIN "order" o ON o.id = l.order_id
    WHERE l.event_id = ${event.eventId}::int AND l.state = 'placed' AND o.account_id IS NOT NULL
      AND o.placed_at < ${placedBefore}
      AND NOT EXISTS (SELECT FROM notice n WHERE n.order_id = o.id AND n.kind = 'reminder'
        AND n.facts -> 'event' ->> 'startsAt' = ${event.startsAt} AND n.facts -> 'event' ->> 'eventId' = ${String(event.eventId)})
    GROUP BY o.id ORDER BY o.id`
}
