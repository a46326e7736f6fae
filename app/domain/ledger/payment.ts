/**
 * Money that moves without a sale: what buyers pay, agencies are charged, and households are paid.
 * Invariant: none of it makes sales income.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'
import {
  type AccountName,
  agencyAccount,
  bankAccount,
  cashAccount,
  householdAccount,
  orderAccount,
  qrAccount,
  roundingAccount,
} from './accounts.ts'
import {
  type BuyerCapacity,
  type Cause,
  type HouseholdCategory,
  type Journal,
  journalOf,
  noDims,
  posting,
} from './journal.ts'

/** The order that is paid for, and at which event. */
export type PaidOrder = {
  orderId: string
  eventId: number
  agencyId: number | null
  capacity: BuyerCapacity
}

/**
 * A buyer pays at the desk: from the cash box, or the event's QR claims, to the order. `dueFen` is what is no
 * longer owed and `paidFen` what was taken; in cash the two may part by less than two yuan, which the event's
 * rounding account bears. Below zero a difference is given back, the other way round. Null if nothing was due.
 */
export function paymentReceived(facts: {
  cause: Cause
  order: PaidOrder
  method: 'cash' | 'qr'
  dueFen: number
  paidFen: number
}): Journal | null {
  const { cause, order, method, dueFen, paidFen } = facts
  const { orderId, eventId, agencyId, capacity } = order
  const roundedOffFen = dueFen - paidFen
  invariant(Math.abs(roundedOffFen) < 200, 'cash is rounded by less than two yuan')
  invariant(method === 'cash' || roundedOffFen === 0, 'only cash is rounded')
  const receiver = method === 'cash' ? cashAccount(eventId) : qrAccount(eventId)
  const payer = orderAccount(orderId)
  const dims = { ...noDims, eventId, agencyId, capacity }
  const fromOrTo = (account: AccountName, amountFen: number, part: 'payment' | 'rounding') =>
    amountFen < 0
      ? posting(payer, account, -amountFen, part, dims)
      : posting(account, payer, amountFen, part, dims)
  return journalOf('payment', cause, [
    ...fromOrTo(receiver, paidFen, 'payment'),
    ...fromOrTo(roundingAccount(eventId), roundedOffFen, 'rounding'),
  ])
}

/** An order goes on its agency's account: from the agency to the order. Null if nothing was due. */
export function chargedToAgency(facts: {
  cause: Cause
  order: PaidOrder & { agencyId: number }
  amountFen: number
}): Journal | null {
  const { cause, order, amountFen } = facts
  const { orderId, eventId, agencyId, capacity } = order
  const dims = { ...noDims, eventId, agencyId, capacity }
  return journalOf(
    'agency-charge',
    cause,
    posting(agencyAccount(agencyId), orderAccount(orderId), amountFen, 'charge', dims),
  )
}

/** An agency pays what it owes on its account: from the county's bank account to the agency's. Null if nothing came. */
export function agencyPaid(facts: { cause: Cause; agencyId: number; amountFen: number }): Journal | null {
  const { cause, agencyId, amountFen } = facts
  const bank = bankAccount(cause.countyCode)
  return journalOf(
    'agency-payment',
    cause,
    posting(bank, agencyAccount(agencyId), amountFen, 'payment', { ...noDims, agencyId }),
  )
}

/**
 * The bank confirms what an event's desk claims was paid by QR code: from the county's bank account to the event's
 * claims. What is left on them is not confirmed; below zero, more came than was claimed. Null if nothing came.
 */
export function qrConfirmed(facts: { cause: Cause; eventId: number; amountFen: number }): Journal | null {
  const { cause, eventId, amountFen } = facts
  const bank = bankAccount(cause.countyCode)
  return journalOf(
    'qr-confirmed',
    cause,
    posting(bank, qrAccount(eventId), amountFen, 'payment', { ...noDims, eventId }),
  )
}

/**
 * A household is paid from an event's cash box: from the household, to whom that much less is owed, to the box.
 * `paidFen` is whole jiao; what is left over stays owed. Null if nothing is paid.
 */
export function cashPaidOut(facts: {
  cause: Cause
  eventId: number
  household: {
    householdId: number
    villageCode: string
    gridCode: string | null
    category: HouseholdCategory
  }
  paidFen: number
}): Journal | null {
  const { cause, eventId, household, paidFen } = facts
  const { householdId, villageCode, gridCode, category } = household
  const dims = { ...noDims, householdId, villageCode, gridCode, category, eventId }
  return journalOf(
    'cash-payout',
    cause,
    posting(householdAccount(householdId), cashAccount(eventId), paidFen, 'payout', dims),
  )
}
