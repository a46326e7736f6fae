/**
 * What households get out of money paid ahead for goods that nobody came for.
 * Invariant: none of it makes sales income; nothing was handed over.
 */
import { householdAccount, orderAccount } from './accounts.ts'
import { type Cause, type Journal, journalOf, posting } from './journal.ts'
import { type SaleOf, type Standing, salesDims } from './sale.ts'

/** From the order to each household whose goods were reserved. Null where nothing is shared. */
export function noShowShared(facts: {
  cause: Cause
  sale: SaleOf
  shares: readonly (Standing & { amountFen: number })[]
}): Journal | null {
  const { cause, sale, shares } = facts
  const order = orderAccount(sale.orderId)
  return journalOf(
    'no-show-share',
    cause,
    shares.flatMap((share) =>
      posting(
        order,
        householdAccount(share.householdId),
        share.amountFen,
        'no-show-share',
        salesDims(sale, share),
      ),
    ),
  )
}
