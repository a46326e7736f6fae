import type { CivilDate } from '#app/domain/kernel/calendar.ts'
import { type Refusal, refuse } from '#app/domain/kernel/verdict.ts'
import type { Transaction } from '../client.server.ts'
import { holdMemberOf } from '../people/group-place.server.ts'
import type { ListedLot } from './lock-listed-lot.server.ts'
import { type BeyondContractCode, beyondContract } from './purchase-contracts.server.ts'

export type BeyondAgreementCode = 'group-not-member' | BeyondContractCode

/**
 * Refused where more of a held lot would go beyond what was agreed: a group sells it and its household is not, or no
 * more, a member; or it is under a contract that is over or has less left. Null where nothing stands against it.
 */
export async function beyondAgreement(
  tx: Transaction,
  lot: ListedLot,
  more: { quantity: number; today: CivilDate },
): Promise<Refusal<BeyondAgreementCode> | null> {
  const { seller } = lot.terms
  if (seller.kind === 'group') {
    const { groupId } = seller
    const member = await holdMemberOf(tx, { groupId, householdId: lot.householdId })
    if (!member) return refuse('group-not-member')
  }
  return beyondContract(tx, lot.id, more)
}
