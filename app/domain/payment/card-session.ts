/**
 * A card session: a provider's page on which an order is paid while its goods are held.
 * Invariant: goods are held at least as long as the page takes money, and never past a cut-off.
 */

/**
 * opening: asked of the provider, no answer yet; open: the buyer may pay; paid; expired: it ended without money;
 * refused: the provider would not open it.
 */
export const cardSessionStates = ['opening', 'open', 'paid', 'expired', 'refused'] as const
export type CardSessionState = (typeof cardSessionStates)[number]

/** A page that may still bring money. */
export function isLive(state: CardSessionState): boolean {
  return state === 'opening' || state === 'open'
}

/** How long a page takes money, in minutes: the provider's least is thirty, counted by its own clock. */
export const SESSION_MINUTES = 31
/** The goods outlast the page by this, for an answer that is on its way. */
export const HOLD_GRACE_MINUTES = 4
/** A buyer who gives up three times pays another way: goods are not held for ever by opening pages. */
export const MOST_SESSIONS = 3

const MINUTE_MS = 60_000

/** When a page opened now ends, and until when the goods are held for it. */
export function sessionTimes(now: Date): { expiresAt: Date; heldUntil: Date } {
  const expiresAt = new Date(now.getTime() + SESSION_MINUTES * MINUTE_MS)
  return { expiresAt, heldUntil: new Date(expiresAt.getTime() + HOLD_GRACE_MINUTES * MINUTE_MS) }
}

/** Whether a card may pay for goods of which the first event cuts off at `firstCutOffAt`. */
export function isCardInTime(now: Date, firstCutOffAt: Date): boolean {
  return sessionTimes(now).heldUntil.getTime() <= firstCutOffAt.getTime()
}

/** What the provider says of a page, in our words. `paymentId` names the money, not the page. */
export type ProviderSession =
  | { state: 'open' }
  | { state: 'pending' }
  | { state: 'paid'; paymentId: string; amountFen: number }
  | { state: 'expired' }

/** What a page becomes by what the provider says. What is over stays over, but for money: that is never turned away. */
export function nextSessionState(state: CardSessionState, said: ProviderSession): CardSessionState {
  if (said.state === 'paid') return 'paid'
  if (!isLive(state)) return state
  return said.state === 'expired' ? 'expired' : 'open'
}
