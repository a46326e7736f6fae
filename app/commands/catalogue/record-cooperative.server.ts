import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, isPlaceOf, reaches, type Scope } from '#app/domain/access/roles.ts'
import {
  type CooperativeKind,
  type CooperativeNameCode,
  readCooperativeName,
} from '#app/domain/catalogue/purchase-contract.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type RecordCooperativeRefusal = 'not-found' | CooperativeNameCode | 'cooperative-of-another-kind'

/** Notes a cooperative, company or family farm that buys from the county's households. The same again is the one there is. */
export async function recordCooperative(
  actor: Actor,
  scope: Scope,
  input: { countyCode: string; name: string; kind: CooperativeKind },
): Promise<Verdict<{ cooperativeId: number }, RecordCooperativeRefusal>> {
  const { countyCode, kind } = input
  const isOwn = isPlaceOf('county-office', countyCode) && reaches(scope, countyCode)
  if (!can(actor, 'cooperative:work') || !isOwn) return refuse('not-found')
  const read = readCooperativeName(input.name)
  if (!read.ok) return read
  const name = read.value
  return decideInTransaction<{ cooperativeId: number }, RecordCooperativeRefusal>(async (tx) => {
    const { count } = await tx.cooperative.createMany({
      data: [{ countyCode, name, kind, recordedBy: actor.accountId }],
      skipDuplicates: true,
    })
    const row = await tx.cooperative.findUniqueOrThrow({ where: { countyCode_name: { countyCode, name } } })
    if (row.kind !== kind) return refuse('cooperative-of-another-kind')
    if (count === 1) {
      await recordActivity(tx, {
        countyCode,
        actorId: actor.accountId,
        act: 'cooperative:record',
        subjectKind: 'cooperative',
        subjectId: row.id,
        scopeCode: countyCode,
        facts: { kind },
      })
    }
    return accept({ cooperativeId: row.id })
  })
}
