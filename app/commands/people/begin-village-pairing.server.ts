import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { countyOf } from '#app/domain/kernel/ids.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type BeginRefusal, beginSpan } from '#app/domain/people/pairing-register.ts'

export type VillagePairingRefusal =
  | 'not-found'
  | BeginRefusal
  | 'pairing-agency-missing'
  | 'pairing-village-missing'

/** Pairs an agency with a whole village from a day. The same again is the pairing there is. */
export async function beginVillagePairing(
  actor: Actor,
  scope: Scope,
  input: { agencyId: number | null; villageCode: string; startsOn: string },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, VillagePairingRefusal>> {
  if (!can(actor, 'pairing:work')) return refuse('not-found')
  const { agencyId, villageCode, startsOn } = input
  return decideInTransaction<null, VillagePairingRefusal>(async (tx) => {
    const village = await tx.division.findFirst({
      where: { code: villageCode, level: 'village', toDay: null },
      select: { code: true },
    })
    if (village === null || !reaches(scope, villageCode)) return refuse('pairing-village-missing')
    const countyCode = countyOf(villageCode)
    if (agencyId === null) return refuse('pairing-agency-missing')
    const [agency] = await tx.$queryRaw<{ id: number }[]>`
      SELECT id FROM agency WHERE id = ${agencyId} AND county_code = ${countyCode} FOR NO KEY UPDATE`
    if (agency === undefined) return refuse('pairing-agency-missing')
    const rows = await tx.agencyVillage.findMany({ where: { agencyId, villageCode } })
    const known = rows.map((row) => ({
      startsOn: fromDateColumn(row.fromDay),
      endsOn: row.toDay === null ? null : fromDateColumn(row.toDay),
    }))
    if (known.some((span) => span.startsOn === startsOn && span.endsOn === null)) return accept(null)
    const span = beginSpan(known, startsOn, civilDateOf(deps.now()))
    if (!span.ok) return span
    const { id } = await tx.agencyVillage.create({
      data: { countyCode, agencyId, villageCode, fromDay: toDateColumn(span.value.startsOn) },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'village-pairing:begin',
      subjectKind: 'agency-village',
      subjectId: id,
      scopeCode: villageCode,
      facts: { agencyId, startsOn },
    })
    return accept(null)
  })
}
