import type { LineSettlement } from '#app/domain/handover/settle-line.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { noShowShared } from '#app/domain/ledger/no-show-share.ts'
import { noShowShareFen, splitNoShowShare } from '#app/domain/payment/no-show-share.ts'
import { surplusFen } from '#app/domain/payment/prepaid.ts'
import type { Transaction } from '../client.server.ts'
import { appendJournal } from '../ledger/append-journal.server.ts'
import { readPrepaid } from '../payment/prepaid-order.server.ts'
import type { LockedEvent } from '../pickup/lock-event.server.ts'
import { standingsOn } from './household-standing.server.ts'
import type { LockedLine, LockedOrder } from './lock-order.server.ts'
import { settlementCause } from './settlement-cause.server.ts'

/**
 * Gives the households what their county set and the buyer was told, out of money paid ahead for what nobody came for,
 * before the rest of it goes back. The line is still placed. Returns the fen shared, 0 where nothing is.
 */
export async function shareNoShow(
  tx: Transaction,
  { event, actorId }: { event: LockedEvent; actorId: number },
  order: LockedOrder,
  line: LockedLine,
  { shortfalls }: LineSettlement,
): Promise<number> {
  const noShowQuantity = shortfalls
    .filter((shortfall) => shortfall.kind === 'no-show')
    .reduce((sum, shortfall) => sum + shortfall.quantity, 0)
  const { noShowSharePercent: percent, snapshot } = line
  if (noShowQuantity === 0 || percent === 0 || order.payBy === 'agency-account') return 0
  const { heldAmountFen, quantity } = snapshot
  const prepaid = await readPrepaid(tx, order.id)
  const goesBackFen = surplusFen(prepaid, prepaid.heldFen - heldAmountFen)
  const shareFen = noShowShareFen({ heldAmountFen, quantity, noShowQuantity, percent }, goesBackFen)
  if (shareFen === 0) return 0
  const parts = splitNoShowShare(shareFen, line.allocations)
  const standings = await standingsOn(
    tx,
    parts.map((part) => part.householdId),
    event.businessDay,
  )
  const journal = noShowShared({
    cause: await settlementCause(tx, event, line.id),
    sale: {
      orderId: order.id,
      orderLineId: line.id,
      productId: line.productId,
      eventId: event.id,
      agencyId: order.agencyId,
      capacity: order.capacity,
    },
    shares: parts.map((part) => {
      const standing = standings.get(part.householdId)
      invariant(standing, 'every household whose goods were reserved belongs somewhere')
      return { ...part, ...standing }
    }),
  })
  invariant(journal !== null, 'what is shared is posted')
  await appendJournal(tx, { actorId, journal })
  return shareFen
}
