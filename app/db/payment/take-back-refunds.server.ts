import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { keptFen } from '#app/domain/payment/prepaid.ts'
import type { Transaction } from '../client.server.ts'
import { reverseJournals } from '../ledger/reverse-journals.server.ts'
import { readPrepaid } from './prepaid-order.server.ts'

/**
 * Undoes what an event's desk decided to send back of a held order and nobody has sent yet: it pays for the order's
 * lines again. Refuses `refund-sent` where what is on its way is missing for lines that are placed again.
 */
export async function takeBackRefunds(
  tx: Transaction,
  { eventId, orderId }: { eventId: number; orderId: string },
  on: { businessDay: CivilDate; actorId: number },
): Promise<Verdict<null, 'refund-sent'>> {
  const ofEvent = { orderId, operation: { eventId } }
  // A refund by card that was tried may be with the provider already.
  const unsent = { ...ofEvent, state: 'due', OR: [{ method: 'transfer' }, { tries: 0 }] }
  const refunds = await tx.refund.findMany({ where: unsent, orderBy: { id: 'asc' }, select: { id: true } })
  const causeIds = refunds.map(({ id }) => id)
  const undone = await tx.refund.updateMany({
    where: { id: { in: causeIds }, state: 'due', OR: unsent.OR },
    data: { state: 'undone' },
  })
  if (undone.count !== causeIds.length) return refuse('refund-sent')
  await reverseJournals(tx, { causeKind: 'refund', causeIds, kinds: ['refund-due'] }, on)
  const prepaid = await readPrepaid(tx, orderId)
  const isMissing = keptFen(prepaid) < prepaid.heldFen
  const sent = isMissing ? await tx.refund.count({ where: { ...ofEvent, state: { not: 'undone' } } }) : 0
  return sent > 0 ? refuse('refund-sent') : accept(null)
}
