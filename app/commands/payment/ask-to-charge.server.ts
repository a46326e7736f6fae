import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { writeNotices } from '#app/db/notices/write-notice.server.ts'
import { lockOwnOrder } from '#app/db/ordering/lock-own-order.server.ts'
import { readChargeable } from '#app/db/payment/chargeable-order.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reachesAgency, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { onceKeys } from '#app/domain/notices/once-key.ts'
import { isChargeable } from '#app/domain/payment/charge-request.ts'

export type AskToChargeCode =
  | 'not-found'
  | 'charge-not-possible'
  | 'charge-asked-before'
  | 'charge-no-manager'

/**
 * Asks the managers of the order's agency to put the actor's own order on its account. Until one of them does, the
 * order is paid at the desk. Once an order.
 */
export async function askToCharge(
  actor: Actor,
  scope: Scope,
  { orderId }: { orderId: string },
): Promise<Verdict<null, AskToChargeCode>> {
  if (!can(actor, 'order:place')) return refuse('not-found')
  return decideInTransaction<null, AskToChargeCode>(async (tx) => {
    const order = await lockOwnOrder(tx, actor, scope, orderId)
    if (!order || order.agencyId === null || !reachesAgency(scope, order.agencyId)) return refuse('not-found')
    if (await tx.chargeRequest.findUnique({ where: { orderId } })) return refuse('charge-asked-before')
    const { chargeable, heldFen } = await readChargeable(tx, order)
    if (!isChargeable(chargeable)) return refuse('charge-not-possible')
    const { agencyId, countyCode } = order
    const managers = await tx.assignment.findMany({
      where: {
        agencyId,
        role: 'agency-manager',
        endedAt: null,
        account: { endedAt: null, id: { not: actor.accountId } },
      },
      select: { accountId: true },
    })
    if (managers.length === 0) return refuse('charge-no-manager')
    const { number } = await tx.order.findUniqueOrThrow({ where: { id: orderId }, select: { number: true } })
    await tx.chargeRequest.create({
      data: { orderId, countyCode, agencyId, state: 'asked', amountFen: heldFen, askedBy: actor.accountId },
      select: { orderId: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'charge:ask',
      subjectKind: 'order',
      subjectId: orderId,
      facts: { agencyId, amountFen: heldFen },
    })
    await writeNotices(
      tx,
      managers.map(({ accountId }) => ({
        countyCode,
        accountId,
        orderId: null,
        onceKey: onceKeys.chargeAsked(orderId, accountId),
        facts: { kind: 'charge-asked', agencyId, orderNumber: number, amountFen: heldFen },
      })),
    )
    return accept(null)
  })
}
