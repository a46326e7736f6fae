import { randomUUID } from 'node:crypto'
import type { Prisma, Transaction } from '../client.server.ts'
import { reverseJournals } from '../ledger/reverse-journals.server.ts'
import { STANDING } from './standing.ts'
import type { DeskBy } from './write-settlement.server.ts'

/**
 * Takes back the standing payments of a desk's act that `where` names, with their ledger entries. Their order is held.
 * Returns how many.
 */
export async function takeBackPayments(
  tx: Transaction,
  by: DeskBy,
  where: Prisma.PaymentWhereInput & { operationId: string },
): Promise<number> {
  const { event, operationId, actorId } = by
  const payments = await tx.payment.findMany({ where: { ...where, ...STANDING } })
  await tx.payment.createMany({
    data: payments.map(({ takenAt: _, ...payment }) => ({
      ...payment,
      id: randomUUID(),
      operationId,
      dueFen: -payment.dueFen,
      paidFen: -payment.paidFen,
      roundedOffFen: -payment.roundedOffFen,
      takenBy: actorId,
      reversesId: payment.id,
    })),
  })
  const causeIds = payments.map(({ id }) => id)
  await reverseJournals(
    tx,
    { causeKind: 'payment', causeIds, kinds: ['payment', 'agency-charge'] },
    { businessDay: event.businessDay, actorId },
  )
  return payments.length
}
