import {
  type CardSessionState,
  isLive,
  nextSessionState,
  type ProviderSession,
} from '#app/domain/payment/card-session.ts'
import type { Transaction } from '../client.server.ts'
import { lockMoneyOrder } from './prepaid-order.server.ts'
import { receivePrepayment } from './receive-prepayment.server.ts'

/** What an asked provider may take before somebody asks again: one look at a time, also with two processes. */
const LOOK_AGAIN_SECONDS = 30

export type LookedAt = {
  id: string
  orderId: string
  amountFen: bigint
  state: CardSessionState
  providerId: string | null
  returnUrl: string
  expiresAt: Date
  orderNumber: number
  /** Nothing is to be paid there any more: the order is cancelled, or paid another way. */
  isOver: boolean
}

/** Money may come late to a page that is over, and nobody say so: so long it is looked at, less and less often. */
const LATE_DAYS = 3
const LATE_LOOK_MINUTES = 10
const LATE_LOOK_MOST_HOURS = 12

/**
 * Takes the pages that are due a look, each for one process at a time: live ones, and those that ended without money in
 * the last days. Oldest first, `most` at once.
 */
export async function takeSessionsToLookAt(
  client: Pick<Transaction, '$queryRaw'>,
  most: number,
): Promise<LookedAt[]> {
  return client.$queryRaw<LookedAt[]>`
    WITH due AS (
      SELECT id FROM card_session WHERE next_look_at <= clock_timestamp() AND (state IN ('opening', 'open')
        OR state = 'expired' AND provider_id IS NOT NULL AND ended_at > clock_timestamp() - make_interval(days => ${LATE_DAYS}))
      ORDER BY next_look_at LIMIT ${most} FOR UPDATE SKIP LOCKED)
    UPDATE card_session s SET next_look_at = clock_timestamp() + CASE WHEN s.state = 'expired'
      THEN least(greatest(make_interval(mins => ${LATE_LOOK_MINUTES}), clock_timestamp() - s.ended_at),
        make_interval(hours => ${LATE_LOOK_MOST_HOURS}))
      ELSE make_interval(secs => ${LOOK_AGAIN_SECONDS}) END
    FROM due, "order" o WHERE s.id = due.id AND o.id = s.order_id
    RETURNING s.id, s.order_id AS "orderId", s.amount_fen AS "amountFen", s.state, s.provider_id AS "providerId",
      s.return_url AS "returnUrl", s.expires_at AS "expiresAt", o.number AS "orderNumber",
      (o.cancelled_at IS NOT NULL OR o.pay_by <> 'card') AS "isOver"`
}

/** Money is on its way: the goods are held for it while the provider waits too, but never past a cut-off. */
async function holdOn(tx: Transaction, orderId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE "order" o SET held_until = greatest(o.held_until, least(clock_timestamp() + interval '15 minutes',
      (SELECT min(e.cut_off_at) FROM order_line l JOIN pickup_event e ON e.id = l.event_id
        WHERE l.order_id = o.id AND l.state = 'placed')))
    WHERE o.id = ${orderId}::uuid AND o.held_until IS NOT NULL`
}

/**
 * Makes true here what the provider says of a page: money is received, once, and the page's state follows. Known by
 * our own id, since a page's name at the provider may not have reached us. Null where the page is none of ours.
 */
export async function applySession(
  tx: Transaction,
  { key, providerId, said }: { key: string; providerId: string; said: ProviderSession },
  now: Date,
): Promise<CardSessionState | null> {
  const known = await tx.cardSession.findFirst({
    where: { OR: [{ id: key }, { providerId }] },
    select: { id: true, orderId: true },
  })
  const order = known && (await lockMoneyOrder(tx, known.orderId))
  if (!order) return null
  // Read again under the order's lock: another may have applied something meanwhile.
  const session = await tx.cardSession.findUniqueOrThrow({
    where: { id: known.id },
    select: { state: true, endedAt: true },
  })
  const before = session.state as CardSessionState
  const state = nextSessionState(before, said)
  if (said.state === 'pending') await holdOn(tx, order.id)
  if (said.state === 'paid') {
    await receivePrepayment(tx, order, {
      method: 'card',
      amountFen: said.amountFen,
      providerPaymentId: said.paymentId,
      receivedAt: now,
      actorId: null,
    })
  }
  if (state !== before) {
    await tx.cardSession.update({
      where: { id: known.id },
      data: { state, providerId, endedAt: isLive(state) ? null : (session.endedAt ?? now) },
      select: { id: true },
    })
  }
  return state
}
