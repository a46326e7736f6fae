/** An invented town's files: valid rows, faults planted among them, and the many ways an office may write them. */
import fc from 'fast-check'
import { idNumber } from '#scripts/driving/roster.ts'

const LEADS = Array.from({ length: 126 }, (_, i) => 0x81 + i)
const TRAILS = Array.from({ length: 191 }, (_, i) => 0x40 + i).filter((byte) => byte !== 0x7f)

/** GB18030's two-byte half, found by asking the decoder about every pair. */
const gbPairs = new Map<string, number[]>()

export function gb18030Of(text: string): Buffer {
  if (gbPairs.size === 0) {
    const decoder = new TextDecoder('gb18030')
    for (const lead of LEADS) {
      for (const trail of TRAILS) gbPairs.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail])
    }
  }
  return Buffer.from(
    [...text].flatMap((one) => (one < '\x80' ? [one.charCodeAt(0)] : (gbPairs.get(one) ?? [0x3f]))),
  )
}

function wrongIdNumber(serial: number): string {
  const right = idNumber(serial)
  return right.slice(0, 17) + (right.endsWith('0') ? '1' : '0')
}

/** A record by meaning; what it is called and where it stands is the office's choice. */
export type Record_ = Record<string, string>

export type Planted = { code: string; key: string; change: (record: Record_) => void }

const VILLAGES = ['牌坊沟村', '东山村', '大溪口村']

/** Households of one to three; numbers, names and IDs all different. */
export function householdRecords(sizes: readonly number[], firstSerial: number): Record_[][] {
  let serial = firstSerial
  return sizes.map((size, h) =>
    Array.from({ length: size }, (_, i) => {
      serial += 1
      return {
        village: VILLAGES[h % VILLAGES.length] ?? '',
        town: '金华镇',
        number: `51098177${String(firstSerial + h).padStart(5, '0')}`,
        name: `${'赵钱孙李周吴'[h % 6]}${'一二三四五六七八九'[serial % 9]}${'东南西北中'[i % 5]}`,
        id: idNumber(serial),
        headcount: String(size),
        kinship: i === 0 ? '户主' : '之女',
        category: ['脱贫户', '脱贫不稳定户', '边缘易致贫户', '突发严重困难户', '一般户'][h % 5] ?? '',
        income: String(7000 + h * 10.5),
        phone: i === 0 ? `1990000${String(serial % 10_000).padStart(4, '0')}` : '',
        person: 'x',
        sex: '',
      }
    }),
  )
}

/** Faults of a roster, each planted in a household of one person. */
export const ROSTER_FAULTS: readonly Planted[] = [
  { code: 'id-checksum', key: 'id', change: (one) => (one.id = wrongIdNumber(20_000)) },
  { code: 'id-length', key: 'id', change: (one) => (one.id = (one.id ?? '').slice(0, 17)) },
  { code: 'id-missing', key: 'id', change: (one) => (one.id = '') },
  { code: 'village-unknown', key: 'village', change: (one) => (one.village = '天上村') },
  { code: 'village-not-in-town', key: 'village', change: (one) => (one.village = '金鱼垭村') },
  { code: 'head-missing', key: 'kinship', change: (one) => (one.kinship = '配偶') },
  { code: 'headcount-differs', key: 'headcount', change: (one) => (one.headcount = '3') },
  { code: 'headcount-unreadable', key: 'headcount', change: (one) => (one.headcount = '若干') },
  { code: 'category-unknown', key: 'category', change: (one) => (one.category = '小康户') },
  { code: 'category-missing', key: 'category', change: (one) => (one.category = '') },
  { code: 'income-unreadable', key: 'income', change: (one) => (one.income = '不详') },
  { code: 'person-name-missing', key: 'name', change: (one) => (one.name = '　') },
  { code: 'household-number-missing', key: 'number', change: (one) => (one.number = '') },
  { code: 'phone-invalid', key: 'phone', change: (one) => (one.phone = '1990000') },
]

/** Faults of a goods list, each planted in a row of its own. */
export const GOODS_FAULTS: readonly Planted[] = [
  { code: 'quantity-not-positive', key: 'quantity', change: (one) => (one.quantity = '-2') },
  { code: 'quantity-not-positive', key: 'quantity', change: (one) => (one.quantity = '0') },
  { code: 'quantity-unreadable', key: 'quantity', change: (one) => (one.quantity = '一些') },
  { code: 'unit-unknown', key: 'unit', change: (one) => (one.unit = '筐') },
  { code: 'product-unknown', key: 'product', change: (one) => (one.product = '人参') },
  { code: 'household-unknown', key: 'number', change: (one) => (one.number = '000000') },
  {
    code: 'household-not-in-village',
    key: 'village',
    change: (one) => (one.village = one.village === '牌坊沟村' ? '东山村' : '牌坊沟村'),
  },
  { code: 'price-below-floor', key: 'price', change: (one) => (one.floor = '2.41') },
  { code: 'premium-above-cap', key: 'price', change: (one) => (one.price = '2.87') },
  { code: 'money-unreadable', key: 'price', change: (one) => (one.price = '面议') },
  { code: 'dates-reversed', key: 'from', change: (one) => (one.from = '2026-12-30') },
  { code: 'date-unreadable', key: 'to', change: (one) => (one.to = '2026-02-30') },
  { code: 'agreement-missing', key: 'agreement', change: (one) => (one.agreement = '未确认') },
]

export function goodsRecord(household: Record_): Record_ {
  return {
    village: household.village ?? '',
    number: household.number ?? '',
    product: '莴笋',
    quantity: '1,020.5',
    unit: '斤',
    price: '2.4',
    reference: '2.2',
    source: '县城超市',
    from: '2026-11-16',
    to: '2026-12-27',
    floor: '2.0',
    agreement: '按手印',
  }
}

/** Ways to head the columns; each office keeps to one. */
export const ROSTER_HEADERS: readonly Record_[] = [
  {
    village: '所在村',
    town: '所属乡镇',
    number: '农户编号',
    name: '成员姓名',
    id: '身份证号码',
    headcount: '家庭人数',
    kinship: '和户主关系',
    category: '农户类型',
    income: '人均纯收入(元)',
    phone: '手机号',
    person: '人员编号',
    sex: '性别',
  },
  {
    village: '* 村 名',
    town: '乡镇（街道）',
    number: '户  号',
    name: '姓　名',
    id: '公民身份号码（18位）',
    headcount: '人口数',
    kinship: '户主关系',
    category: '户属性',
    income: '家庭年人均纯收入：元',
    phone: '联系方式',
    person: '个人编号',
    sex: '性 别',
  },
  {
    village: 'Village',
    town: 'Town',
    number: 'Household No.',
    name: 'Name',
    id: 'ID number',
    headcount: 'Household size',
    kinship: 'Relation to head',
    category: 'Category',
    income: 'Income per head',
    phone: 'Mobile',
    person: 'Person No.',
    sex: 'Sex',
  },
]

export const GOODS_HEADERS: readonly Record_[] = [
  {
    village: '村名',
    number: '农户编号',
    product: '产品名称',
    quantity: '可供数量',
    unit: '计量单位',
    price: '价格(元/斤)',
    reference: '市场价(元/斤)',
    source: '价格来源',
    from: '供货开始',
    to: '供货截止',
    floor: '保底价(元)',
    agreement: '农户是否同意',
  },
  {
    village: '所在村',
    number: '户编码',
    product: '农产品',
    quantity: '供应量',
    unit: '单 位',
    price: '售价',
    reference: '参考价格',
    source: '参考价出处',
    from: '起始日期',
    to: '终止日期',
    floor: '最低价',
    agreement: '确认方式',
  },
  {
    village: 'Village',
    number: 'Household No.',
    product: 'Product',
    quantity: 'Quantity',
    unit: 'Unit',
    price: 'Price',
    reference: 'Market price',
    source: 'Source',
    from: 'Available from',
    to: 'Available until',
    floor: 'Floor price',
    agreement: 'Consent',
  },
]

const WIDE = new Map([...'0123456789'].map((digit, i) => [digit, '０１２３４５６７８９'[i] ?? '']))

/** How an office writes: its headers, their order, titles, marks, and the file's form. */
export type Manner = {
  headers: Record_
  order: string[]
  titles: number
  wide: boolean
  padded: boolean
  form: 'utf-8' | 'bom' | 'gb18030' | 'utf-16' | 'xlsx'
  delimiter: ',' | ';' | '\t'
}

export function mannerOf(headers: readonly Record_[]): fc.Arbitrary<Manner> {
  return fc.constantFrom(...headers).chain((one) =>
    fc.record({
      headers: fc.constant(one),
      order: fc.shuffledSubarray(Object.keys(one), { minLength: Object.keys(one).length }),
      titles: fc.integer({ min: 0, max: 2 }),
      wide: fc.boolean(),
      padded: fc.boolean(),
      form: fc.constantFrom('utf-8', 'bom', 'gb18030', 'utf-16', 'xlsx'),
      delimiter: fc.constantFrom(',', ';', '\t'),
    }),
  )
}

/** The lines of the file in an office's manner, header and titles included. */
export function linesOf(records: readonly Record_[], manner: Manner): string[][] {
  const written = (text: string): string => {
    const digits = manner.wide ? [...text].map((one) => WIDE.get(one) ?? one).join('') : text
    return manner.padded && digits !== '' ? ` ${digits}　` : digits
  }
  const titles = [['射洪市金华镇台账'], ['填报时间：2026年1月10日   单位：元']].slice(0, manner.titles)
  return [
    ...titles,
    manner.order.map((key) => manner.headers[key] ?? ''),
    ...records.map((record) => manner.order.map((key) => written(record[key] ?? ''))),
  ]
}
