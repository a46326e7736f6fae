/** Rosters as rounds, for tests: looked at, ticked, applied, put back; and what stands afterwards. */
import { applyImport } from '#app/commands/intake/apply-import.server.ts'
import { previewImport } from '#app/commands/intake/preview-import.server.ts'
import { database } from '#app/db/client.server.ts'
import { openText } from '#app/db/sealed/field-cipher.server.ts'
import { rolesWith } from '#app/domain/access/matrix.ts'
import { type Actor, type Scope, scopeOf } from '#app/domain/access/roles.ts'
import type { ItemContent } from '#app/domain/people/roster-items.ts'
import { COUNTY, seedAccount } from '#seed/builders.ts'
import { quickReader } from './files.ts'

export type Office = { actor: Actor; scope: Scope }

export async function seedOffice(scopeCode = COUNTY): Promise<Office> {
  const { account } = await seedAccount({ role: 'county-office', scopeCode })
  const actor: Actor = {
    accountId: account.id,
    assignments: [{ role: 'county-office', scopeCode, agencyId: null }],
  }
  return { actor, scope: scopeOf(actor, rolesWith('import:apply')) }
}

/** A roster as a CSV, one person a row. */
export type Person = {
  village?: string
  grid?: string
  number: string
  name: string
  id: string
  headcount: number
  kinship: string
  category?: string
  phone?: string
  bank?: string
  card?: string
}

const HEADER = '行政村,网格,户编号,姓名,证件号码,家庭人口数,与户主关系,户类型,联系电话,开户银行,银行卡号'

export function rosterCsv(people: readonly Person[]): Buffer {
  const lines = people.map((one) =>
    [
      one.village ?? '白鹿垭村',
      one.grid ?? '1',
      one.number,
      one.name,
      one.id,
      one.headcount,
      one.kinship,
      one.category ?? '脱贫户',
      one.phone ?? '',
      one.bank ?? '',
      one.card ?? '',
    ].join(),
  )
  return Buffer.from(`\ufeff${[HEADER, ...lines].join('\r\n')}`)
}

export async function look(by: Office, bytes: Buffer, now: Date): Promise<string> {
  const input = { kind: 'households' as const, scopeCode: COUNTY, fileName: '花名册', bytes, isKept: true }
  const looked = await previewImport(by.actor, by.scope, input, { ...quickReader, now: () => now })
  if (!looked.ok) throw new Error(looked.code)
  return looked.value.roundId ?? ''
}

export async function applyRound(by: Office, roundId: string, now: Date) {
  const applied = await applyImport(by.actor, by.scope, { roundId }, { ...quickReader, now: () => now })
  if (!applied.ok) throw new Error(applied.code)
  return applied.value
}

export type Piece = {
  number: number
  group: string
  kind: string
  field: string | null
  householdNumber: string
  isTicked: boolean
  outcome: string | null
  suspicion: string | null
  otherNumber: string | null
  content: ItemContent
}

export async function piecesOf(roundId: string): Promise<Piece[]> {
  const rows = await database().importItem.findMany({ where: { roundId }, orderBy: { number: 'asc' } })
  return rows.map(({ contentSealed, ...row }) => ({
    ...row,
    content: JSON.parse(openText('import-item.content', contentSealed)),
  }))
}

/** Pieces in a line each: group, kind, household, and who or what field it is about. */
export function named({ group, kind, field, householdNumber, content }: Piece): string {
  return [group, kind, householdNumber, ...(kind === 'member' ? [field] : []), content.who].join(' ')
}

/** Every open household with its place and members, in the clear, whatever its rows' ids and days are. */
export async function standing() {
  const households = await database().household.findMany({
    where: { closedOn: null },
    orderBy: { number: 'asc' },
    include: {
      states: { where: { toDay: null } },
      members: { where: { toDay: null } },
      bankCards: { where: { toDay: null } },
    },
  })
  return households.map(({ number, states, members, bankCards }) => ({
    number,
    places: states.map(({ villageCode, gridCode, category, headcount }) => ({
      villageCode,
      gridCode,
      category,
      headcount,
    })),
    members: members
      .map((one) => ({
        name: openText('person.name', one.nameSealed),
        isHead: one.isHead,
        phone: one.phoneSealed === null ? null : openText('person.phone', one.phoneSealed),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    cards: bankCards.map(({ bankName, cardSealed }) => [
      bankName,
      cardSealed === null ? null : openText('bank-card.card', cardSealed),
    ]),
  }))
}

/** What any day before `day` says, of households, places and figures: it must not move, whatever is undone. */
export async function daysBefore(day: string) {
  const states = await database().$queryRaw<object[]>`
    SELECT h.number, d::date::text AS day, s.village_code, s.grid_code, s.category, s.headcount
    FROM generate_series(${day}::date - 40, ${day}::date - 1, '1 day') d
    JOIN household_state s ON s.from_day <= d AND (s.to_day IS NULL OR s.to_day >= d)
    JOIN household h ON h.id = s.household_id ORDER BY 1, 2, 3`
  const totals = await database().$queryRaw<object[]>`
    SELECT household_id, business_day::text, base_fen::text, premium_fen::text FROM household_day ORDER BY 1, 2`
  return { states, totals }
}
