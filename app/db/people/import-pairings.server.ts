import type { PairingFact } from '#app/domain/intake/pairings.ts'
import { addChanges, type Changes, NO_CHANGES } from '#app/domain/intake/round.ts'
import { type Fault, groupByRow } from '#app/domain/intake/sheet.ts'
import { fromDateColumn, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { comparePairings, type KnownPairing, type PairingChange } from '#app/domain/people/pairing-change.ts'
import type { Transaction } from '../client.server.ts'
import type { Imported, ImportedFile, Importing, ImportPlace } from '../intake/importing.server.ts'
import { hashText, openText, sealText } from '../sealed/field-cipher.server.ts'

const HOUSEHOLDS_A_PART = 1_000
const END_REASON = 'import'

type Compared = { householdId: number; listed: PairingFact[]; change: PairingChange }

/** A register of pairings: who helps which household now, and who did before. Agencies are made by their names. */
export async function importPairings(
  importing: Importing,
  file: ImportedFile<'pairings'>,
): Promise<Imported> {
  const byHousehold = new Map<string, PairingFact[]>()
  for (const fact of [...file.batches].flat()) {
    byHousehold.set(fact.householdNumber, [...(byHousehold.get(fact.householdNumber) ?? []), fact])
  }
  const groups = [...byHousehold]
  let changes: Changes = NO_CHANGES
  const refused: Fault[] = []
  for (let i = 0; i < groups.length; i += HOUSEHOLDS_A_PART) {
    const compared = await compare(importing, groups.slice(i, i + HOUSEHOLDS_A_PART))
    for (const each of compared) {
      changes = addChanges(changes, countChanges(each))
      refused.push(...refusedRows(each))
    }
    if (importing.isWriting) await writePairings(importing.tx, importing.place, compared)
  }
  return { changes, refused: groupByRow(refused), rowsRefused: refused.length }
}

/** Rows that would give a household two helpers on one day. */
function refusedRows({ listed, change }: Compared): Fault[] {
  return change.refused.flatMap((index) => {
    const fact = listed[index]
    return fact === undefined ? [] : [{ row: fact.row, column: '', code: 'pairing-contradicts' as const }]
  })
}

async function compare({ tx, place }: Importing, groups: [string, PairingFact[]][]): Promise<Compared[]> {
  const households = await tx.household.findMany({
    where: { countyCode: place.countyCode, number: { in: groups.map(([number]) => number) } },
    select: {
      id: true,
      number: true,
      pairings: {
        select: {
          id: true,
          helperNameSealed: true,
          helperTitle: true,
          helperPhoneSealed: true,
          fromDay: true,
          toDay: true,
          agency: { select: { name: true } },
        },
        orderBy: { id: 'asc' },
      },
    },
  })
  const byNumber = new Map(households.map((household) => [household.number, household]))
  return groups.map(([number, listed]) => {
    const household = byNumber.get(number)
    invariant(household !== undefined, 'a pairing that was accepted names a household that is there')
    const known = household.pairings.map(
      (row): KnownPairing => ({
        id: row.id,
        agencyName: row.agency.name,
        helperName: openText('pairing.helper-name', row.helperNameSealed),
        helperTitle: row.helperTitle,
        helperPhone:
          row.helperPhoneSealed === null ? null : openText('pairing.helper-phone', row.helperPhoneSealed),
        startsOn: fromDateColumn(row.fromDay),
        endsOn: row.toDay === null ? null : fromDateColumn(row.toDay),
      }),
    )
    return { householdId: household.id, listed, change: comparePairings(known, listed) }
  })
}

/** Counted by row of the file. */
function countChanges({ listed, change }: Compared): Changes {
  const changed = change.ended !== null || change.corrected !== null ? 1 : 0
  const added = change.added.length - (change.ended === null ? 0 : 1)
  return { added, changed, removed: 0, unchanged: listed.length - added - changed - change.refused.length }
}

async function writePairings(tx: Transaction, place: ImportPlace, compared: readonly Compared[]) {
  const agencyIds = await findAgencies(tx, place, compared)
  for (const { change, listed } of compared) {
    if (change.ended !== null) {
      await tx.pairing.update({
        where: { id: change.ended.id },
        data: { toDay: toDateColumn(change.ended.endsOn), endReason: END_REASON },
        select: { id: true },
      })
    }
    const fact = change.corrected === null ? undefined : listed[change.corrected.index]
    if (change.corrected === null || fact === undefined) continue
    await tx.pairing.update({
      where: { id: change.corrected.id },
      data: {
        fromDay: toDateColumn(fact.startsOn),
        ...(fact.helperTitle === null ? {} : { helperTitle: fact.helperTitle }),
        ...(fact.helperPhone === null ? {} : sealedPhone(fact.helperPhone)),
      },
      select: { id: true },
    })
  }
  await tx.pairing.createMany({
    data: compared.flatMap(({ householdId, listed, change }) =>
      change.added.map(({ index, endsOn }) => {
        const fact = listed[index]
        invariant(fact !== undefined, 'a change names a listed pairing')
        return {
          householdId,
          countyCode: place.countyCode,
          agencyId: agencyIds.get(fact.agencyName) ?? 0,
          villageCode: fact.villageCode,
          helperNameSealed: sealText('pairing.helper-name', fact.helperName),
          helperTitle: fact.helperTitle,
          ...(fact.helperPhone === null ? {} : sealedPhone(fact.helperPhone)),
          fromDay: toDateColumn(fact.startsOn),
          toDay: endsOn === null ? null : toDateColumn(endsOn),
          endReason: endsOn === null ? null : END_REASON,
        }
      }),
    ),
  })
}

function sealedPhone(phone: string) {
  return {
    helperPhoneSealed: sealText('pairing.helper-phone', phone),
    helperPhoneHash: hashText('pairing.helper-phone', phone),
  }
}

/** The agencies that are written to, by name; those the county doesn't have yet are made. */
async function findAgencies(tx: Transaction, { countyCode }: ImportPlace, compared: readonly Compared[]) {
  const names = new Set(
    compared.flatMap(({ listed, change }) =>
      change.added.map(({ index }) => listed[index]?.agencyName ?? ''),
    ),
  )
  await tx.agency.createMany({
    skipDuplicates: true,
    data: [...names].sort().map((name) => ({ countyCode, name })),
  })
  const agencies = await tx.agency.findMany({
    where: { countyCode, name: { in: [...names] } },
    select: { id: true, name: true },
  })
  return new Map(agencies.map((agency) => [agency.name, agency.id]))
}
