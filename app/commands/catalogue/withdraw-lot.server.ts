import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type LotReasonCode, reasonRefusal } from '#app/domain/catalogue/lot-reason.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type WithdrawLotRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'changed-meanwhile'
  | 'nothing-left-to-withdraw'
  | LotReasonCode

/** Quantities in the product's base unit. */
type WithdrawnLot = { lotId: number; withdrawn: number; reserved: number }

/**
 * Takes a lot off sale, with a reason. What is reserved stays promised to its buyers and is handed over as ordered;
 * what one of them cancels later does not come back on sale.
 */
export async function withdrawLot(
  actor: Actor,
  scope: Scope,
  input: { lotId: number; reason: string },
): Promise<Verdict<WithdrawnLot, WithdrawLotRefusal>> {
  if (!can(actor, 'lot:withdraw')) return refuse('not-allowed')
  return decideInTransaction<WithdrawnLot, WithdrawLotRefusal>(async (tx) => {
    const lot = await lockListedLot(tx, input.lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    const refused = reasonRefusal(input.reason)
    if (refused) return refused
    if (lot.state !== 'pending' && lot.state !== 'approved') return refuse('changed-meanwhile')
    const { available, reserved } = lot.stock
    if (available + reserved === 0) return refuse('nothing-left-to-withdraw')
    await tx.lot.update({
      where: { id: lot.id },
      data: {
        state: 'withdrawn',
        available: { decrement: available },
        withdrawn: { increment: available },
        withdrawnReason: input.reason.trim(),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: lot.terms.countyCode,
      actorId: actor.accountId,
      act: 'lot:withdraw',
      subjectKind: 'lot',
      subjectId: lot.id,
      scopeCode: lot.terms.villageCode,
      facts: { withdrawn: available, reserved },
    })
    return accept({ lotId: lot.id, withdrawn: available, reserved })
  })
}
