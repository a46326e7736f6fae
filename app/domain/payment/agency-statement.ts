/**
 * What an agency owes on its account, drawn up once a month.
 * Invariant: each posting on the account comes to one statement, each statement opens where the last one closed, and
 * none is changed once it is issued: what is put right later is on the next.
 */
import { type CivilDate, isCivilDate } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'

/** `charged` goods, goods `taken-back` after they were charged, and what the agency has `paid`. */
export type AgencyMovementKind = 'charged' | 'taken-back' | 'paid'

/** One posting on an agency's account; the amount is positive, and what it does to the balance is in its kind. */
export type AgencyMovement = {
  postingId: bigint
  businessDay: CivilDate
  kind: AgencyMovementKind
  amountFen: number
}

/** In fen. A balance is what the agency owes: below zero it has paid ahead. */
export type DrawnStatement = {
  openingFen: number
  chargedFen: number
  takenBackFen: number
  paidFen: number
  closingFen: number
}

/** What a posting is to the agency: debited it owes more; credited it owes less, for goods or for money. */
export function movementKind(side: 'debit' | 'credit', part: string): AgencyMovementKind {
  if (side === 'debit') return 'charged'
  return part === 'payment' ? 'paid' : 'taken-back'
}

/** The sums of a statement over its movements. */
export function drawStatement(openingFen: number, movements: readonly AgencyMovement[]): DrawnStatement {
  const sum = (kind: AgencyMovementKind) =>
    movements.reduce((total, each) => (each.kind === kind ? total + each.amountFen : total), 0)
  const [chargedFen, takenBackFen, paidFen] = [sum('charged'), sum('taken-back'), sum('paid')]
  const closingFen = openingFen + chargedFen - takenBackFen - paidFen
  invariant(Number.isSafeInteger(closingFen), 'a balance out of range')
  return { openingFen, chargedFen, takenBackFen, paidFen, closingFen }
}

/** Whether there is anything to tell an agency: something moved, or something is still owed, either way. */
export function isWorthIssuing(
  { openingFen }: DrawnStatement,
  movements: readonly AgencyMovement[],
): boolean {
  return movements.length > 0 || openingFen !== 0
}

/** What is hashed: all that is printed of a statement, in one form. */
export function statementContent(
  head: { agencyId: number; number: number; month: string },
  drawn: DrawnStatement,
  movements: readonly AgencyMovement[],
): string {
  const lines = movements.map((each) => [
    String(each.postingId),
    each.businessDay,
    each.kind,
    String(each.amountFen),
  ])
  const { openingFen, chargedFen, takenBackFen, paidFen, closingFen } = drawn
  return JSON.stringify([
    head.agencyId,
    head.number,
    head.month,
    [openingFen, chargedFen, takenBackFen, paidFen, closingFen].map(String),
    lines,
  ])
}

/** The month before that of a day, `YYYY-MM`: the last one that is over. */
export function monthBefore(day: CivilDate): string {
  invariant(isCivilDate(day), `not a civil date: ${day}`)
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

/** The first day after a month, `YYYY-MM-01`. */
export function dayAfterMonth(month: string): CivilDate {
  invariant(/^\d{4}-(0[1-9]|1[0-2])$/.test(month), `not a month: ${month}`)
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, '0')}-01`
}
