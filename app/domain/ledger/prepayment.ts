/**
 * Money that comes before the goods, and goes back where they don't come.
 * Invariant: none of it makes sales income; an order's account is what its buyer owes, below zero while he has paid
 * ahead, so that handing the goods over settles it without another entry.
 */
import { type AccountName, bankAccount, cardAccount, orderAccount, owedBackAccount } from './accounts.ts'
import { type BuyerCapacity, type Cause, type Journal, journalOf, noDims, posting } from './journal.ts'

/** The way money came, and goes back. */
export type PrepaymentMethod = 'card' | 'transfer'

type OrderOf = { orderId: string; agencyId: number | null; capacity: BuyerCapacity }

/** Received for an order: from the provider's or the bank's account to the order. */
export function prepaymentReceived(facts: {
  cause: Cause
  order: OrderOf
  method: PrepaymentMethod
  amountFen: number
}): Journal | null {
  const { cause, order, method, amountFen } = facts
  const way = wayAccount(cause.countyCode, method)
  return journalOf(
    'prepayment',
    cause,
    posting(way, orderAccount(order.orderId), amountFen, 'payment', dimsOf(order)),
  )
}

/** Decided to go back: from the order to what the county owes back. */
export function refundDue(facts: { cause: Cause; order: OrderOf; amountFen: number }): Journal | null {
  const { cause, order, amountFen } = facts
  const owed = owedBackAccount(cause.countyCode)
  return journalOf(
    'refund-due',
    cause,
    posting(orderAccount(order.orderId), owed, amountFen, 'refund', dimsOf(order)),
  )
}

/** Sent back: what was owed leaves the account that the money had come to. */
export function refundSent(facts: {
  cause: Cause
  order: OrderOf
  method: PrepaymentMethod
  amountFen: number
}): Journal | null {
  const { cause, order, method, amountFen } = facts
  const owed = owedBackAccount(cause.countyCode)
  return journalOf(
    'refund-sent',
    cause,
    posting(owed, wayAccount(cause.countyCode, method), amountFen, 'refund', dimsOf(order)),
  )
}

function wayAccount(countyCode: string, method: PrepaymentMethod): AccountName {
  return method === 'card' ? cardAccount(countyCode) : bankAccount(countyCode)
}

function dimsOf({ agencyId, capacity }: OrderOf) {
  return { ...noDims, agencyId, capacity }
}
