/**
 * A refund: money that goes back to a buyer, the way it came.
 * Invariant: once decided it is owed until it is sent; only the act at a desk that decided it is undone with it, before
 * it is sent, and is then kept as `undone`, which is no state of a refund: nothing reads it as one.
 */

/** due: owed; sending: the way it goes has taken it; sent; failed: the way it came is closed, a person must see to it. */
export const refundStates = ['due', 'sending', 'sent', 'failed'] as const
export type RefundState = (typeof refundStates)[number]

/** Why money goes back. */
export const refundCauses = [
  'cancelled',
  'changed',
  'not-handed-over',
  'came-too-late',
  'overpaid',
  'goods-lost',
] as const
export type RefundCause = (typeof refundCauses)[number]

/** What the provider says of a refund. */
export type ProviderRefund = { state: 'pending' | 'sent' | 'failed'; refundId: string }

/** What a refund becomes by what its way says. What is sent stays sent. */
export function nextRefundState(state: RefundState, said: ProviderRefund['state']): RefundState {
  if (state === 'sent') return 'sent'
  if (said === 'sent') return 'sent'
  return said === 'failed' ? 'failed' : 'sending'
}

const FIRST_WAIT_SECONDS = 20
const MOST_WAIT_SECONDS = 60 * 60

/** How long to wait before a way that did not answer is tried again, after `tries` tries. In seconds. */
export function retryAfterSeconds(tries: number): number {
  return Math.min(MOST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** Math.min(tries, 12))
}
