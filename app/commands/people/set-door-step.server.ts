import { recordActivity } from '#app/db/audit/record-activity.server.ts'
import { decideInTransaction } from '#app/db/verdict-transaction.server.ts'
import { can } from '#app/domain/access/matrix.ts'
import { type Actor, reaches, type Scope } from '#app/domain/access/roles.ts'
import { accept, refuse, type Verdict } from '#app/domain/kernel/verdict.ts'

/** Says whether a household's goods are fetched from its door. Saying it twice changes nothing. */
export async function setDoorStep(
  actor: Actor,
  scope: Scope,
  { householdId, isDoorStep }: { householdId: number; isDoorStep: boolean },
): Promise<Verdict<null, 'not-found'>> {
  if (!can(actor, 'lot:list')) return refuse('not-found')
  return decideInTransaction<null, 'not-found'>(async (tx) => {
    await tx.$queryRaw`SELECT id FROM household WHERE id = ${householdId} FOR UPDATE`
    const state = await tx.householdState.findFirst({
      where: { householdId, toDay: null, household: { closedOn: null } },
      select: {
        countyCode: true,
        villageCode: true,
        gridCode: true,
        household: { select: { accessNeeds: true } },
      },
    })
    if (!state || !reaches(scope, state.gridCode ?? state.villageCode)) return refuse('not-found')
    const others = state.household.accessNeeds.filter((need) => need !== 'door-step')
    const accessNeeds = isDoorStep ? [...others, 'door-step'] : others
    if (accessNeeds.length === state.household.accessNeeds.length) return accept(null)
    await tx.household.update({ where: { id: householdId }, data: { accessNeeds }, select: { id: true } })
    await recordActivity(tx, {
      countyCode: state.countyCode,
      actorId: actor.accountId,
      act: 'household:door-step',
      subjectKind: 'household',
      subjectId: householdId,
      scopeCode: state.villageCode,
      facts: { isDoorStep },
    })
    return accept(null)
  })
}
