import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { holdHousehold, sealedHelper } from '#app/db/people/pairing-place.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { parsePhone } from '#app/domain/intake/identity.ts'
import { cleanName } from '#app/domain/intake/text.ts'
import { civilDateOf, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'
import { type HelperRefusal, readHelper } from '#app/domain/people/pairing-helper.ts'
import { type BeginRefusal, changeSpan, type EndRefusal } from '#app/domain/people/pairing-register.ts'

export type ChangeHelperInput = {
  /** The pairing that stands. */
  pairingId: number
  agencyId: number | null
  helperName: string
  helperTitle: string
  helperPhone: string
  startsOn: string
  reason: string
  note: string
}

export type ChangeHelperRefusal =
  | 'not-found'
  | BeginRefusal
  | EndRefusal
  | HelperRefusal
  | 'pairing-agency-missing'
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
  const helper = readHelper({
    name: cleanName(input.helperName),
    title: input.helperTitle,
    phone: { typed: input.helperPhone, read: parsePhone(input.helperPhone) },
  })
  return decideInTransaction<{ pairingId: number }, ChangeHelperRefusal>(async (tx) => {
    const found = await tx.pairing.findUnique({ where: { id: pairingId }, select: { householdId: true } })
    const household = found && (await holdHousehold(tx, found.householdId))
    const before = household?.pairings.find((one) => one.id === pairingId)
    if (!found || !household || !before || !reaches(scope, household.villageCode)) return refuse('not-found')
    const { countyCode, villageCode, pairings } = household
    if (household.isClosed) return refuse('pairing-household-closed')
    const agency =
      input.agencyId === null
        ? null
        : await tx.agency.findFirst({ where: { id: input.agencyId, countyCode }, select: { id: true } })
    if (agency === null) return refuse('pairing-agency-missing')
    if (!helper.ok) return helper
    const same = pairings.find(
      (one) =>
        one.agencyId === agency.id &&
        one.helperName === helper.value.name &&
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
        agencyId: agency.id,
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
        agencyId: agency.id,
        before: pairingId,
        startsOn: begun.startsOn,
        reason: end.reason,
      },
    })
    return accept({ pairingId: id })
  })
}
