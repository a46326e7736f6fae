/** Who belongs to a household, with every figure masked; children are counted and not shown. */
import { readDatabase } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import type { Actor } from '#app/domain/access/roles.ts'
import {
  maskBankCard,
  maskIdNumber,
  maskName,
  maskPhone,
  seesNameInFull,
} from '#app/domain/access/visibility.ts'
import { civilDateOf } from '#app/domain/kernel/calendar.ts'
import { isMinor } from '#app/domain/people/minors.ts'

export type MaskedMember = {
  id: number
  name: string
  kinship: string
  isHead: boolean
  idNumber: string | null
  phone: string | null
}

export type HouseholdPeople = {
  members: MaskedMember[]
  minorCount: number
  cards: { id: number; bankName: string; number: string }[]
}

/** Of a household that is in scope: the caller has seen to that. */
export async function readHouseholdPeople(
  actor: Actor,
  householdId: number,
  now: Date,
): Promise<HouseholdPeople> {
  const db = readDatabase()
  const [state, people, cards] = await Promise.all([
    db.householdState.findFirst({
      where: { householdId, toDay: null },
      select: { villageCode: true, gridCode: true },
    }),
    db.person.findMany({
      where: { householdId, toDay: null },
      orderBy: [{ isHead: 'desc' }, { id: 'asc' }],
      select: {
        id: true,
        nameSealed: true,
        kinship: true,
        isHead: true,
        idNumberSealed: true,
        phoneSealed: true,
      },
    }),
    db.bankCard.findMany({
      where: { householdId, toDay: null, cardSealed: { not: null } },
      orderBy: { id: 'asc' },
      select: { id: true, bankName: true, cardSealed: true },
    }),
  ])
  const today = civilDateOf(now)
  const isInFull = state !== null && seesNameInFull(actor, state)
  const opened = people.map((person) => ({
    ...person,
    idNumber: person.idNumberSealed && openText('person.id-number', person.idNumberSealed),
  }))
  const adults = opened.filter((person) => !isMinor(person.idNumber, today))
  return {
    members: adults.map(({ id, nameSealed, kinship, isHead, idNumber, phoneSealed }) => {
      const name = openText('person.name', nameSealed)
      return {
        id,
        name: isInFull ? name : maskName(name),
        kinship,
        isHead,
        idNumber: idNumber && maskIdNumber(idNumber),
        phone: phoneSealed && maskPhone(openText('person.phone', phoneSealed)),
      }
    }),
    minorCount: opened.length - adults.length,
    cards: cards.map(({ id, bankName, cardSealed }) => ({
      id,
      bankName,
      number: maskBankCard(openText('bank-card.card', cardSealed ?? '')),
    })),
  }
}
