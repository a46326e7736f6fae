import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockBank } from '#app/db/payment/bank-lines.server.ts'
import { settleBankLine } from '#app/db/payment/settle-bank-line.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { fromDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import type { MatchKind } from '#app/domain/payment/bank-line.ts'
import { paymentReference, readNamed } from '#app/domain/payment/payment-reference.ts'

export type AssignBankLineCode =
  | 'not-found'
  | 'bank-line-settled'
  | 'named-unreadable'
  | 'named-unknown'
  | 'named-not-prepayable'
  | 'named-wrong-way'
  | 'named-amount-differs'
  | 'named-refund-not-open'

const REFUSALS = {
  'nothing-of-that-number': 'named-unknown',
  'not-by-transfer': 'named-not-prepayable',
  'wrong-way': 'named-wrong-way',
  'amount-differs': 'named-amount-differs',
  'refund-not-open': 'named-refund-not-open',
} as const

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Says what an open line, or one set aside, pays: an order of the same county by its number, or anything by its
 * reference. Its money moves as if the bank's line had said so. An order's number is no secret, so that one of another
 * county is answered like one there is not.
 */
export async function assignBankLine(
  actor: Actor,
  scope: Scope,
  { lineId, named }: { lineId: string; named: string },
  deps: Deps = liveDeps,
): Promise<Verdict<{ as: MatchKind }, AssignBankLineCode>> {
  if (!can(actor, 'bank:work')) return refuse('not-found')
  const reference = readNamed(named)
  return decideInTransaction<{ as: MatchKind }, AssignBankLineCode>(async (tx) => {
    const found = await tx.bankLine.findUnique({ where: { id: lineId }, select: { countyCode: true } })
    if (!found || !reaches(scope, found.countyCode)) return refuse('not-found')
    await lockBank(tx, found.countyCode)
    const line = await tx.bankLine.findUniqueOrThrow({ where: { id: lineId } })
    if (line.state === 'matched') return refuse('bank-line-settled')
    if (!reference) return refuse('named-unreadable')
    const { countyCode } = line
    const movement = {
      countyCode,
      key: line.lineKey,
      day: fromDateColumn(line.day),
      inFen: Number(line.inFen),
      outFen: Number(line.outFen),
    }
    const now = deps.now()
    const by = { actorId: actor.accountId, now, isPerson: true }
    const settled = await settleBankLine(tx, movement, { is: 'one', reference }, by)
    const { verdict, orderId, refundId, agencyStatementId, eventId } = settled
    if (verdict.is === 'open') {
      const { cause } = verdict
      return refuse(cause in REFUSALS ? REFUSALS[cause as keyof typeof REFUSALS] : 'named-unreadable')
    }
    await tx.bankLine.update({
      where: { id: lineId },
      data: {
        state: 'matched',
        matchKind: verdict.as,
        openCause: null,
        asideReason: null,
        orderId,
        refundId,
        agencyStatementId,
        eventId,
        decidedBy: actor.accountId,
        decidedAt: now,
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'bank:assign',
      subjectKind: 'bank-line',
      subjectId: lineId,
      facts: { named: paymentReference(reference.kind, reference.number), as: verdict.as },
    })
    return accept({ as: verdict.as })
  })
}
