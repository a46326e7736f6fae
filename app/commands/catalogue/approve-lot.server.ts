import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { joinOffer } from '#app/db/catalogue/join-offer.server.ts'
import { lockListedLot } from '#app/db/catalogue/lock-listed-lot.server.ts'
import { readPremiumCap } from '#app/db/catalogue/premium-cap.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { priceStanding } from '#app/domain/catalogue/price.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type ApproveLotRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'changed-meanwhile'
  | 'own-entry'
  | 'premium-above-cap'

type Approved = { lotId: number; offerId: number }
type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * Puts a pending lot on sale: its goods join their offer, whose reference becomes the lowest. Nobody approves what
 * they listed, and a premium above the county's cap must be accepted in so many words (`aboveCapAccepted`).
 */
export async function approveLot(
  actor: Actor,
  scope: Scope,
  input: { lotId: number; aboveCapAccepted: boolean },
  deps = liveDeps,
): Promise<Verdict<Approved, ApproveLotRefusal>> {
  if (!can(actor, 'lot:approve')) return refuse('not-allowed')
  return decideInTransaction<Approved, ApproveLotRefusal>(async (tx) => {
    const lot = await lockListedLot(tx, input.lotId)
    if (!lot || !reaches(scope, lot.terms.villageCode)) return refuse('not-found')
    if (lot.state !== 'pending') return refuse('changed-meanwhile')
    if (lot.listedBy === actor.accountId) return refuse('own-entry')
    const { unitPriceFen, referencePriceFen, countyCode, villageCode } = lot.terms
    const capPercent = await readPremiumCap(tx, countyCode)
    const standing = priceStanding({ ...lot.terms, floorPriceFen: lot.floorPriceFen, capPercent })
    const isAboveCap = standing === 'above-cap'
    if (isAboveCap && !input.aboveCapAccepted) {
      const facts = { priceFen: unitPriceFen, referenceFen: referencePriceFen, capPercent }
      return refuse('premium-above-cap', facts)
    }
    const offerId = await joinOffer(tx, lot.terms)
    await tx.lot.update({
      where: { id: lot.id },
      data: { state: 'approved', approvedBy: actor.accountId, approvedAt: deps.now() },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'lot:approve',
      subjectKind: 'lot',
      subjectId: lot.id,
      scopeCode: villageCode,
      facts: { offerId, unitPriceFen, referencePriceFen, capPercent, isAboveCap },
    })
    return accept({ lotId: lot.id, offerId })
  })
}
