import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { holdContract } from '#app/db/catalogue/purchase-contracts.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type EndReasonCode, endReasonRefusal, overRefusal } from '#app/domain/catalogue/purchase-contract.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type EndContractRefusal = 'not-found' | 'contract-ended' | 'contract-over' | EndReasonCode

/**
 * Ends a contract from today, with a reason: nothing more is listed under it. What was listed stays bought at its price.
 * Said again just so, it stays as it was.
 */
export async function endPurchaseContract(
  actor: Actor,
  scope: Scope,
  input: { cooperativeId: number; contractId: number; reason: string },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, EndContractRefusal>> {
  if (!can(actor, 'cooperative:work')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  const { cooperativeId, contractId } = input
  const reason = input.reason.trim()
  return decideInTransaction<null, EndContractRefusal>(async (tx) => {
    const contract = await holdContract(tx, contractId)
    const isThere = contract?.cooperativeId === cooperativeId && reaches(scope, contract.villageCode)
    if (!contract || !isThere) return refuse('not-found')
    if (contract.endedOn !== null && contract.endReason === reason) return accept(null)
    const refused = overRefusal(contract, today) ?? endReasonRefusal(reason)
    if (refused) return refused
    const hasBegun = contract.fromDay <= today
    const endedOn = hasBegun ? today : contract.fromDay
    await tx.purchaseContract.update({
      where: { id: contractId },
      data: {
        endedOn: toDateColumn(endedOn),
        endReason: reason,
        endedBy: actor.accountId,
        endedAt: deps.now(),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: contract.countyCode,
      actorId: actor.accountId,
      act: 'contract:end',
      subjectKind: 'purchase-contract',
      subjectId: contractId,
      scopeCode: contract.villageCode,
      facts: { endedOn },
    })
    return accept(null)
  })
}
