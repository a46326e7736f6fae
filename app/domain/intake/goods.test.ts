import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkGoods, type GoodsContext, isAboveCap } from './goods.ts'

const HEADER = [
  '村',
  '农户编号',
  '产品',
  '数量',
  '单位',
  '单价(元)',
  '市场价(元)',
  '价格来源',
  '供货开始',
  '供货结束',
  '底价(元)',
  '确认方式',
]

const CONTEXT: GoodsContext = {
  today: '2026-11-22',
  premiumCapPercent: 30,
  villages: [
    { code: '510981100200', name: '金鱼垭村村民委员会' },
    { code: '510981100210', name: '文武村村民委员会' },
    { code: '510981103231', name: '文武村村民委员会' },
  ],
  towns: [],
  households: [
    { number: 'H1', villageCode: '510981100200' },
    { number: 'H2', villageCode: '510981103231' },
  ],
  products: [
    { key: 'goose', names: ['大白鹅', '白鹅'], orderedBy: 'piece', pricedBy: 'piece', pieceUnit: '只' },
    { key: 'goose-weighed', names: ['大白鹅'], orderedBy: 'piece', pricedBy: 'jin', pieceUnit: '只' },
    { key: 'celtuce', names: ['莴笋'], orderedBy: 'weight', pricedBy: 'jin', pieceUnit: null },
  ],
}

type Goods = Partial<
  Record<
    | 'village'
    | 'number'
    | 'product'
    | 'quantity'
    | 'unit'
    | 'price'
    | 'reference'
    | 'source'
    | 'from'
    | 'to'
    | 'floor'
    | 'agreed',
    string
  >
>

function goods(given: Goods = {}): string[] {
  const {
    village = '金鱼垭村',
    number = 'H1',
    product = '大白鹅',
    quantity = '2',
    unit = '只',
    price = '120',
  } = given
  const {
    reference = '110',
    source = '县城超市',
    from = '2026-11-23',
    to = '2026-12-20',
    floor = '100',
    agreed = '签字',
  } = given
  return [village, number, product, quantity, unit, price, reference, source, from, to, floor, agreed]
}

const celtuce: Goods = {
  product: '莴笋',
  quantity: '20',
  unit: '斤',
  price: '2.5',
  reference: '2.2',
  floor: '2',
}

function sheetOf(rows: string[][], header = HEADER) {
  return { name: null, otherSheets: [], rows: [header, ...rows].map((cells, i) => ({ row: i + 1, cells })) }
}

function check(rows: string[][], header = HEADER) {
  const checked = checkGoods(sheetOf(rows, header), CONTEXT)
  if (!checked.ok) throw new Error(`${checked.code} ${JSON.stringify(checked.facts)}`)
  return checked.value
}

describe('a row of goods', () => {
  test('becomes a lot in base units', () => {
    const { accepted, refused } = check([goods(celtuce), goods()])
    expect(refused).toEqual([])
    expect(accepted).toEqual([
      {
        row: 2,
        villageCode: '510981100200',
        householdNumber: 'H1',
        headName: null,
        productKey: 'celtuce',
        quantity: 10_000,
        pricedBy: 'jin',
        unitPriceFen: 250,
        referencePriceFen: 220,
        referenceSource: '县城超市',
        referenceOn: null,
        availableFrom: '2026-11-23',
        availableTo: '2026-12-20',
        floorPriceFen: 200,
        agreement: { how: 'signature', witness: null, raw: '签字' },
        remark: '',
      },
      expect.objectContaining({
        row: 3,
        productKey: 'goose',
        quantity: 2,
        pricedBy: 'piece',
        unitPriceFen: 12_000,
      }),
    ])
  })

  test.each<[string, Goods, string, string]>([
    ['no quantity', { quantity: '' }, '数量', 'cell-missing'],
    ['a quantity in words', { quantity: '几只' }, '数量', 'quantity-unreadable'],
    ['nothing', { quantity: '0' }, '数量', 'quantity-not-positive'],
    ['less than nothing', { quantity: '-2' }, '数量', 'quantity-not-positive'],
    ['half a goose', { quantity: '1.5' }, '数量', 'quantity-not-whole'],
    ['two units', { quantity: '2斤' }, '数量', 'quantity-unreadable'],
    ['an unknown unit', { unit: '筐' }, '单位', 'unit-unknown'],
    ['geese by weight', { unit: '斤' }, '单位', 'unit-unknown'],
    ['no unit', { unit: '' }, '单位', 'unit-missing'],
    ['an unknown product', { product: '恐龙' }, '产品', 'product-unknown'],
    ['no product', { product: '' }, '产品', 'product-missing'],
    ['an unknown household', { number: '000000' }, '农户编号', 'household-unknown'],
    ['a household of another village', { number: 'H2' }, '村', 'household-not-in-village'],
    ['an unknown village', { village: '不存在的村' }, '村', 'village-unknown'],
    ['no price', { price: '' }, '单价(元)', 'cell-missing'],
    ['a price to be agreed', { price: '面议' }, '单价(元)', 'money-unreadable'],
    ['a price of three decimals', { price: '120.001' }, '单价(元)', 'money-below-fen'],
    ['a price of nothing', { price: '0', floor: '0.01' }, '单价(元)', 'money-not-positive'],
    ['a price below the floor', { price: '99.99' }, '单价(元)', 'price-below-floor'],
    ['a premium above the cap', { price: '143.01' }, '单价(元)', 'premium-above-cap'],
    ['no source', { source: ' ' }, '价格来源', 'reference-source-missing'],
    ['a day that is none', { from: '2026-02-30' }, '供货开始', 'date-unreadable'],
    ['days reversed', { from: '2026-12-21' }, '供货开始', 'dates-reversed'],
    ['no agreement', { agreed: '' }, '确认方式', 'agreement-missing'],
    ['a call without a witness', { agreed: '电话' }, '确认方式', 'witness-missing'],
    ['a failed formula', { price: '#VALUE!' }, '单价(元)', 'formula-failed'],
  ])('with %s is refused', (_, fault, column, code) => {
    const { accepted, refused } = check([goods(fault), goods()])
    expect(refused.map((one) => [one.row, one.column, one.code, one.also])).toEqual([[2, column, code, []]])
    expect(accepted.map((fact) => fact.row)).toEqual([3])
  })

  test('at the cap, at the floor and on a single day is taken', () => {
    const { refused } = check([
      goods({ price: '143' }),
      goods({ price: '100' }),
      goods({ from: '2026-12-20' }),
    ])
    expect(refused).toEqual([])
  })

  test('with several faults is one refusal that names them all', () => {
    const { refused } = check([goods({ quantity: '0', agreed: '' })])
    expect(refused).toHaveLength(1)
    expect(refused[0]).toMatchObject({ code: 'quantity-not-positive', also: [{ code: 'agreement-missing' }] })
  })

  test('its household settles which of two villages of one name is meant', () => {
    const { accepted } = check([goods({ number: 'H2', village: '文武村' })])
    expect(accepted).toMatchObject([{ villageCode: '510981103231' }])
  })
})

describe('units', () => {
  test.each<[string, Goods, number, number]>([
    [
      '公斤, priced per 公斤',
      { ...celtuce, quantity: '10', unit: '公斤', price: '5', reference: '4.4', floor: '4' },
      10_000,
      250,
    ],
    [
      '两, priced per 两',
      { ...celtuce, quantity: '20', unit: '两', price: '0.25', reference: '0.22', floor: '0.2' },
      1000,
      250,
    ],
    ['the quantity’s own cell', { ...celtuce, quantity: '20斤', unit: '' }, 10_000, 250],
    ['羽 for 只', { unit: '羽' }, 2, 12_000],
    [
      'a price cell with its unit',
      { ...celtuce, price: '2.5元/斤', reference: '¥2.2', floor: '2元' },
      10_000,
      250,
    ],
  ])('%s', (_, given, quantity, fen) => {
    expect(check([goods(given)]).accepted).toMatchObject([{ quantity, unitPriceFen: fen }])
  })

  test('in headers hold for their column: a goose by the piece at a price per 斤', () => {
    const header = HEADER.map((name) => name.replace('(元)', '(元/斤)'))
    const { accepted } = check([goods({ price: '16.80', reference: '15', floor: '14' })], header)
    expect(accepted).toMatchObject([
      { productKey: 'goose-weighed', pricedBy: 'jin', quantity: 2, unitPriceFen: 1680 },
    ])
  })

  test('that do not go together are refused at the column', () => {
    const header = HEADER.map((name) => (name === '市场价(元)' ? '市场价(元/斤)' : name))
    expect(check([goods()], header).refused).toMatchObject([
      { column: '市场价(元/斤)', code: 'price-per-unit-differs' },
    ])
  })

  test('that are not known in a header refuse the file', () => {
    const header = HEADER.map((name) => (name === '单价(元)' ? '单价(港元)' : name))
    expect(checkGoods(sheetOf([goods()], header), CONTEXT)).toMatchObject({
      code: 'header-unit-unknown',
      facts: { column: '单价(港元)', unit: '港元' },
    })
  })
})

test('the cap is exact: a price one fen above it is above, at it is not', () => {
  const money = fc.integer({ min: 1, max: 1_000_000 })
  fc.assert(
    fc.property(money, fc.integer({ min: 0, max: 200 }), (reference, cap) => {
      const highest = Number((BigInt(reference) * BigInt(100 + cap)) / 100n)
      expect(isAboveCap(highest, reference, cap)).toBe(false)
      expect(isAboveCap(highest + 1, reference, cap)).toBe(true)
    }),
  )
})

test('the same row again, and goods whose days are over, are remarked on and taken', () => {
  const { accepted, warnings } = check([goods(), goods(), goods({ from: '2026-01-01', to: '2026-01-02' })])
  expect(accepted).toHaveLength(3)
  expect(warnings.map((fault) => [fault.row, fault.code])).toEqual([
    [4, 'dates-past'],
    [3, 'row-repeated'],
  ])
})

test('a file without days is refused as a whole', () => {
  const header = HEADER.map((name) => (name === '供货结束' ? '别的' : name))
  expect(checkGoods(sheetOf([goods()], header), CONTEXT)).toMatchObject({ code: 'column-missing' })
})
