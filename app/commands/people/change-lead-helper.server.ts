import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import {
  findHelper,
  holdHousehold,
  sealedHelper,
  type TypedHelper,
  type TypedHelperRefusal,
} from '#app/db/people/pairing-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type BeginRefusal, changeSpan, type EndRefusal } from '#app/domain/people/pairing-register.ts'

export type ChangeHelperInput = TypedHelper & {
  /** The pairing that stands. */
  pairingId: number
  startsOn: string
  reason: string
  note: string
}

export type ChangeHelperRefusal =
  | 'not-found'
  | BeginRefusal
  | EndRefusal
  | TypedHelperRefusal
  | 'pairing-household-closed'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** One lead helper after another on a day: the one before ends the day before, with a reason. Both or neither. */
export async function changeLeadHelper(
  actor: Actor,
  scope: Scope,
  { pairingId, ...input }: ChangeHelperInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ pairingId: number }, ChangeHelperRefusal>> {
  if (!can(actor, 'pairing:work')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  return decideInTransaction<{ pairingId: number }, ChangeHelperRefusal>(async (tx) => {
    const found = await tx.pairing.findUnique({ where: { id: pairingId }, select: { householdId: true } })
    const household = found && (await holdHousehold(tx, found.householdId))
    const before = household?.pairings.find((one) => one.id === pairingId)
    if (!found || !household || !before || !reaches(scope, household.villageCode)) return refuse('not-found')
    const { countyCode, villageCode, pairings } = household
    if (household.isClosed) return refuse('pairing-household-closed')
    const helper = await findHelper(tx, countyCode, input)
    if (!helper.ok) return helper
    const { agencyId, name } = helper.value
    const same = pairings.find(
      (one) =>
        one.agencyId === agencyId &&
        one.helperName === name &&
        one.startsOn === input.startsOn &&
        one.id !== pairingId &&
        one.endsOn === null,
    )
    if (same && before.endsOn !== null && before.endReason === input.reason) {
      return accept({ pairingId: same.id })
    }
    const change = changeSpan(pairings, before, input, today)
    if (!change.ok) return change
    const { end, begun } = change.value
    await tx.pairing.update({
      where: { id: pairingId },
      data: { toDay: toDateColumn(end.endsOn), endReason: end.reason, endNote: end.note },
      select: { id: true },
    })
    const { id } = await tx.pairing.create({
      data: {
        countyCode,
        villageCode,
        householdId: found.householdId,
        agencyId,
        ...sealedHelper(helper.value),
        fromDay: toDateColumn(begun.startsOn),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'pairing:change-helper',
      subjectKind: 'pairing',
      subjectId: id,
      scopeCode: villageCode,
      facts: {
        householdId: found.householdId,
        agencyId,
        before: pairingId,
        startsOn: begun.startsOn,
        reason: end.reason,
      },
    })
    return accept({ pairingId: id })
  })
}
