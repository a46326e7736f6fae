import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { database, type Transaction } from '#app/db/client.server.ts'
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
import { passYear } from '#app/domain/people/cleaning-rules.ts'

/**
 * Passes a county's year: everything is checked anew, and nothing may be open. What was accepted by name is counted
 * with it. A year that was passed stays passed.
 */
export async function passCleaning(
  actor: Actor,
  scope: Scope,
  { countyCode, year }: { countyCode: string; year: number },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<null, 'not-allowed' | 'not-found' | 'cleaning-open' | 'cleaning-passed'>> {
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
    const passed = await tx.cleaningPass.findUnique({ where: { countyCode_year: { countyCode, year } } })
    if (passed !== null) return refuse('cleaning-passed')
    await keepFindings(tx, countyCode, [...unsound, ...(await findUnclean(tx, countyCode))], now)
    const verdict = passYear(await countOf(tx, countyCode, 'open'))
    if (!verdict.ok) return verdict
    const acceptedCount = await countOf(tx, countyCode, 'accepted')
    await tx.cleaningPass.create({
      data: { countyCode, year, checkedAt: now, acceptedCount, passedBy: actor.accountId, passedAt: now },
      select: { year: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'cleaning:pass',
      subjectKind: 'county',
      subjectId: countyCode,
      scopeCode: countyCode,
      facts: { year, accepted: acceptedCount },
    })
    return accept(null)
  })
}

function countOf(tx: Transaction, countyCode: string, state: 'open' | 'accepted'): Promise<number> {
  return tx.cleaningFinding.count({ where: { countyCode, state } })
}
