/** What an applied round wrote of its households, kept beside it, so that the round can be put back as a whole. */
import type { HouseholdPlace } from '#app/domain/people/household-change.ts'
import type { Transaction } from '../client.server.ts'

/** A member as stored: names and numbers sealed. */
export type StoredMember = {
  id: number
  isHead: boolean
  nameSealed: string
  nameHash: string
  idNumberSealed: string | null
  idNumberHash: string | null
  phoneSealed: string | null
  personNumber: string | null
  sex: string | null
  kinship: string
}

/** `place`: where the household was before, null where the round left it there or there was none. */
export type BeforeRound = {
  is: 'added' | 'returned' | 'changed' | 'closed'
  place: HouseholdPlace | null
  /** People by id: who came with the round, and who left with it, this household or another for it. */
  joined: number[]
  ended: number[]
  corrected: StoredMember[]
  addedCards: number[]
  endedCards: number[]
  /** In groups, by id, that ended as the household was closed; rounds before there were groups have none. */
  memberships?: number[]
}

export async function addUndo(
  tx: Transaction,
  roundId: string,
  before: ReadonlyMap<number, BeforeRound>,
): Promise<void> {
  const rows = [...before].map(([householdId, each]) => ({ householdId, before: each }))
  if (rows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO import_undo (round_id, household_id, before)
    SELECT ${roundId}::uuid, "householdId", before
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS undo("householdId" int, before jsonb)`
}
