import { randomUUID } from 'node:crypto'
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type PrepaymentMethod, refundDue } from '#app/domain/ledger/prepayment.ts'
import { type RefundPart, spreadRefund, surplusFen } from '#app/domain/payment/prepaid.ts'
import type { RefundCause } from '#app/domain/payment/refund-states.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { safeFen } from '../safe-fen.server.ts'
import { type MoneyOrder, readPrepaid } from './prepaid-order.server.ts'

export type RefundBecause = {
  cause: RefundCause
  /** On which the ledger has it; in an open period. */
  businessDay: CivilDate
  /** Who caused it; null where the clock or a provider did. */
  actorId: number | null
  /** The act at a desk that leaves too much, where one does. */
  operationId?: string
}

/**
 * Decides that what an order keeps beyond its lines still to come goes back, the way it came. The order is held.
 * Called after whatever may leave too much; nothing is done where nothing is left over. Returns the fen decided.
 */
export async function refundSurplus(
  tx: Transaction,
  order: Pick<MoneyOrder, 'id' | 'countyCode' | 'agencyId' | 'capacity'>,
  because: RefundBecause,
): Promise<number> {
  const prepaid = await readPrepaid(tx, order.id)
  // What an agency is charged for is not paid a second time: money that comes for it goes back at once.
  const amountFen = surplusFen(prepaid, prepaid.isCharged ? 0 : prepaid.heldFen)
  if (amountFen === 0) return 0
  const receipts = await tx.prepayment.findMany({
    where: { orderId: order.id },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      method: true,
      amountFen: true,
      refunds: { where: { state: { not: 'undone' } }, select: { amountFen: true } },
    },
  })
  const parts = spreadRefund(
    receipts.map((receipt) => ({
      prepaymentId: receipt.id,
      receivedFen: safeFen(receipt.amountFen),
      refundedFen: receipt.refunds.reduce((sum, refund) => sum + safeFen(refund.amountFen), 0),
    })),
    amountFen,
  )
  for (const part of parts) {
    const method = receipts.find((receipt) => receipt.id === part.prepaymentId)?.method
    await writeRefund(tx, order, part, method as PrepaymentMethod, because)
  }
  return amountFen
}

async function writeRefund(
  tx: Transaction,
  order: Pick<MoneyOrder, 'id' | 'countyCode' | 'agencyId' | 'capacity'>,
  { prepaymentId, amountFen }: RefundPart,
  method: PrepaymentMethod,
  { cause, businessDay, actorId, operationId }: RefundBecause,
): Promise<void> {
  const id = randomUUID()
  const { countyCode } = order
  await tx.refund.create({
    data: {
      id,
      countyCode,
      orderId: order.id,
      prepaymentId,
      method,
      amountFen,
      cause,
      state: 'due',
      operationId,
    },
    select: { id: true },
  })
  const journal = refundDue({
    cause: { countyCode, causeKind: 'refund', causeId: id, businessDay },
    order: { orderId: order.id, agencyId: order.agencyId, capacity: order.capacity },
    amountFen,
  })
  invariant(journal !== null, 'what goes back is posted')
  await appendJournal(tx, { actorId, journal })
}
