import { reaches, type Scope } from '#app/domain/access/roles.ts'
import type { Transaction } from '../client.server.ts'

/** Where an open household belongs today; null if that is out of the scope, or its number is closed. */
export async function readHouseholdPlace(
  db: Pick<Transaction, 'householdState'>,
  scope: Scope,
  householdId: number,
): Promise<{ countyCode: string; villageCode: string } | null> {
  const state = await db.householdState.findFirst({
    where: { householdId, toDay: null, household: { closedOn: null } },
    select: { countyCode: true, villageCode: true, gridCode: true },
  })
  if (!state || !reaches(scope, state.gridCode ?? state.villageCode)) return null
  return { countyCode: state.countyCode, villageCode: state.villageCode }
}
