/**
 * Balances and statements, printed in debit and credit from one-way postings.
 * Invariant: over all accounts debits less credits come to 0, and a statement ends on its account's balance.
 */
import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { type AccountName, normalSide, parseAccount } from './accounts.ts'
import type { CauseKind, Journal, JournalKind, PostingPart } from './journal.ts'

/** One posting as one account sees it. Of debit and credit one is 0; the balance is after it. */
export type StatementLine = {
  businessDay: CivilDate
  kind: JournalKind
  causeKind: CauseKind
  causeId: string
  counterAccount: AccountName
  part: PostingPart
  debitFen: number
  creditFen: number
  balanceFen: number
}

/** `balanceFen` is on the account's normal side: positive for what a household is owed, or a buyer owes. */
export type Statement = {
  account: AccountName
  openingFen: number
  lines: StatementLine[]
  debitFen: number
  creditFen: number
  balanceFen: number
}

/** Debits less credits of every account that the journals touch, in fen. */
export function balances(journals: readonly Pick<Journal, 'postings'>[]): Map<AccountName, number> {
  const sums = new Map<AccountName, number>()
  for (const { from, to, amountFen } of journals.flatMap((journal) => journal.postings)) {
    sums.set(from, (sums.get(from) ?? 0) + amountFen)
    sums.set(to, (sums.get(to) ?? 0) - amountFen)
  }
  for (const sum of sums.values()) invariant(Number.isSafeInteger(sum), 'a balance out of range')
  return sums
}

/** The statement of an account over journals in the order posted, from its balance before the first. */
export function statementOf(account: AccountName, journals: readonly Journal[], openingFen = 0): Statement {
  const parsed = parseAccount(account)
  invariant(parsed !== null, `not an account: ${account}`)
  const sign = normalSide(parsed.kind) === 'debit' ? 1 : -1
  const statement: Statement = {
    account,
    openingFen,
    lines: [],
    debitFen: 0,
    creditFen: 0,
    balanceFen: openingFen,
  }
  for (const { businessDay, kind, causeKind, causeId, postings } of journals) {
    for (const { from, to, amountFen, part } of postings) {
      if (from !== account && to !== account) continue
      const isDebit = from === account
      const [debitFen, creditFen] = isDebit ? [amountFen, 0] : [0, amountFen]
      statement.debitFen += debitFen
      statement.creditFen += creditFen
      statement.balanceFen += sign * (debitFen - creditFen)
      statement.lines.push({
        businessDay,
        kind,
        causeKind,
        causeId,
        counterAccount: isDebit ? to : from,
        part,
        debitFen,
        creditFen,
        balanceFen: statement.balanceFen,
      })
    }
  }
  invariant(Number.isSafeInteger(statement.balanceFen), 'a balance out of range')
  return statement
}
