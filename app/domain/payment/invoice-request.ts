/**
 * A buyer's request for an invoice, version by version, and what the county's office does with it.
 * Invariant: a version is never changed, only the last one is answered, once, and an order has at most one invoice
 * that stands; it is never above what the goods handed over net come to.
 */
import { type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { readTaxNumber, type TaxNumberCode } from './tax-number.ts'

/** Whom the invoice names: a person, or an organisation with its tax number. */
export const titleKinds = ['personal', 'organisation'] as const
export type TitleKind = (typeof titleKinds)[number]

/** What the office did with a version. */
export const invoiceOutcomes = ['issued', 'declined'] as const
export type InvoiceOutcome = (typeof invoiceOutcomes)[number]

/** What a buyer says of the invoice. Empty texts are none. */
export type InvoiceText = {
  titleKind: TitleKind
  title: string
  /** Null for a person. */
  taxNumber: string | null
  email: string
  note: string
}

/**
 * open: waits for the office; superseded: a newer version was asked before it was answered; issued: it stands;
 * taken-back: it was issued, and a later one took its place; declined.
 */
export type InvoiceState = 'open' | 'superseded' | 'issued' | 'taken-back' | 'declined'

export type AskedVersion = { version: number; outcome: InvoiceOutcome | null }

const LEAST_TITLE = 2
const MOST_TITLE = 100
const MOST_NOTE = 200
const LEAST_REASON = 2
const MOST_REASON = 200

export type InvoiceTextCode =
  | TaxNumberCode
  | 'invoice-title-missing'
  | 'invoice-title-long'
  | 'invoice-note-long'

/** What was written, in one way of writing; an address for mail is read before. A person's tax number is dropped. */
export function readInvoiceText(written: {
  titleKind: TitleKind
  title: string
  taxNumber: string
  email: string
  note: string
}): Verdict<InvoiceText, InvoiceTextCode> {
  const { titleKind, email } = written
  const title = tidy(written.title)
  if (title.length < LEAST_TITLE) return refuse('invoice-title-missing')
  if (title.length > MOST_TITLE) return refuse('invoice-title-long', { most: MOST_TITLE })
  const note = tidy(written.note)
  if (note.length > MOST_NOTE) return refuse('invoice-note-long', { most: MOST_NOTE })
  if (titleKind === 'personal') return accept({ titleKind, title, taxNumber: null, email, note })
  const taxNumber = readTaxNumber(written.taxNumber)
  if (!taxNumber.ok) return taxNumber
  return accept({ titleKind, title, taxNumber: taxNumber.value, email, note })
}

function tidy(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

export type InvoiceableCode = 'invoice-nothing-handed-over' | 'invoice-still-owed'

/** What an invoice may be asked for: all that was handed over net, once nothing of it is owed any more. */
export function invoiceableFen(money: {
  /** Handed over, less goods taken back; by the ledger. */
  goodsFen: number
  /** Of what was handed over, not paid and not charged to an agency. */
  owedFen: number
}): Verdict<number, InvoiceableCode> {
  const { goodsFen, owedFen } = money
  if (goodsFen <= 0) return refuse('invoice-nothing-handed-over')
  return owedFen > 0 ? refuse('invoice-still-owed', { owedFen }) : accept(goodsFen)
}

/** What a version is among all of its order's. */
export function invoiceStateOf(version: number, versions: readonly AskedVersion[]): InvoiceState {
  const own = versions.find((each) => each.version === version)
  const later = versions.filter((each) => each.version > version)
  if (own?.outcome === 'declined') return 'declined'
  if (own?.outcome === 'issued') {
    return later.some((each) => each.outcome === 'issued') ? 'taken-back' : 'issued'
  }
  return later.length > 0 ? 'superseded' : 'open'
}

/** The version whose invoice stands: the last that was issued. */
export function standingVersion<Version extends AskedVersion>(versions: readonly Version[]): Version | null {
  const issued = versions.filter((each) => each.outcome === 'issued')
  return issued.reduce<Version | null>(
    (last, each) => (last && last.version > each.version ? last : each),
    null,
  )
}

export type AskCode = 'changed-meanwhile' | 'invoice-nothing-changed'
type Asked = AskedVersion & InvoiceText & { amountFen: number }

/**
 * Whether what is asked is a new version, or the last one sent once more. `seenVersion` is the last one that the
 * person was shown, 0 for none: who saw an older one is told.
 */
export function judgeAsk(
  versions: readonly Asked[],
  seenVersion: number,
  asked: InvoiceText & { amountFen: number },
): Verdict<'new' | 'repeat', AskCode> {
  const last = versions.at(-1)
  const isSame = last !== undefined && saysTheSame(last, asked)
  if (isSame && last.outcome === null) return accept('repeat')
  if (seenVersion !== (last?.version ?? 0)) return refuse('changed-meanwhile')
  return isSame && last.outcome === 'issued' ? refuse('invoice-nothing-changed') : accept('new')
}

function saysTheSame(
  a: InvoiceText & { amountFen: number },
  b: InvoiceText & { amountFen: number },
): boolean {
  const keys = ['titleKind', 'title', 'taxNumber', 'email', 'note', 'amountFen'] as const
  return keys.every((key) => a[key] === b[key])
}

export type AnswerableCode = 'invoice-superseded' | 'invoice-answered-already'

/** Whether the office may still answer a version. */
export function judgeAnswerable(
  version: number,
  versions: readonly AskedVersion[],
): Verdict<null, AnswerableCode> {
  const state = invoiceStateOf(version, versions)
  if (state === 'open') return accept(null)
  return refuse(state === 'superseded' ? 'invoice-superseded' : 'invoice-answered-already')
}

export type IssueTextCode =
  | 'invoice-number-unreadable'
  | 'issued-on-unreadable'
  | 'issued-on-out-of-range'
  | 'red-number-missing'
  | 'red-number-unreadable'
  | 'red-number-not-needed'

/** The number as it is kept: 20 digits since 2023, 8 on paper; null for what is neither. */
export function readInvoiceNumber(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s-]/g, '')
  return /^(\d{8}|\d{20})$/.test(digits) ? digits : null
}

export type IssuedInvoice = { number: string; issuedOn: CivilDate; redNumber: string | null }

/** What the office says of an invoice it issued. Where another stands, a red invoice took it back first. */
export function readIssued(
  written: { number: string; issuedOn: string; redNumber: string },
  facts: { askedOn: CivilDate; today: CivilDate; standing: { number: string | null } | null },
): Verdict<IssuedInvoice, IssueTextCode> {
  const { issuedOn } = written
  const { askedOn, today, standing } = facts
  const number = readInvoiceNumber(written.number)
  if (number === null) return refuse('invoice-number-unreadable')
  if (!isCivilDate(issuedOn)) return refuse('issued-on-unreadable')
  if (issuedOn < askedOn || issuedOn > today) {
    return refuse('issued-on-out-of-range', { firstOn: askedOn, lastOn: today })
  }
  if (standing === null) {
    if (written.redNumber.trim() !== '') return refuse('red-number-not-needed')
    return accept({ number, issuedOn, redNumber: null })
  }
  if (written.redNumber.trim() === '') return refuse('red-number-missing', { number: standing.number ?? '' })
  const redNumber = readInvoiceNumber(written.redNumber)
  if (redNumber === null || redNumber === number || redNumber === standing.number) {
    return refuse('red-number-unreadable')
  }
  return accept({ number, issuedOn, redNumber })
}

export type DeclineTextCode = 'decline-reason-missing' | 'decline-reason-long'

/** Why the office does not issue it, as the buyer will read it. */
export function readDeclineReason(written: string): Verdict<string, DeclineTextCode> {
  const reason = tidy(written)
  if (reason.length < LEAST_REASON) return refuse('decline-reason-missing')
  return reason.length > MOST_REASON ? refuse('decline-reason-long', { most: MOST_REASON }) : accept(reason)
}
