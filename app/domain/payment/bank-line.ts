/**
 * A line of the county's bank statement: what it pays, or that a person has to say so.
 * Invariant: the same line of two statements is one line, and money is taken for what its reference names or for nothing.
 */
import type { ReadReference } from './payment-reference.ts'
import type { RefundState } from './refund-states.ts'

/** open: a person has to look at it; matched: it moved what it names; set-aside: it is none of ours, with a reason. */
export const bankLineStates = ['open', 'matched', 'set-aside'] as const
export type BankLineState = (typeof bankLineStates)[number]

/** Why nobody but a person can say what a line pays. */
export const openCauses = [
  'no-reference',
  'reference-wrong',
  'several-references',
  'nothing-of-that-number',
  'not-by-transfer',
  'wrong-way',
  'amount-differs',
  'refund-not-open',
  'looks-known',
] as const
export type OpenCause = (typeof openCauses)[number]

/** Why a line is set aside. */
export const asideReasons = ['fee-or-interest', 'other-money', 'recorded-otherwise', 'sent-back'] as const
export type AsideReason = (typeof asideReasons)[number]

/** What became of money that came for an order: `over` and `late` go back as far as they are too much. */
export const matchKinds = [
  'exact',
  'short',
  'over',
  'late',
  'refund-sent',
  'agency-paid',
  'qr-confirmed',
] as const
export type MatchKind = (typeof matchKinds)[number]

export type LineVerdict = { is: 'match'; as: MatchKind } | { is: 'open'; cause: OpenCause }

/** What tells lines apart. Of `inFen` and `outFen` one is 0. */
export type TellingLine = {
  day: string
  time: string
  inFen: number
  outFen: number
  balanceFen: number | null
  serial: string
  remark: string
  payerAccount: string
}

/**
 * One text a line, the same for the same line in any statement that holds it: the bank's own name of it, or all that is
 * said of it. Lines of which the bank says the very same are told apart by their place among themselves.
 */
export function lineIdentities(lines: readonly TellingLine[]): string[] {
  const seen = new Map<string, number>()
  return lines.map((line) => {
    const { day, time, inFen, outFen, balanceFen, serial, remark, payerAccount } = line
    const said = serial === '' ? [time.replace(/\D/g, ''), balanceFen, remark, payerAccount] : [serial]
    const text = JSON.stringify([day, inFen, outFen, ...said])
    const before = seen.get(text) ?? 0
    seen.set(text, before + 1)
    return `${text} ${before}`
  })
}

/** What is named, as far as it concerns the line's own county. A person may name an order that no transfer was asked of. */
export type NamedOrder = { takesTransfer: boolean; isCancelled: boolean; unpaidFen: number }
export type NamedRefund = {
  method: 'card' | 'transfer'
  state: RefundState
  /** The account it left, once it was sent. */
  sentWay: 'card' | 'transfer' | null
  /** A line of the bank has met it already. */
  isMet: boolean
  amountFen: number
}
export type Named = {
  order?: NamedOrder | null
  refund?: NamedRefund | null
  hasStatement?: boolean
  /** At the event something was paid by QR code. */
  hasQrClaim?: boolean
}

/** What a line moves by itself. `named` is what its reference names, null or left out where there is no such thing. */
export function judgeLine(
  line: { inFen: number; outFen: number },
  read: ReadReference,
  named: Named,
): LineVerdict {
  if (read.is === 'none') return open('no-reference')
  if (read.is === 'wrong') return open('reference-wrong')
  if (read.is === 'several') return open('several-references')
  const { kind } = read.reference
  if ((kind === 'refund') !== line.outFen > 0) return open('wrong-way')
  if (kind === 'order')
    return named.order ? judgeOrder(line.inFen, named.order) : open('nothing-of-that-number')
  if (kind === 'statement')
    return named.hasStatement ? { is: 'match', as: 'agency-paid' } : open('nothing-of-that-number')
  if (kind === 'event')
    return named.hasQrClaim ? { is: 'match', as: 'qr-confirmed' } : open('nothing-of-that-number')
  return named.refund ? judgeRefund(line.outFen, named.refund) : open('nothing-of-that-number')
}

function judgeOrder(inFen: number, order: NamedOrder): LineVerdict {
  return order.takesTransfer ? { is: 'match', as: receivedAs(inFen, order) } : open('not-by-transfer')
}

/** How money stands to what its order still has to pay. */
export function receivedAs(inFen: number, order: Pick<NamedOrder, 'isCancelled' | 'unpaidFen'>): MatchKind {
  if (order.isCancelled) return 'late'
  if (inFen > order.unpaidFen) return 'over'
  return inFen === order.unpaidFen ? 'exact' : 'short'
}

/** A refund by card is the bank's to send only once the card would not take it; one marked sent by a person is met. */
function judgeRefund(outFen: number, refund: NamedRefund): LineVerdict {
  const { method, state, sentWay, isMet } = refund
  const isTheBanks = method === 'transfer' || state === 'failed' || sentWay === 'transfer'
  if (isMet || !isTheBanks) return open('refund-not-open')
  return outFen === refund.amountFen ? { is: 'match', as: 'refund-sent' } : open('amount-differs')
}

function open(cause: OpenCause): LineVerdict {
  return { is: 'open', cause }
}

/** How much of what came for an order goes towards it, in fen: the rest goes back. */
export function keptOf(inFen: number, order: NamedOrder): number {
  return order.isCancelled ? 0 : Math.min(inFen, order.unpaidFen)
}
