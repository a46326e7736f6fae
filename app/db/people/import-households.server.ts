import type { HouseholdFact } from '#app/domain/intake/household-fact.ts'
import { refuseKnownPeople } from '#app/domain/intake/known-people.ts'
import { addChanges, type Changes, NO_CHANGES } from '#app/domain/intake/round.ts'
import type { RefusedRow } from '#app/domain/intake/sheet.ts'
import { ancestorCode, scopePrefix } from '#app/domain/kernel/ids.ts'
import { compareHousehold, isUnchanged } from '#app/domain/people/household-change.ts'
import type { Imported, ImportedFile, Importing } from '../intake/importing.server.ts'
import { hashText } from '../sealed/field-cipher.server.ts'
import { type Listed, readKnownHouseholds, toListed } from './listed-household.server.ts'
import { type AliasesTaken, type HouseholdWrite, writeHouseholds } from './write-households.server.ts'

/** The column that a person who is known elsewhere is refused at. */
const ID_COLUMN = '证件号码'

/**
 * A roster: households added and changed, part by part. Those of the file's towns that it no longer lists are
 * counted as removed and left as they are.
 */
export async function importHouseholds(
  importing: Importing,
  file: ImportedFile<'households'>,
): Promise<Imported> {
  const numbersInFile = new Set(file.numbers)
  const aliases: AliasesTaken = new Map()
  const towns = new Set<string>()
  const refused: RefusedRow[] = []
  let changes: Changes = NO_CHANGES
  let rowsRefused = 0
  for (const facts of file.batches) {
    const checked = await refuseKnown(importing, facts, numbersInFile)
    refused.push(...checked.refused)
    rowsRefused += memberCount(facts) - memberCount(checked.accepted)
    for (const fact of checked.accepted) towns.add(ancestorCode(fact.villageCode, 'town'))
    const writes = await compare(importing, checked.accepted.map(toListed))
    changes = addChanges(changes, countChanges(writes, checked.accepted.length))
    if (importing.isWriting) await writeHouseholds(importing.tx, importing.place, writes, aliases)
  }
  const removed = await countUnlisted(importing, [...towns], numbersInFile)
  return { changes: { ...changes, removed }, refused, rowsRefused }
}

function memberCount(facts: readonly HouseholdFact[]): number {
  return facts.reduce((sum, fact) => sum + fact.members.length, 0)
}

/** Whoever is known as a member of a household that this file doesn't list can't join another one by it. */
async function refuseKnown(
  { tx, place }: Importing,
  facts: HouseholdFact[],
  numbersInFile: ReadonlySet<string>,
) {
  const hashes = new Map<string, string>()
  for (const { idNumber } of facts.flatMap((fact) => fact.members)) {
    if (idNumber !== null) hashes.set(idNumber, hashText('person.id-number', idNumber))
  }
  const known = await tx.person.findMany({
    where: { countyCode: place.countyCode, toDay: null, idNumberHash: { in: [...hashes.values()] } },
    select: { idNumberHash: true, household: { select: { number: true } } },
  })
  const owners = new Map(known.map((person) => [person.idNumberHash, person.household.number]))
  const householdOf = (idNumber: string) => owners.get(hashes.get(idNumber) ?? null) ?? null
  return refuseKnownPeople(facts, householdOf, numbersInFile, ID_COLUMN)
}

async function compare({ tx, place }: Importing, listed: Listed[]): Promise<HouseholdWrite[]> {
  const known = await readKnownHouseholds(
    tx,
    place.countyCode,
    listed.map(({ fact }) => fact.number),
  )
  const none = { place: null, members: [], card: null }
  return listed.flatMap((each) => {
    const row = known.get(each.fact.number) ?? null
    const change = compareHousehold(row ?? none, each.household)
    return row !== null && isUnchanged(change) ? [] : [{ listed: each, known: row, change }]
  })
}

function countChanges(writes: readonly HouseholdWrite[], listedCount: number): Changes {
  const added = writes.filter(({ known }) => known === null).length
  return { added, changed: writes.length - added, removed: 0, unchanged: listedCount - writes.length }
}

async function countUnlisted(
  { tx }: Importing,
  towns: string[],
  numbersInFile: ReadonlySet<string>,
): Promise<number> {
  if (towns.length === 0) return 0
  const states = await tx.householdState.findMany({
    where: { toDay: null, OR: towns.map((code) => ({ villageCode: { startsWith: scopePrefix(code) } })) },
    select: { household: { select: { number: true } } },
  })
  return states.filter(({ household }) => !numbersInFile.has(household.number)).length
}
