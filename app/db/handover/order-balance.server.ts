import { type OrderBalance, outstandingFen } from '#app/domain/handover/payment-due.ts'
import type { Transaction } from '../client.server.ts'
import { safeFen } from '../safe-fen.server.ts'

/** What an order came to at one event so far, and what of it is settled. The order is held, or only looked at. */
export async function readOrderBalance(
  tx: Pick<Transaction, 'handover' | 'payment' | 'orderLine'>,
  eventId: number,
  orderId: string,
): Promise<OrderBalance> {
  const given = await tx.handover.aggregate({
    where: { eventId, orderLine: { orderId } },
    _sum: { amountFen: true },
  })
  const settled = await tx.payment.groupBy({
    by: ['method'],
    where: { eventId, orderId },
    _sum: { dueFen: true, paidFen: true },
  })
  const by = (method: string) => settled.find((row) => row.method === method)?._sum
  const open = await tx.orderLine.count({ where: { eventId, orderId, state: 'placed' } })
  return {
    handedOverFen: safeFen(given._sum.amountFen),
    settledFen: settled.reduce((sum, { _sum }) => sum + safeFen(_sum.dueFen), 0),
    cashDueFen: safeFen(by('cash')?.dueFen ?? null),
    cashPaidFen: safeFen(by('cash')?.paidFen ?? null),
    qrFen: safeFen(by('qr')?.dueFen ?? null),
    isComplete: open === 0,
  }
}

/** What of an order was handed over, at all its events, and is neither paid nor charged to an agency. In fen. */
export async function readOrderOwed(
  tx: Pick<Transaction, 'handover' | 'payment' | 'orderLine'>,
  orderId: string,
): Promise<number> {
  const events = await tx.orderLine.findMany({
    where: { orderId },
    distinct: ['eventId'],
    select: { eventId: true },
  })
  let owedFen = 0
  for (const { eventId } of events) {
    owedFen += Math.max(0, outstandingFen(await readOrderBalance(tx, eventId, orderId)))
  }
  return owedFen
}

/** The step in which a county takes cash, in fen: a jiao unless it set another. */
export async function readCashStep(
  tx: Pick<Transaction, 'countySetting'>,
  countyCode: string,
): Promise<number> {
  const setting = await tx.countySetting.findUnique({
    where: { countyCode },
    select: { cashRoundingFen: true },
  })
  return setting?.cashRoundingFen ?? 10
}
