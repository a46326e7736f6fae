import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { type LotReasonCode, reasonRefusal } from '#app/domain/catalogue/lot-reason.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type SendBackLotRefusal = 'not-allowed' | 'not-found' | 'changed-meanwhile' | LotReasonCode

/** Refuses a pending lot with a reason that whoever listed it reads. It never was on sale, and is listed anew. */
export async function sendBackLot(
  actor: Actor,
  scope: Scope,
  input: { lotId: number; reason: string },
): Promise<Verdict<{ lotId: number }, SendBackLotRefusal>> {
  if (!can(actor, 'lot:approve')) return refuse('not-allowed')
  return decideInTransaction<{ lotId: number }, SendBackLotRefusal>(async (tx) => {
    const lot = await lockListedLot(tx, input.lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    const refused = reasonRefusal(input.reason)
    if (refused) return refused
    if (lot.state !== 'pending') return refuse('changed-meanwhile')
    await tx.lot.update({
      where: { id: lot.id },
      data: { state: 'refused', withdrawnReason: input.reason.trim() },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: lot.terms.countyCode,
      actorId: actor.accountId,
      act: 'lot:send-back',
      subjectKind: 'lot',
      subjectId: lot.id,
      scopeCode: lot.terms.villageCode,
    })
    return accept({ lotId: lot.id })
  })
}
