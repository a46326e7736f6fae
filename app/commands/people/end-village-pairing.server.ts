import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type EndRefusal, endSpan } from '#app/domain/people/pairing-register.ts'

/** Ends the pairing of an agency with a village, with its last day and a reason. Said again just so, it stays. */
export async function endVillagePairing(
  actor: Actor,
  scope: Scope,
  { pairingId, ...said }: { pairingId: number; endsOn: string; reason: string; note: string },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, 'not-found' | EndRefusal>> {
  if (!can(actor, 'pairing:work')) return refuse('not-found')
  return decideInTransaction<null, 'not-found' | EndRefusal>(async (tx) => {
    await tx.$queryRaw`SELECT id FROM agency_village WHERE id = ${pairingId} FOR UPDATE`
    const row = await tx.agencyVillage.findUnique({ where: { id: pairingId } })
    if (row === null || !reaches(scope, row.villageCode)) return refuse('not-found')
    const endedOn = row.toDay === null ? null : fromDateColumn(row.toDay)
    if (endedOn === said.endsOn && row.endReason === said.reason) return accept(null)
    const span = { startsOn: fromDateColumn(row.fromDay), endsOn: endedOn }
    const end = endSpan(span, said, civilDateOf(deps.now()))
    if (!end.ok) return end
    const { endsOn, reason, note } = end.value
    await tx.agencyVillage.update({
      where: { id: pairingId },
      data: { toDay: toDateColumn(endsOn), endReason: reason, endNote: note },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode: row.countyCode,
      actorId: actor.accountId,
      act: 'village-pairing:end',
      subjectKind: 'agency-village',
      subjectId: pairingId,
      scopeCode: row.villageCode,
      facts: { endsOn, reason },
    })
    return accept(null)
  })
}
