/**
 * A member's wish to have an order above his limit on the agency's account: a manager decides before the first cut-off,
 * and until he does, and if he doesn't, the order is paid at the desk like any other.
 */

export const chargeRequestStates = ['asked', 'approved', 'declined'] as const
export type ChargeRequestState = (typeof chargeRequestStates)[number]

/** `lapsed`: nobody decided while the order could still be changed. */
export type ShownChargeRequest = ChargeRequestState | 'lapsed'

export function shownChargeRequest(state: ChargeRequestState, isOpen: boolean): ShownChargeRequest {
  return state === 'asked' && !isOpen ? 'lapsed' : state
}

/** What of an order decides whether it can go on the agency's account. */
export type ChargeableOrder = {
  payBy: string
  agencyId: number | null
  /** Of each line that is not cancelled: still to be handed over, at an event before its cut-off. */
  lines: readonly { isPlaced: boolean; isOpen: boolean }[]
  receivedFen: number
  /** A page is open on which a card may still pay for it. */
  hasLivePage: boolean
}

/** All of it is still to come and can still be changed, nothing is paid, and the desk would be paid. */
export function isChargeable({ payBy, agencyId, lines, receivedFen, hasLivePage }: ChargeableOrder): boolean {
  const isAllToCome = lines.length > 0 && lines.every((line) => line.isPlaced && line.isOpen)
  return payBy === 'desk' && agencyId !== null && receivedFen === 0 && !hasLivePage && isAllToCome
}
