/** What a desk's acts tell the buyer: what was missing, what was collected, that nobody came. */
import { isReasonCode } from '#app/domain/handover/shortfall-reasons.ts'
import { goodsOf, type ShortFact } from '#app/domain/notices/kinds.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import type { Transaction } from '../client.server.ts'
import type { LockedLine, LockedOrder } from '../handover/lock-order.server.ts'
import { readOrderBalance } from '../handover/order-balance.server.ts'
import { STANDING } from '../handover/standing.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { writeNotice } from './write-notice.server.ts'

type AtDesk = { event: LockedEvent; order: LockedOrder }

/** How many acts at the order's lines were taken back at the event. */
async function timesTakenBack(tx: Transaction, { event, order }: AtDesk): Promise<number> {
  const where = { eventId: event.id, orderLine: { orderId: order.id }, reversesId: { not: null } }
  const query = { where, distinct: ['operationId' as const], select: { operationId: true } }
  const acts = [...(await tx.handover.findMany(query)), ...(await tx.shortfall.findMany(query))]
  return new Set(acts.map(({ operationId }) => operationId)).size
}

/** Less of a line was handed over than ordered, as the desk said; what only the scale says is on the receipt. */
export async function tellShort(
  tx: Transaction,
  { event, order }: AtDesk,
  line: LockedLine,
  short: { given: number; kind: ShortFact['kind']; reason: string },
): Promise<void> {
  // A reason written out in words may name somebody.
  const reason = isReasonCode(short.reason) ? short.reason : null
  await writeNotice(tx, {
    countyCode: event.countyCode,
    accountId: order.accountId,
    orderId: order.id,
    onceKey: onceKeys.lineShort(line.id, await timesTakenBack(tx, { event, order })),
    facts: {
      kind: 'line-short',
      eventId: event.id,
      offerId: line.offerId,
      ordered: line.snapshot.quantity,
      given: short.given,
      why: { kind: short.kind, reason },
    },
  })
}

/** Nobody came for what was left of an order: `lines` are those that went back. */
export async function tellNoShow(
  tx: Transaction,
  { event, order }: AtDesk,
  lines: readonly LockedLine[],
): Promise<void> {
  const { startsAt, endsAt } = await tx.pickupEvent.findUniqueOrThrow({
    where: { id: event.id },
    select: { startsAt: true, endsAt: true },
  })
  const shared = await tx.shortfall.aggregate({
    where: { orderLineId: { in: lines.map(({ id }) => id) } },
    _sum: { noShowShareFen: true },
  })
  await writeNotice(tx, {
    countyCode: event.countyCode,
    accountId: order.accountId,
    orderId: order.id,
    onceKey: onceKeys.noShow(order.id, event.id, await timesTakenBack(tx, { event, order })),
    facts: {
      kind: 'no-show',
      event: { eventId: event.id, startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() },
      goods: goodsOf(lines.map(({ offerId, snapshot }) => ({ offerId, quantity: snapshot.quantity }))),
      noShowShareFen: safeFen(shared._sum.noShowShareFen),
    },
  })
}

/** The receipt, once nothing of the order is left to hand over at this event and something was. */
export async function tellHandedOver(tx: Transaction, { event, order }: AtDesk): Promise<void> {
  const balance = await readOrderBalance(tx, event.id, order.id)
  if (!balance.isComplete || balance.handedOverFen === 0) return
  const handovers = await tx.handover.findMany({
    where: { eventId: event.id, orderLine: { orderId: order.id }, ...STANDING },
    orderBy: [{ orderLine: { lineNumber: 'asc' } }],
    select: { quantity: true, amountFen: true, orderLine: { select: { offerId: true } } },
  })
  await writeNotice(tx, {
    countyCode: event.countyCode,
    accountId: order.accountId,
    orderId: order.id,
    onceKey: onceKeys.handedOver(order.id, event.id, await timesTakenBack(tx, { event, order })),
    facts: {
      kind: 'handed-over',
      eventId: event.id,
      goods: goodsOf(handovers.map(({ quantity, orderLine }) => ({ quantity, offerId: orderLine.offerId }))),
      amountFen: handovers.reduce((sum, { amountFen }) => sum + safeFen(amountFen), 0),
      owedFen: balance.handedOverFen - balance.settledFen,
      payBy: order.payBy,
    },
  })
}
