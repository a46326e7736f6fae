/**
 * A roster compared with what is there, part by part, as pieces to be ticked. It reads what was there before the
 * round, also while the round is being written: so it is read beside the transaction that writes.
 */
import type { HouseholdFact, MemberFact } from '#app/domain/intake/household-fact.ts'
import {
  compareHousehold,
  isUnchanged,
  type MemberField,
  type MemberTraits,
} from '#app/domain/people/household-change.ts'
import {
  type ContentField,
  type Elsewhere,
  type ItemContent,
  itemsOf,
  type RosterItem,
} from '#app/domain/people/roster-items.ts'
import type { Transaction } from '../client.server.ts'
import type { KeptItem } from '../intake/import-items.server.ts'
import type { ImportedFile } from '../intake/importing.server.ts'
import { hashText, openText } from '../sealed/field-cipher.server.ts'
import { type KnownRow, type Listed, readKnownHouseholds, toListed } from './listed-household.server.ts'

type Reader = Pick<Transaction, 'household' | 'person' | 'bankCard' | 'householdState'>

/** Who is in the file: the household of each identity number, and every household's number. */
export type FileIndex = { numberOf: ReadonlyMap<string, string>; numbers: ReadonlySet<string> }

export function indexFile({ batches, numbers, heldNumbers = [] }: ImportedFile<'households'>): FileIndex {
  const numberOf = new Map<string, string>()
  for (const facts of batches) {
    for (const { number, members } of facts) {
      for (const { idNumber } of members) {
        if (idNumber !== null) numberOf.set(hashText('person.id-number', idNumber), number)
      }
    }
  }
  return { numberOf, numbers: new Set([...numbers, ...heldNumbers]) }
}

/** A household of the file: what is known of it, and its pieces, each as it is kept. */
export type Compared = {
  listed: Listed
  known: KnownRow | null
  pieces: { item: RosterItem; kept: KeptItem }[]
}

export async function comparePart(
  db: Reader,
  countyCode: string,
  facts: readonly HouseholdFact[],
  file: FileIndex,
): Promise<Compared[]> {
  const part = facts.map(toListed)
  const known = await readKnownHouseholds(
    db,
    countyCode,
    facts.map(({ number }) => number),
  )
  const others = await readOthers(db, countyCode, part, known, file)
  return part.map((listed) => {
    const row = known.get(listed.fact.number) ?? null
    const change = compareHousehold(row ?? { place: null, members: [], card: null }, listed.household)
    if (row !== null && isUnchanged(change)) return { listed, known: row, pieces: [] }
    const { otherNumber, ...elsewhere } = elsewhereOf(listed, row, others, file)
    const pieces = itemsOf(row, listed.household, change, elsewhere).map((item) => ({
      item,
      kept: {
        ...item,
        householdNumber: listed.fact.number,
        villageCode: listed.fact.villageCode,
        row: rowOf(item, listed),
        fingerprint: fingerprintOf(item, listed, row),
        otherNumber: item.suspicion === null ? null : otherNumber,
        content: contentOf(item, listed, row),
      },
    }))
    return { listed, known: row, pieces }
  })
}

function rowOf({ member, effect }: RosterItem, { fact }: Listed): number {
  const index = member !== null && 'index' in member ? member.index : effect.corrected[0]?.index
  return (index === undefined ? undefined : fact.members[index]?.row) ?? fact.row
}

type Others = {
  /** By keyed hash of the identity number: who has it now, and in which household. */
  people: ReadonlyMap<string, { personId: number; number: string }>
  /** By `name hash, village`: a household that the file doesn't list and that has such a head. */
  heads: ReadonlyMap<string, string>
  /** By keyed hash of the card: a household that the file doesn't list and that has it. */
  cards: ReadonlyMap<string, string>
}

async function readOthers(
  db: Reader,
  countyCode: string,
  part: readonly Listed[],
  known: ReadonlyMap<string, KnownRow>,
  file: FileIndex,
): Promise<Others> {
  const ids = part.flatMap(({ household }) => household.members.flatMap((one) => one.idNumberHash ?? []))
  const people = await db.person.findMany({
    where: { countyCode, toDay: null, idNumberHash: { in: ids } },
    select: { id: true, idNumberHash: true, household: { select: { number: true } } },
  })
  const fresh = part.filter(({ fact }) => (known.get(fact.number)?.place ?? null) === null)
  const names = fresh.flatMap(({ household }) =>
    household.members.filter(({ isHead }) => isHead).map(({ nameHash }) => nameHash),
  )
  const heads = await db.person.findMany({
    where: { countyCode, toDay: null, isHead: true, nameHash: { in: names } },
    select: {
      nameHash: true,
      household: {
        select: { number: true, states: { where: { toDay: null }, select: { villageCode: true } } },
      },
    },
  })
  const cards = await db.bankCard.findMany({
    where: {
      countyCode,
      toDay: null,
      cardHash: { in: part.flatMap(({ household }) => household.card?.cardHash ?? []) },
    },
    select: { cardHash: true, household: { select: { number: true, closedOn: true } } },
  })
  const isListed = (number: string) => file.numbers.has(number)
  return {
    people: new Map(
      people.map(({ id, idNumberHash, household }) => [
        idNumberHash ?? '',
        { personId: id, number: household.number },
      ]),
    ),
    heads: new Map(
      heads
        .filter(({ household }) => !isListed(household.number))
        .map(({ nameHash, household }) => [
          `${nameHash} ${household.states[0]?.villageCode}`,
          household.number,
        ]),
    ),
    cards: new Map(
      cards
        .filter(({ household }) => !isListed(household.number) && household.closedOn === null)
        .map(({ cardHash, household }) => [cardHash ?? '', household.number]),
    ),
  }
}

function elsewhereOf(
  { fact, household }: Listed,
  known: KnownRow | null,
  others: Others,
  file: FileIndex,
): Elsewhere & { otherNumber: string | null } {
  const found = household.members.flatMap(({ idNumberHash }, index) => {
    const owner = idNumberHash === null ? undefined : others.people.get(idNumberHash)
    return owner === undefined || owner.number === fact.number ? [] : [[index, owner] as const]
  })
  const stranger = found.find(([, owner]) => !file.numbers.has(owner.number))?.[1].number
  const head = household.members.find(({ isHead }) => isHead)
  const sameHead = others.heads.get(`${head?.nameHash} ${fact.villageCode}`)
  const sameCard = others.cards.get(household.card?.cardHash ?? '')
  const movedOut = (known?.members ?? []).filter(({ idNumberHash }) => {
    const number = idNumberHash === null ? undefined : file.numberOf.get(idNumberHash)
    return number !== undefined && number !== fact.number
  })
  return {
    owners: new Map(
      found.map(([index, { personId, number }]) => [index, { personId, isListed: file.numbers.has(number) }]),
    ),
    movedOut: new Set(movedOut.map(({ id }) => id)),
    hasSameHead: sameHead !== undefined,
    hasSameCard: sameCard !== undefined,
    otherNumber: stranger ?? sameHead ?? sameCard ?? null,
  }
}

function knownMember(known: KnownRow | null, id: number) {
  return known?.members.find((member) => member.id === id)
}

function traitsOf(member: MemberTraits | undefined) {
  return (
    member && [
      member.nameHash,
      member.idNumberHash,
      member.phone,
      member.personNumber,
      member.sex,
      member.kinship,
      member.isHead,
    ]
  )
}

/** What a piece was and what it is to be, as one keyed hash. */
function fingerprintOf({ kind, field, effect }: RosterItem, listed: Listed, known: KnownRow | null): string {
  const place = Object.keys(effect.place) as (keyof typeof effect.place)[]
  const { members, card } = listed.household
  const said = {
    number: listed.fact.number,
    kind,
    field,
    place: place.sort().map((key) => [key, known?.place?.[key] ?? null, effect.place[key]]),
    joined: effect.joined.map((index) => [index, traitsOf(members[index])]),
    corrected: effect.corrected.map(({ id, index, fields }) => {
      const [was, is] = [knownMember(known, id), members[index]]
      return [id, fields.map((one) => [one, was?.[one] ?? null, is?.[one] ?? null])]
    }),
    ended: [...effect.ended].sort((a, b) => a - b),
    card: effect.hasNewCard && [known?.card?.bankName, known?.card?.cardHash, card?.bankName, card?.cardHash],
  }
  return hashText('import-item.content', JSON.stringify(said))
}

const FIELD_OF: Record<Exclude<MemberField, 'isHead'>, ContentField> = {
  nameHash: 'name',
  idNumberHash: 'idNumber',
  phone: 'phone',
  personNumber: 'personNumber',
  sex: 'sex',
  kinship: 'kinship',
}

function writtenValue(member: MemberFact | undefined, field: MemberField): string | null {
  if (member === undefined || field === 'isHead') return null
  return member[field === 'nameHash' ? 'name' : field === 'idNumberHash' ? 'idNumber' : field]
}

function storedValue(member: KnownRow['members'][number] | undefined, field: MemberField): string | null {
  if (member === undefined || field === 'isHead') return null
  if (field === 'nameHash') return openText('person.name', member.nameSealed)
  if (field === 'idNumberHash') {
    return member.idNumberSealed === null ? null : openText('person.id-number', member.idNumberSealed)
  }
  return member[field]
}

function storedHead(known: KnownRow | null): string | null {
  return storedValue(
    known?.members.find(({ isHead }) => isHead),
    'nameHash',
  )
}

/** What a piece says in full. Sealed before it is kept. */
function contentOf(item: RosterItem, { fact }: Listed, known: KnownRow | null): ItemContent {
  const { kind, member, effect } = item
  const newHead = fact.members.find(({ isHead }) => isHead)?.name ?? null
  const changes: ItemContent['changes'] = []
  const say = (field: ContentField, before: string | null, after: string | null) => {
    if (before !== after) changes.push({ field, before, after })
  }
  const { villageCode, gridCode, category, headcount } = effect.place
  const was = known?.place ?? null
  if (villageCode !== undefined) say('village', was?.villageCode ?? null, villageCode)
  if (gridCode !== undefined) say('grid', was?.gridCode ?? null, gridCode)
  if (category !== undefined) say('category', was?.category ?? null, category)
  if (headcount !== undefined) say('headcount', was === null ? null : `${was.headcount}`, `${headcount}`)
  if (kind === 'household' || kind === 'returned') {
    say('members', null, `${fact.members.length}`)
    return { who: newHead, changes }
  }
  if (kind === 'head') say('head', storedHead(known), newHead)
  if (kind === 'member') {
    for (const { id, index, fields } of effect.corrected) {
      for (const field of fields) {
        if (field === 'isHead') continue
        const before = storedValue(knownMember(known, id), field)
        say(FIELD_OF[field], before, writtenValue(fact.members[index], field))
      }
    }
  }
  if (effect.hasNewCard) {
    const { name = '', card = null } = fact.bank ?? {}
    if (name !== '') say('bankName', known?.card?.bankName ?? null, name)
    const before = known?.cardSealed ?? null
    if (card !== null) say('card', before === null ? null : openText('bank-card.card', before), card)
  }
  return { who: whoOf(member, fact, known) ?? storedHead(known), changes }
}

function whoOf(member: RosterItem['member'], fact: HouseholdFact, known: KnownRow | null): string | null {
  if (member === null) return null
  if ('index' in member) return fact.members[member.index]?.name ?? null
  return storedValue(knownMember(known, member.id), 'nameHash')
}

/** Households of these places that the file does not list, with their head. */
export type Unlisted = {
  id: number
  number: string
  villageCode: string
  fingerprint: string
  kept: KeptItem
}

/** A part of the households that are open in the given villages and that the file doesn't list, by id after `after`. */
export async function readUnlisted(
  db: Reader,
  townPrefixes: readonly string[],
  file: FileIndex,
  item: RosterItem,
  page: { after: number; take: number },
): Promise<{ unlisted: Unlisted[]; last: number | null }> {
  const states = await db.householdState.findMany({
    where: {
      toDay: null,
      householdId: { gt: page.after },
      OR: townPrefixes.map((prefix) => ({ villageCode: { startsWith: prefix } })),
    },
    orderBy: { householdId: 'asc' },
    take: page.take,
    select: { householdId: true, villageCode: true, household: { select: { number: true } } },
  })
  const gone = states.filter(({ household }) => !file.numbers.has(household.number))
  const heads = await db.person.findMany({
    where: { toDay: null, isHead: true, householdId: { in: gone.map(({ householdId }) => householdId) } },
    select: { householdId: true, nameSealed: true },
  })
  const nameOf = new Map(heads.map(({ householdId, nameSealed }) => [householdId, nameSealed]))
  const unlisted = gone.map(({ householdId: id, villageCode, household: { number } }) => {
    const fingerprint = hashText('import-item.content', JSON.stringify({ number, kind: item.kind, id }))
    const name = nameOf.get(id)
    const content: ItemContent = {
      who: name === undefined ? null : openText('person.name', name),
      changes: [],
    }
    const kept: KeptItem = {
      ...item,
      householdNumber: number,
      villageCode,
      row: null,
      fingerprint,
      otherNumber: null,
      content,
    }
    return { id, number, villageCode, fingerprint, kept }
  })
  return { unlisted, last: states.length < page.take ? null : (states.at(-1)?.householdId ?? null) }
}

/** The pieces of a household that are ticked. */
export function tickedOf({ pieces }: Compared, ticked: ReadonlySet<string>): RosterItem[] {
  return pieces.filter(({ kept }) => ticked.has(kept.fingerprint)).map(({ item }) => item)
}
