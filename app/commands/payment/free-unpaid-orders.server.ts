import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import { writeNotice } from '#app/db/notices/write-notice.server.ts'
import { lockPlacedOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { cancelLines, keepOrderInStep } from '#app/db/ordering/release-lines.server.ts'
import { applySession } from '#app/db/payment/card-sessions.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import type { SystemActor } from '#app/domain/access/roles.ts'
import { goodsOf } from '#app/domain/notices/kinds.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { type CardProvider, cardProvider, ProviderRefused } from '#app/gateways/card-provider.server.ts'

const liveDeps = { provider: cardProvider, now: (): Date => new Date() }
type Deps = typeof liveDeps

const AT_ONCE = 50
/** A provider that does not answer keeps goods from others no longer than this: late money goes back by itself. */
const SILENCE_MS = 10 * 60_000

type Due = { id: string; heldUntil: Date; sessionId: string | null; providerId: string | null }

/**
 * Frees the goods of card orders whose time ran out without money. The page is ended first, so that it takes none
 * any more; one that turns out paid is received instead. Safe beside another process. Returns how many were freed.
 */
export async function freeUnpaidOrders(actor: SystemActor, deps: Deps = liveDeps): Promise<number> {
  const due = await database().$queryRaw<Due[]>`
    SELECT o.id, o.held_until AS "heldUntil", s.id AS "sessionId", s.provider_id AS "providerId"
    FROM "order" o LEFT JOIN card_session s ON s.order_id = o.id AND s.state IN ('opening', 'open')
    WHERE o.held_until <= ${deps.now()} AND o.cancelled_at IS NULL ORDER BY o.held_until LIMIT ${AT_ONCE}`
  let count = 0
  for (const order of due) {
    if (!(await endPage(deps.provider(), order, deps.now()))) continue
    if (await free(actor, order.id, deps.now())) count += 1
  }
  return count
}

/** False while the page may still bring money that nobody could tell us of. */
async function endPage(provider: CardProvider | null, order: Due, now: Date): Promise<boolean> {
  if (!provider || order.providerId === null) return true
  try {
    const seen = await provider.endSession(order.providerId)
    await inTransaction((tx) => applySession(tx, seen, now))
    return true
  } catch (error) {
    if (error instanceof ProviderRefused) return true
    console.error('a page could not be ended', error)
    return now.getTime() - order.heldUntil.getTime() > SILENCE_MS
  }
}

async function free(actor: SystemActor, orderId: string, now: Date): Promise<boolean> {
  return inTransaction(async (tx) => {
    const order = await lockPlacedOrder(tx, orderId)
    // What was received meanwhile, or moved to the desk, has cleared the time under the order's lock.
    const stillDue = await tx.order.updateMany({
      where: { id: orderId, heldUntil: { lte: now }, prepayments: { none: {} } },
      data: { heldUntil: null },
    })
    if (!order || stillDue.count === 0) return false
    await cancelLines(tx, order.lines, 'not-paid')
    await keepOrderInStep(tx, orderId)
    await tx.cardSession.updateMany({
      where: { orderId, state: { in: ['opening', 'open'] } },
      data: { state: 'expired', endedAt: now },
    })
    await recordActivity(tx, {
      countyCode: order.countyCode,
      actorId: actor.accountId,
      act: 'order:free',
      subjectKind: 'order',
      subjectId: orderId,
      facts: { lines: order.lines.map((line) => line.lineNumber) },
    })
    const { accountId } = await tx.order.findUniqueOrThrow({
      where: { id: orderId },
      select: { accountId: true },
    })
    await writeNotice(tx, {
      countyCode: order.countyCode,
      accountId,
      orderId,
      onceKey: onceKeys.orderFreed(orderId),
      facts: { kind: 'order-freed', goods: goodsOf(order.lines) },
    })
    return true
  })
}
