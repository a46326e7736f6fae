import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  compareHousehold,
  isUnchanged,
  type KnownHousehold,
  type ListedHousehold,
  type MemberTraits,
} from './household-change.ts'

const head: MemberTraits = {
  nameHash: 'n1',
  idNumberHash: 'i1',
  phone: '13900000001',
  personNumber: '1',
  sex: 'male',
  kinship: '户主',
  isHead: true,
}
const child: MemberTraits = {
  ...head,
  nameHash: 'n2',
  idNumberHash: 'i2',
  phone: null,
  kinship: '之子',
  isHead: false,
}
const place = {
  villageCode: '510981100212',
  gridCode: '510981100212-01',
  category: 'exited',
  headcount: 2,
} as const
const listed: ListedHousehold = {
  place,
  members: [head, child],
  isWhole: true,
  card: { bankName: '农村信用社', cardHash: 'c1' },
}
const known: KnownHousehold = {
  place,
  members: [
    { ...head, id: 11 },
    { ...child, id: 12 },
  ],
  card: { bankName: '农村信用社', cardHash: 'c1' },
}
const unchanged = { place: null, joined: [], corrected: [], left: [], hasNewCard: false }

describe('compareHousehold', () => {
  test('the same again changes nothing', () => {
    expect(compareHousehold(known, listed)).toEqual(unchanged)
    expect(isUnchanged(compareHousehold(known, listed))).toBe(true)
  })

  test.each([
    ['category', { ...place, category: 'marginal' as const }],
    ['headcount', { ...place, headcount: 3 }],
    ['grid', { ...place, gridCode: '510981100212-02' }],
    ['village', { ...place, villageCode: '510981100211', gridCode: null }],
  ])('another %s is a new place', (_, other) => {
    expect(compareHousehold(known, { ...listed, place: other })).toEqual({ ...unchanged, place: other })
  })

  test('a roster without grids keeps the grid, also beside another change', () => {
    expect(compareHousehold(known, { ...listed, place: { ...place, gridCode: null } })).toEqual(unchanged)
    expect(
      compareHousehold(known, { ...listed, place: { ...place, gridCode: null, headcount: 3 } }).place,
    ).toEqual({
      ...place,
      headcount: 3,
    })
  })

  test('who is no longer listed has left, unless rows of the household were refused', () => {
    expect(compareHousehold(known, { ...listed, members: [head] }).left).toEqual([12])
    expect(compareHousehold(known, { ...listed, members: [head], isWhole: false }).left).toEqual([])
  })

  test('a name corrected under the same identity number is the same person', () => {
    const corrected = { ...child, nameHash: 'n2b' }
    expect(compareHousehold(known, { ...listed, members: [head, corrected] })).toEqual({
      ...unchanged,
      corrected: [{ id: 12, index: 1, fields: ['nameHash'] }],
    })
  })

  test('a number newly given belongs to the person of that name; another number is another person', () => {
    const before = { ...known, members: [{ ...head, idNumberHash: null, id: 11 }] }
    expect(compareHousehold(before, { ...listed, members: [head] }).corrected).toEqual([
      { id: 11, index: 0, fields: ['idNumberHash'] },
    ])
    const other = compareHousehold(known, { ...listed, members: [head, { ...child, idNumberHash: 'i9' }] })
    expect([other.joined, other.left]).toEqual([[1], [12]])
  })

  test('what the roster does not say is kept', () => {
    const bare = { ...head, idNumberHash: null, phone: null, personNumber: null, sex: null }
    expect(compareHousehold(known, { ...listed, members: [bare, child], card: null })).toEqual(unchanged)
    expect(compareHousehold(known, { ...listed, card: { bankName: '', cardHash: null } }).hasNewCard).toBe(
      false,
    )
  })

  test.each([
    [{ bankName: '农业银行', cardHash: null }],
    [{ bankName: '农村信用社', cardHash: 'c2' }],
    [{ bankName: '', cardHash: 'c2' }],
  ])('%j is another card', (card) => {
    expect(compareHousehold(known, { ...listed, card }).hasNewCard).toBe(true)
  })

  test('once a roster is applied, the same roster changes nothing', () => {
    const anyMember = fc.record<MemberTraits>({
      nameHash: fc.constantFrom('a', 'b', 'c'),
      idNumberHash: fc.constantFrom(null, '1', '2', '3'),
      phone: fc.constantFrom(null, '138'),
      personNumber: fc.constant(null),
      sex: fc.constantFrom(null, 'male'),
      kinship: fc.constantFrom('户主', '之子'),
      isHead: fc.boolean(),
    })
    const anyMembers = fc.uniqueArray(anyMember, {
      maxLength: 4,
      selector: (member) => `${member.idNumberHash}`,
    })
    fc.assert(
      fc.property(anyMembers, anyMembers, (before, after) => {
        const members = before.map((member, id) => ({ ...member, id }))
        const sheet = { ...listed, members: after }
        const change = compareHousehold({ ...known, members }, sheet)
        expect(isUnchanged(compareHousehold(applied(members, sheet, change), sheet))).toBe(true)
      }),
    )
  })
})

/** What writing a change comes to, told apart from how it is found. */
function applied(
  members: readonly (MemberTraits & { id: number })[],
  sheet: ListedHousehold,
  change: ReturnType<typeof compareHousehold>,
): KnownHousehold {
  const kept = members.filter((member) => !change.left.includes(member.id))
  for (const { id, index } of change.corrected) {
    const member = kept.find((one) => one.id === id)
    const said = sheet.members[index]
    if (!member || !said) throw new Error('a correction of nobody')
    Object.assign(member, Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)))
  }
  const joined = change.joined.flatMap((index) => {
    const member = sheet.members[index]
    return member ? [{ ...member, id: 100 + index }] : []
  })
  return { ...known, members: [...kept, ...joined] }
}
