import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { holdHousehold } from '#app/db/people/pairing-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EndRefusal, endSpan } from '#app/domain/people/pairing-register.ts'

export type EndPairingInput = { pairingId: number; endsOn: string; reason: string; note: string }

/** Ends a pairing with its last day and a reason. Said again just so, it stays as it was. */
export async function endPairing(
  actor: Actor,
  scope: Scope,
  { pairingId, ...said }: EndPairingInput,
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, 'not-found' | EndRefusal>> {
  if (!can(actor, 'pairing:work')) return refuse('not-found')
  return decideInTransaction<null, 'not-found' | EndRefusal>(async (tx) => {
    const found = await tx.pairing.findUnique({ where: { id: pairingId }, select: { householdId: true } })
    const household = found && (await holdHousehold(tx, found.householdId))
    const pairing = household?.pairings.find((one) => one.id === pairingId)
    if (!household || !pairing || !reaches(scope, household.villageCode)) return refuse('not-found')
    if (pairing.endsOn === said.endsOn && pairing.endReason === said.reason) return accept(null)
    const end = endSpan(pairing, said, civilDateOf(deps.now()))
    if (!end.ok) return end
    const { endsOn, reason, note } = end.value
    await tx.pairing.update({
      where: { id: pairingId },
      data: { toDay: toDateColumn(endsOn), endReason: reason, endNote: note },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: household.countyCode,
      actorId: actor.accountId,
      act: 'pairing:end',
      subjectKind: 'pairing',
      subjectId: pairingId,
      scopeCode: household.villageCode,
      facts: { endsOn, reason },
    })
    return accept(null)
  })
}
