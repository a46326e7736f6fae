import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EVENTS } from './event-columns.ts'
import { GOODS } from './goods-columns.ts'
import { findHeader, headerForms, missingColumns } from './headers.ts'
import { ROSTER } from './roster-columns.ts'

const ROSTER_ROW =
  '序号,市(州),县(市、区),乡(镇),行政村,网格,户编号,人编号,姓名,性别,证件号码,家庭人口数,与户主关系,户类型,主要致贫原因,年人均纯收入,联系电话,开户银行,银行卡号,备注'.split(
    ',',
  )
const GOODS_ROW =
  '行政村,户编号,户主姓名,品名,数量,单位,单价(元),市场参考价(元),参考价来源,可供开始,可供结束,农户底价(元),农户意愿确认方式,备注'.split(
    ',',
  )

/** Which header each key was given. */
function meanings(specs: Parameters<typeof findHeader<string>>[0], ...rows: string[][]) {
  const header = findHeader(
    specs,
    rows.map((cells, i) => ({ row: i + 1, cells })),
  )
  const named = Object.entries(header?.columns ?? {}).map(([key, column]) => [key, column?.header])
  return { row: header?.row, ...Object.fromEntries(named) }
}

describe('columns are found by meaning', () => {
  test('of a roster, below merged titles', () => {
    const found = meanings(ROSTER.columns, ['武安镇花名册'], ['填报时间:2026年1月10日 单位:元'], ROSTER_ROW)
    expect(found).toEqual({
      row: 3,
      town: '乡(镇)',
      village: '行政村',
      grid: '网格',
      number: '户编号',
      personNumber: '人编号',
      name: '姓名',
      sex: '性别',
      idNumber: '证件号码',
      headcount: '家庭人口数',
      kinship: '与户主关系',
      category: '户类型',
      income: '年人均纯收入',
      phone: '联系电话',
      bankName: '开户银行',
      bankCard: '银行卡号',
      remark: '备注',
    })
  })

  test('in any order the same', () => {
    const usual = meanings(GOODS.columns, GOODS_ROW)
    fc.assert(
      fc.property(fc.shuffledSubarray(GOODS_ROW, { minLength: GOODS_ROW.length }), (shuffled) => {
        expect(meanings(GOODS.columns, shuffled)).toEqual(usual)
      }),
    )
  })

  test.each([
    [
      '农户编号,成员姓名,身份证号码,所在村,所属乡镇,家庭人数,和户主关系,农户类型,人均纯收入(元),手机号码,开户行,银行账号',
      ROSTER.columns,
      'number name idNumber village town headcount kinship category income phone bankName bankCard',
    ],
    [
      '＊户号,* 姓 名,公民身份号码,村名,乡镇（街道）,户内人数,户主关系,户属性,家庭人均年纯收入（万元）,电话,银行名称,卡号',
      ROSTER.columns,
      'number name idNumber village town headcount kinship category income phone bankName bankCard',
    ],
    [
      'Household No.,Name,ID number,Village,Town,Household size,Relation to head,Category,Income per head,Phone,Bank,Bank card',
      ROSTER.columns,
      'number name idNumber village town headcount kinship category income phone bankName bankCard',
    ],
    [
      '村,农户编号,户主,产品名称,可供数量,计量单位,价格(元/斤),市场价(元/斤),价格来源,供货开始日期,供货截止日期,最低价(元/斤),农户是否同意,说明',
      GOODS.columns,
      'village number headName product quantity unit price reference referenceSource from to floor agreement remark',
    ],
    [
      '所在村,户编码,姓名,农产品,供应量(斤),单位,售价(元/斤),参考价格,询价来源,起始日期,终止日期,保底价,确认方式,备注',
      GOODS.columns,
      'village number headName product quantity unit price reference referenceSource from to floor agreement remark',
    ],
    [
      'Village,Household number,Head name,Product,Quantity,Unit,Price,Market price,Source,Available from,Available to,Floor price,Consent,Notes',
      GOODS.columns,
      'village number headName product quantity unit price reference referenceSource from to floor agreement remark',
    ],
    [
      '场次,活动日期,开始时间,结束时间,活动地点,举办村,服务范围,截单时间,接单量,电子秤数量',
      EVENTS.columns,
      'title date start end place village served cutOff capacity scales',
    ],
    [
      'Event,Date,Start,End,Place,Village,Villages served,Cut-off,Capacity,Scales',
      EVENTS.columns,
      'title date start end place village served cutOff capacity scales',
    ],
  ])('%s', (line, specs, keys) => {
    const cells = line.split(',')
    const expected = Object.fromEntries(
      keys.split(' ').map((key, i) => [key, cells[i]?.replace(/\s+/g, ' ').trim()]),
    )
    expect(meanings(specs, cells)).toEqual({ row: 1, ...expected })
  })

  test('under a header of two rows', () => {
    const upper = ['行政村', '户编号', '家庭成员', '', '', '供货', '']
    const lower = ['', '', '姓名', '性别', '证件号码', '开始', '结束']
    const found = meanings(ROSTER.columns, upper, lower, ['金鱼垭村', '1', '甲', '男', '510', '', ''])
    expect(found).toEqual({
      row: 2,
      village: '行政村',
      number: '户编号',
      name: '姓名',
      sex: '性别',
      idNumber: '证件号码',
    })
  })

  test('a first row of the table does not join the header', () => {
    expect(
      meanings(ROSTER.columns, ROSTER_ROW, ['1', '', '', '', '金鱼垭村', '', '1', '', '户主']),
    ).toMatchObject({ row: 1 })
  })
})

test('a column that means nothing here, and one that repeats a meaning, are told apart', () => {
  const header = findHeader(ROSTER.columns, [
    { row: 1, cells: ['户编号', '姓名', '血型', '联系电话', '手机'] },
  ])
  expect(header?.unused.map((column) => column.header)).toEqual(['血型'])
  expect(header?.repeated.map((column) => column.header)).toEqual(['手机'])
})

test('what is missing is named; a sheet without a header has none', () => {
  const header = findHeader(GOODS.columns, [{ row: 1, cells: GOODS_ROW.filter((name) => name !== '品名') }])
  expect(header && missingColumns(GOODS.columns, header).map((spec) => spec.key)).toEqual(['product'])
  expect(
    findHeader(GOODS.columns, [
      { row: 1, cells: ['静夜思'] },
      { row: 2, cells: ['床前明月光'] },
    ]),
  ).toBeNull()
})

test('brackets are told from the name', () => {
  expect(headerForms('＊单价（元／斤）')).toEqual({ bare: '单价', full: '单价元斤', note: '元/斤' })
  expect(headerForms('人均纯收入：万元')).toEqual({
    bare: '人均纯收入',
    full: '人均纯收入万元',
    note: '万元',
  })
  expect(headerForms('单价/元')).toMatchObject({ bare: '单价', note: '元' })
  expect(headerForms('斤')).toMatchObject({ bare: '斤', note: null })
  expect(headerForms('银行帐号')).toMatchObject({ bare: '银行账号', note: null })
})
