/** Writes what a roster adds and changes, many households a statement. Names, numbers and cards go in sealed. */
import type { MemberFact } from '#app/domain/intake/household-fact.ts'
import { addDays, toDateColumn } from '#app/domain/kernel/calendar.ts'
import { invariant } from '#app/domain/kernel/invariant.ts'
import { nextAliases } from '#app/domain/people/aliases.ts'
import type { HouseholdPlace, MemberField, MemberTraits } from '#app/domain/people/household-change.ts'
import type { changeOfItems } from '#app/domain/people/roster-items.ts'
import { Prisma, type Transaction } from '../client.server.ts'
import type { ImportPlace } from '../intake/importing.server.ts'
import { sealText } from '../sealed/field-cipher.server.ts'
import { addUndo, type BeforeRound, type StoredMember } from './household-undo.server.ts'
import type { KnownMember, KnownRow, Listed } from './listed-household.server.ts'

/** A household to write: `known` is null where it is new. */
export type HouseholdWrite = {
  listed: Listed
  known: KnownRow | null
  change: ReturnType<typeof changeOfItems>
}

/** Aliases given so far, by village; kept between the parts of one file. */
export type AliasesTaken = Map<string, Set<string>>

export async function writeHouseholds(
  tx: Transaction,
  place: ImportPlace,
  roundId: string,
  writes: readonly HouseholdWrite[],
  aliases: AliasesTaken,
): Promise<void> {
  if (writes.length === 0) return
  await addGrids(tx, place, writes)
  const ids = await addHouseholds(tx, place, writes, aliases)
  const idOf = ({ listed, known }: HouseholdWrite): number => {
    const id = known?.id ?? ids.get(listed.fact.number)
    invariant(id !== undefined, 'a household is written before what belongs to it')
    return id
  }
  const before = new Map(writes.map((write) => [idOf(write), beforeOf(write)]))
  await reopen(tx, writes)
  await moveStates(tx, place, writes, idOf)
  await writeMembers(tx, place, writes, idOf, before)
  await writeCards(tx, place, writes, idOf, before)
  await addUndo(tx, roundId, before)
}

/** What was there before a household is written to; what is only known once it is written is filled in then. */
function beforeOf({ known, change }: HouseholdWrite): BeforeRound {
  return {
    is: known === null ? 'added' : known.place === null ? 'returned' : 'changed',
    place: change.place === null ? null : (known?.place ?? null),
    joined: [],
    ended: [],
    corrected: change.corrected.flatMap(({ id }) => {
      const member = known?.members.find((one) => one.id === id)
      return member === undefined ? [] : [storedMember(member)]
    }),
    addedCards: [],
    endedCards: [],
  }
}

function storedMember(member: KnownMember): StoredMember {
  const { phone: _, ...stored } = member
  return stored
}

async function reopen(tx: Transaction, writes: readonly HouseholdWrite[]) {
  const returned = writes.flatMap(({ known }) =>
    known !== null && known.closedOn !== null ? [known.id] : [],
  )
  if (returned.length === 0) return
  await tx.household.updateMany({ where: { id: { in: returned } }, data: { closedOn: null } })
}

/** The last day of what is replaced today. */
function dayBefore(place: Pick<ImportPlace, 'today'>): Date {
  return toDateColumn(addDays(place.today, -1))
}

type IdOf = (write: HouseholdWrite) => number

async function addGrids(tx: Transaction, place: ImportPlace, writes: readonly HouseholdWrite[]) {
  const grids = new Map<string, { villageCode: string; number: number }>()
  for (const { listed, change } of writes) {
    if (change.place === null) continue
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

/** What households are to be from today; `householdId` is each its own. */
async function moveStates(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
) {
  await placeHouseholds(
    tx,
    place,
    writes.flatMap((write) =>
      write.change.place === null ? [] : [{ ...write.change.place, householdId: idOf(write) }],
    ),
  )
}

/**
 * Gives households a place from today: the open state ends the day before, and a second change on one day writes over
 * the first. A state that ended today by the household's closing is taken up again.
 */
export async function placeHouseholds(
  tx: Transaction,
  place: Pick<ImportPlace, 'countyCode' | 'today'>,
  places: readonly (HouseholdPlace & { householdId: number })[],
): Promise<void> {
  if (places.length === 0) return
  const today = toDateColumn(place.today)
  const now = Prisma.sql`jsonb_to_recordset(${JSON.stringify(places)}::jsonb) AS now("householdId" int,
    "villageCode" text, "gridCode" text, category text, headcount int)`
  await tx.$executeRaw`
    UPDATE household_state s SET to_day = ${dayBefore(place)}::date FROM ${now}
    WHERE s.household_id = now."householdId" AND s.from_day < ${today}::date
      AND (s.to_day IS NULL OR s.to_day >= ${today}::date)`
  await tx.$executeRaw`
    UPDATE household_state s SET village_code = now."villageCode", grid_code = now."gridCode", category = now.category,
      headcount = now.headcount, to_day = NULL
    FROM ${now} WHERE s.household_id = now."householdId" AND s.from_day >= ${today}::date`
  await tx.$executeRaw`
    INSERT INTO household_state (household_id, county_code, village_code, grid_code, category, headcount, from_day)
    SELECT "householdId", ${place.countyCode}, "villageCode", "gridCode", category, headcount, ${today}::date
    FROM ${now} WHERE NOT EXISTS (SELECT 1 FROM household_state s
      WHERE s.household_id = now."householdId" AND s.from_day >= ${today}::date)`
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
  before: ReadonlyMap<number, BeforeRound>,
) {
  const memberAt = ({ listed }: HouseholdWrite, index: number) => {
    const [member, traits] = [listed.fact.members[index], listed.household.members[index]]
    invariant(member !== undefined && traits !== undefined, 'a change names a listed member')
    return sealedMember(member, traits)
  }
  await endMembers(tx, place, writes, idOf, before)
  const joined = await addMembers(
    tx,
    place,
    writes.flatMap((write) =>
      write.change.joined.map((index) => ({ ...memberAt(write, index), householdId: idOf(write) })),
    ),
  )
  for (const { id, householdId } of joined) before.get(householdId)?.joined.push(id)
  await correctMembers(
    tx,
    writes.flatMap((write) =>
      write.change.corrected.map(({ id, index, fields }) => ({
        id,
        ...saidOf(memberAt(write, index), fields),
      })),
    ),
  )
}

/** Ends who left, also another household for this one. Who was ended before in this round is not ended twice. */
async function endMembers(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
  before: ReadonlyMap<number, BeforeRound>,
) {
  const ended = writes.flatMap((write) =>
    write.change.ended.map((personId) => ({ personId, householdId: idOf(write) })),
  )
  if (ended.length === 0) return
  const rows = await tx.$queryRaw<{ id: number }[]>`
    UPDATE person SET to_day = ${dayBefore(place)}::date
    WHERE to_day IS NULL AND id = ANY(${ended.map(({ personId }) => personId)}::int[]) RETURNING id`
  const done = new Set(rows.map(({ id }) => id))
  for (const { personId, householdId } of ended) {
    if (done.delete(personId)) before.get(householdId)?.ended.push(personId)
  }
}

type Said = Partial<ReturnType<typeof sealedMember>>

/** The columns of what is written otherwise of a member; the rest of him stays. */
function saidOf(member: ReturnType<typeof sealedMember>, fields: readonly MemberField[]): Said {
  const { nameHash, nameSealed, idNumberHash, idNumberSealed, phoneSealed, isHead } = member
  const columns: Record<MemberField, Said> = {
    nameHash: { nameHash, nameSealed },
    idNumberHash: { idNumberHash, idNumberSealed },
    phone: { phoneSealed },
    personNumber: { personNumber: member.personNumber },
    sex: { sex: member.sex },
    kinship: { kinship: member.kinship },
    isHead: { isHead },
  }
  return Object.assign({}, ...fields.map((field) => columns[field]))
}

async function correctMembers(tx: Transaction, corrections: readonly (Said & { id: number })[]) {
  if (corrections.length === 0) return
  await tx.$executeRaw`
    UPDATE person p SET name_sealed = coalesce(said."nameSealed", p.name_sealed),
      name_hash = coalesce(said."nameHash", p.name_hash),
      id_number_sealed = coalesce(said."idNumberSealed", p.id_number_sealed),
      id_number_hash = coalesce(said."idNumberHash", p.id_number_hash),
      phone_sealed = coalesce(said."phoneSealed", p.phone_sealed),
      person_number = coalesce(said."personNumber", p.person_number),
      sex = coalesce(said.sex, p.sex), kinship = coalesce(said.kinship, p.kinship),
      is_head = coalesce(said."isHead", p.is_head)
    FROM jsonb_to_recordset(${JSON.stringify(corrections)}::jsonb) AS said(id int, "nameSealed" text, "nameHash" text,
      "idNumberSealed" text, "idNumberHash" text, "phoneSealed" text, "personNumber" text, sex text, kinship text,
      "isHead" boolean)
    WHERE p.id = said.id`
}

type SealedMember = ReturnType<typeof sealedMember> & { householdId: number }

/** One parameter for all rows: a roster has tens of thousands of people, and a parameter a cell costs seconds. */
async function addMembers(
  tx: Transaction,
  place: ImportPlace,
  members: readonly SealedMember[],
): Promise<{ id: number; householdId: number }[]> {
  if (members.length === 0) return []
  return tx.$queryRaw`
    INSERT INTO person (household_id, county_code, is_head, name_sealed, name_hash, id_number_sealed, id_number_hash,
      phone_sealed, person_number, sex, kinship, from_day)
    SELECT "householdId", ${place.countyCode}, "isHead", "nameSealed", "nameHash", "idNumberSealed", "idNumberHash",
      "phoneSealed", "personNumber", sex, kinship, ${toDateColumn(place.today)}::date
    FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS member("householdId" int, "isHead" boolean,
      "nameSealed" text, "nameHash" text, "idNumberSealed" text, "idNumberHash" text, "phoneSealed" text,
      "personNumber" text, sex text, kinship text)
    RETURNING id, household_id AS "householdId"`
}

async function writeCards(
  tx: Transaction,
  place: ImportPlace,
  writes: readonly HouseholdWrite[],
  idOf: IdOf,
  before: ReadonlyMap<number, BeforeRound>,
) {
  const changed = writes.filter(({ change }) => change.hasNewCard)
  const replaced = changed.flatMap(({ known }) => (known?.cardId == null ? [] : [known.cardId]))
  await tx.bankCard.updateMany({ where: { id: { in: replaced } }, data: { toDay: dayBefore(place) } })
  const added = await tx.bankCard.createManyAndReturn({
    data: changed.map((write) => {
      const { listed, known } = write
      const { name = '', card = null } = listed.fact.bank ?? {}
      return {
        householdId: idOf(write),
        countyCode: place.countyCode,
        bankName: name === '' ? (known?.card?.bankName ?? '') : name,
        cardSealed: card === null ? null : sealText('bank-card.card', card),
        cardHash: listed.household.card?.cardHash ?? null,
        fromDay: toDateColumn(place.today),
      }
    }),
    select: { id: true, householdId: true },
  })
  for (const { id, householdId } of added) before.get(householdId)?.addedCards.push(id)
  for (const write of changed) {
    if (write.known?.cardId != null) before.get(idOf(write))?.endedCards.push(write.known.cardId)
  }
}
