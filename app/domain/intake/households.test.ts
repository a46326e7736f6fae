import { describe, expect, test } from 'vitest'
import { checkHouseholds, type HouseholdsContext } from './households.ts'

const HEADER = [
  '村名',
  '户号',
  '姓名',
  '身份证号',
  '人口数',
  '与户主关系',
  '户类型',
  '人均纯收入',
  '手机号',
  '银行卡号',
  '性别',
]

const CONTEXT: HouseholdsContext = {
  today: '2026-11-22',
  villages: [
    { code: '510981100200', name: '金鱼垭村村民委员会' },
    { code: '510981100201', name: '瓦窑村村民委员会' },
  ],
  towns: [{ code: '510981100000', name: '武安镇' }],
  households: [],
}

/** Numbers whose check characters were worked out by hand from the standard's table. */
const IDS = [
  '510981194907080009',
  '510981195111210001',
  '510981199609180004',
  '510981197708010001',
  '510981200707010004',
]

type Person = Partial<
  Record<
    | 'village'
    | 'number'
    | 'name'
    | 'id'
    | 'size'
    | 'kinship'
    | 'category'
    | 'income'
    | 'phone'
    | 'card'
    | 'sex',
    string
  >
>

let serial = 0
function person(given: Person = {}): string[] {
  const {
    village = '金鱼垭村',
    number = 'H1',
    name = `某人${serial++}`,
    id = '',
    size = '1',
    kinship = '户主',
  } = given
  const { category = '脱贫户', income = '8000', phone = '', card = '', sex = '' } = given
  return [village, number, name, id, size, kinship, category, income, phone, card, sex]
}

function check(rows: string[][], context: HouseholdsContext = CONTEXT, header = HEADER) {
  const sheet = {
    name: null,
    otherSheets: [],
    rows: [header, ...rows].map((cells, i) => ({ row: i + 1, cells })),
  }
  const checked = checkHouseholds(sheet, context)
  if (!checked.ok) throw new Error(`${checked.code} ${JSON.stringify(checked.facts)}`)
  const refused = checked.value.refused.map(({ row, column, code, heldRows }) => ({
    row,
    column,
    code,
    heldRows,
  }))
  return { ...checked.value, refused }
}

const family = (number: string, change: (person: Person, index: number) => Person = (one) => one) =>
  ['户主', '配偶', '之子'].map((kinship, i) =>
    person(change({ number, kinship, size: '3', id: IDS[i] ?? '' }, i)),
  )

describe('a household', () => {
  test('is made of its rows, wherever they stand', () => {
    const [head = [], wife = [], son = []] = family('H1')
    const checked = check([head, person({ number: 'H2', id: IDS[3] ?? '' }), wife, son])
    expect(checked.refused).toEqual([])
    expect(checked.acceptedRows).toBe(4)
    const [first] = checked.accepted
    expect(first).toMatchObject({
      row: 2,
      number: 'H1',
      villageCode: '510981100200',
      category: 'exited',
      headcount: 3,
    })
    expect(first?.members.map((member) => [member.row, member.isHead])).toEqual([
      [2, true],
      [4, false],
      [5, false],
    ])
  })

  test.each<[string, (person: Person, i: number) => Person, { row: number; column: string; code: string }]>([
    [
      'no head',
      (one) => ({ ...one, kinship: '配偶' }),
      { row: 2, column: '与户主关系', code: 'head-missing' },
    ],
    [
      'two heads',
      (one, i) => ({ ...one, kinship: i < 2 ? '户主' : '之子' }),
      { row: 3, column: '与户主关系', code: 'head-repeated' },
    ],
    [
      'another headcount',
      (one) => ({ ...one, size: '4' }),
      { row: 2, column: '人口数', code: 'headcount-differs' },
    ],
    [
      'another headcount in one row',
      (one, i) => ({ ...one, size: i === 1 ? '2' : '3' }),
      { row: 3, column: '人口数', code: 'headcount-differs' },
    ],
    [
      'a headcount in words',
      (one, i) => ({ ...one, size: i === 0 ? '三口' : '3' }),
      { row: 2, column: '人口数', code: 'headcount-unreadable' },
    ],
    [
      'an unknown category',
      (one, i) => ({ ...one, category: i === 2 ? '富裕户' : '脱贫户' }),
      { row: 4, column: '户类型', code: 'category-unknown' },
    ],
    [
      'no category',
      (one) => ({ ...one, category: '' }),
      { row: 2, column: '户类型', code: 'category-missing' },
    ],
    [
      'two categories',
      (one, i) => ({ ...one, category: i === 1 ? '一般户' : '脱贫户' }),
      { row: 3, column: '户类型', code: 'category-differs' },
    ],
    [
      'two villages',
      (one, i) => ({ ...one, village: i === 2 ? '瓦窑村' : '金鱼垭村' }),
      { row: 4, column: '村名', code: 'village-differs' },
    ],
    [
      'a village elsewhere',
      (one, i) => ({ ...one, village: i === 1 ? '不存在的村' : '金鱼垭村' }),
      { row: 3, column: '村名', code: 'village-unknown' },
    ],
    [
      'an income in words',
      (one, i) => ({ ...one, income: i === 0 ? '约八千' : '8000' }),
      { row: 2, column: '人均纯收入', code: 'income-unreadable' },
    ],
    [
      'a head without a name',
      (one, i) => ({ ...one, name: i === 0 ? ' ' : '某' }),
      { row: 2, column: '姓名', code: 'person-name-missing' },
    ],
    [
      'a head without an ID',
      (one, i) => ({ ...one, id: i === 0 ? '' : (one.id ?? '') }),
      { row: 2, column: '身份证号', code: 'id-missing' },
    ],
    [
      'a head’s wrong card',
      (one, i) => ({ ...one, card: i === 0 ? '6217001234567890123' : '' }),
      { row: 2, column: '银行卡号', code: 'bank-card-checksum' },
    ],
  ])('with %s is refused once, at the row that shows it, and its other rows are held', (_, change, fault) => {
    const checked = check([...family('H1', change), person({ number: 'H2', id: IDS[3] ?? '' })])
    const others = [2, 3, 4].filter((row) => row !== fault.row)
    expect(checked.refused).toEqual([{ ...fault, heldRows: others }])
    expect(checked.accepted.map((fact) => fact.number)).toEqual(['H2'])
  })

  test.each<[string, Person, string, string]>([
    ['a wrong ID', { id: '510981199609180005' }, '身份证号', 'id-checksum'],
    ['no name', { name: '' }, '姓名', 'person-name-missing'],
    ['a wrong telephone', { phone: '1390000' }, '手机号', 'phone-invalid'],
    ['a wrong card', { card: '6217001234567890123' }, '银行卡号', 'bank-card-checksum'],
    ['a failed formula', { name: '#REF!' }, '姓名', 'formula-failed'],
  ])('stands with its others when a member has %s', (_, fault, column, code) => {
    const checked = check(family('H1', (one, i) => (i === 2 ? { ...one, ...fault } : one)))
    expect(checked.refused).toEqual([{ row: 4, column, code, heldRows: [2, 3] }])
    expect(checked.accepted).toMatchObject([{ headcount: 3, refusedMemberCount: 1 }])
    expect(checked.accepted[0]?.members.map((member) => member.row)).toEqual([2, 3])
    expect(checked.acceptedRows).toBe(2)
  })

  test('under a number that is taken is refused, and the first one stays whole', () => {
    const checked = check([
      ...family('H1'),
      person({ number: 'H2', id: IDS[3] ?? '' }),
      person({ number: 'H1', id: IDS[4] ?? '' }),
    ])
    expect(checked.refused).toEqual([
      { row: 6, column: '户号', code: 'household-number-repeated', heldRows: [] },
    ])
    expect(checked.accepted.map((fact) => [fact.number, fact.members.length])).toEqual([
      ['H1', 3],
      ['H2', 1],
    ])
  })

  test('without a number is refused row by row', () => {
    const checked = check([person({ number: ' ', id: IDS[0] ?? '' })])
    expect(checked.refused).toMatchObject([{ row: 2, column: '户号', code: 'household-number-missing' }])
  })
})

describe('a number that belongs to one', () => {
  test('person is refused in the later household, and in the same one', () => {
    const id = IDS[0] ?? ''
    const twice = check([person({ number: 'H1', id }), person({ number: 'H2', id: ` ${id} ` })])
    expect(twice.refused).toMatchObject([{ row: 3, column: '身份证号', code: 'id-of-another-household' }])
    expect(twice.accepted.map((fact) => fact.number)).toEqual(['H1'])
    const inside = check(family('H1', (one, i) => (i === 2 ? { ...one, id } : one)))
    expect(inside.refused).toMatchObject([{ row: 4, code: 'id-repeated-in-household' }])
  })

  test('person is not free because the household that has it was refused', () => {
    const id = IDS[0] ?? ''
    const checked = check([person({ number: 'H1', id, category: '富裕户' }), person({ number: 'H2', id })])
    expect(checked.refused.map((fault) => [fault.row, fault.code])).toEqual([
      [2, 'category-unknown'],
      [3, 'id-of-another-household'],
    ])
  })

  test('household’s card is refused in another, not among its own', () => {
    const card = '6999994680792715819'
    const checked = check([
      ...family('H1', (one) => ({ ...one, card })),
      person({ number: 'H2', id: IDS[3] ?? '', card }),
    ])
    expect(checked.refused).toMatchObject([
      { row: 5, column: '银行卡号', code: 'bank-card-of-another-household' },
    ])
    expect(checked.accepted).toMatchObject([{ number: 'H1', bank: { name: '', card } }])
  })
})

describe('what is odd is a warning', () => {
  test('a sex other than the ID’s, a child without an ID, a moved household', () => {
    const context = { ...CONTEXT, households: [{ number: 'H1', villageCode: '510981100201' }] }
    const checked = check(
      family('H1', (one, i) => ({ ...one, sex: '男', id: i === 2 ? '' : (one.id ?? '') })),
      context,
    )
    expect(checked.refused).toEqual([])
    expect(checked.warnings.map((fault) => [fault.row, fault.code])).toEqual([
      [2, 'sex-differs-from-id'],
      [3, 'sex-differs-from-id'],
      [4, 'id-not-given'],
      [2, 'household-moves'],
    ])
  })

  test('but a household of a village out of scope is refused', () => {
    const context = { ...CONTEXT, households: [{ number: 'H1', villageCode: '510981103231' }] }
    expect(check([person({ id: IDS[0] ?? '' })], context).refused).toMatchObject([
      { row: 2, column: '户号', code: 'household-of-another-place' },
    ])
  })

  test('where a column is not there: headcount is counted, the head is found by name', () => {
    const header = ['村名', '户号', '姓名', '身份证号', '户主姓名', '户类型']
    const rows = [
      ['瓦窑村', 'H1', '甲', IDS[0] ?? '', '甲', '边缘易致贫户'],
      ['瓦窑村', 'H1', '乙', IDS[1] ?? '', '甲', '边缘易致贫户'],
    ]
    const checked = check(rows, CONTEXT, header)
    expect(checked.accepted).toMatchObject([{ headcount: 2, category: 'marginal', perHeadIncomeFen: null }])
    expect(checked.accepted[0]?.members.map((member) => member.isHead)).toEqual([true, false])
  })
})

describe('incomes', () => {
  test.each([
    ['人均纯收入(万元)', '0.87654', 876_540],
    ['人均纯收入(元/年)', '8,765.40', 876_540],
    ['人均纯收入', '8765.4', 876_540],
  ])('%s %s', (name, income, fen) => {
    const header = HEADER.map((text) => (text === '人均纯收入' ? name : text))
    expect(check([person({ id: IDS[0] ?? '', income })], CONTEXT, header).accepted[0]?.perHeadIncomeFen).toBe(
      fen,
    )
  })

  test('in a unit that is not known refuse the file', () => {
    const rows = [
      HEADER.map((text) => (text === '人均纯收入' ? '人均纯收入(美元)' : text)),
      person({ id: IDS[0] ?? '' }),
    ]
    const sheet = { name: null, otherSheets: [], rows: rows.map((cells, i) => ({ row: i + 1, cells })) }
    expect(checkHouseholds(sheet, CONTEXT)).toMatchObject({ ok: false, code: 'header-unit-unknown' })
  })
})

test('a file without a head’s column, or without rows, is refused as a whole', () => {
  const sheet = (rows: string[][]) => ({
    name: null,
    otherSheets: [],
    rows: rows.map((cells, i) => ({ row: i + 1, cells })),
  })
  const without = HEADER.filter((name) => name !== '与户主关系')
  expect(checkHouseholds(sheet([without, person()]), CONTEXT)).toMatchObject({ code: 'column-missing' })
  expect(checkHouseholds(sheet([HEADER]), CONTEXT)).toMatchObject({ code: 'file-without-rows' })
})
