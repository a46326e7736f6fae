import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database } from '#app/db/client.server.ts'
import {
  findUnclean,
  findUnsoundIds,
  keepFindings,
  lockCleaning,
} from '#app/db/people/cleaning-findings.server.ts'
import { inTransaction } from '#app/db/transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { parseIdNumber } from '#app/domain/intake/identity.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Goes through every rule for a county and keeps what fails, with the day it was first found. */
export async function checkCleaning(
  actor: Actor,
  scope: Scope,
  { countyCode }: { countyCode: string },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<{ found: number }, 'not-allowed' | 'not-found'>> {
  if (!can(actor, 'cleaning:work')) return refuse('not-allowed')
  if (!reaches(scope, countyCode)) return refuse('not-found')
  const now = deps.now()
  const today = civilDateOf(now)
  const unsound = await findUnsoundIds(
    database(),
    countyCode,
    (idNumber) => parseIdNumber(idNumber, today).ok,
  )
  return inTransaction(async (tx) => {
    await lockCleaning(tx, countyCode)
    const found = [...unsound, ...(await findUnclean(tx, countyCode))]
    await keepFindings(tx, countyCode, found, now)
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'cleaning:check',
      subjectKind: 'county',
      subjectId: countyCode,
      scopeCode: countyCode,
      facts: { found: found.length },
    })
    return accept({ found: found.length })
  })
}
