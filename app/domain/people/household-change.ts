/**
 * What a roster changes of a household that is known.
 * Invariant: what the roster doesn't say is kept, nobody leaves whose row was refused, and applying a roster twice
 * changes nothing the second time.
 */
import type { HouseholdCategory } from './category.ts'

export type HouseholdPlace = {
  villageCode: string
  /** Null where the roster names no grid. */
  gridCode: string | null
  category: HouseholdCategory
  headcount: number
}

/** A member by keyed hashes. Null is not said, or not known. */
export type MemberTraits = {
  nameHash: string
  idNumberHash: string | null
  phone: string | null
  personNumber: string | null
  sex: string | null
  kinship: string
  isHead: boolean
}

export type CardTraits = { bankName: string; cardHash: string | null }

export type ListedHousehold = {
  place: HouseholdPlace
  members: readonly MemberTraits[]
  /** False where rows of the household were refused: who is missing has not left. */
  isWhole: boolean
  card: CardTraits | null
}

export type KnownHousehold = {
  /** Null where it is closed. */
  place: HouseholdPlace | null
  members: readonly (MemberTraits & { id: number })[]
  card: CardTraits | null
}

/** What of a known member a roster may write otherwise; being the head is among them. */
export const MEMBER_FIELDS = [
  'nameHash',
  'idNumberHash',
  'phone',
  'personNumber',
  'sex',
  'kinship',
  'isHead',
] as const satisfies readonly (keyof MemberTraits)[]
export type MemberField = (typeof MEMBER_FIELDS)[number]

export type Correction = { id: number; index: number; fields: readonly MemberField[] }

export type HouseholdChange = {
  /** The new place where it differs, with the grid that holds now. */
  place: HouseholdPlace | null
  /** Members who are new, by their index in the list. */
  joined: number[]
  /** Members with something else written now: who they are, their index in the list, and what of them. */
  corrected: Correction[]
  /** Members who are no longer listed. */
  left: number[]
  hasNewCard: boolean
}

export function compareHousehold(known: KnownHousehold, listed: ListedHousehold): HouseholdChange {
  const matches = matchMembers(known.members, listed.members)
  const stayed = new Set([...matches.values()].map((member) => member.id))
  return {
    place: changedPlace(known.place, listed.place),
    joined: listed.members.flatMap((_, index) => (matches.has(index) ? [] : [index])),
    corrected: [...matches].flatMap(([index, member]) => {
      const fields = correctedFields(member, listed.members[index])
      return fields.length > 0 ? [{ id: member.id, index, fields }] : []
    }),
    left: listed.isWhole ? known.members.filter(({ id }) => !stayed.has(id)).map(({ id }) => id) : [],
    hasNewCard: isNewCard(known.card, listed.card),
  }
}

export function isUnchanged(change: HouseholdChange): boolean {
  const { place, joined, corrected, left, hasNewCard } = change
  return place === null && joined.length + corrected.length + left.length === 0 && !hasNewCard
}

/** The place as it is from now on, or null where nothing of it changed. */
function changedPlace(known: HouseholdPlace | null, listed: HouseholdPlace): HouseholdPlace | null {
  if (known === null) return listed
  const keepsGrid = listed.gridCode === null && known.villageCode === listed.villageCode
  const place = keepsGrid ? { ...listed, gridCode: known.gridCode } : listed
  const isSame =
    place.villageCode === known.villageCode &&
    place.gridCode === known.gridCode &&
    place.category === known.category &&
    place.headcount === known.headcount
  return isSame ? null : place
}

/** Who is who: by identity number, then by name where one of the two has no number. Each known member once. */
function matchMembers<Known extends MemberTraits & { id: number }>(
  known: readonly Known[],
  listed: readonly MemberTraits[],
): Map<number, Known> {
  const free = new Set(known)
  const matches = new Map<number, Known>()
  const match = (isSame: (a: Known, b: MemberTraits) => boolean) => {
    for (const [index, member] of listed.entries()) {
      if (matches.has(index)) continue
      const found = [...free].find((candidate) => isSame(candidate, member))
      if (found === undefined) continue
      matches.set(index, found)
      free.delete(found)
    }
  }
  match((a, b) => a.idNumberHash !== null && a.idNumberHash === b.idNumberHash)
  match((a, b) => a.nameHash === b.nameHash && (a.idNumberHash === null || b.idNumberHash === null))
  return matches
}

/** What is written otherwise. What the roster leaves empty is not said. */
function correctedFields(known: MemberTraits, listed: MemberTraits | undefined): MemberField[] {
  if (listed === undefined) return []
  return MEMBER_FIELDS.filter((field) => listed[field] !== null && listed[field] !== known[field])
}

/** Another bank, or another card; a card that isn't written is not said. */
function isNewCard(known: CardTraits | null, listed: CardTraits | null): boolean {
  if (listed === null) return false
  if (known === null) return true
  const isOtherBank = listed.bankName !== '' && listed.bankName !== known.bankName
  return isOtherBank || (listed.cardHash !== null && listed.cardHash !== known.cardHash)
}
