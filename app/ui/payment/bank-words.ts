import type { AsideReason, BankLineState, MatchKind, OpenCause } from '#app/domain/payment/bank-line.ts'
import { formatCount, formatInstantDay } from '#app/i18n/format.ts'
import { m } from '#app/i18n/generated/messages.js'

const causes: Record<OpenCause, () => string> = {
  'no-reference': m.bank_open_no_reference,
  'reference-wrong': m.bank_open_reference_wrong,
  'several-references': m.bank_open_several_references,
  'nothing-of-that-number': m.bank_open_nothing_of_that_number,
  'not-by-transfer': m.bank_open_not_by_transfer,
  'wrong-way': m.bank_open_wrong_way,
  'amount-differs': m.bank_open_amount_differs,
  'refund-not-open': m.bank_open_refund_not_open,
  'looks-known': m.bank_open_looks_known,
}

const matches: Record<MatchKind, () => string> = {
  exact: m.bank_match_exact,
  short: m.bank_match_short,
  over: m.bank_match_over,
  late: m.bank_match_late,
  'refund-sent': m.bank_match_refund_sent,
  'agency-paid': m.bank_match_agency_paid,
  'qr-confirmed': m.bank_match_qr_confirmed,
}

const reasons: Record<AsideReason, () => string> = {
  'fee-or-interest': m.bank_aside_fee_or_interest,
  'other-money': m.bank_aside_other_money,
  'recorded-otherwise': m.bank_aside_recorded_otherwise,
  'sent-back': m.bank_aside_sent_back,
}

const states: Record<BankLineState | 'known', () => string> = {
  open: m.bank_state_open,
  matched: m.bank_state_matched,
  'set-aside': m.bank_state_set_aside,
  known: m.bank_state_known,
}

export const bankTones = { open: 'look', matched: 'ok', 'set-aside': 'plain', known: 'plain' } as const

export function bankStateWord(state: BankLineState | 'known'): string {
  return states[state]()
}

export function asideWord(reason: AsideReason): string {
  return reasons[reason]()
}

/** Why a line is as it is, in a sentence; empty for one that another statement had. */
export function outcomeWords(line: {
  openCause: OpenCause | null
  matchKind: MatchKind | null
  asideReason: AsideReason | null
}): string {
  if (line.openCause) return causes[line.openCause]()
  if (line.matchKind) return matches[line.matchKind]()
  return line.asideReason ? reasons[line.asideReason]() : ''
}

/** An event by its day and village. */
export function eventWords({ village, startsAt }: { village: string; startsAt: string }): string {
  return m.joined({ first: formatInstantDay(startsAt), second: village })
}

/** How long something has waited: today, or in days. */
export function ageWords(days: number): string {
  return days === 0 ? m.bank_age_today() : m.bank_age_days({ days: formatCount(days) })
}
