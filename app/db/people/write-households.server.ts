/** Writes what a roster adds and changes, many households a statement. Names, numbers and cards go in sealed. */
import type { MemberFact } from '#app/domain/intake/household-fact.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { nextAliases } from '#app/domain/people/aliases.ts'
import type { HouseholdChange, HouseholdPlace, MemberTraits } from '#app/domain/people/household-change.ts'
import type { Transaction } from '../client.server.ts'
import type { ImportPlace } from '../intake/importing.server.ts'
import { sealText } from '../sealed/field-cipher.server.ts'
import type { KnownRow, Listed } from './listed-household.server.ts'

/** A household to write: `known` is null where it is new. */
export type HouseholdWrite = { listed: Listed; known: KnownRow | null; change: HouseholdChange }

/** Aliases given so far, by village; kept between the parts of one file. */
export type AliasesTaken = Map<string, Set<string>>

export async function writeHouseholds(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  aliases: AliasesTaken,
): Promise<void> {
  await addGrids(tx, place, writes)
  const ids = await addHouseholds(tx, place, writes, aliases)
  const idOf = ({ listed, known }: HouseholdWrite): number => {
    const id = known?.id ?? ids.get(listed.fact.number)
    invariant(id !== undefined, 'a household is written before what belongs to it')
    return id
  }
  await moveStates(tx, place, writes, idOf)
  await writeMembers(tx, place, writes, idOf)
  await writeCards(tx, place, writes, idOf)
}

/** The last day of what is replaced today. */
function dayBefore(place: ImportPlace): Date {
  return toDateColumn(addDays(place.today, -1))
}

type IdOf = (write: HouseholdWrite) => number

async function addGrids(tx: Transaction, place: ImportPlace, writes: readonly HouseholdWrite[]) {
  const grids = new Map<string, { villageCode: string; number: number }>()
  for (const { listed } of writes) {
    const { gridCode, villageCode } = listed.household.place
    const number = listed.fact.gridNumber
    if (gridCode !== null && number !== null) grids.set(gridCode, { villageCode, number })
  }
  await tx.grid.createMany({
    skipDuplicates: true,
    data: [...grids].map(([code, grid]) => ({ code, ...grid, fromDay: toDateColumn(place.today) })),
  })
}

/** The ids of the households added, by number. */
async function addHouseholds(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  aliases: AliasesTaken,
): Promise<Map<string, number>> {
  const added = writes.filter(({ known }) => known === null).map(({ listed }) => listed.fact)
  const byVillage = new Map<string, string[]>()
  for (const { villageCode, number } of added) {
    byVillage.set(villageCode, [...(byVillage.get(villageCode) ?? []), number])
  }
  await readAliases(tx, [...byVillage.keys()], aliases)
  const data = [...byVillage].flatMap(([villageCode, numbers]) => {
    const taken = aliases.get(villageCode) ?? new Set()
    const given = nextAliases(villageCode, taken, numbers.length)
    aliases.set(villageCode, new Set([...taken, ...given]))
    return numbers.map((number, i) => ({ number, alias: given[i] ?? '' }))
  })
  const rows = await tx.$queryRaw<{ id: number; number: string }[]>`
    INSERT INTO household (county_code, number, alias)
    SELECT ${place.countyCode}, number, alias
    FROM jsonb_to_recordset(${JSON.stringify(data)}::jsonb) AS added(number text, alias text)
    RETURNING id, number`
  return new Map(rows.map(({ id, number }) => [number, id]))
}

async function readAliases(tx: Transaction, villageCodes: string[], aliases: AliasesTaken) {
  const unread = villageCodes.filter((code) => !aliases.has(code))
  for (const code of unread) aliases.set(code, new Set())
  const states = await tx.householdState.findMany({
    where: { villageCode: { in: unread } },
    select: { villageCode: true, household: { select: { alias: true } } },
  })
  for (const { villageCode, household } of states) aliases.get(villageCode)?.add(household.alias)
}

/** Closes the open state the day before and opens a new one; a second change on one day writes over the first. */
async function moveStates(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
) {
  const today = toDateColumn(place.today)
  const closed: number[] = []
  const opened: (HouseholdPlace & { householdId: number })[] = []
  for (const write of writes) {
    const { known, change } = write
    if (change.place === null) continue
    if (known?.stateId != null && known.stateFromDay !== null && known.stateFromDay >= today) {
      await tx.householdState.update({
        where: { id: known.stateId },
        data: change.place,
        select: { id: true },
      })
      continue
    }
    if (known?.stateId != null) closed.push(known.stateId)
    opened.push({ ...change.place, householdId: idOf(write) })
  }
  await tx.householdState.updateMany({ where: { id: { in: closed } }, data: { toDay: dayBefore(place) } })
  await tx.$executeRaw`
    INSERT INTO household_state (household_id, county_code, village_code, grid_code, category, headcount, from_day)
    SELECT "householdId", ${place.countyCode}, "villageCode", "gridCode", category, headcount, ${today}::date
    FROM jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) AS opened("householdId" int, "villageCode" text,
      "gridCode" text, category text, headcount int)`
}

/** What of a member is stored; null is what the roster doesn't say. */
function sealedMember(member: MemberFact, traits: MemberTraits) {
  const { isHead, nameHash, idNumberHash, personNumber, sex, kinship } = traits
  return {
    isHead,
    nameHash,
    nameSealed: sealText('person.name', member.name),
    idNumberHash,
    idNumberSealed: member.idNumber === null ? null : sealText('person.id-number', member.idNumber),
    phoneSealed: member.phone === null ? null : sealText('person.phone', member.phone),
    personNumber,
    sex,
    kinship,
  }
}

async function writeMembers(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
) {
  const memberAt = ({ listed }: HouseholdWrite, index: number) => {
    const [member, traits] = [listed.fact.members[index], listed.household.members[index]]
    invariant(member !== undefined && traits !== undefined, 'a change names a listed member')
    return sealedMember(member, traits)
  }
  const left = writes.flatMap(({ change }) => change.left)
  await tx.person.updateMany({ where: { id: { in: left } }, data: { toDay: dayBefore(place) } })
  await addMembers(
    tx,
    place,
    writes.flatMap((write) =>
      write.change.joined.map((index) => ({ ...memberAt(write, index), householdId: idOf(write) })),
    ),
  )
  for (const write of writes) {
    for (const { id, index } of write.change.corrected) {
      const said = Object.entries(memberAt(write, index)).filter(([, value]) => value !== null)
      await tx.person.update({ where: { id }, data: Object.fromEntries(said), select: { id: true } })
    }
  }
}

type SealedMember = ReturnType<typeof sealedMember> & { householdId: number }

/** One parameter for all rows: a roster has tens of thousands of people, and a parameter a cell costs seconds. */
async function addMembers(tx: Transaction, place: ImportPlace, members: readonly SealedMember[]) {
  await tx.$executeRaw`
    INSERT INTO person (household_id, county_code, is_head, name_sealed, name_hash, id_number_sealed, id_number_hash,
      phone_sealed, person_number, sex, kinship, from_day)
    SELECT "householdId", ${place.countyCode}, "isHead", "nameSealed", "nameHash", "idNumberSealed", "idNumberHash",
      "phoneSealed", "personNumber", sex, kinship, ${toDateColumn(place.today)}::date
    FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS member("householdId" int, "isHead" boolean,
      "nameSealed" text, "nameHash" text, "idNumberSealed" text, "idNumberHash" text, "phoneSealed" text,
      "personNumber" text, sex text, kinship text)`
}

async function writeCards(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
) {
  const today = toDateColumn(place.today)
  const changed = writes.filter(({ change }) => change.hasNewCard)
  const replaced = changed.flatMap(({ known }) => (known?.cardId == null ? [] : [known.cardId]))
  await tx.bankCard.updateMany({ where: { id: { in: replaced } }, data: { toDay: dayBefore(place) } })
  await tx.bankCard.createMany({
    data: changed.map((write) => {
      const { listed, known } = write
      const { name = '', card = null } = listed.fact.bank ?? {}
      return {
        householdId: idOf(write),
        countyCode: place.countyCode,
        bankName: name === '' ? (known?.card?.bankName ?? '') : name,
        cardSealed: card === null ? null : sealText('bank-card.card', card),
        cardHash: listed.household.card?.cardHash ?? null,
        fromDay: today,
      }
    }),
  })
}
