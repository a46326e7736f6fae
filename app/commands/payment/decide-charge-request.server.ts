import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { writeNotice } from '#app/db/notices/write-notice.server.ts'
import { lockPlacedOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { readChargeable } from '#app/db/payment/chargeable-order.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reachesAgency, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { isChargeable } from '#app/domain/payment/charge-request.ts'

export type DecideChargeRequestCode =
  | 'not-found'
  | 'charge-own'
  | 'charge-decided-before'
  | 'charge-not-possible'
  | 'charge-changed'
  | 'charge-member-left'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/**
 * A manager puts a member's order on the agency's account, or declines to; until the first cut-off, and never his own.
 * `version` is of the order he was shown: if it has changed meanwhile, he looks again.
 */
export async function decideChargeRequest(
  actor: Actor,
  scope: Scope,
  { orderId, isApproved, version }: { orderId: string; isApproved: boolean; version: number },
  deps: Deps = liveDeps,
): Promise<Verdict<null, DecideChargeRequestCode>> {
  if (!can(actor, 'agency:charge')) return refuse('not-found')
  return decideInTransaction<null, DecideChargeRequestCode>(async (tx) => {
    const asked = await tx.chargeRequest.findUnique({
      where: { orderId },
      select: { agencyId: true, askedBy: true },
    })
    if (!asked || !reachesAgency(scope, asked.agencyId)) return refuse('not-found')
    if (asked.askedBy === actor.accountId) return refuse('charge-own')
    const order = await lockPlacedOrder(tx, orderId)
    if (!order) return refuse('not-found')
    const { state } = await tx.chargeRequest.findUniqueOrThrow({
      where: { orderId },
      select: { state: true },
    })
    if (state !== 'asked') return refuse('charge-decided-before')
    const { chargeable, heldFen } = await readChargeable(tx, order)
    // Declining what is gone would tell the member of an order that is not there.
    if (heldFen === 0) return refuse('charge-not-possible')
    const isMember = await tx.assignment.count({
      where: { accountId: asked.askedBy, agencyId: asked.agencyId, endedAt: null },
    })
    if (isApproved && isMember === 0) return refuse('charge-member-left')
    if (isApproved && !isChargeable(chargeable)) return refuse('charge-not-possible')
    const shown = await tx.order.count({ where: { id: orderId, version } })
    if (isApproved && shown === 0) return refuse('charge-changed')
    if (isApproved) {
      // Whoever is adding to it as an order of the desk's finds another version, and decides again.
      await tx.order.update({
        where: { id: orderId },
        data: { payBy: 'agency-account', version: { increment: 1 } },
        select: { id: true },
      })
    }
    await tx.chargeRequest.update({
      where: { orderId },
      data: {
        state: isApproved ? 'approved' : 'declined',
        ...(isApproved && { amountFen: heldFen }),
        decidedBy: actor.accountId,
        decidedAt: deps.now(),
      },
      select: { orderId: true },
    })
    const { countyCode } = order
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: isApproved ? 'charge:approve' : 'charge:decline',
      subjectKind: 'order',
      subjectId: orderId,
      facts: { agencyId: asked.agencyId, amountFen: heldFen },
    })
    await writeNotice(tx, {
      countyCode,
      accountId: asked.askedBy,
      orderId,
      onceKey: onceKeys.chargeDecided(orderId),
      facts: { kind: 'charge-decided', isApproved, amountFen: heldFen },
    })
    return accept(null)
  })
}
