import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { lockBank } from '#app/db/payment/bank-lines.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type AsideReason, asideReasons } from '#app/domain/payment/bank-line.ts'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Says that an open line is none of the sales', and why. It may still be assigned later. */
export async function setBankLineAside(
  actor: Actor,
  scope: Scope,
  { lineId, reason }: { lineId: string; reason: string },
  deps: Deps = liveDeps,
): Promise<Verdict<null, 'not-found' | 'bank-line-settled' | 'aside-reason-missing'>> {
  if (!can(actor, 'bank:work')) return refuse('not-found')
  return decideInTransaction<null, 'not-found' | 'bank-line-settled' | 'aside-reason-missing'>(async (tx) => {
    const found = await tx.bankLine.findUnique({ where: { id: lineId }, select: { countyCode: true } })
    if (!found || !reaches(scope, found.countyCode)) return refuse('not-found')
    const { countyCode } = found
    await lockBank(tx, countyCode)
    if (!isAsideReason(reason)) return refuse('aside-reason-missing')
    const done = await tx.bankLine.updateMany({
      where: { id: lineId, state: 'open' },
      data: {
        state: 'set-aside',
        asideReason: reason,
        openCause: null,
        decidedBy: actor.accountId,
        decidedAt: deps.now(),
      },
    })
    if (done.count === 0) return refuse('bank-line-settled')
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'bank:set-aside',
      subjectKind: 'bank-line',
      subjectId: lineId,
      facts: { reason },
    })
    return accept(null)
  })
}

function isAsideReason(text: string): text is AsideReason {
  return (asideReasons as readonly string[]).includes(text)
}
