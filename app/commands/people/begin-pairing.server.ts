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
import { type BeginRefusal, beginSpan } from '#app/domain/people/pairing-register.ts'

export type BeginPairingInput = TypedHelper & { householdNumber: string; startsOn: string }

export type BeginPairingRefusal =
  | 'not-found'
  | BeginRefusal
  | TypedHelperRefusal
  | 'pairing-household-unknown'
  | 'pairing-household-closed'

type Deps = { now: () => Date }
const liveDeps: Deps = { now: () => new Date() }

/** Pairs a household of the county with a helper of one of its agencies. The same again is the pairing there is. */
export async function beginPairing(
  actor: Actor,
  scope: Scope,
  input: BeginPairingInput,
  deps: Deps = liveDeps,
): Promise<Verdict<{ pairingId: number }, BeginPairingRefusal>> {
  if (!can(actor, 'pairing:work')) return refuse('not-found')
  const today = civilDateOf(deps.now())
  return decideInTransaction<{ pairingId: number }, BeginPairingRefusal>(async (tx) => {
    const found = await tx.household.findFirst({
      where: {
        number: input.householdNumber.normalize('NFKC').trim(),
        OR: scope.prefixes.map((prefix) => ({ countyCode: { startsWith: prefix } })),
      },
      select: { id: true },
    })
    const household = found && (await holdHousehold(tx, found.id))
    if (!found || !household || !reaches(scope, household.villageCode)) {
      return refuse('pairing-household-unknown')
    }
    if (household.isClosed) return refuse('pairing-household-closed')
    const helper = await findHelper(tx, household.countyCode, input)
    if (!helper.ok) return helper
    const { agencyId, name } = helper.value
    const same = household.pairings.find(
      (one) =>
        one.agencyId === agencyId &&
        one.helperName === name &&
        one.startsOn === input.startsOn &&
        one.endsOn === null,
    )
    if (same) return accept({ pairingId: same.id })
    const span = beginSpan(household.pairings, input.startsOn, today)
    if (!span.ok) return span
    const { countyCode, villageCode } = household
    const { id } = await tx.pairing.create({
      data: {
        countyCode,
        villageCode,
        householdId: found.id,
        agencyId,
        ...sealedHelper(helper.value),
        fromDay: toDateColumn(span.value.startsOn),
      },
      select: { id: true },
    })
    await recordActivity(tx, {
      countyCode,
      actorId: actor.accountId,
      act: 'pairing:begin',
      subjectKind: 'pairing',
      subjectId: id,
      scopeCode: villageCode,
      facts: { householdId: found.id, agencyId, startsOn: span.value.startsOn },
    })
    return accept({ pairingId: id })
  })
}
