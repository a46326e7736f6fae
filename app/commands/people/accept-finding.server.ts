import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

const LONGEST_REASON = 200

/** Takes a finding as it is, by name and with a reason: it is no longer open, and stays on record. */
export async function acceptFinding(
  actor: Actor,
  scope: Scope,
  { findingId, reason }: { findingId: number; reason: string },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, 'not-allowed' | 'not-found' | 'cleaning-reason-missing' | 'cleaning-settled'>> {
  if (!can(actor, 'cleaning:work')) return refuse('not-allowed')
  const said = [...reason.trim()].slice(0, LONGEST_REASON).join('')
  return inTransaction(async (tx) => {
    const finding = await tx.cleaningFinding.findUnique({ where: { id: findingId } })
    if (finding === null || !reaches(scope, finding.countyCode)) return refuse('not-found')
    if (said === '') return refuse('cleaning-reason-missing')
    const { count } = await tx.cleaningFinding.updateMany({
      where: { id: findingId, state: 'open' },
      data: { state: 'accepted', settledAt: deps.now(), acceptedBy: actor.accountId, reason: said },
    })
    if (count === 0) return refuse('cleaning-settled')
    await recordActivity(tx, {
      countyCode: finding.countyCode,
      actorId: actor.accountId,
      act: 'cleaning:accept',
      subjectKind: 'cleaning-finding',
      subjectId: findingId,
      scopeCode: finding.villageCode,
      facts: { rule: finding.rule, subject: finding.subject },
    })
    return accept(null)
  })
}
