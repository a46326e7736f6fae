import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import {
  findLaterRound,
  findRound,
  lockImports,
  lockRound,
  markUndone,
} from '#app/db/intake/import-round.server.ts'
import { readMovedOn, undoHouseholds } from '#app/db/people/undo-households.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import type { Actor, Scope } from '#app/domain/access/roles.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

export type UndoImportRefusal =
  | 'not-allowed'
  | 'not-found'
  | 'import-not-applied'
  | 'import-no-undo'
  | 'import-applied-since'
  | 'import-households-moved-on'

/** So many numbers are named in a refusal; the rest are counted. */
const MOST_NAMED = 20
const MOST_SECONDS = 120

/**
 * Puts a roster's round back, from today on. Not once another round of the place was applied; and not for households
 * that had goods, orders, helpers or a place in a group since: they are named, and `leavingOut` puts back all but them.
 */
export async function undoImport(
  actor: Actor,
  scope: Scope,
  { roundId, leavingOut }: { roundId: string; leavingOut: boolean },
  deps: { now: () => Date } = { now: () => new Date() },
): Promise<Verdict<{ households: number }, UndoImportRefusal>> {
  if (!can(actor, 'import:apply')) return refuse('not-allowed')
  const now = deps.now()
  return decideInTransaction(
    async (tx) => {
      const round = await findRound(tx, scope, roundId)
      if (round === null) return refuse('not-found')
      if (round.kind !== 'households') return refuse('import-no-undo')
      await lockImports(tx, round.countyCode)
      if ((await lockRound(tx, round.id)) !== 'applied') return refuse('import-not-applied')
      if ((await findLaterRound(tx, round)) !== null) return refuse('import-applied-since')
      const movedOn = await readMovedOn(tx, round.countyCode, round.id)
      if (movedOn.length > 0 && !leavingOut) {
        const numbers = movedOn.slice(0, MOST_NAMED).map(({ number }) => number)
        return refuse('import-households-moved-on', { count: movedOn.length, numbers: numbers.join('、') })
      }
      const households = await undoHouseholds(
        tx,
        { countyCode: round.countyCode, today: civilDateOf(now), actorId: actor.accountId },
        round.id,
        movedOn.map(({ id }) => id),
      )
      await markUndone(tx, round.id, { actorId: actor.accountId, now })
      await recordActivity(tx, {
        countyCode: round.countyCode,
        actorId: actor.accountId,
        act: 'import:undo',
        subjectKind: 'import-round',
        subjectId: round.id,
        scopeCode: round.scopeCode,
        facts: { kind: round.kind, households, leftOut: movedOn.length },
      })
      return accept({ households })
    },
    { mostSeconds: MOST_SECONDS },
  )
}
