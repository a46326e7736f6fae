/**
 * The names of ledger accounts.
 * Invariant: every name a builder makes parses back to what it was made of, and nothing else parses.
 */
import { invariant } from '#app/domain/kernel/invariant.ts'

export type AccountName =
  | `household:${number}`
  | `order:${string}`
  | `cash:${number}`
  | `qr:${number}`
  | `agency:${number}`
  | `rounding:${number}`
  | `loss:${string}`
  | `bank:${string}`
  | `card:${string}`
  | `owed-back:${string}`
  | `cooperative:${number}`

/** An account by what it is of. */
export type Account =
  /** What is owed to a household. */
  | { kind: 'household'; householdId: number }
  /** What an order's buyer owes. */
  | { kind: 'order'; orderId: string }
  /** An event's cash box. */
  | { kind: 'cash'; eventId: number }
  /** What an event's desk claims was paid by QR code, until the statement confirms it. */
  | { kind: 'qr'; eventId: number }
  /** What an agency owes on its account. */
  | { kind: 'agency'; agencyId: number }
  /** What an event's cash was rounded off by; the county bears it. */
  | { kind: 'rounding'; eventId: number }
  /** What a county bears: refunds after the household was paid. */
  | { kind: 'loss'; countyCode: string }
  /** A county's bank account for the sales book. */
  | { kind: 'bank'; countyCode: string }
  /** What the card provider holds for a county. */
  | { kind: 'card'; countyCode: string }
  /** What a county owes back to buyers: refunds decided and not yet sent. */
  | { kind: 'owed-back'; countyCode: string }
  /** What a cooperative is owed of sales above what it pays the households by contract. */
  | { kind: 'cooperative'; cooperativeId: number }

export type AccountKind = Account['kind']

/** What is owed to households, to cooperatives and back to buyers grows by credits; every other account by debits. */
const CREDIT_NORMAL: readonly AccountKind[] = ['household', 'owed-back', 'cooperative']

const ID = /^[1-9]\d{0,15}$/
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const COUNTY_CODE = /^\d{6}0{6}$/

export function householdAccount(householdId: number): AccountName {
  return checked(`household:${householdId}`)
}

/** `orderId` is a UUID in lower case. */
export function orderAccount(orderId: string): AccountName {
  return checked(`order:${orderId}`)
}

export function cashAccount(eventId: number): AccountName {
  return checked(`cash:${eventId}`)
}

export function qrAccount(eventId: number): AccountName {
  return checked(`qr:${eventId}`)
}

export function agencyAccount(agencyId: number): AccountName {
  return checked(`agency:${agencyId}`)
}

export function roundingAccount(eventId: number): AccountName {
  return checked(`rounding:${eventId}`)
}

/** `countyCode` is the county's 12 digits. */
export function lossAccount(countyCode: string): AccountName {
  return checked(`loss:${countyCode}`)
}

/** `countyCode` is the county's 12 digits. */
export function bankAccount(countyCode: string): AccountName {
  return checked(`bank:${countyCode}`)
}

/** `countyCode` is the county's 12 digits. */
export function cardAccount(countyCode: string): AccountName {
  return checked(`card:${countyCode}`)
}

/** `countyCode` is the county's 12 digits. */
export function owedBackAccount(countyCode: string): AccountName {
  return checked(`owed-back:${countyCode}`)
}

export function cooperativeAccount(cooperativeId: number): AccountName {
  return checked(`cooperative:${cooperativeId}`)
}

/** What an account name is of; null if it is none. */
export function parseAccount(name: string): Account | null {
  const colon = name.indexOf(':')
  const [kind, rest] = [name.slice(0, colon), name.slice(colon + 1)]
  const id = ID.test(rest) && Number.isSafeInteger(Number(rest)) ? Number(rest) : null
  switch (kind) {
    case 'household':
      return id === null ? null : { kind, householdId: id }
    case 'agency':
      return id === null ? null : { kind, agencyId: id }
    case 'cooperative':
      return id === null ? null : { kind, cooperativeId: id }
    case 'cash':
    case 'qr':
    case 'rounding':
      return id === null ? null : { kind, eventId: id }
    case 'order':
      return UUID.test(rest) ? { kind, orderId: rest } : null
    case 'loss':
    case 'bank':
    case 'card':
    case 'owed-back':
      return COUNTY_CODE.test(rest) ? { kind, countyCode: rest } : null
    default:
      return null
  }
}

/** The side an account grows on, and its balance is shown on. */
export function normalSide(kind: AccountKind): 'debit' | 'credit' {
  return CREDIT_NORMAL.includes(kind) ? 'credit' : 'debit'
}

function checked(name: AccountName): AccountName {
  invariant(parseAccount(name) !== null, `not an account: ${name}`)
  return name
}
