/**
 * People of an import who are known already. Apart from the rest, because only the database can say who they are:
 * identity numbers are stored as keyed hashes.
 */
import type { HouseholdFact } from './household-fact.ts'
import { type Fault, groupByRow, type RefusedRow } from './sheet.ts'

/**
 * Refuses who is known as a member of another household. `householdOf` gives the number of the household that has
 * an identity number now, or null; a household that this import lists anew no longer holds who is gone from it.
 */
export function refuseKnownPeople(
  facts: readonly HouseholdFact[],
  householdOf: (idNumber: string) => string | null,
  numbersInFile: ReadonlySet<string>,
  columnHeader: string,
): { accepted: HouseholdFact[]; refused: RefusedRow[] } {
  const accepted: HouseholdFact[] = []
  const refused: RefusedRow[] = []
  for (const fact of facts) {
    const taken = fact.members.filter((member) => {
      const owner = member.idNumber === null ? null : householdOf(member.idNumber)
      return owner !== null && owner !== fact.number && !numbersInFile.has(owner)
    })
    const others = fact.members.filter((member) => !taken.includes(member))
    const faults = taken.map(
      (member): Fault => ({ row: member.row, column: columnHeader, code: 'id-of-known-household' }),
    )
    refused.push(
      ...groupByRow(faults, (row) => (row === taken[0]?.row ? others.map((member) => member.row) : [])),
    )
    if (taken.some((member) => member.isHead)) continue
    accepted.push(
      taken.length === 0
        ? fact
        : { ...fact, members: others, refusedMemberCount: fact.refusedMemberCount + taken.length },
    )
  }
  return { accepted, refused }
}
