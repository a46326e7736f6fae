/**
 * What a pickup event still lacks before it is closed.
 * Invariant: nothing closes with goods that don't add up, money nobody accounts for or looks into, or a signature of
 * the person who entered the cash.
 */

/** The newest cash count. */
export type CashCount = { countedBy: number; countedFen: number }

/** What of a settled line does not hold together. */
export type LineFaultCode = 'goods-do-not-add-up' | 'line-handed-over-twice' | 'wrong-household'
export type LineFault = { code: LineFaultCode; orderNumber: number; lineNumber: number }

export type EventCloseFacts = {
  /** The desk is done: the event is in the state `closing`. */
  isClosing: boolean
  /** Lines neither settled nor cancelled. */
  unsettledLineCount: number
  lineFaults: readonly LineFault[]
  /** Each order with goods or money. `isOwed`: what is not paid is an exception that somebody looks into. */
  orders: readonly { orderId: string; orderNumber: number; outstandingFen: number; isOwed: boolean }[]
  /** What the event's cash box holds by the ledger now, in fen. */
  expectedCashFen: number
  cashCount: CashCount | null
  /** Whether the count's difference is an exception that somebody looks into. */
  isDifferenceOwned: boolean
  /** Who is about to sign, by account; null while nobody is. `isVillageLead` covers a named deputy. */
  signer: { accountId: number; isVillageLead: boolean } | null
}

export type CloseGapCode =
  | 'desk-still-open'
  | 'lines-not-settled'
  | LineFaultCode
  | 'order-not-paid'
  | 'order-overpaid'
  | 'cash-not-counted'
  | 'cash-difference-unexplained'
  | 'signature-missing'
  | 'signer-not-village-lead'
  | 'signer-entered-cash'

export type CloseGap = { code: CloseGapCode; facts?: Record<string, number> }

/**
 * Everything that keeps an event from closing, in the order it is best put right; empty when it may close.
 * Orders come one gap each, with `orderNumber` and `outstandingFen` or `overpaidFen`. Amounts are fen.
 */
export function closeGaps(facts: EventCloseFacts): CloseGap[] {
  const gaps: CloseGap[] = []
  if (!facts.isClosing) gaps.push({ code: 'desk-still-open' })
  if (facts.unsettledLineCount > 0) {
    gaps.push({ code: 'lines-not-settled', facts: { lineCount: facts.unsettledLineCount } })
  }
  for (const { code, orderNumber, lineNumber } of facts.lineFaults) {
    gaps.push({ code, facts: { orderNumber, lineNumber } })
  }
  for (const { orderNumber, outstandingFen, isOwed } of facts.orders) {
    if (outstandingFen > 0 && !isOwed) {
      gaps.push({ code: 'order-not-paid', facts: { orderNumber, outstandingFen } })
    }
    if (outstandingFen < 0) {
      gaps.push({ code: 'order-overpaid', facts: { orderNumber, overpaidFen: -outstandingFen } })
    }
  }
  return [...gaps, ...cashGaps(facts), ...signatureGaps(facts)]
}

/** Compared with what the ledger expects now, so that a payment taken after the count shows as a difference. */
function cashGaps({ cashCount, expectedCashFen, isDifferenceOwned }: EventCloseFacts): CloseGap[] {
  if (!cashCount) return [{ code: 'cash-not-counted' }]
  const { countedFen } = cashCount
  if (countedFen === expectedCashFen || isDifferenceOwned) return []
  return [{ code: 'cash-difference-unexplained', facts: { countedFen, expectedFen: expectedCashFen } }]
}

function signatureGaps({ signer, cashCount }: EventCloseFacts): CloseGap[] {
  if (!signer) return [{ code: 'signature-missing' }]
  const gaps: CloseGap[] = []
  if (!signer.isVillageLead) gaps.push({ code: 'signer-not-village-lead' })
  if (cashCount?.countedBy === signer.accountId) gaps.push({ code: 'signer-entered-cash' })
  return gaps
}
