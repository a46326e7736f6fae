/** Households as a roster lists them and as the database has them, in the one form in which they are compared. */
import type { HouseholdFact, MemberFact } from '#app/domain/intake/household-fact.ts'
import type { HouseholdCategory } from '#app/domain/people/category.ts'
import type { KnownHousehold, ListedHousehold, MemberTraits } from '#app/domain/people/household-change.ts'
import type { Transaction } from '../client.server.ts'
import { hashText, openText } from '../sealed/field-cipher.server.ts'

/** A listed household with its fact, for what is written sealed. */
export type Listed = { fact: HouseholdFact; household: ListedHousehold }

export function gridCodeOf(villageCode: string, gridNumber: number | null): string | null {
  return gridNumber === null ? null : `${villageCode}-${String(gridNumber).padStart(2, '0')}`
}

function traitsOf(member: MemberFact): MemberTraits {
  return {
    nameHash: hashText('person.name', member.name),
    idNumberHash: member.idNumber === null ? null : hashText('person.id-number', member.idNumber),
    phone: member.phone,
    personNumber: member.personNumber,
    sex: member.sex,
    kinship: member.kinship,
    isHead: member.isHead,
  }
}

export function toListed(fact: HouseholdFact): Listed {
  const { villageCode, category, headcount, bank } = fact
  return {
    fact,
    household: {
      place: { villageCode, gridCode: gridCodeOf(villageCode, fact.gridNumber), category, headcount },
      members: fact.members.map(traitsOf),
      isWhole: fact.refusedMemberCount === 0,
      card: bank && {
        bankName: bank.name,
        cardHash: bank.card === null ? null : hashText('bank-card.card', bank.card),
      },
    },
  }
}

/** A member as he is stored: what is shown of him is opened where it is shown, and kept sealed to be put back. */
export type KnownMember = MemberTraits & {
  id: number
  nameSealed: string
  idNumberSealed: string | null
  phoneSealed: string | null
}

/** A household that is there, with the ids that a change is written to. */
export type KnownRow = Omit<KnownHousehold, 'members'> & {
  id: number
  number: string
  closedOn: Date | null
  members: KnownMember[]
  cardSealed: string | null
  stateId: number | null
  stateFromDay: Date | null
  cardId: number | null
}

/** The households of a county with these numbers, as they are today. */
export async function readKnownHouseholds(
  tx: Pick<Transaction, 'household'>,
  countyCode: string,
  numbers: string[],
): Promise<Map<string, KnownRow>> {
  const rows = await tx.household.findMany({
    where: { countyCode, number: { in: numbers } },
    select: {
      id: true,
      number: true,
      closedOn: true,
      states: {
        where: { toDay: null },
        select: {
          id: true,
          villageCode: true,
          gridCode: true,
          category: true,
          headcount: true,
          fromDay: true,
        },
      },
      members: {
        where: { toDay: null },
        select: {
          id: true,
          nameHash: true,
          nameSealed: true,
          idNumberHash: true,
          idNumberSealed: true,
          phoneSealed: true,
          personNumber: true,
          sex: true,
          kinship: true,
          isHead: true,
        },
        orderBy: { id: 'asc' },
      },
      bankCards: {
        where: { toDay: null },
        select: { id: true, bankName: true, cardHash: true, cardSealed: true },
        orderBy: { id: 'desc' },
      },
    },
  })
  return new Map(rows.map((row) => [row.number, toKnown(row)]))
}

type HouseholdRow = {
  id: number
  number: string
  closedOn: Date | null
  states: {
    id: number
    villageCode: string
    gridCode: string | null
    category: string
    headcount: number
    fromDay: Date
  }[]
  members: Omit<KnownMember, 'phone'>[]
  bankCards: { id: number; bankName: string; cardHash: string | null; cardSealed: string | null }[]
}

function toKnown({ states: [state], members, bankCards: [card], ...household }: HouseholdRow): KnownRow {
  return {
    ...household,
    stateId: state?.id ?? null,
    stateFromDay: state?.fromDay ?? null,
    cardId: card?.id ?? null,
    cardSealed: card?.cardSealed ?? null,
    place: state
      ? {
          villageCode: state.villageCode,
          gridCode: state.gridCode,
          category: state.category as HouseholdCategory,
          headcount: state.headcount,
        }
      : null,
    members: members.map((member) => ({
      ...member,
      phone: member.phoneSealed === null ? null : openText('person.phone', member.phoneSealed),
    })),
    card: card ? { bankName: card.bankName, cardHash: card.cardHash } : null,
  }
}
