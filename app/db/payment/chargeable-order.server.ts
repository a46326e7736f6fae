import type { ChargeableOrder } from '#app/domain/payment/charge-request.ts'
import type { Transaction } from '../client.server.ts'
import type { OwnOrder } from '../ordering/lock-own-order.server.ts'
import { readPrepaid } from './prepaid-order.server.ts'

/** What of a held order decides whether it can go on the agency's account, and what its lines are held at. */
export async function readChargeable(
  tx: Transaction,
  order: OwnOrder,
): Promise<{ chargeable: ChargeableOrder; heldFen: number }> {
  const [prepaid, lineCount, livePages] = await Promise.all([
    readPrepaid(tx, order.id),
    tx.orderLine.count({ where: { orderId: order.id, state: { not: 'cancelled' } } }),
    tx.cardSession.count({ where: { orderId: order.id, state: { in: ['opening', 'open'] } } }),
  ])
  const placed = order.lines.map(({ eventId }) => ({
    isPlaced: true,
    isOpen: order.openEventIds.has(eventId),
  }))
  const settled = Array.from({ length: lineCount - placed.length }, () => ({
    isPlaced: false,
    isOpen: false,
  }))
  return {
    chargeable: {
      ...order,
      lines: [...placed, ...settled],
      receivedFen: prepaid.receivedFen,
      hasLivePage: livePages > 0,
    },
    heldFen: prepaid.heldFen,
  }
}
