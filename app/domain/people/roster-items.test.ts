import { describe, expect, test } from 'vitest'
import {
  compareHousehold,
  type KnownHousehold,
  type ListedHousehold,
  type MemberTraits,
} from './household-change.ts'
import { changeOfItems, type Elsewhere, itemsOf } from './roster-items.ts'

const member = (name: string, more: Partial<MemberTraits> = {}): MemberTraits => ({
  nameHash: name,
  idNumberHash: `id ${name}`,
  phone: null,
  personNumber: null,
  sex: null,
  kinship: '亲属',
  isHead: false,
  ...more,
})
const head = (name: string) => member(name, { kinship: '户主', isHead: true })

const place = { villageCode: '510981100212', gridCode: null, category: 'exited', headcount: 2 } as const
const known: KnownHousehold = {
  place,
  members: [
    { ...head('甲'), id: 11 },
    { ...member('乙'), id: 12 },
  ],
  card: null,
}
const listed = (members: MemberTraits[], more: Partial<ListedHousehold> = {}): ListedHousehold => ({
  place,
  members,
  isWhole: true,
  card: null,
  ...more,
})
const ALONE: Elsewhere = {
  owners: new Map(),
  movedOut: new Set(),
  hasSameHead: false,
  hasSameCard: false,
}
const items = (sheet: ListedHousehold, elsewhere = ALONE) =>
  itemsOf(known, sheet, compareHousehold(known, sheet), elsewhere)
const kinds = (sheet: ListedHousehold, elsewhere = ALONE) =>
  items(sheet, elsewhere).map(({ group, kind, field }) =>
    [group, kind, ...(field === null ? [] : [field])].join(' '),
  )

describe('a household cut into pieces', () => {
  test('the pieces together are the whole change', () => {
    const sheet = listed([head('乙'), member('丙')], {
      place: { ...place, category: 'marginal', headcount: 3 },
      card: { bankName: '农村信用社', cardHash: 'c' },
    })
    const change = compareHousehold(known, sheet)
    const { ended, ...taken } = changeOfItems(known, items(sheet))
    const { left, ...whole } = change
    expect(taken).toEqual(whole)
    expect(ended).toEqual(left)
  })

  test('no piece is no change', () => {
    expect(changeOfItems(known, [])).toEqual({
      place: null,
      joined: [],
      corrected: [],
      ended: [],
      hasNewCard: false,
    })
  })

  test('each thing written otherwise of a member is one', () => {
    expect(kinds(listed([head('甲'), member('乙', { phone: '139', sex: 'male' })]))).toEqual([
      'changed member phone',
      'changed member sex',
    ])
  })
})

describe('another head', () => {
  test('is one piece with all it takes: who was it steps back', () => {
    const [piece, ...more] = items(listed([member('甲'), head('乙')]))
    expect(more).toEqual([])
    expect(piece).toMatchObject({ kind: 'head', effect: { corrected: [{ id: 11 }, { id: 12 }], ended: [] } })
  })

  test('takes the place of one who is no longer listed', () => {
    expect(items(listed([head('乙')]))).toMatchObject([{ kind: 'head', effect: { ended: [11] } }])
    expect(items(listed([head('丙'), member('乙')]))).toMatchObject([
      { kind: 'head', effect: { joined: [0], ended: [11] } },
    ])
  })

  test('is not taken where the row of who was it was refused: a household has one head', () => {
    const sheet = listed([head('乙')], { isWhole: false })
    expect(kinds(sheet)).toEqual(['changed member kinship'])
    expect(changeOfItems(known, items(sheet)).corrected.flatMap(({ fields }) => fields)).not.toContain(
      'isHead',
    )
    expect(kinds(listed([head('丙'), member('乙')], { isWhole: false }))).toEqual([])
  })
})

describe('who is known elsewhere', () => {
  const withOwner = (isListed: boolean): Elsewhere => ({
    ...ALONE,
    owners: new Map([[2, { personId: 99, isListed }]]),
  })
  const sheet = listed([head('甲'), member('乙'), member('丙')])

  test('moves here if the file lists the other household too, and is suspected if it does not', () => {
    expect(items(sheet, withOwner(true))).toMatchObject([
      { group: 'changed', kind: 'joined', suspicion: null, effect: { joined: [2], ended: [99] } },
    ])
    expect(items(sheet, withOwner(false))).toMatchObject([
      { group: 'duplicate', kind: 'joined', suspicion: 'id-elsewhere', effect: { joined: [2], ended: [99] } },
    ])
  })

  test('who moved out is not a piece of the household that is left: the other one has it', () => {
    expect(kinds(listed([head('甲')]))).toEqual(['removed left'])
    expect(kinds(listed([head('甲')]), { ...ALONE, movedOut: new Set([12]) })).toEqual([])
  })
})
